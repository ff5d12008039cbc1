"""What one case measured: figures that can be compared, before and after and beside a comparison group."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from pilotbook.charts.described import sources_of
from pilotbook.charts.panels import Group, Mark, Marks, measured, panel
from pilotbook.charts.record_chart import RecordChart
from pilotbook.charts.wording import notes, published, publishers
from pilotbook.judgement.view import CaseView
from pilotbook.record import Case, Figure, formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import FINDINGS, Effect, Outcome, Sample
from pilotbook.views import stats

_KINDS = {
    "pilot group before": "before",
    "pilot group": "pilot",
    "comparison group before": "comparison-before",
    "comparison group": "comparison",
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
_UNITS = dict.fromkeys(("value", "low", "high"), f"as the column '{_LABELS['unit']}' says")
Row = dict[str, Any]


def outcome_figures(case: Case) -> tuple[Row, ...]:
    """Give a row for each figure of a case that can be compared with another of its unit.

    Each has the `label` of its outcome, `group`, `who`, `value` in `unit`, `published` (words), `low` and `high` of an
    interval worked out from the size of the group, `effect` (words), `finding`, and the counts `outcomes` and `better`.
    """
    found = [row for outcome in case.outcomes for row in _figures(outcome)]
    units = [row["unit"] for row in found]
    # One bar on an axis of its own compares nothing; the outcome itself says all of it.
    drawn = [row for row in found if units.count(row["unit"]) > 1]
    findings = {row["id"]: row["finding"] for row in drawn}
    better = sum(finding == FINDINGS["better"] for finding in findings.values())
    return tuple({**row, "outcomes": len(findings), "better": better} for row in drawn)


def _figures(outcome: Outcome) -> Iterator[Row]:
    """Yield the figures of an outcome that have the unit of its result, where there are two, or one with its interval."""
    intervals = {interval.of.partition(",")[0]: interval for interval in stats.intervals(outcome)}
    figures = _groups(outcome)
    result = figures.get("pilot group")
    like = {group: item for group, item in figures.items() if result and item.unit == result.unit}
    for group, item in like.items() if len(like) > 1 or intervals else ():
        interval = intervals.get(group)
        yield {
            "id": outcome.id,
            "item": item,
            "label": outcome.label,
            "group": group,
            "who": _who(outcome, group, interval),
            # A count of people with an interval is drawn as the share that it is.
            "value": round(interval.value, 1) if interval else float(item.value),
            "unit": interval.unit if interval else item.unit,
            "published": published(item),
            "low": interval and round(interval.low, 1),
            "high": interval and round(interval.high, 1),
            "effect": _effect(outcome.effect),
            "finding": FINDINGS[outcome.finding],
            "note": item.note or "",
        }


def _groups(outcome: Outcome) -> dict[str, Figure]:
    """Give the figures of an outcome by the group and time that each is of."""
    compared = outcome.comparison
    given = zip(_KINDS, (outcome.baseline, outcome.result, compared.baseline, compared.result), strict=True)
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


def outcome_chart(view: CaseView) -> RecordChart | None:
    """Draw what a case's outcomes were before and after, and in a comparison group; None where nothing can be compared."""
    case, slug = view.case, view.slug
    rows = outcome_figures(case)
    if not rows:
        return None
    drawn = [outcome for outcome in case.outcomes if outcome.id in {row["id"] for row in rows}]
    designs = formatting.listed(dict.fromkeys(DESIGNS[outcome.comparison.design].label for outcome in drawn))
    return RecordChart(
        name=f"outcomes-{slug}",
        section="outcomes",
        title=_title(rows),
        subtitle=f"{_whose(rows)}. Design: {designs}",
        sentence=" ".join(_told(figures) for figures in _by_outcome(rows)),
        source=publishers(case, [item for outcome in drawn for item in _groups(outcome).values()]),
        sources=sources_of(case, [item for outcome in drawn for item in _groups(outcome).values()]),
        path=f"{case.id}/outcomes",
        rows=rows,
        labels=_LABELS,
        units=_UNITS,
        panels=tuple(_panel(unit, rows) for unit in dict.fromkeys(row["unit"] for row in rows)),
    )


def _whose(rows: Sequence[Row]) -> str:
    """Say whose the figures are: an interval that we worked out never stands under "as published"."""
    if all(row["low"] is None for row in rows):
        return "Figures as published, by outcome and group"
    return "Figures by outcome and group; 95% intervals worked out here"


def _by_outcome(rows: Iterable[Row]) -> list[list[Row]]:
    return [list(figures) for _, figures in groupby(rows, key=lambda row: row["id"])]


def _panel(unit: str, rows: Sequence[Row]) -> Marks:
    """Draw the outcomes of one unit: each has its name, its bars, what was found and the published difference."""
    # What was found is said at each outcome only where the title cannot say it of all.
    is_said = len({row["finding"] for row in rows}) == 1
    groups = [
        Group(figures[0]["label"], tuple(map(_mark, figures)), _note(figures[0], is_said))
        for figures in _by_outcome(row for row in rows if row["unit"] == unit)
    ]
    return panel("", measured(unit, groups), groups)


def _mark(row: Row) -> Mark:
    item, interval = row["item"], _interval(row)
    told = formatting.figure(item)
    beside = [row["who"], *(note for note in notes(item) if note not in row["label"]), interval]
    return Mark(
        name=formatting.capital(row["group"]),
        told=told if item.unit == row["unit"] else f"{told} ({stats.tenths(row['value'])}{row['unit']})",
        kind=_KINDS[row["group"]],
        start=0,
        end=row["value"],
        low=row["low"],
        high=row["high"],
        note="; ".join(filter(None, beside)),
    )


def _note(row: Row, is_said: bool) -> str:
    found = "" if is_said else f"Recorded as {row['finding']}."
    # An adjusted difference need not be that of the two figures above it.
    return (
        f"{found} Difference as published, adjusted where its source says so: {row['effect']}.".strip()
        if row["effect"]
        else found
    )


def _interval(row: Row) -> str:
    if row["low"] is None:
        return ""
    low, high = (stats.tenths(row[end]) for end in ("low", "high"))
    return f"95% interval worked out here: {low} to {high}%"


def _told(figures: Sequence[Row]) -> str:
    """Tell an outcome in a sentence: 'Families who came: 42%, pilot group and 34%, comparison group (better).'"""
    told = (
        f"{row['published']}, {row['group']}" + "".join([f": {row['who']}" if row["who"] else "", _after(row)])
        for row in figures
    )
    return f"{figures[0]['label']}: {formatting.listed(told)} ({figures[0]['finding']})."


def _after(row: Row) -> str:
    return f", {_interval(row)}" if _interval(row) else ""


def _title(rows: Sequence[Row]) -> str:
    outcomes, better = rows[0]["outcomes"], rows[0]["better"]
    findings = {row["finding"] for row in rows}
    if findings == {FINDINGS["not_known"]}:
        return f"{formatting.count(outcomes, 'outcome')} counted; no finding is recorded"
    if outcomes == 1:
        return f"{rows[0]['label']}: recorded as {findings.pop()}"
    return f"{better} of the {outcomes} outcomes and counts that have figures to compare are recorded as better"
