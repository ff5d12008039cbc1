"""The casebook as tables: one row a case, outcome, cost, source, partner, lesson and so on, each declared once.

Columns come from the declarations of the record (`views.columns`). Every list of records in a record has its table, so that
nothing that a file says is lost on the way.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from dataclasses import field as part
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from pilotbook.casebook import Casebook
from pilotbook.judgement.gaps import STATES
from pilotbook.judgement.view import CaseView
from pilotbook.record import Case, Lesson, Source, Vocabulary
from pilotbook.record.case import (
    ContextFigure,
    Cost,
    Cycle,
    DidNotWork,
    Disagreement,
    Harm,
    LedgerEntry,
    Modification,
    Partner,
    Place,
)
from pilotbook.record.disclosure import Disclosure
from pilotbook.record.fact import Figure, Search, Statement
from pilotbook.record.lesson import Transfer
from pilotbook.record.outcome import Outcome
from pilotbook.record.upkeep import Contributor, Correction, Dispute
from pilotbook.record.vocabulary import Approach, Area, Domain, Group, Organisation, Programme, Term
from pilotbook.record.vocabulary import Place as PlaceTerm
from pilotbook.views.columns import JOINT, Column, Row, columns, merged, row
from pilotbook.views.computed_columns import (
    CODE,
    HELPED,
    LIST,
    NUMBER,
    OF,
    OF_LESSON,
    OF_RECORD,
    PLACES,
    RATING,
    SLUG,
    VERSION,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Reference:
    """A column whose every value stands in a column of another table, or is empty."""

    column: str
    table: str
    to: str = "id"


@dataclass(frozen=True)
class TableKind:
    """A table as it is declared: what one row is, its columns, and the rows of one case, of one lesson, or of the vocabulary.

    key: the columns whose values together no two rows share.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    of_case: Callable[[CaseView], Iterable[Row]] = part(default=lambda view: (), repr=False)
    of_lesson: Callable[[str, Lesson], Iterable[Row]] = part(default=lambda slug, lesson: (), repr=False)
    of_vocabulary: Callable[[Vocabulary], Iterable[Row]] = part(default=lambda vocabulary: (), repr=False)

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


_CASE = Reference("case", "cases")


def tables(book: Casebook) -> dict[str, Table]:
    """Make every table of the casebook."""
    # Only notebooks and tests ask for frames: what the site publishes is written row by row.
    import pandas as pd

    made = {}
    for kind in KINDS:
        rows = [kind.cells(found) for view in book.views.values() for found in kind.of_case(view)]
        rows += [kind.cells(found) for slug, lesson in book.lessons.items() for found in kind.of_lesson(slug, lesson)]
        rows += [kind.cells(found) for found in kind.of_vocabulary(book.vocabulary)]
        # As objects, because pandas would turn a count beside a gap into 843.0.
        frame = pd.DataFrame(rows, columns=list(kind.names), dtype=object)
        made[kind.name] = Table(kind.name, kind.about, kind.columns, frame)
    return made


def _failures(case: Case) -> Iterable[DidNotWork]:
    return case.did_not_work if isinstance(case.did_not_work, tuple) else ()


def _of_entries(
    name: str,
    about: str,
    model: type[BaseModel],
    entries: Callable[[Case], Iterable[BaseModel]],
    references: tuple[Reference, ...] = (),
) -> TableKind:
    """Declare a table of entries of cases: each row begins with its case, and is known by its label or its number."""
    head, key = _head(OF, model)

    def rows(view: CaseView) -> Iterator[Row]:
        return _numbered(entries(view.case), case=view.id, case_slug=view.slug)

    return TableKind(name, about, (*head, *columns(model)), key, (_CASE, *references), of_case=rows)


def _head(of: tuple[Column, ...], model: type[BaseModel]) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Give the columns that a row of entries begins with, and those that no two rows share."""
    labelled = "id" in model.model_fields
    return (of if labelled else (*of, NUMBER)), (of[0].name, "id" if labelled else "number")


def _numbered(entries: Iterable[BaseModel], **of: str) -> Iterator[Row]:
    for number, entry in enumerate(entries, start=1):
        yield {**of, **({} if hasattr(entry, "id") else {"number": number}), **row(entry)}


def _of_records(
    name: str,
    about: str,
    model: type[BaseModel],
    of_case: Callable[[Case], Iterable[BaseModel]],
    of_lesson: Callable[[Lesson], Iterable[BaseModel]],
) -> TableKind:
    """Declare a table of entries that cases and lessons have alike."""
    head, key = _head(OF_RECORD, model)
    return TableKind(
        name,
        about,
        (*head, *columns(model)),
        key,
        of_case=lambda view: _numbered(of_case(view.case), record=view.id, record_slug=view.slug),
        of_lesson=lambda slug, lesson: _numbered(of_lesson(lesson), record=lesson.id, record_slug=slug),
    )


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


def _conditions(view: CaseView) -> Iterator[Row]:
    context = view.case.context
    told = [
        *(("moderator", each) for each in context.moderators),
        *(("constraint", each) for each in context.constraints),
    ]
    for number, (kind, each) in enumerate(told, start=1):
        yield {"case": view.id, "case_slug": view.slug, "number": number, "kind": kind, **row(each)}


def _disagreements(view: CaseView) -> Iterator[Row]:
    for number, each in enumerate(view.case.disagreements, start=1):
        for version, told in enumerate(each.versions, start=1):
            of = {"case": view.id, "case_slug": view.slug, "number": number, "version": version}
            yield {**of, **row(each), **row(told, "version.")}


_TERMS = merged(
    columns(Term), *(columns(model) for model in (Approach, Domain, Area, Group, PlaceTerm, Organisation, Programme))
)
# A place has a code of official statistics beside the one that records use.
_RENAMED = {"code": "gss_code"}


def _vocabulary(vocabulary: Vocabulary) -> Iterator[Row]:
    for name, terms in vocabulary.lists.items():
        for code, term in terms.items():
            told = {_RENAMED.get(column, column): value for column, value in row(term).items()}
            yield {"list": name, "code": code, **told}
    for name in ("regions", "place_kinds"):
        yield from ({"list": name, "code": label, "label": label} for label in getattr(vocabulary, name))
    for short, ways in vocabulary.abbreviations.items():
        yield {"list": "abbreviations", "code": short, "label": JOINT.join(ways)}


KINDS = (
    TableKind("cases", "one row a case study", (*RATING, *PLACES, *columns(Case)), ("id",), of_case=_case_row),
    _of_entries("outcomes", "one row an outcome of a case", Outcome, lambda case: case.outcomes),
    _of_entries("costs", "one row a cost, or a saving that is claimed", Cost, lambda case: case.costs),
    _of_entries("cycles", "one row a test-learn cycle", Cycle, lambda case: case.cycles),
    _of_entries(
        "context_figures", "one row a figure about a place or need", ContextFigure, lambda case: case.context.figures
    ),
    TableKind(
        "conditions",
        "one row a thing that it depended on, or that stood in the way",
        (*OF, NUMBER, HELPED, *columns(Statement)),
        ("case", "number"),
        (_CASE,),
        of_case=_conditions,
    ),
    _of_entries(
        "modifications",
        "one row a change of plan on the way",
        Modification,
        lambda case: case.intervention.modifications,
    ),
    _of_entries("did_not_work", "one row a thing that did not work", DidNotWork, _failures),
    _of_entries("harms", "one row a harm or side effect", Harm, lambda case: case.harms),
    _of_entries("places", "one row a place of a case", Place, lambda case: case.places),
    _of_entries("partners", "one row an organisation that took part", Partner, lambda case: case.partners),
    _of_entries(
        "ledger",
        "one row an entry for or against a lesson",
        LedgerEntry,
        lambda case: case.lessons,
        (Reference("lesson", "lessons"),),
    ),
    _of_entries("sources", "one row a source of a case", Source, lambda case: case.sources),
    TableKind(
        "disagreements",
        "one row a version of a thing on which sources disagree",
        (
            *OF,
            NUMBER,
            VERSION,
            *columns(Disagreement),
            *merged(columns(Figure, "version.", "Version"), columns(Statement, "version.", "Version")),
        ),
        ("case", "number", "version"),
        (_CASE,),
        of_case=_disagreements,
    ),
    _of_entries("disputes", "one row a part that somebody says is wrong", Dispute, lambda case: case.disputes),
    TableKind("lessons", "one row a lesson", (SLUG, *columns(Lesson)), ("id",), of_lesson=_lesson_row),
    TableKind(
        "transfer",
        "one row a factor that may differ elsewhere, of a lesson",
        (*OF_LESSON, NUMBER, *columns(Transfer)),
        ("lesson", "number"),
        (Reference("lesson", "lessons"),),
        of_lesson=lambda slug, lesson: _numbered(lesson.transfer, lesson=lesson.id, lesson_slug=slug),
    ),
    _of_records(
        "searches",
        "one row a search for what is missing, or for evidence against a lesson",
        Search,
        lambda case: case.searches,
        lambda lesson: lesson.searches,
    ),
    _of_records(
        "corrections",
        "one row a thing that was wrong in a record, and was mended",
        Correction,
        lambda case: case.corrections,
        lambda lesson: lesson.corrections,
    ),
    _of_records(
        "disclosure",
        "one row an answer for counts of a few people: where they are public already, or who allows them",
        Disclosure,
        lambda case: case.disclosure,
        lambda lesson: lesson.disclosure,
    ),
    _of_records(
        "contributors",
        "one row a person or team who wrote or checked a record",
        Contributor,
        lambda case: case.contributors,
        lambda lesson: lesson.contributors,
    ),
    TableKind(
        "vocabulary",
        "one row a code: its list, its label and what it means",
        (LIST, CODE, *(replace(each, name=_RENAMED.get(each.name, each.name)) for each in _TERMS)),
        ("list", "code"),
        of_vocabulary=_vocabulary,
    ),
)
