"""What one case measured: figures that can be compared, before and after and beside a comparison group."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import HEADING, MARK, NOTE, Row, bars, stacked
from pilotbook.charts.palette import BLUE, BURGUNDY, MID_BLUE, ORANGE
from pilotbook.charts.theme import Room
from pilotbook.charts.wording import brief, published, publishers
from pilotbook.record import Case, Figure, formatting
from pilotbook.record.outcome import DESIGNS, FINDINGS, Effect, Outcome, Sample
from pilotbook.views import stats

_COLOURS = {
    "pilot group before": MID_BLUE,
    "pilot group": BLUE,
    "comparison group before": BURGUNDY,
    "comparison group": ORANGE,
}
_LABELS = {
    "label": "Outcome",
    "group": "Group",
    "who": "Who that is",
    "value": "Figure",
    "unit": "Unit",
    "published": "As published",
    "low": "95% interval from, worked out here",
    "high": "95% interval to, worked out here",
    "effect": "Difference as published",
    "finding": "Finding",
    "note": "Note",
    "outcomes": "Outcomes drawn, in all",
    "better": "Of them better, in all",
}


def outcome_figures(case: Case) -> pd.DataFrame:
    """Give one row a figure of a case that can be compared with another of its outcome, or that has an interval.

    Columns: `label` of the outcome, `group`, `who`, `value` in `unit`, `published` (words), `low` and `high` of an interval
    worked out from the size of the group, `effect` (words), `finding`, and the counts `outcomes` and `better`.
    """
    rows = [row for outcome in case.outcomes for row in _figures(outcome)]
    frame = pd.DataFrame(rows, columns=["id", "brief", *list(_LABELS)[:-2]])
    drawn = frame.drop_duplicates("id")
    return frame.assign(outcomes=len(drawn), better=int((drawn["finding"] == FINDINGS["better"]).sum()))


def _figures(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Yield the figures of an outcome that have the unit of its result, where there are two, or one with its interval."""
    intervals = {interval.of.partition(",")[0]: interval for interval in stats.intervals(outcome)}
    figures = _groups(outcome)
    result = figures.get("pilot group")
    like = {group: item for group, item in figures.items() if result and item.unit == result.unit}
    for group, item in like.items() if len(like) > 1 or intervals else ():
        interval = intervals.get(group)
        yield {
            "id": outcome.id,
            "label": outcome.label,
            "group": group,
            "who": _who(outcome, group, interval),
            # A count of people with an interval is drawn as the share that it is.
            "value": round(interval.value, 1) if interval else float(item.value),
            "unit": interval.unit if interval else item.unit,
            "published": published(item),
            "brief": brief(item),
            "low": interval and round(interval.low, 1),
            "high": interval and round(interval.high, 1),
            "effect": _effect(outcome.effect),
            "finding": FINDINGS[outcome.finding],
            "note": item.note or "",
        }


def _groups(outcome: Outcome) -> dict[str, Figure]:
    """Give the figures of an outcome by the group and time that each is of."""
    compared = outcome.comparison
    given = zip(_COLOURS, (outcome.baseline, outcome.result, compared.baseline, compared.result), strict=True)
    return {group: item for group, item in given if isinstance(item, Figure)}


def _who(outcome: Outcome, group: str, interval: stats.Interval | None) -> str:
    if interval and isinstance(outcome.n, Sample):
        return interval.of.partition(", ")[2]
    return (outcome.comparison.group or "") if group.startswith("comparison") else ""


def _effect(item: object) -> str:
    if not isinstance(item, Effect):
        return ""
    interval = formatting.interval(item)
    return f"{formatting.effect(item)} ({interval})" if interval else formatting.effect(item)


def outcome_chart(book: Casebook, slug: str) -> Chart | None:
    """Draw what a case's outcomes were before and after, and in a comparison group; None where nothing can be compared."""
    case = book.cases[slug]
    frame = outcome_figures(case)
    if frame.empty:
        return None
    drawn = [outcome for outcome in case.outcomes if outcome.id in set(frame["id"])]
    designs = formatting.listed(dict.fromkeys(DESIGNS[outcome.comparison.design] for outcome in drawn))
    return Chart(
        name=f"outcomes-{slug}",
        title=_title(frame),
        subtitle=f"Figures as published, by outcome and group. Design: {designs}",
        sentence=_sentence(frame),
        source=publishers(case, [item for outcome in drawn for item in _groups(outcome).values()]),
        frame=frame,
        labels=_LABELS,
        draw=partial(_picture, frame),
        path=f"{case.id}/outcomes",
    )


def _picture(frame: pd.DataFrame, room: Room) -> alt.TopLevelMixin:
    """Draw one panel a unit."""
    return stacked([bars(_rows(part), room, str(unit), _COLOURS) for unit, part in frame.groupby("unit", sort=False)])


def _rows(frame: pd.DataFrame) -> list[Row]:
    """Give each outcome's name, its bars, and its published difference."""
    rows: list[Row] = []
    for _, figures in frame.groupby("id", sort=False):
        rows.append(Row(HEADING, figures["label"].iloc[0]))
        rows += [
            Row(MARK, _told(one, "brief"), one["value"], one["low"], one["high"], one["group"])
            for one in figures.to_dict("records")
        ]
        if effect := figures["effect"].iloc[0]:
            rows.append(Row(NOTE, f"Difference as published: {effect}"))
    return rows


def _told(one: dict[Any, Any], written: str = "published") -> str:
    told = f"{one[written]}, {one['group']}"
    if pd.notna(one["low"]):
        low, high = (stats.tenths(one[end]) for end in ("low", "high"))
        return f"{told}: {one['who']}, 95% interval {low} to {high}%"
    return f"{told}: {one['who']}" if one["who"] else told


def _title(frame: pd.DataFrame) -> str:
    outcomes, better = int(frame["outcomes"].iloc[0]), int(frame["better"].iloc[0])
    findings = set(frame["finding"])
    if findings == {FINDINGS["not_known"]}:
        return f"{formatting.count(outcomes, 'outcome')} counted; no finding is recorded"
    if outcomes == 1:
        return f"{frame['label'].iloc[0]}: recorded as {findings.pop()}"
    return f"{better} of {outcomes} outcomes with figures to compare are recorded as better"


def _sentence(frame: pd.DataFrame) -> str:
    told = [
        f"{figures['label'].iloc[0]}: {formatting.listed(map(_told, figures.to_dict('records')))} ({figures['finding'].iloc[0]})."
        for _, figures in frame.groupby("id", sort=False)
    ]
    return " ".join(told)
