"""When one case tested, and what it decided: its cycles on a line of time, under the dates of the whole."""

from functools import partial
from typing import Any

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import Picture
from pilotbook.charts.theme import Room
from pilotbook.charts.timeline import Line, timeline
from pilotbook.charts.wording import publishers
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
_MARK = "Start, or the only date"


def cycle_dates(case: Case) -> pd.DataFrame:
    """Give one row for the whole, where it has dates, and one a cycle with a date.

    Columns: `what`, `begin` and `finish` (ISO dates or none), `started`, `ended` and `decision` in words, and the counts.
    """
    cycles = [_cycle(cycle) for cycle in case.cycles if cycle.start or cycle.end]
    names = ["what", "begin", "finish", "started", "ended", "decision", "is_cycle"]
    # As objects, because pandas would turn a date that is missing into a number that is not one.
    frame = pd.DataFrame([*_whole(case), *cycles], columns=names, dtype=object)
    decided = sum(cycle["decision"] != DECISIONS["undecided"] for cycle in cycles)
    return frame.assign(cycles=len(cycles), decided=decided)


def _cycle(cycle: Cycle) -> dict[str, Any]:
    question = cycle.question.text if isinstance(cycle.question, Statement) else "question not published"
    return {
        "what": f"{cycle.id}: {question}",
        "begin": cycle.start and earliest(cycle.start),
        "finish": cycle.end and latest(cycle.end),
        "started": formatting.date(cycle.start) if cycle.start else "not published",
        "ended": formatting.date(cycle.end) if cycle.end else "not published",
        "decision": DECISIONS[cycle.decision],
        "is_cycle": True,
    }


def _whole(case: Case) -> list[dict[str, Any]]:
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
            "is_cycle": False,
        }
    ]


def _dated(dated: Dated | None) -> tuple[str | None, str]:
    """Give a date and how to say it: 'January 2025 (planned)' where nobody has said that it happened."""
    if dated is None or not (dated.actual or dated.planned):
        return None, "not published"
    if dated.actual:
        return dated.actual, formatting.date(dated.actual)
    assert dated.planned
    return dated.planned, f"{formatting.date(dated.planned)} (planned)"


def cycle_timeline(book: Casebook, slug: str) -> Chart | None:
    """Draw a case's test-learn cycles over time with what was decided; None where no cycle has a date."""
    case = book.cases[slug]
    frame = cycle_dates(case)
    cycles, decided = int(frame["cycles"].max() if len(frame) else 0), int(frame["decided"].max() if len(frame) else 0)
    if not cycles:
        return None
    held = f"{decided} of them" if cycles > 1 else "it"
    ending = f"a decision is published on {held}" if decided else "no decision is published"
    told = "; ".join(f"{one['what']} – {_told(one)}" for one in frame.to_dict("records"))
    return Chart(
        name=f"cycles-{slug}",
        title=f"{formatting.count(cycles, 'test')} with a date; {ending}",
        subtitle="Test-learn cycles of this pilot that have a published date",
        sentence=f"{told}.",
        source=publishers(case, _facts(case)),
        frame=frame,
        labels=_LABELS,
        draw=partial(_picture, frame),
        path=f"{case.id}/cycles",
    )


def _facts(case: Case) -> list[object]:
    return [item for cycle in case.cycles for item in (cycle.question, cycle.tested, cycle.result)]


def _told(row: dict[Any, Any]) -> str:
    ended = f"to {row['ended']}" if row["finish"] else "(end not published)"
    started = f"from {row['started']}" if row["begin"] else "start not published"
    return f"{started} {ended}" + (f": {row['decision']}" if row["decision"] else "")


def _picture(frame: pd.DataFrame, room: Room) -> Picture:
    """Draw a span for each row; a row with one date only is a point at it."""
    lines = []
    for one in frame.to_dict("records"):
        begin, finish = one["begin"] or one["finish"], one["finish"] or one["begin"]
        lines.append(Line(one["what"], _told(one), ((_MARK, begin),), None if begin == finish else (begin, finish)))
    return timeline(lines, {_MARK: "circle"}, room)
