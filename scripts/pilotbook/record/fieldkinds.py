"""What kind a field is, in a writer's words: text, number, date, choice, list or group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from pilotbook.record.designs import OneOf
from pilotbook.record.fact import Missing
from pilotbook.record.shapes import models_in

_PLAIN: Mapping[Any, str] = {bool: "choice", int: "whole number", Decimal: "number"}
_MANY: Mapping[str, str] = {"date": "dates", "whole number": "whole numbers"}


@dataclass(frozen=True)
class FieldKind:
    """word: the kind, in the singular. models: names of the groups that may stand there. vocabulary: the list it chooses from, or ''.

    may_be_missing: a reason why there is no answer may stand in its place.
    """

    word: str
    models: tuple[str, ...]
    vocabulary: str
    may_be_missing: bool


def kind_of(field: FieldInfo) -> FieldKind:
    """Give what kind a declared field is."""
    parts = list(_parts(field.annotation, tuple(field.metadata)))
    others = [part for part in parts if part[0] is not Missing or len(parts) == 1]
    words = dict.fromkeys(_word(*part) for part in others)
    groups = dict.fromkeys(model.__name__ for kind, _ in others for model in models_in(kind) if model is not Missing)
    lists = [name for kind, marks in others if (name := _schema(_entry(kind, marks)[1]).get("vocabulary"))]
    return FieldKind(" or ".join(words), tuple(groups), lists[0] if lists else "", len(others) < len(parts))


def _parts(annotation: Any, marks: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield what may stand in a field, with its marks, but for nothing at all."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        yield from _parts(inner, (*marks, *more))
    elif get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _parts(part, marks)
    elif annotation is not type(None):
        yield annotation, marks


def _word(kind: Any, marks: tuple[Any, ...]) -> str:
    if get_origin(kind) is tuple and not _schema(marks):
        one = " or ".join(dict.fromkeys(_word(*part) for part in _parts(get_args(kind)[0])))
        return f"list of {_MANY.get(one, f'{one}s')}"
    if get_origin(kind) is dict or models_in(kind):
        return "group"
    if get_origin(kind) is Literal or any(isinstance(mark, OneOf) for mark in marks):
        return "choice"
    return _PLAIN.get(kind) or _of_text(_schema(marks))


def _of_text(told: Mapping[str, Any]) -> str:
    pattern = str(told.get("pattern", ""))
    if told.get("vocabulary"):
        return "choice"
    if told.get("format") == "date" or pattern.startswith("^[0-9]{4}("):
        return "date"
    if told.get("format") == "uri":
        return "web address"
    if "anyOf" in told or pattern.startswith("^TLG"):
        return "id"
    return "label" if pattern.endswith("[1-9][0-9]?$") else "text"


def _entry(kind: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    return next(_parts(get_args(kind)[0])) if get_origin(kind) is tuple else (kind, marks)


def _schema(marks: tuple[Any, ...]) -> Mapping[str, Any]:
    return next((mark.json_schema or {} for mark in marks if isinstance(mark, WithJsonSchema)), {})


def needs_a_day(field: FieldInfo) -> bool:
    """Say whether a date asks for its day."""
    return any(_schema(marks).get("format") == "date" for _, marks in _parts(field.annotation, tuple(field.metadata)))


def lists_of(model: type[BaseModel], name: str) -> str:
    """Give the field of `model` that is a list of the groups called `name`, or ''."""
    fields = ((each, kind_of(field)) for each, field in model.model_fields.items())
    return next((each for each, kind in fields if kind.word == "list of groups" and kind.models == (name,)), "")
