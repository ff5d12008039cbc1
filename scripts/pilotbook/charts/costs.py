"""What one case cost, planned and actual, with savings and benefits that somebody claims fenced off."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import HEADING, MARK, NOTE, Row, bars, stacked
from pilotbook.charts.palette import BLUE, MID_BLUE, ORANGE
from pilotbook.charts.theme import Room
from pilotbook.charts.wording import published, publishers
from pilotbook.record import Case, Figure, formatting
from pilotbook.record.case import Cost

CLAIMED = ("saving_claimed", "benefit_claimed")
_SCALES = {
    "GBP": Decimal(1),
    "GBP thousand": Decimal(1_000),
    "GBP million": Decimal(1_000_000),
    "GBP billion": Decimal(1_000_000_000),
}
# Sums for each person, school or pound are no sums of the whole, and get no bar beside them.
_EACH = re.compile(r"\b(?:each(?! year)|per(?! year)|a person|average person|a head)\b", re.I)
_COLOURS = {"planned": MID_BLUE, "actual": BLUE, "claimed": ORANGE}
_PANELS = {False: "Costs", True: "Savings and benefits that somebody claims or expects: not costs"}
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


def cost_figures(case: Case) -> pd.DataFrame:
    """Give one row a figure of a cost line: `label`, `group` (planned, actual, claimed), `pounds`, `published` (words).

    `whole` says whether it is a sum of the whole, or one for each person, school or pound. `costs`, `both` and `claims` count
    the case's lines.
    """
    rows = [row for cost in case.costs for row in _figures(cost)]
    frame = pd.DataFrame(
        rows, columns=["id", "label", "is_claim", "group", "pounds", "unit", "amount", "published", "whole"]
    )
    kinds = frame.groupby("id")["group"].nunique()
    return frame.assign(
        costs=frame.loc[~frame["is_claim"].astype(bool), "id"].nunique(),
        both=int((kinds > 1).sum()),
        claims=frame.loc[frame["is_claim"].astype(bool), "id"].nunique(),
    )


def _figures(cost: Cost) -> Iterator[dict[str, Any]]:
    is_claim = cost.type in CLAIMED
    for kind in ("planned", "actual"):
        item = getattr(cost, kind)
        if isinstance(item, Figure) and item.unit.startswith("GBP"):
            scale = _SCALES.get(item.unit)
            yield {
                "id": cost.id,
                "label": cost.label,
                "is_claim": is_claim,
                "group": "claimed" if is_claim else kind,
                "pounds": float(item.value * (scale or 1)),
                "unit": item.unit,
                "amount": formatting.figure(item),
                "published": published(item),
                "whole": scale is not None and not _EACH.search(f"{cost.label} {item.period or ''}"),
            }


def cost_chart(book: Casebook, slug: str) -> Chart | None:
    """Draw what a case was to cost and did cost, and below it what is claimed; None where no sum is published."""
    case = book.cases[slug]
    frame = cost_figures(case)
    if frame.empty:
        return None
    # Sums for each person or pound are drawn only where there is nothing else, and then only with their like.
    is_drawn = frame["whole"].astype(bool) if frame["whole"].any() else frame["unit"] == frame["unit"].iloc[0]
    return Chart(
        name=f"costs-{slug}",
        title=_title(frame),
        subtitle="Sums as published: planned (budget or forecast), actual, and claimed savings and benefits, which are no cost",
        sentence=_sentence(frame),
        source=publishers(case, _items(case)),
        frame=frame.assign(drawn=["yes" if each else "no: a sum for each" for each in is_drawn]),
        labels=_LABELS,
        draw=partial(_picture, frame[is_drawn]),
        path=f"{case.id}/costs",
    )


def _items(case: Case) -> list[Figure]:
    return [item for cost in case.costs for item in (cost.planned, cost.actual) if isinstance(item, Figure)]


def _scale(most: float) -> tuple[int, str]:
    """Give the divisor and the name of the unit in which sums up to `most` are read most easily."""
    steps = ((1_000_000_000, "£ billion"), (1_000_000, "£ million"), (10_000, "£ thousand"), (0, "£"))
    step, name = next((step, name) for step, name in steps if most >= step)
    return {10_000: 1_000, 0: 1}.get(step, step), name


def _picture(drawn: pd.DataFrame, room: Room) -> alt.TopLevelMixin:
    """Draw costs, and below them what is claimed, on axes that end at the same sum."""
    most = float(drawn["pounds"].max())
    divisor, unit = _scale(most)
    axis = unit if drawn["whole"].any() else drawn["unit"].iloc[0].replace("GBP", "£")
    return stacked(
        [
            bars(_rows(part, divisor), room, axis, _COLOURS, most / divisor)
            for is_claim in (False, True)
            if len(part := drawn[drawn["is_claim"] == is_claim])
        ]
    )


def _rows(frame: pd.DataFrame, divisor: int) -> list[Row]:
    """Give the rows of one panel: its heading, and for each sum what it is for, and its bar."""
    rows = [Row(HEADING, _PANELS[bool(frame["is_claim"].iloc[0])])]
    for _, sums in frame.groupby("id", sort=False):
        rows.append(Row(NOTE, sums["label"].iloc[0]))
        rows += [
            Row(MARK, f"{one['published']} {one['group']}", one["pounds"] / divisor, group=one["group"])
            for one in sums.to_dict("records")
        ]
    return rows


def _title(frame: pd.DataFrame) -> str:
    costs, both = int(frame["costs"].iloc[0]), int(frame["both"].iloc[0])
    if not costs:
        return "Savings or benefits are claimed, but no cost is given"
    if both:
        return f"{both} of {formatting.count(costs, 'cost')} shown both as planned and as spent"
    if costs > 1:
        return "No cost is shown both as planned and as spent"
    only = frame[~frame["is_claim"].astype(bool)].iloc[0]
    if only["group"] == "planned":
        return f"{only['amount']} was planned; what was spent is not known"
    return f"{only['amount']} is given as the cost; what was planned is not known"


def _sentence(frame: pd.DataFrame) -> str:
    told = {
        name: "; ".join(f"{one['label']}: {one['published']} {one['group']}" for one in part.to_dict("records"))
        for name, part in (
            ("Costs", frame[~frame["is_claim"].astype(bool)]),
            ("Claimed", frame[frame["is_claim"].astype(bool)]),
        )
    }
    return " ".join(f"{name} – {text}." for name, text in told.items() if text)
