"""When one case tested, and what it decided: its cycles on a line of time, under the dates of the whole."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pilotbook.charts.described import sources_of
from pilotbook.charts.panels import Group, Mark, Marks, dated, panel
from pilotbook.charts.record_chart import RecordChart
from pilotbook.charts.wording import NO_DATE, publishers
from pilotbook.judgement.view import CaseView
from pilotbook.record import Case, Statement, formatting
from pilotbook.record.case import DECISIONS, Cycle, Dated
from pilotbook.record.text import earliest, latest

_LABELS = {
    "what": "What",
    "started": "Start",
    "ended": "End",
    "decision": "Decision",
    "cycles": "Cycles with a date, in all",
    "decided": "Of them with a decision, in all",
}
Row = dict[str, Any]


def cycle_dates(case: Case) -> tuple[Row, ...]:
    """Give a row for the whole, where it has dates, and one for each cycle with a date.

    Each has `what`, `begin` and `finish` (ISO dates or None), `started`, `ended` and `decision` in words, and the counts.
    """
    cycles = [_cycle(cycle) for cycle in case.cycles if cycle.start or cycle.end]
    decided = sum(cycle["decision"] not in ("", DECISIONS["undecided"]) for cycle in cycles)
    return tuple({**row, "cycles": len(cycles), "decided": decided} for row in (*_whole(case), *cycles))


def _cycle(cycle: Cycle) -> Row:
    question = cycle.question.text if isinstance(cycle.question, Statement) else "question not found or read"
    return {
        "what": f"{cycle.id}: {question}",
        "begin": cycle.start and earliest(cycle.start),
        "finish": cycle.end and latest(cycle.end),
        "started": formatting.date(cycle.start) if cycle.start else NO_DATE,
        "ended": formatting.date(cycle.end) if cycle.end else NO_DATE,
        "decision": DECISIONS[cycle.decision] if cycle.decision else "",
    }


def _whole(case: Case) -> list[Row]:
    (start, started), (end, ended) = _dated(case.dates.start), _dated(case.dates.end)
    if not (start or end):
        return []
    return [
        {
            "what": "The pilot as a whole",
            "begin": start and earliest(start),
            "finish": end and latest(end),
            "started": started,
            "ended": ended,
            "decision": "",
        }
    ]


def _dated(dated: Dated | None) -> tuple[str | None, str]:
    """Give a date and how to say it: 'January 2025 (planned)' where nobody has said that it happened."""
    if dated is None or not (dated.actual or dated.planned):
        return None, NO_DATE
    if dated.actual:
        return dated.actual, formatting.date(dated.actual)
    assert dated.planned
    return dated.planned, f"{formatting.date(dated.planned)} (planned)"


def cycle_timeline(view: CaseView) -> RecordChart | None:
    """Draw a case's test-learn cycles over time with what was decided; None where there is no second time to compare."""
    case, slug = view.case, view.slug
    rows = cycle_dates(case)
    # Two points at one date show nothing that the words do not.
    if not rows or not rows[0]["cycles"] or len({_ends(row) for row in rows}) < 2:
        return None
    cycles, decided = rows[0]["cycles"], rows[0]["decided"]
    held = f"{decided} of them" if cycles > 1 else "it"
    ending = f"a decision is told on {held}" if decided else "no decision was found or read"
    return RecordChart(
        name=f"cycles-{slug}",
        section="cycles",
        title=f"{formatting.count(cycles, 'cycle')} with a date; {ending}",
        subtitle="Test-learn cycles of this pilot that have a date",
        sentence="; ".join(f"{row['what']} – {_told(row)}" for row in rows) + ".",
        source=publishers(case, _facts(case)),
        sources=sources_of(case, _facts(case)),
        path=f"{case.id}/cycles",
        rows=rows,
        labels=_LABELS,
        panels=(_panel(rows),),
    )


def _facts(case: Case) -> list[object]:
    return [item for cycle in case.cycles for item in (cycle.question, cycle.tested, cycle.result)]


def _told(row: Row) -> str:
    ended = f"to {row['ended']}" if row["finish"] else "(end not found or read)"
    started = f"from {row['started']}" if row["begin"] else "start not found or read"
    return f"{started} {ended}" + (f": {row['decision']}" if row["decision"] else "")


def _ends(row: Row) -> tuple[int, int]:
    """Give the first and last day of a row; where only one is known it is both."""
    begin, finish = row["begin"] or row["finish"], row["finish"] or row["begin"]
    return date.fromisoformat(begin).toordinal(), date.fromisoformat(finish).toordinal()


def _panel(rows: Sequence[Row]) -> Marks:
    """Draw a span for each row; a row with one date only is a point at it."""
    groups = [Group("", tuple(map(_mark, rows)))]
    return panel("", dated(groups), groups)


def _mark(row: Row) -> Mark:
    begin, finish = _ends(row)
    mark = Mark(row["what"], row["decision"], "time", begin, finish, note=_told({**row, "decision": ""}), shape="span")
    return replace(mark, shape="point") if begin == finish else mark
