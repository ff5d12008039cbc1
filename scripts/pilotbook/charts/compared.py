"""Sizes of effects that may stand on one axis: of one domain, one kind and one unit. They are set side by side, not added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from pilotbook.charts.panels import Group, Mark, Marks, measured, panel
from pilotbook.charts.record_chart import RecordChart
from pilotbook.judgement.tally import FAIR
from pilotbook.record import Case, formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import FINDINGS, Effect, Outcome

_LABELS = {
    "case": "Case",
    "outcome": "Outcome",
    "domain": "Kind of outcome",
    "design": "Design",
    "sms": "Score of the design, 1 to 5",
    "told": "Difference as published",
    "value": "Difference",
    "low": "Interval from",
    "high": "Interval to",
    "level": "Interval level, %",
    "unit": "Unit",
    "wanted": "Wanted",
    "finding": "Finding",
    "sizes": "Sizes drawn, in all",
    "cases": "Cases, in all",
}
_WANTED = {"up": "more", "down": "less", "none": "neither"}
# So many marks are drawn; more are in the data.
MOST = 30
Row = dict[str, Any]


@dataclass(frozen=True)
class Sized:
    """An outcome whose effect has a size, with its case and its score."""

    case: Case
    outcome: Outcome
    effect: Effect
    sms: int | None

    @property
    def axis(self) -> tuple[str, str, str]:
        """Give what must be alike for two to stand on one axis: domain, kind of effect and unit."""
        return self.outcome.domain, self.effect.type, self.effect.unit


def compared(name: str, sized: Sequence[Sized], domains: Mapping[str, str]) -> RecordChart | None:
    """Draw sizes of which at least two stand on one axis, best score first; None where there are none.

    domains: the label of each outcome domain.
    """
    every = [one.axis for one in sized]
    alike = [one for one in sized if every.count(one.axis) > 1][:MOST]
    rows = [_row(one, domains[one.outcome.domain]) for one in alike]
    if len(rows) < 2:
        return None
    cases = len({one.case.id for one in alike})
    whole = tuple({**row, "sizes": len(rows), "cases": cases} for row in rows)
    told = " ".join(f"{row['case']}, {row['outcome']}: {row['told']} ({row['finding']})." for row in rows)
    return RecordChart(
        name=name,
        section="effects",
        title=f"{formatting.count(len(rows), 'size')} side by side, from {formatting.count(cases, 'case')}; none is added to another",
        subtitle="Differences as published, on one axis where domain, kind and unit are the same; what was counted, and when, may "
        "differ. Line: interval, where we read one. Dashed: no difference. Strong colour: a score of 3 or more",
        sentence=told,
        source="the cases named in the table; each number leads back to its record",
        path=f"casebook/{name}",
        rows=whole,
        labels=_LABELS,
        panels=tuple(_panels(alike, whole, domains)),
    )


def _row(one: Sized, domain: str) -> Row:
    effect, outcome = one.effect, one.outcome
    interval = formatting.interval(effect)
    ends = {"low": effect.ci_low, "high": effect.ci_high, "level": effect.ci_level}
    return {
        "case": one.case.title,
        "outcome": outcome.label,
        "domain": domain,
        "design": DESIGNS[outcome.comparison.design].label,
        "sms": one.sms,
        "told": f"{formatting.effect(effect)}, {interval}" if interval else formatting.effect(effect),
        "value": float(effect.value),
        **{end: None if value is None else float(value) for end, value in ends.items()},
        "unit": effect.unit,
        "wanted": _WANTED[outcome.direction_wanted],
        "finding": FINDINGS[outcome.finding],
    }


def _panels(sized: Sequence[Sized], rows: Sequence[Row], domains: Mapping[str, str]) -> Sequence[Marks]:
    pairs = sorted(zip(sized, rows, strict=True), key=lambda pair: list(domains).index(pair[0].outcome.domain))
    order = dict.fromkeys(one.axis for one, _ in pairs)
    sorted_pairs = sorted(pairs, key=lambda pair: list(order).index(pair[0].axis))
    return [
        _panel(axis, domains[axis[0]], list(of_axis))
        for axis, of_axis in groupby(sorted_pairs, key=lambda pair: pair[0].axis)
    ]


def _panel(axis: tuple[str, str, str], domain: str, pairs: Sequence[tuple[Sized, Row]]) -> Marks:
    _, kind, unit = axis
    groups = [Group("", tuple(_mark(one, row) for one, row in pairs))]
    along = measured(unit, groups)
    # A ratio of 1 is no difference.
    zero = along.at(1) if kind == "ratio" else along.at(0)
    return replace(panel(f"{domain}: {unit}", along, groups), zero=min(max(zero, 0), 100))


def _mark(one: Sized, row: Row) -> Mark:
    wanted = {"less": "less is wanted", "more": "more is wanted"}.get(row["wanted"], "")
    score = f"score {one.sms}" if one.sms is not None else "no score"
    return Mark(
        name=row["case"],
        told=formatting.effect(one.effect),
        kind="pilot" if (one.sms or 0) >= FAIR else "before",
        start=row["value"],
        end=row["value"],
        low=row["low"],
        high=row["high"],
        note="; ".join(filter(None, (row["outcome"], row["design"], score, wanted, row["finding"]))),
        shape="estimate",
    )
