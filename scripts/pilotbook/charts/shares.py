"""How much can a share tell? Those that say of how many, with the interval that follows from that."""

from functools import partial
from typing import Any

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import HEADING, MARK, NOTE, Picture, Row, drawn_first, points
from pilotbook.charts.theme import Room
from pilotbook.record import Figure, formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import Outcome, Sample
from pilotbook.views import stats


def shares(book: Casebook) -> pd.DataFrame:
    """Give one row an outcome without a compared group whose share can be given an interval, widest first.

    Columns: `outcome`, `case`, `n`, `of`, `value`, `low`, `high` (per cent), `width`; `with_interval` and `percentages` count.
    """
    rows = [
        {
            "outcome": outcome.label,
            "case": case.title,
            "n": int(interval.of.split(", ")[1].split()[0].replace(",", "")),
            "of": outcome.n.of,
            **{name: round(getattr(interval, name), 1) for name in ("value", "low", "high")},
        }
        for case in book.cases.values()
        for outcome in case.outcomes
        for interval in stats.intervals(outcome)
        if interval.of.startswith("pilot group,") and isinstance(outcome.n, Sample) and _is_alone(outcome)
    ]
    frame = pd.DataFrame(rows, columns=["outcome", "case", "n", "of", "value", "low", "high"])
    frame = frame.assign(width=(frame["high"] - frame["low"]).astype(float).round(1))
    frame = frame.sort_values(["width", "case"], ascending=[False, True], kind="stable", ignore_index=True)
    return frame.assign(with_interval=len(frame), published=_published(book))


def _is_alone(outcome: Outcome) -> bool:
    return not (DESIGNS[outcome.comparison.design].has_comparison or outcome.comparison.is_of_others)


def _published(book: Casebook) -> int:
    """Count the outcomes, not what was merely done or paid, whose result is a figure set against nobody else's."""
    return sum(
        isinstance(outcome.result, Figure) and outcome.kind not in ("output", "cost") and _is_alone(outcome)
        for case in book.cases.values()
        for outcome in case.outcomes
    )


def shares_with_intervals(book: Casebook) -> Chart | None:
    """Draw each share of a known number of people with its 95% interval by Wilson's method; None where there is no such."""
    frame = shares(book)
    if frame.empty:
        return None
    told = " ".join(f"{one['outcome']}: {_told(one)}." for one in frame.to_dict("records"))
    some, every = len(frame), _published(book)
    return Chart(
        name="shares-with-intervals",
        title=f"{some} of {formatting.count(every, 'result')} with a figure and no compared group can be given an interval here",
        subtitle="Share of the pilot group, per cent, with the 95% interval by Wilson’s method; nothing is compared",
        sentence=f"{some} of {formatting.count(every, 'result')} with a figure and no compared group are shares of a known number "
        f"of people. {told}",
        source="case records of this book; intervals worked out here from share and number",
        frame=frame,
        labels={
            "outcome": "Outcome",
            "case": "Case",
            "value": "Share, %",
            "n": "Of how many",
            "of": "Counted in",
            "low": "Interval from",
            "high": "Interval to",
            "with_interval": "Results with an interval, in all",
            "published": "Results with a figure and no compared group, in all",
        },
        units={**dict.fromkeys(("value", "low", "high"), "%"), "n": "as the column 'Counted in' says"},
        draw=partial(_picture, frame),
    )


def _told(one: dict[Any, Any]) -> str:
    value, low, high = (stats.tenths(one[name]) for name in ("value", "low", "high"))
    return f"{value}% of {one['n']:,} {one['of']}, interval {low} to {high}"


def _picture(frame: pd.DataFrame, room: Room) -> Picture:
    first, more = drawn_first(frame)
    rows = [
        row
        for one in first.to_dict("records")
        for row in (
            Row(HEADING, one["outcome"]),
            Row(NOTE, one["case"]),
            Row(MARK, _told(one), one["value"], one["low"], one["high"]),
        )
    ]
    return points([*rows, *more], room, "Per cent", None)
