"""The columns of a table, from the declarations of the record: what each is called, what it means, and what may stand in it.

A new field is a new column without a line here. A fact spreads over columns (`result.value`, `result.unit`, `result.source`, …)
and a gap stands in `result.missing`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MinLen
from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from pilotbook.record.designs import OneOf
from pilotbook.record.shapes import models_in

# What stands between the entries of a list in one cell.
JOINT = "; "
Type = Literal["string", "integer", "number", "boolean", "date", "uri"]
Row = dict[str, Any]
Marks = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, title and help, and what may stand in it.

    type: of a cell, or of each entry where it `is_list` (entries joined by '; '). A date of mixed precision ('2025', '2025-07')
    is a string with a pattern. codes: the words it chooses from. vocabulary: the list of vocabulary.csv whose codes it holds.
    required: whether no cell is empty. unit: the column that says in what a number is counted.
    """

    name: str
    title: str
    help: str
    type: Type = "string"
    pattern: str = ""
    codes: tuple[str, ...] = ()
    vocabulary: str = ""
    is_list: bool = False
    required: bool = False
    unit: str = ""

    @property
    def kind(self) -> str:
        """Say in a few words what stands in it: 'number, in result.unit', 'list of codes (places)'."""
        one = _WORDS.get(self.type, "") or ("code" if self.codes or self.vocabulary else self._text)
        told = f"list of {_MANY[one]}" if self.is_list else one
        if self.vocabulary:
            return f"{told} ({self.vocabulary})"
        return f"{told}, in {self.unit}" if self.unit else told

    @property
    def _text(self) -> str:
        return (
            "date, as exact as known" if self.pattern.startswith("^[0-9]{4}(") else "label" if self.pattern else "text"
        )


_WORDS = {
    **{"integer": "whole number", "number": "number", "boolean": "True or False", "date": "date", "uri": "web address"}
}
_MANY = {
    **{"code": "codes", "label": "labels", "text": "texts", "whole number": "whole numbers", "number": "numbers"},
    **{
        "date": "dates",
        "web address": "web addresses",
        "date, as exact as known": "dates",
        "True or False": "yes or no",
    },
}


def columns(model: type[BaseModel], prefix: str = "", title: str = "", *, required: bool = True) -> list[Column]:
    """Give the columns of a record: single values and facts; lists of records have tables of their own.

    required: whether the record is always there, so that a field that must be filled in makes a column without empty cells.
    """
    found: dict[str, Column] = {}
    for name, field in model.model_fields.items():
        label = " – ".join(part for part in (title, field.title or name) if part)
        for column in _columns_of(field, prefix + name, label, required):
            found.setdefault(column.name, column)
    unit = f"{prefix}unit"
    if unit not in found:
        return list(found.values())
    return [
        replace(each, unit=unit) if each.type == "number" and _is_measured(each) else each for each in found.values()
    ]


def _is_measured(column: Column) -> bool:
    # The level of an interval is a share of certainty, and has no unit of the effect.
    return not column.name.endswith("ci_level")


def _columns_of(field: FieldInfo, name: str, label: str, required: bool) -> Iterator[Column]:
    """Yield one column for words, and those of each record that may stand there: a date or its gap gives both."""
    kinds = _kinds(field.annotation, tuple(field.metadata))
    # Where one of several things may stand, the columns of each are empty in turn.
    filled = required and len(kinds) == 1
    for kind, marks in kinds:
        if models := models_in(kind):
            if get_origin(kind) is not tuple:
                yield from columns(models[0], f"{name}.", label, required=filled)
        elif kind is not type(None):
            yield _column(Column(name, label, field.description or "", required=filled), kind, marks)


def _column(column: Column, kind: Any, marks: Marks) -> Column:
    if get_origin(kind) is tuple:
        has_some = any(isinstance(mark, MinLen) and mark.min_length for mark in marks)
        ((inner, own),) = _kinds(get_args(kind)[0])
        return _column(replace(column, is_list=True, required=column.required and has_some), inner, own)
    told: Mapping[str, Any] = next((m.json_schema or {} for m in marks if isinstance(m, WithJsonSchema)), {})
    table = next((tuple(mark.table) for mark in marks if isinstance(mark, OneOf)), ())
    return replace(
        column,
        type=told.get("format") or _TYPES.get(kind, "string"),
        pattern=told.get("pattern", ""),
        codes=tuple(map(str, get_args(kind))) if get_origin(kind) is Literal else table,
        vocabulary=told.get("vocabulary", ""),
    )


_TYPES: Mapping[Any, Type] = {bool: "boolean", int: "integer", Decimal: "number"}


def _kinds(annotation: Any, marks: Marks = ()) -> list[tuple[Any, Marks]]:
    """Give what may stand in a field, with its marks, looking through unions and Annotated but not into lists."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _kinds(inner, (*marks, *more))
    if get_origin(annotation) in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in _kinds(part, marks)]
    return [(annotation, marks)]


def row(record: BaseModel, prefix: str = "") -> Row:
    """Give a record as one row of plain values, named as in `columns`; lists of words are joined by '; '."""
    values: Row = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, BaseModel):
            values |= row(value, f"{prefix}{name}.")
        elif isinstance(value, tuple):
            if not any(isinstance(item, BaseModel) for item in value):
                values[prefix + name] = JOINT.join(map(str, value)) or None
        else:
            values[prefix + name] = str(value) if isinstance(value, Decimal) else value
    return values


def merged(*several: Iterable[Column]) -> tuple[Column, ...]:
    """Give the columns of several records that share a table, each name once; none is required, for a row is of one record."""
    found: dict[str, Column] = {}
    for columns_of_one in several:
        for column in columns_of_one:
            found.setdefault(column.name, replace(column, required=False))
    return tuple(found.values())
