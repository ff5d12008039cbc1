"""The casebook as pandas frames: one row a case, outcome, cost, cycle, context figure, ledger entry, source or lesson.

Columns are derived from the declarations of the record, so a new field is a new column without a line here. A fact spreads
over columns (`result.value`, `result.unit`, `result.source`, …) and a gap stands in `result.missing`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pandas as pd
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pilotbook.casebook import Casebook
from pilotbook.record import Case, Lesson, Source
from pilotbook.record.case import ContextFigure, Cost, Cycle, DidNotWork, LedgerEntry
from pilotbook.record.outcome import Outcome
from pilotbook.rules.fields import models_in


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, title and help, from the field that it comes from."""

    name: str
    title: str
    help: str


@dataclass(frozen=True)
class Table:
    """A table of the casebook: what one row is, its columns, and its frame."""

    name: str
    about: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame


def columns(model: type[BaseModel], prefix: str = "", title: str = "") -> list[Column]:
    """Give the columns of a record: single values and facts; lists of records have tables of their own."""
    found: dict[str, Column] = {}
    for name, field in model.model_fields.items():
        label = " – ".join(part for part in (title, field.title or name) if part)
        for column in _columns_of(field, prefix + name, label):
            found.setdefault(column.name, column)
    return list(found.values())


def _columns_of(field: FieldInfo, name: str, label: str) -> Iterator[Column]:
    """Yield one column for words, and those of each record that may stand there: a date or its gap gives both."""
    for kind in _kinds(field.annotation):
        if models := models_in(kind):
            if get_origin(kind) is not tuple:
                yield from columns(models[0], f"{name}.", label)
        elif kind is not type(None):
            yield Column(name, label, field.description or "")


def _kinds(annotation: Any) -> list[Any]:
    """Give what may stand in a field, looking through unions and Annotated but not into lists."""
    if get_origin(annotation) is Annotated:
        return _kinds(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in _kinds(part)]
    return [annotation]


def row(record: BaseModel, prefix: str = "") -> dict[str, Any]:
    """Give a record as one row of plain values, named as in `columns`; lists of words are joined by '; '."""
    values: dict[str, Any] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, BaseModel):
            values |= row(value, f"{prefix}{name}.")
        elif isinstance(value, tuple):
            if not any(isinstance(item, BaseModel) for item in value):
                values[prefix + name] = "; ".join(map(str, value)) or None
        else:
            values[prefix + name] = str(value) if isinstance(value, Decimal) else value
    return values


_RATING = (
    Column("slug", "Short name", "The case's file name and its address."),
    Column(
        "evidence_level",
        "Evidence level",
        "0 (not placed) to 5, computed, or lower where people judged so; Nesta's scale but for 0.",
    ),
    Column(
        "best_sms",
        "Best SMS",
        "Highest score of an outcome on the Maryland scale, 1 to 5; empty where none can be scored.",
    ),
    Column("direction", "Direction", "Direction of effect over the primary outcomes."),
    Column("direction_is_claimed", "Direction is claimed", "True where it is said without figures."),
    Column(
        "tested_no_benefit",
        "Tested: no benefit found",
        "True where a primary outcome of SMS 3 or more found no benefit.",
    ),
)
_PLACES = (Column("places", "Places", "Codes of all its places, the areas compared with included."),)
_CASE = (Column("case", "Case", "Id of the case."), Column("case_slug", "Short name of the case", "As in its address."))


def tables(book: Casebook) -> dict[str, Table]:
    """Make every table of the casebook."""
    cases, of = book.cases, _of(book)
    made = [
        _table("cases", "one row a case study", Case, (*_RATING, *_PLACES), (_case_row(book, slug) for slug in cases)),
        of("outcomes", "one row an outcome of a case", Outcome, lambda case: case.outcomes),
        of("costs", "one row a cost, or a saving that is claimed", Cost, lambda case: case.costs),
        of("cycles", "one row a test-learn cycle", Cycle, lambda case: case.cycles),
        of(
            "context_figures",
            "one row a figure about a place or need",
            ContextFigure,
            lambda case: case.context.figures,
        ),
        of("did_not_work", "one row a thing that did not work", DidNotWork, _failures),
        of("ledger", "one row an entry for or against a lesson", LedgerEntry, lambda case: case.lessons),
        of("sources", "one row a source of a case", Source, lambda case: case.sources),
        _table("lessons", "one row a lesson", Lesson, _RATING[:1], (_lesson_row(book, slug) for slug in book.lessons)),
    ]
    return {table.name: table for table in made}


def _failures(case: Case) -> Iterable[DidNotWork]:
    return case.did_not_work if isinstance(case.did_not_work, tuple) else ()


def _of(book: Casebook) -> Callable[..., Table]:
    def table(name: str, about: str, model: type[BaseModel], items: Callable[[Case], Iterable[BaseModel]]) -> Table:
        rows = (
            {"case": case.id, "case_slug": slug, **row(item)}
            for slug, case in book.cases.items()
            for item in items(case)
        )
        return _table(name, about, model, _CASE, rows)

    return table


def _table(
    name: str, about: str, model: type[BaseModel], first: tuple[Column, ...], rows: Iterable[Mapping[str, Any]]
) -> Table:
    named = (*first, *columns(model))
    names = [column.name for column in named]
    records = list(rows)
    if lost := {key for record in records for key, value in record.items() if value is not None} - set(names):
        raise ValueError(f"the table '{name}' has no column for {sorted(lost)}")
    # As objects, because pandas would turn a count beside a gap into 843.0.
    frame = pd.DataFrame([[record.get(key) for key in names] for record in records], columns=names, dtype=object)
    return Table(name, about, named, frame)


def _case_row(book: Casebook, slug: str) -> dict[str, Any]:
    case, rating = book.cases[slug], book.ratings[slug]
    finding, is_claimed = book.directions[slug]
    return {
        "slug": slug,
        "evidence_level": rating.shown,
        "best_sms": rating.best_sms,
        "direction": finding,
        "direction_is_claimed": is_claimed,
        "tested_no_benefit": rating.tested_no_benefit,
        **row(case),
        "places": "; ".join(place.place for place in case.places),
    }


def _lesson_row(book: Casebook, slug: str) -> dict[str, Any]:
    return {"slug": slug, **row(book.lessons[slug])}
