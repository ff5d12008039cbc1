"""The casebook as pandas frames: one row a case, outcome, cost, cycle, context figure, ledger entry, source or lesson.

Columns are derived from the declarations of the record, so a new field is a new column without a line here. A fact spreads
over columns (`result.value`, `result.unit`, `result.source`, …) and a gap stands in `result.missing`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as part
from decimal import Decimal
from functools import cached_property
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pilotbook.casebook import Casebook
from pilotbook.judgement.gaps import STATES
from pilotbook.judgement.view import CaseView
from pilotbook.record import Case, Lesson, Source
from pilotbook.record.case import ContextFigure, Cost, Cycle, DidNotWork, LedgerEntry
from pilotbook.record.outcome import Outcome
from pilotbook.record.shapes import models_in

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, title and help, from the field that it comes from."""

    name: str
    title: str
    help: str


Row = dict[str, Any]


@dataclass(frozen=True)
class TableKind:
    """A table as it is declared: what one row is, its columns, and the rows of one case, or of one lesson."""

    name: str
    about: str
    columns: tuple[Column, ...]
    of_case: Callable[[CaseView], Iterable[Row]] = part(default=lambda view: (), repr=False)
    of_lesson: Callable[[str, Lesson], Iterable[Row]] = part(default=lambda slug, lesson: (), repr=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Give the names of its columns."""
        return tuple(column.name for column in self.columns)

    def cells(self, found: Row) -> list[Any]:
        """Give the cells of a row in the order of the columns. Raises ValueError for a value that has no column."""
        if lost := {name for name, value in found.items() if value is not None}.difference(self.names):
            raise ValueError(f"the table '{self.name}' has no column for {sorted(lost)}")
        return [found.get(name) for name in self.names]


@dataclass(frozen=True)
class Table:
    """A table of the casebook: what one row is, its columns, and its frame."""

    name: str
    about: str
    columns: tuple[Column, ...]
    frame: "pd.DataFrame"


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
        "0 to 5, computed, or lower where people judged so; Nesta's scale but for 0.",
    ),
    Column("evidence_state", "State", "The name of the level; of level 0, 'Not yet rated' or 'Nothing to rate'."),
    Column("level_low", "Level at least", "The level if all that was not read were unfavourable."),
    Column("level_high", "Level at most", "The level if all that was not read were favourable."),
    Column(
        "to_settle", "What would settle it", "Facts not read that would together reach the level at most, with sources."
    ),
    Column("not_checked", "Not checked", "Facts not read that would lower the level if they were unfavourable."),
    Column("result", "How far the result is known", "Finding, figure only, claim only, or why there is none."),
    Column(
        "best_sms",
        "Best SMS",
        "Highest score of an outcome on the Maryland scale, 1 to 5; empty where none can be scored.",
    ),
    Column("direction", "Direction", "Direction of effect over the primary outcomes."),
    Column("direction_is_claimed", "Direction is claimed", "True where it is said without figures."),
    Column(
        "tested_no_benefit",
        "Tested: no benefit on a main outcome",
        "True where a primary outcome of SMS 3 or more found no benefit.",
    ),
)
_PLACES = (Column("places", "Places", "Codes of all its places, the areas compared with included."),)
_OF = (Column("case", "Case", "Id of the case."), Column("case_slug", "Short name of the case", "As in its address."))


def tables(book: Casebook) -> dict[str, Table]:
    """Make every table of the casebook."""
    # Only notebooks and tests ask for frames: what the site publishes is written row by row.
    import pandas as pd

    made = {}
    for kind in KINDS:
        rows = [kind.cells(found) for view in book.views.values() for found in kind.of_case(view)]
        rows += [kind.cells(found) for slug, lesson in book.lessons.items() for found in kind.of_lesson(slug, lesson)]
        # As objects, because pandas would turn a count beside a gap into 843.0.
        frame = pd.DataFrame(rows, columns=list(kind.names), dtype=object)
        made[kind.name] = Table(kind.name, kind.about, kind.columns, frame)
    return made


def _failures(case: Case) -> Iterable[DidNotWork]:
    return case.did_not_work if isinstance(case.did_not_work, tuple) else ()


def _of_entries(
    name: str, about: str, model: type[BaseModel], entries: Callable[[Case], Iterable[BaseModel]]
) -> TableKind:
    """Declare a table of entries of cases: each row begins with its case."""

    def rows(view: CaseView) -> Iterator[Row]:
        for entry in entries(view.case):
            yield {"case": view.id, "case_slug": view.slug, **row(entry)}

    return TableKind(name, about, (*_OF, *columns(model)), of_case=rows)


def _case_row(view: CaseView) -> Iterator[Row]:
    finding, is_claimed = view.direction
    yield {
        "slug": view.slug,
        "evidence_level": view.level,
        "evidence_state": view.level_name,
        "level_low": view.bounds.low,
        "level_high": view.bounds.high,
        "to_settle": "; ".join(f"{each.label} ({', '.join(each.sources)})" for each in view.bounds.to_settle) or None,
        "not_checked": "; ".join(view.bounds.unchecked) or None,
        "result": STATES[view.result].label,
        "best_sms": view.rating.best_sms,
        "direction": finding,
        "direction_is_claimed": is_claimed,
        "tested_no_benefit": view.rating.tested_no_benefit,
        **row(view.case),
        "places": "; ".join(place for place, _ in view.places),
    }


def _lesson_row(slug: str, lesson: Lesson) -> Iterator[Row]:
    yield {"slug": slug, **row(lesson)}


KINDS = (
    TableKind("cases", "one row a case study", (*_RATING, *_PLACES, *columns(Case)), of_case=_case_row),
    _of_entries("outcomes", "one row an outcome of a case", Outcome, lambda case: case.outcomes),
    _of_entries("costs", "one row a cost, or a saving that is claimed", Cost, lambda case: case.costs),
    _of_entries("cycles", "one row a test-learn cycle", Cycle, lambda case: case.cycles),
    _of_entries(
        "context_figures", "one row a figure about a place or need", ContextFigure, lambda case: case.context.figures
    ),
    _of_entries("did_not_work", "one row a thing that did not work", DidNotWork, _failures),
    _of_entries("ledger", "one row an entry for or against a lesson", LedgerEntry, lambda case: case.lessons),
    _of_entries("sources", "one row a source of a case", Source, lambda case: case.sources),
    TableKind("lessons", "one row a lesson", (*_RATING[:1], *columns(Lesson)), of_lesson=_lesson_row),
)
