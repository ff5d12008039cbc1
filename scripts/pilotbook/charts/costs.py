"""What one case cost, planned and actual, with savings and benefits that somebody claims fenced off."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from pilotbook import words
from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.drawing import CATEGORICAL, HEADING, LABEL, MARK, NOTE, PALE_BLUE, bars, cut, stacked
from pilotbook.charts.facts import published, publishers
from pilotbook.record import Case, Figure
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
_COLOURS = {"planned": PALE_BLUE, "actual": CATEGORICAL[0], "claimed": CATEGORICAL[3]}
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
                "amount": words.figure(item),
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
    drawn = frame[is_drawn]
    divisor, unit = _scale(float(drawn["pounds"].max()))
    axis = unit if frame["whole"].any() else drawn["unit"].iloc[0].replace("GBP", "£")
    top = float(drawn["pounds"].max()) / divisor
    panels = [
        bars(_rows(part, divisor), axis, _COLOURS, top)
        for is_claim in (False, True)
        if len(part := drawn[drawn["is_claim"] == is_claim])
    ]
    return Chart(
        name=f"costs-{slug}",
        title=_title(frame),
        subtitle="Sums as published: planned (budget or forecast), actual, and claimed savings and benefits, which are no cost",
        sentence=_sentence(frame),
        source=publishers(case, _items(case)),
        frame=frame.assign(drawn=["yes" if each else "no: a sum for each" for each in is_drawn]),
        labels=_LABELS,
        picture=stacked(panels),
        path=f"{case.id}/costs",
    )


def _items(case: Case) -> list[Figure]:
    return [item for cost in case.costs for item in (cost.planned, cost.actual) if isinstance(item, Figure)]


def _scale(most: float) -> tuple[int, str]:
    """Give the divisor and the name of the unit in which sums up to `most` are read most easily."""
    steps = ((1_000_000_000, "£ billion"), (1_000_000, "£ million"), (10_000, "£ thousand"), (0, "£"))
    step, name = next((step, name) for step, name in steps if most >= step)
    return {10_000: 1_000, 0: 1}.get(step, step), name


def _rows(frame: pd.DataFrame, divisor: int) -> pd.DataFrame:
    """Give the rows of one panel: its heading, and for each sum what it is for, and its bar."""
    rows: list[dict[str, Any]] = [{"kind": HEADING, "text": _PANELS[bool(frame["is_claim"].iloc[0])]}]
    for _, sums in frame.groupby("id", sort=False):
        rows.append({"kind": NOTE, "text": cut(sums["label"].iloc[0])})
        rows += [
            {
                "kind": MARK,
                "text": cut(_label(one), LABEL),
                "value": one["pounds"] / divisor,
                "group": one["group"],
            }
            for one in sums.to_dict("records")
        ]
    return pd.DataFrame(rows, columns=["kind", "text", "value", "low", "high", "group"])


def _label(one: dict[Any, Any]) -> str:
    """Write a sum and what it is; what is claimed stands below a heading that says so."""
    return str(one["published"]) if one["is_claim"] else f"{one['published']} {one['group']}"


def _title(frame: pd.DataFrame) -> str:
    costs, both = int(frame["costs"].iloc[0]), int(frame["both"].iloc[0])
    if not costs:
        return "Savings or benefits are claimed, but no cost is given"
    if both:
        return f"{both} of {words.count(costs, 'cost')} shown both as planned and as spent"
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
