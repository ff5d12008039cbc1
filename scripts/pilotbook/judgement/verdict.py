"""The verdict on a case in plain words: what was tried, what happened, how sure we can be, what it cost; from the record alone.

It counts findings and never weighs them: direction is told apart from strength, and "came out better" says what was seen,
not what caused it. What is missing is told by `judgement.gaps`, by its reason.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pilotbook.judgement import gaps
from pilotbook.judgement.bounds import Bounds
from pilotbook.judgement.rating import LEVELS, NOT_YET_RATED, CaseRating, is_main
from pilotbook.record import formatting
from pilotbook.record.case import Case, Cost, is_for_each
from pilotbook.record.designs import DESIGNS, UNREAD_DESIGN
from pilotbook.record.fact import Figure
from pilotbook.record.outcome import Effect, Outcome
from pilotbook.record.reasons import REASONS

# What is said of outcomes with each finding. Worse comes first, so that nobody stops reading before it.
_FOUND = {
    "worse": "came out worse",
    "no_clear_difference": "showed no clear difference",
    "mixed": "came out mixed",
    "better": "came out better",
}
WORST_FIRST = tuple(_FOUND)
_SURE = {
    0: "Nothing was found that can be rated.",
    1: "What was done and why is told. Nothing that we read of its results reaches a higher level.",
    2: "The figures moved. Nothing that we read shows that the pilot moved them.",
    4: "Tests with a comparison group in more than one place show what it does.",
    5: "Others run it elsewhere, and it still works.",
}
_UNRATED = "What would tell was not in the part of the sources that we read."
_UNFILLED = "What would tell is not filled in yet."
_TEST = {True: "A randomised trial", False: "A comparison with a group that did not get it"}
# How a cost is told, by the part of it that has a figure.
_COSTS = {"actual": "spent", "planned": "planned"}
Part = Literal["actual", "planned"]
# What a sum is of, where it is not the pilot's own.
OTHERS = {
    "programme": "for the programme",
    "evaluation": "for the evaluation",
    "later_phase": "for a later phase",
}


@dataclass(frozen=True)
class Verdict:
    """What a hurried reader is told of a case: sentences that stand without the rest of the page.

    level: the name of the level or state. reach: how far what was not read could move it, or ''.
    """

    tried: str
    happened: str
    sure: str
    level: str
    reach: str


@dataclass(frozen=True)
class CostLine:
    """What is told of costs: sums of one line, each with its part, and words on what is not known of the pilot's own.

    cost: None where no sum is told. after: follows a sum, 'for the programme'. gap: a sentence, or ''.
    """

    cost: Cost | None
    parts: tuple[Part, ...]
    after: str
    gap: str


def level_name(rating: CaseRating, bounds: Bounds) -> str:
    """Give the name of a level; a computed level 0 is one of two states."""
    return NOT_YET_RATED[0] if is_not_yet_rated(rating, bounds) else LEVELS[rating.shown][0]


def is_not_yet_rated(rating: CaseRating, bounds: Bounds) -> bool:
    """Say whether a case has no level because what would tell was not read, and not by anybody's judgement."""
    return rating.level == 0 and rating.shown == 0 and bounds.high > 0


def reach(shown: int, bounds: Bounds) -> str:
    """Say how far what was not read could move a level: 'From what we read; could be up to 3. Not checked: …'; '' if not."""
    told = []
    if bounds.high > shown:
        told.append(f"{'From what we read; could' if shown else 'Could'} be up to {bounds.high}.")
    if bounds.unchecked:
        told.append(f"Not checked: {formatting.listed(bounds.unchecked)}.")
    return " ".join(told)


def how_sure(case: Case, rating: CaseRating, bounds: Bounds) -> str:
    """Say how far a reader may trust it."""
    strong = [o for o in case.outcomes if is_main(o) and (rating.outcomes[o.id].sms or 0) >= 3]
    test = _TEST[any(DESIGNS[outcome.comparison.design].is_randomised for outcome in strong)]
    if rating.tested_no_benefit:
        return f"{test} found no benefit on a main outcome."
    if rating.shown == 3:
        doubt = " Not all that could weaken it was checked." if bounds.unchecked else ""
        # Only a draw sees to it that the groups were alike in what nobody measured.
        shows = "shows" if test == _TEST[True] else "points to"
        return f"{test} {shows} what the pilot itself changed.{doubt}"
    if rating.shown == 2 and strong:
        return f"{test} tells what came of it. How exact that is {_exactness(strong, case)}."
    if rating.shown == 2 and _is_compared(case, rating):
        return "Groups were compared. What we read does not show that the difference is the pilot’s doing."
    if is_not_yet_rated(rating, bounds):
        return _UNRATED if gaps.has_unread(case) else _UNFILLED
    return _SURE[rating.shown]


def _is_compared(case: Case, rating: CaseRating) -> bool:
    """Say whether the outcomes that carry a score were set against others."""
    scored = [o for o in case.outcomes if rating.outcomes[o.id].sms is not None]
    return any(DESIGNS[outcome.comparison.design].has_comparison for outcome in scored)


def _exactness(strong: list[Outcome], case: Case) -> str:
    """Say why no interval or p value is told of the outcomes of a fair test."""
    facts = [o.effect.no_interval if isinstance(o.effect, Effect) else o.effect for o in strong]
    return REASONS[gaps.weightiest([reason for fact in facts if (reason := gaps.reason_of(fact, case))])].told


def what_was_tried(case: Case) -> str:
    """Give what was done, for whom, set against what, in the record's one line; why there is none, where there is none."""
    if isinstance(case.tried, str):
        return formatting.plain(case.tried, case)
    return gaps.sentence("What was tried", case.tried.missing if case.tried else gaps.absent(case))


def what_happened(case: Case) -> str:
    """Count the findings of a case in a sentence: 'Of 5 outcomes, 3 showed no clear difference and 2 came out better.'

    Counts of what was done stand in a sentence of their own. An outcome without a finding is told by why it has none. A change
    without a comparison says that it was seen, and no more.
    """
    if not case.outcomes:
        return gaps.sentence("What came of it", gaps.no_outcomes(case))
    done = [outcome for outcome in case.outcomes if outcome.kind == "output"]
    changed = [outcome for outcome in case.outcomes if outcome.kind != "output"]
    if not (done and changed):
        return _counted(case.outcomes, case, _OUTCOMES, _how)
    return f"{_counted(changed, case, _OUTCOMES, _how)} {_counted(done, case, _COUNTS, _drawn)}"


# How one and several are called.
Noun = tuple[str, str]
_OUTCOMES: Noun = ("outcome", "outcomes")
_COUNTS: Noun = ("count of what was done", "counts of what was done")
# So many ways of having no finding may stand side by side before nobody reads them.
_MOST_GAPS = 2


def _counted(outcomes: Sequence[Outcome], case: Case, noun: Noun, how: Callable[[Outcome], str]) -> str:
    total = len(outcomes)
    states = Counter(gaps.state_of(outcome, case) for outcome in outcomes)
    found = [outcome for outcome in outcomes if gaps.state_of(outcome, case) == gaps.FOUND]
    hows = {outcome.id: how(outcome) for outcome in found}
    if _BY_LOT in hows.values():
        hows = {label: words or _OUTSIDE for label, words in hows.items()}
    # Said once where it is true of every finding; else beside each.
    shared = next(iter(hows.values()), "") if len(set(hows.values())) == 1 else ""
    after = f" {_SHARED[shared]}" if shared else ""
    told = Counter(_FOUND[o.finding] + ("" if shared else hows[o.id]) for o in sorted(found, key=_worst_first))
    if states[gaps.FOUND] == total and len(told) == 1:
        return f"{_every(total, noun)} {next(iter(told))}.{after}"
    if not found and len(states) == 1:
        return f"{_whole(next(iter(states)), total, noun)}."
    rest = gaps.of_outcomes(states, known=False)
    if len(rest) > _MOST_GAPS:
        rest = [f"{total - len(found)} have no finding in this book"]
    words = [f"{count} {kind}" for kind, count in told.items()] + rest
    return f"Of {formatting.number(total)} {noun[1]}, {formatting.listed(words)}.{after}"


def _every(total: int, noun: Noun) -> str:
    one, several = noun
    return {1: f"The one {one}", 2: f"Both {several}"}.get(total, f"All {formatting.number(total)} {several}")


def _whole(code: str, total: int, noun: Noun) -> str:
    """Say how far the results of all outcomes are known, where none has a finding and all are alike."""
    state = gaps.STATES[code]
    if noun is _COUNTS or code in (gaps.FIGURE, gaps.BOTH, gaps.CLAIM):
        return f"{_every(total, noun)} {state.outcome if total == 1 else state.outcomes}"
    subject = "What came of it" if total == 1 else f"What came of the {formatting.number(total)} {noun[1]}"
    return f"{subject} {state.outcome}"


# How a finding came about, where that must be told beside it: a change without a comparison never counts as a test, nor
# does a count of what was done.
_ALONE, _UNSEEN = " (no comparison group)", " (by a design that we did not read)"
_UNLIKE = " (no like group)"
_MODELLED, _ASKED = " (by a model)", " (by a survey of what would have happened)"
_DONE, _DRAWN = " (a count of what was done)", " (a count of what was done, in a randomised trial)"
_BY_LOT, _OUTSIDE = " (in a randomised trial)", " (outside a trial)"
_SHARED = {
    _ALONE: "We read of no group to compare what was found with.",
    _UNLIKE: "We read of no like group to compare what was found with.",
    _MODELLED: "What was found is from a model.",
    _ASKED: "What was found is from a survey of what would have happened.",
    _UNSEEN: "We did not read by what design.",
    _DONE: "It counts what was done, not what changed.",
    _DRAWN: "A randomised trial counted what was done, not what changed.",
    _BY_LOT: "A randomised trial counted this.",
}


def _worst_first(outcome: Outcome) -> int:
    return list(_FOUND).index(outcome.finding)


def _drawn(outcome: Outcome) -> str:
    """Say of a count among other such counts only what is not true of all."""
    if DESIGNS[outcome.comparison.design].is_randomised:
        return _BY_LOT
    return _ALONE if outcome.comparison.design == "before_after" else ""


def _how(outcome: Outcome) -> str:
    design = outcome.comparison.design
    if outcome.kind == "output":
        return _DRAWN if DESIGNS[design].is_randomised else _DONE
    if DESIGNS[design].has_comparison:
        return ""
    if DESIGNS[design].is_supposed:
        return _MODELLED if design == "modelled" else _ASKED
    if design == UNREAD_DESIGN:
        return _UNSEEN
    return _UNLIKE if outcome.comparison.is_of_others else _ALONE


def found_words(findings: Iterable[str]) -> list[str]:
    """Count findings in words, worst first: ['1 came out worse', '4 came out better']."""
    count = Counter(findings)
    return [f"{count[code]:,} {words}" for code, words in _FOUND.items() if count[code]]


def main_cost(case: Case) -> CostLine:
    """Give the cost that a verdict tells: the pilot's own, planned and spent; else what is known instead, and the gap."""
    costs = [cost for cost in case.costs if not cost.is_claim]
    own = [cost for cost in costs if cost.of in ("pilot", None)]
    if line := _sum(own):
        return CostLine(line, _parts(line), "", "")
    others = [cost for cost in costs if cost not in own]
    other = _sum([cost for cost in others if cost.of in OTHERS])
    if others and not own:
        gap = gaps.no_own_cost(OTHERS[str(other.of)].removeprefix("for ") if other else "")
    else:
        gap = gaps.own_cost(gaps.cost_reason(own, case), is_alone=not others, has_each=any(map(_has_figure, own)))
    return CostLine(other, _parts(other), OTHERS[str(other.of)], gap) if other else CostLine(None, (), "", gap)


def cost_told(line: CostLine) -> str:
    """Write the sums of a line, each with its prices and its part, and what they paid for; '' where none is told."""
    cost = line.cost
    if cost is None:
        return ""
    prices = f" ({formatting.prices(cost.price_year)})" if cost.price_year else ""
    sums = formatting.listed(
        f"{formatting.figure(getattr(cost, name))}{_guessed(cost, name)}{prices} {part_told(cost, name)}"
        for name in line.parts
    )
    return f"{' '.join(filter(None, (sums, line.after)))}: {cost.label}."


def part_told(cost: Cost, part: Part) -> str:
    """Give the words after the sum of one part of a cost: 'spent', or 'spent (calendar year 2022)'."""
    period = getattr(cost, part).period
    return f"{_COSTS[part]}{f' ({period})' if period else ''}"


def _guessed(cost: Cost, part: Part) -> str:
    return " (estimate)" if getattr(cost, part).status == "estimate" else ""


def _sum(costs: list[Cost]) -> Cost | None:
    """Give the line to tell: the whole before a part, what was spent before what was planned, nothing disputed before the rest."""
    told = [cost for cost in costs if _parts(cost)]

    def rank(cost: Cost) -> tuple[bool, bool, bool]:
        return _is_disputed(cost), cost.phase != "whole", "actual" not in _parts(cost)

    return min(told, key=rank) if told else None


def _parts(cost: Cost) -> tuple[Part, ...]:
    names: tuple[Part, ...] = ("planned", "actual")
    return tuple(
        name for name in names if isinstance(item := getattr(cost, name), Figure) and not is_for_each(cost, item)
    )


def _has_figure(cost: Cost) -> bool:
    return any(isinstance(item, Figure) for item in (cost.planned, cost.actual))


def _is_disputed(cost: Cost) -> bool:
    return any(isinstance(item, Figure) and item.status == "disputed" for item in (cost.planned, cost.actual))
