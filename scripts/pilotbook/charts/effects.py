"""Effects on one thing as their sources print them, side by side; taken together only where that can be defended."""

from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import HEADING, MARK, NOTE, Row, drawn_first, points, stacked
from pilotbook.charts.theme import Room
from pilotbook.charts.wording import SCALE
from pilotbook.record import formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import FINDINGS
from pilotbook.views import stats

_LABELS = {
    "outcome": "Outcome",
    "case": "Case",
    "design": "Design",
    "sms": "SMS",
    "value": "Effect",
    "low": "Interval from",
    "high": "Interval to",
    "level": "Interval level, %",
    "published": "The effect in words",
    "note": "Note",
    "wanted": "Wanted",
    "finding": "Finding",
    "effects": "Effects, in all",
    "strong": "With a strong enough comparison, in all",
    "exact": "Of those with an interval, in all",
}
_UNITS = {
    **dict.fromkeys(("value", "low", "high"), f"as the column '{_LABELS['published']}' says"),
    "level": "%",
    "sms": SCALE,
}
_TYPES = {"difference": "Difference", "ratio": "Ratio", "percent_change": "Change in per cent", "score": "Score"}


def effects(book: Casebook, domain: str) -> pd.DataFrame:
    """Give one row an effect with a size on outcomes of a domain, strongest design first; pooled effects come last.

    Columns: `outcome`, `case`, `design`, `sms`, `value`, `low`, `high`, `level`, `published` (words), `note`, `wanted`, `finding`,
    `axis` (kind and unit), `zero` (where there is no difference), and the counts `effects`, `strong` and `exact`.
    """
    found = stats.pooling(book, domain)
    rows = [_study(study) for study in stats.studies(book, domain)] + [_pooled(pool) for pool in found.pools]
    frame = pd.DataFrame(rows, columns=[*list(_LABELS)[:-3], "axis", "zero"])
    return frame.assign(effects=found.effects, strong=found.strong, exact=found.with_interval)


def _study(study: stats.Study) -> dict[str, Any]:
    effect, outcome = study.effect, study.outcome
    interval = formatting.interval(effect)
    return {
        "outcome": outcome.label,
        "case": study.case.title,
        "design": DESIGNS[outcome.comparison.design].label,
        "sms": study.sms,
        "value": float(effect.value),
        "low": None if effect.ci_low is None else float(effect.ci_low),
        "high": None if effect.ci_high is None else float(effect.ci_high),
        "level": None if effect.ci_level is None else float(effect.ci_level),
        "published": f"{formatting.effect(effect)}, {interval or 'no interval recorded'}",
        "note": effect.note or "",
        "wanted": {"up": "more", "down": "less", "none": "neither"}[outcome.direction_wanted],
        "finding": FINDINGS[outcome.finding],
        "axis": f"{_TYPES[effect.type]}: {effect.unit}",
        "zero": 1.0 if effect.type == "ratio" else 0.0,
    }


def _pooled(pool: stats.Pool) -> dict[str, Any]:
    first = _study(pool.studies[0])
    found = pool.random
    return {
        **first,
        "outcome": f"Taken together: {formatting.count(len(pool.studies), 'study', 'studies')}",
        "case": "; ".join(study.case.title for study in pool.studies),
        "design": found.method,
        "sms": None,
        "value": round(found.value, 2),
        "low": round(found.low, 2),
        "high": round(found.high, 2),
        "level": float(found.level),
        "published": f"worked out here: {stats.tenths(found.value)}, {found.level}% interval {stats.tenths(found.low)} to "
        f"{stats.tenths(found.high)}",
        "note": "Worked out here.",
        "finding": "",
    }


def side_by_side(book: Casebook, domain: str) -> Chart | None:
    """Draw every effect with a size on a domain, each kind and unit on its own axis; None where there is none."""
    frame = effects(book, domain)
    if frame.empty:
        return None
    found = stats.pooling(book, domain)
    label = book.vocabulary.outcome_domains[domain].label
    told = " ".join(f"{one['outcome']}: {one['published']}." for one in frame.to_dict("records"))
    verdict = f"not pooled: {found.reason}" if found.reason else "pooled only where the same thing was measured"
    return Chart(
        name=f"side-by-side-{domain}",
        title=f"{formatting.count(found.effects, 'effect')} side by side, {verdict}",
        subtitle=f"{label}: effects {_whose(found)}, strongest design first, each on the axis of its own unit; dashed: no difference",
        sentence=f"Of {formatting.count(found.effects, 'effect')} with a size in what we read, {found.strong} rest on a strong enough "
        f"comparison and {found.with_interval} of those have an interval. {told}",
        source="the cases named in the table; each number leads back to its record",
        frame=frame,
        labels=_LABELS,
        units=_UNITS,
        draw=partial(_picture, frame),
    )


def _whose(found: stats.Pooling) -> str:
    """Say whose numbers are drawn: what we worked out never stands under "as published"."""
    return "from the sources, and taken together here" if found.pools else "as published"


def _picture(frame: pd.DataFrame, room: Room) -> alt.TopLevelMixin:
    """Draw one panel a kind and unit."""
    first, more = drawn_first(frame)
    panels = list(first.groupby("axis", sort=False))
    return stacked(
        [
            points(
                [*_rows(part), *(more if axis == panels[-1][0] else [])], room, str(axis), float(part["zero"].iloc[0])
            )
            for axis, part in panels
        ]
    )


def _rows(frame: pd.DataFrame) -> list[Row]:
    """Give the rows of one panel: what was measured, where and how, and the effect."""
    return [
        row
        for one in frame.to_dict("records")
        for row in (
            Row(HEADING, one["outcome"]),
            Row(NOTE, f"{one['case']} – {one['design']}"),
            Row(
                MARK,
                one["published"].replace("no interval recorded", "no interval"),
                one["value"],
                one["low"],
                one["high"],
            ),
        )
    ]
