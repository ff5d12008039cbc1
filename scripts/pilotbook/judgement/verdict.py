"""The verdict on a case in plain words: what was tried, what happened, how sure we can be; from the record alone.

It counts findings and never weighs them: direction is told apart from strength, and "came out better" says what was seen,
not what caused it.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from pilotbook.judgement.rating import CaseRating, is_given
from pilotbook.record import formatting
from pilotbook.record.case import Case, Cost
from pilotbook.record.fact import Missing
from pilotbook.text import markdown
from pilotbook.text.sentences import sentences

# What is said of outcomes with each finding. Worse comes first, so that nobody stops reading before it.
_FOUND = {
    "worse": "came out worse",
    "no_clear_difference": "showed no clear difference",
    "mixed": "came out mixed",
    "better": "came out better",
}
_SURE = {
    0: "Too little is published to say how far to trust it.",
    1: "We know what was done and why. We do not know what it changed.",
    2: "The figures moved. Nothing shows that the pilot moved them.",
    3: "A fair test shows what the pilot itself did.",
    4: "Fair tests in more than one place show what it does.",
    5: "Others run it elsewhere, and it still works.",
}
# How a cost is told, by the part of it that has a figure.
COSTS = {"actual": "spent", "planned": "planned"}
_NO_BENEFIT = "A fair test found no benefit on a main outcome."


@dataclass(frozen=True)
class Verdict:
    """What a hurried reader is told of a case: three sentences that stand without the rest of the page."""

    tried: str
    happened: str
    sure: str


def how_sure(rating: CaseRating) -> str:
    """Say how far a reader may trust it."""
    return _NO_BENEFIT if rating.tested_no_benefit else _SURE[rating.shown]


def what_was_tried(case: Case) -> str:
    """Give the first sentence of what was done; its name where that is not known."""
    told = case.intervention.what
    if isinstance(told, Missing):
        return case.intervention.name
    return next(sentences(markdown.to_text(told.text)))


def what_happened(case: Case) -> str:
    """Count the findings of a case in a sentence: 'Of 5 outcomes, 3 showed no clear difference and 2 came out better.'"""
    if not case.outcomes:
        return "No outcome has been published."
    counts: Counter[str] = Counter(outcome.finding for outcome in case.outcomes)
    total = formatting.number(len(case.outcomes))
    found = {finding: text for finding, text in _FOUND.items() if counts[finding]}
    if not found:
        return f"Nobody has published what came of {'it' if len(case.outcomes) == 1 else f'the {total} outcomes'}."
    if len(counts) == 1:
        every = {1: "The one outcome", 2: "Both outcomes"}.get(len(case.outcomes), f"All {total} outcomes")
        return f"{every} {next(iter(found.values()))}."
    told = [f"{counts[finding]} {text}" for finding, text in found.items()]
    if silent := counts["not_known"]:
        told.append(f"{silent} {'is' if silent == 1 else 'are'} not known")
    return f"Of {total} outcomes, {formatting.listed(told)}."


def main_cost(case: Case) -> tuple[Cost, Literal["actual", "planned"]] | None:
    """Give the cost that a verdict tells: the first that was spent, else the first that was planned; None without figures."""
    costs = [cost for cost in case.costs if not cost.is_claim]
    names: tuple[Literal["actual", "planned"], ...] = ("actual", "planned")
    return next(((cost, name) for name in names for cost in costs if is_given(getattr(cost, name))), None)
