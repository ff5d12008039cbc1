"""What one case cost, planned and actual, with savings and benefits that somebody claims fenced off."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from pilotbook.charts.described import sources_of
from pilotbook.charts.panels import Group, Mark, Marks, measured, panel
from pilotbook.charts.record_chart import RecordChart
from pilotbook.charts.wording import notes, published, publishers
from pilotbook.judgement import gaps
from pilotbook.judgement.view import CaseView
from pilotbook.record import Case, Figure, formatting
from pilotbook.record.case import Cost, is_for_each
from pilotbook.record.reasons import REASONS

_SCALES = {
    "GBP": Decimal(1),
    "GBP thousand": Decimal(1_000),
    "GBP million": Decimal(1_000_000),
    "GBP billion": Decimal(1_000_000_000),
}
_CLAIMED_OR_EXPECTED = "Savings and benefits that somebody claims or expects: not costs"
# What a claim is, where its source does not call it an estimate.
_CLAIMS = {"planned": "Forecast", "actual": "Claimed"}
_NOT_DRAWN = "Sums for each person, school or pound are no sums of the whole: they stand in the table."
_LABELS = {
    "label": "What it is for",
    "group": "Planned, actual or claimed",
    "pounds": "Pounds",
    "published": "As published",
    "drawn": "Drawn",
    "costs": "Cost lines with a figure, in all",
    "both": "Of them with both planned and actual, in all",
    "claims": "Claims with a figure, in all",
}
_UNITS = {"pounds": "GBP, as published, of no one price year"}
Row = dict[str, Any]


def cost_figures(case: Case) -> tuple[Row, ...]:
    """Give a row for each figure of a cost line: `label`, `group` (planned, actual, claimed), `pounds`, `published` (words).

    `whole` says whether it is a sum of the whole, or one for each person, school or pound. `costs`, `both` and `claims` count
    the case's lines.
    """
    rows = [row for cost in case.costs for row in _figures(cost)]
    costs = [row["id"] for row in rows if not row["is_claim"]]
    counts = {
        "costs": len(set(costs)),
        "both": sum(costs.count(line) > 1 for line in set(costs)),
        "claims": len({row["id"] for row in rows if row["is_claim"]}),
    }
    return tuple({**row, **counts} for row in _chosen(rows))


def _figures(cost: Cost) -> Iterator[Row]:
    is_claim = cost.is_claim
    for kind in ("planned", "actual"):
        item = getattr(cost, kind)
        if isinstance(item, Figure) and item.unit.startswith("GBP"):
            scale = _SCALES.get(item.unit)
            yield {
                "id": cost.id,
                "item": item,
                "label": cost.label,
                "is_claim": is_claim,
                "group": "claimed" if is_claim else kind,
                "name": _name(kind, item, is_claim=is_claim),
                "pounds": float(item.value * (scale or 1)),
                "published": published(item),
                "whole": scale is not None and not is_for_each(cost, item),
            }


def _name(kind: str, item: Figure, *, is_claim: bool) -> str:
    """Name what a sum is: a claim that a source gives as an estimate is told as one."""
    if not is_claim:
        return kind.capitalize()
    return "Estimated" if item.status == "estimate" else _CLAIMS[kind]


def _chosen(rows: Sequence[Row]) -> list[Row]:
    """Say of each row whether it is drawn.

    Sums for each person or pound are drawn only where there is nothing else, and then only with their like.
    """
    is_whole = any(row["whole"] for row in rows)
    drawn = [row["whole"] if is_whole else row["item"].unit == rows[0]["item"].unit for row in rows]
    return [{**row, "drawn": "yes" if each else "no: a sum for each"} for row, each in zip(rows, drawn, strict=True)]


def cost_chart(view: CaseView) -> RecordChart | None:
    """Draw what a case was to cost and did cost, and below it what is claimed; None for fewer than two sums to compare."""
    case, slug = view.case, view.slug
    rows = cost_figures(case)
    if sum(row["drawn"] == "yes" for row in rows) < 2:
        return None
    return RecordChart(
        name=f"costs-{slug}",
        section="costs",
        title=_title(rows, case),
        subtitle="Sums as published: planned (budget or forecast), actual, and claimed savings and benefits, which are no cost",
        sentence=_sentence(rows),
        source=publishers(case, _items(case)),
        sources=sources_of(case, _items(case)),
        path=f"{case.id}/costs",
        rows=rows,
        labels=_LABELS,
        units=_UNITS,
        panels=_panels(rows),
    )


def _items(case: Case) -> list[Figure]:
    return [item for cost in case.costs for item in (cost.planned, cost.actual) if isinstance(item, Figure)]


def _scale(most: float) -> tuple[int, str]:
    """Give the divisor and the name of the unit in which sums up to `most` are read most easily."""
    steps = ((1_000_000_000, "£ billion"), (1_000_000, "£ million"), (10_000, "£ thousand"), (0, "£"))
    step, name = next((step, name) for step, name in steps if most >= step)
    return {10_000: 1_000, 0: 1}.get(step, step), name


def _panels(rows: Sequence[Row]) -> tuple[Marks, ...]:
    """Draw costs, and below them what is claimed, on the same axis."""
    drawn = [row for row in rows if row["drawn"] == "yes"]
    divisor, unit = _scale(max(row["pounds"] for row in drawn))
    if not any(row["whole"] for row in drawn):
        unit = drawn[0]["item"].unit.replace("GBP", "£")
    groups = {
        is_claim: _groups([row for row in drawn if row["is_claim"] is is_claim], divisor) for is_claim in (False, True)
    }
    axis = measured(unit, [group for part in groups.values() for group in part])
    # Costs need a heading only where claims stand below them.
    headings = {False: "Costs" if groups[True] else "", True: _CLAIMED_OR_EXPECTED}
    panels = [
        replace(panel(headings[is_claim], axis, part), is_claimed=is_claim) for is_claim, part in groups.items() if part
    ]
    # What is left out is said once, at the end.
    note = "" if len(drawn) == len(rows) else _NOT_DRAWN
    return (*panels[:-1], replace(panels[-1], note=note))


def _groups(rows: Sequence[Row], divisor: int) -> list[Group]:
    lines = [list(sums) for _, sums in groupby(rows, key=lambda row: row["id"])]
    return [Group(sums[0]["label"], tuple(_mark(row, divisor) for row in sums)) for sums in lines]


def _mark(row: Row, divisor: int) -> Mark:
    told, beside = formatting.figure(row["item"]), "; ".join(notes(row["item"]))
    return Mark(row["name"], told, row["group"], 0, row["pounds"] / divisor, note=beside)


def _title(rows: Sequence[Row], case: Case) -> str:
    costs, both = rows[0]["costs"], rows[0]["both"]
    if not costs:
        are = formatting.listed(dict.fromkeys(row["name"].lower() for row in rows))
        reason = gaps.cost_reason([cost for cost in case.costs if not cost.is_claim], case)
        return f"Savings or benefits are {are}; what it cost: {REASONS[reason].label}"
    if both:
        return f"{both} of {formatting.count(costs, 'cost')} shown both as planned and as spent or found afterwards"
    if costs > 1:
        return "No cost is shown both as planned and as spent or found afterwards"
    only = next(row for row in rows if not row["is_claim"])
    other, asked = ("actual", "what was spent") if only["group"] == "planned" else ("planned", "what was planned")
    cost = next(cost for cost in case.costs if cost.id == only["id"])
    gap = gaps.reason_of(getattr(cost, other), case)
    # What cannot be asked is left out.
    rest = f"; {asked}: {REASONS[gap].label}" if gap and gap != "not_applicable" else ""
    return f"{formatting.figure(only['item'])} {'was planned' if other == 'actual' else 'is given as the cost'}{rest}"


def _sentence(rows: Sequence[Row]) -> str:
    told = {
        name: "; ".join(
            f"{row['label']}: {row['published']} {row['name'].lower()}" for row in rows if row["is_claim"] is is_claim
        )
        for name, is_claim in (("Costs", False), ("Claimed", True))
    }
    return " ".join(f"{name} – {text}." for name, text in told.items() if text)
