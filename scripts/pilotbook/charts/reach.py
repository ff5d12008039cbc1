"""Getting families through the door: what did trials find?"""

from functools import partial
from typing import Any

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import HEADING, MARK, NOTE, Picture, Row, drawn_first, points
from pilotbook.charts.theme import Room
from pilotbook.record import formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import FINDINGS, Effect, Sample

AREA, DOMAIN = "family-hubs", "reach"


def reach_outcomes(book: Casebook) -> pd.DataFrame:
    """Give one row an outcome on take-up in family hubs and early years, strongest design first.

    Columns: `case`, `outcome`, `design`, `sms` (1–5 or none), `n`, `effect` with `low` and `high` in percentage points
    where the record has one, `finding`.
    """
    rows = [
        {
            "case": case.title,
            "outcome": outcome.label,
            "design": DESIGNS[outcome.comparison.design].label,
            "sms": book.ratings[slug].outcomes[outcome.id].sms,
            "n": _sample(outcome.n),
            **_points(outcome.effect),
            "finding": FINDINGS[outcome.finding],
        }
        for slug, case in book.cases_on(AREA).items()
        for outcome in case.outcomes
        if outcome.domain == DOMAIN and outcome.kind != "output"
    ]
    names = ["case", "outcome", "design", "sms", "n", "effect", "low", "high", "finding"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.sort_values(
        ["sms", "case", "outcome"], ascending=[False, True, True], kind="stable", ignore_index=True
    )


def _sample(n: object) -> str:
    if not isinstance(n, Sample):
        return "not given"
    return f"{n.total:,} {n.of}"


def _points(effect: object) -> dict[str, float | None]:
    if isinstance(effect, Effect) and effect.unit == "percentage points":
        ends = [None if end is None else float(end) for end in (effect.ci_low, effect.ci_high)]
        return {"effect": float(effect.value), "low": ends[0], "high": ends[1]}
    return {"effect": None, "low": None, "high": None}


def differences_in_reach(book: Casebook) -> Chart:
    """Draw the effects on take-up that trials give in percentage points, each with its interval.

    A trial with two outcomes counts once, and found nothing clear only if neither did.
    """
    frame = reach_outcomes(book)
    trials = frame[frame["sms"].fillna(0) >= 3]
    drawn = trials.dropna(subset=["effect", "low", "high"])
    is_flat = trials["finding"] == FINDINGS["no_clear_difference"]
    attempts = trials["case"].nunique()
    flat = int(is_flat.groupby(trials["case"]).all().sum())
    title = (
        f"{flat} of {formatting.count(attempts, 'trial')} found no clear difference in take-up"
        if attempts
        else "No test of take-up has a comparison group that we could read of"
    )
    told = " ".join(f"{one['outcome']}: {_told(one)}." for one in drawn.to_dict("records"))
    tested = (
        f"Of {formatting.count(attempts, 'trial')}, on {formatting.count(len(trials), 'outcome')} of take-up, "
        f"{flat} show no clear difference on any."
    )
    shown = frame.assign(tested=attempts, outcomes=len(trials), flat=flat)
    return Chart(
        name="differences-in-reach",
        title=title,
        subtitle="Effects on enrolment and attendance with a size and an interval in what we read; zero means no difference",
        sentence=f"{tested} {told}".strip() if attempts else f"{title}.",
        source="trials in this book; each number leads back to its case",
        frame=shown,
        labels={
            "case": "Case",
            "outcome": "Outcome",
            "design": "Design",
            "n": "Sample",
            "effect": "Difference, points",
            "low": "Interval from",
            "high": "Interval to",
            "finding": "Finding",
            "flat": "Trials without a clear difference, in all",
            "tested": "Trials, in all",
            "outcomes": "Their outcomes, in all",
        },
        units=dict.fromkeys(("effect", "low", "high"), "percentage points"),
        draw=partial(_picture, drawn),
    )


def _told(one: dict[Any, Any]) -> str:
    effect, low, high = (f"{one[name]:g}".replace("-", "\N{MINUS SIGN}") for name in ("effect", "low", "high"))
    return f"{effect} points, interval {low} to {high}"


def _picture(drawn: pd.DataFrame, room: Room) -> Picture:
    first, more = drawn_first(drawn)
    rows = [
        row
        for one in first.to_dict("records")
        for row in (
            Row(HEADING, one["outcome"]),
            Row(NOTE, one["case"]),
            Row(MARK, _told(one), one["effect"], one["low"], one["high"]),
        )
    ]
    return points([*rows, *more], room, "Difference in percentage points (95% interval)", 0)
