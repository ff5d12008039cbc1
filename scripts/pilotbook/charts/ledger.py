"""What stands for and against one lesson, by the strength of the design behind each entry."""

from collections.abc import Sequence
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.charts.counted import KINDS, SCORED_BY, kind_of_evidence
from pilotbook.charts.panels import Column, Dots
from pilotbook.charts.record_chart import RecordChart
from pilotbook.judgement.lesson_strength import sms_behind
from pilotbook.record import formatting

_CONDITION = "Setting a condition"
_SIDES = {"supports": "For", "qualifies": _CONDITION, "contradicts": "Against"}
_COLUMNS = (Column("for", "For"), Column("conditions", _CONDITION), Column("against", "Against"))
_LABELS = {
    "kind": "Highest score",
    "side": "For or against",
    "entries": "Entries",
    "cases": "Cases",
    "of_kind": "Entries of this score",
    "of_side": "Entries on this side",
    "of": "Entries in all",
}
Row = dict[str, Any]


def ledger_entries(book: Casebook, slug: str) -> tuple[Row, ...]:
    """Give a row for each kind of evidence and side, with none left out: `kind`, `side`, `entries`, `cases`, and the sums."""
    entries = [
        (kind_of_evidence(sms_behind(evidence)), _SIDES[evidence.relation], evidence.view.title)
        for evidence in book.ledger[slug]
    ]
    kinds, sides = [kind for kind, _, _ in entries], [side for _, side, _ in entries]
    return tuple(
        {
            "kind": kind,
            "side": side,
            "entries": len(cases),
            "cases": "; ".join(cases),
            "of_kind": kinds.count(kind),
            "of_side": sides.count(side),
            "of": len(entries),
        }
        for kind in KINDS
        for side in _SIDES.values()
        for cases in [[case for of_kind, of_side, case in entries if (of_kind, of_side) == (kind, side)]]
    )


def ledger_chart(book: Casebook, slug: str) -> RecordChart | None:
    """Draw a dot for each entry for, against or setting a condition, strongest design on top; None where all are of one kind."""
    rows = ledger_entries(book, slug)
    if sum(row["entries"] > 0 for row in rows) < 2:
        return None
    side = {row["side"]: row["of_side"] for row in rows}
    kind = {row["kind"]: row["of_kind"] for row in rows}
    told = formatting.listed(f"{count} {_scored(name)}" for name, count in kind.items() if count)
    lesson = book.lessons[slug]
    return RecordChart(
        name=f"ledger-{slug}",
        section="ledger",
        title=f"{formatting.count(side['For'], 'entry', 'entries')} for, {side[_CONDITION]} setting a condition, "
        f"{side['Against']} against",
        subtitle=f"Ledger entries on “{lesson.title}”, {SCORED_BY}",
        sentence=f"Of {rows[0]['of']} entries, {_verb(side['For'], 'support')} the lesson, {_verb(side[_CONDITION], 'set')} a "
        f"condition and {_verb(side['Against'], 'contradict')} it. By score: {told}.",
        source="the ledger of this lesson; designs scored on the Maryland scale",
        path=lesson.id,
        rows=rows,
        labels=_LABELS,
        panels=(_dots(rows),),
    )


def _scored(name: str) -> str:
    """Write a kind of evidence after a count: 'with 4 or 5', 'not scored'."""
    return name.lower().replace("scores", "with")


def _verb(count: int, many: str) -> str:
    """Write a count with its verb: '1 supports', '3 support'."""
    return f"{count} {many}{'s' if count == 1 else ''}"


def _dots(rows: Sequence[Row]) -> Dots:
    counts = {(row["kind"], row["side"]): row["entries"] for row in rows}
    return Dots(
        _COLUMNS, tuple((kind, tuple((column, counts[kind, column.name]) for column in _COLUMNS)) for kind in KINDS)
    )
