"""Work out how strong the evidence is, and keep every step so that a reader can argue with it.

Three steps, after `book/method/index.md`: the design of an outcome sets its ceiling on the Maryland scale (SMS, as What
Works Growth defines it); facts of the record cap it; the outcomes together set the case's ceiling on Nesta's Standards of
Evidence. The result is a ceiling: two people may judge lower, nobody higher. Direction is told apart from strength.
"""

from collections.abc import Set
from dataclasses import dataclass

from pilotbook.record.case import Case
from pilotbook.record.designs import DESIGNS
from pilotbook.record.fact import Figure, Missing, Source, Statement
from pilotbook.record.outcome import Effect, Outcome, Sample
from pilotbook.record.reasons import REASONS

LEVELS = {
    0: ("Nothing to rate", "Nothing was found that can be rated. This level is ours, not Nesta's."),
    1: ("Account", "Says clearly what is done and why it should help."),
    2: ("Correlation", "Data show a change or a difference; the cause is not shown."),
    3: ("Causation", "A comparison group, or another well-founded method, shows what the pilot itself did."),
    4: ("Replication", "Shown in more than one place by an independent evaluator, at a known cost."),
    5: ("Scale", "Others run it elsewhere from a manual, and it still works."),
}
# Level 0 has two states: nothing to rate, and this, where a part that was not read could tell more.
NOT_YET_RATED = (
    "Not yet rated",
    "What would tell was not in the part of the sources that we read, or is not filled in yet. This state is ours.",
)
# Our own thresholds: the scale asks for judgement here, and the method page says that these are ours.
SMALL_GROUP = 20
# Per cent of a group, and percentage points between two.
MAX_ATTRITION, MAX_ATTRITION_GAP = 50, 20
POINTS_BEFORE = 8


@dataclass(frozen=True)
class OutcomeRating:
    """The SMS ceiling of one outcome: `sms` is None where the design cannot be scored; `steps` say why."""

    sms: int | None
    steps: tuple[str, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseRating:
    """The Nesta ceiling of a case with its reasons, and what would raise it by one."""

    level: int
    judged: int | None
    steps: tuple[str, ...]
    to_raise: tuple[str, ...]
    outcomes: dict[str, OutcomeRating]
    tested_no_benefit: bool
    is_self_evaluated: bool

    @property
    def shown(self) -> int:
        """Give the level that pages show: the judged one where there is one."""
        return self.level if self.judged is None else self.judged

    @property
    def best_sms(self) -> int | None:
        """Give the highest SMS ceiling among the outcomes, or None."""
        return max((r.sms for r in self.outcomes.values() if r.sms is not None), default=None)


def is_given(fact: object) -> bool:
    """Say whether a fact holds something rather than a reason why it does not."""
    return fact is not None and not isinstance(fact, Missing)


def is_main(outcome: Outcome) -> bool:
    """Say whether an outcome counts as primary: one that was chosen after the results does not."""
    return outcome.primary and outcome.named_in_advance != "no"


def has_size(sample: object) -> bool:
    """Say whether a sample holds at least one number."""
    return isinstance(sample, Sample) and bool(_sizes(sample))


def rate(case: Case) -> CaseRating:
    """Rate one case."""
    outcomes = {outcome.id: rate_outcome(outcome, case) for outcome in case.outcomes}
    tested = {o.finding for o in case.outcomes if (outcomes[o.id].sms or 0) >= 3 and is_main(o)} - {"not_known"}
    # One that gained on another main outcome is mixed, and says so.
    no_benefit = bool(tested) and tested <= {"no_clear_difference", "worse"}
    conditions = _conditions(case, outcomes)
    level = max((n for n, needs in conditions.items() if all(holds for _, holds in needs)), default=0)
    steps = [f"Level {level} holds: {'; '.join(text for text, _ in conditions[level])}."] if level else []
    lacking = [f"For level {level + 1}: {text}." for text, holds in conditions.get(level + 1, []) if not holds]
    return CaseRating(
        level=level,
        judged=case.rating.level if case.rating else None,
        steps=tuple(steps) or ("No level holds from what we read.",),
        to_raise=tuple(lacking),
        outcomes=outcomes,
        tested_no_benefit=no_benefit,
        is_self_evaluated=is_self_evaluated(case),
    )


def _conditions(case: Case, outcomes: dict[str, OutcomeRating]) -> dict[int, list[tuple[str, bool]]]:
    """Give, per level, what must hold: (words, whether it does). Level 5 needs people and is never computed.

    Levels 1 to 3 each stand by themselves: a fair trial whose theory was not in the text that could be read is still a
    fair trial. Level 4 asks for level 3 and for the theory.
    """
    scored = [o for o in case.outcomes if (outcomes[o.id].sms or 0) >= 1]
    sites = sites_of(case)
    sized = [o for o in scored if has_size(o.n)]
    strong = [o for o in scored if (outcomes[o.id].sms or 0) >= 3 and is_main(o)]
    # Each condition is asked of the outcomes that meet the one before: "its" means the same outcome throughout.
    three = [
        ("a primary outcome reaches a score of 3", bool(strong)),
        (
            "an interval or a p value is given for it, or a source says why there is none",
            any(map(_tells_uncertainty, strong)),
        ),
    ]
    return {
        1: [
            ("the reason why it should work is told", is_given(case.intervention.why)),
            ("a source other than news, comment or reposts can be opened", any(_supports(s) for s in case.sources)),
        ],
        2: [
            ("an outcome reaches a score of 1", bool(scored)),
            ("its sample size is given", bool(sized)),
            ("its follow-up time is given", any(o.follow_up for o in sized)),
        ],
        3: three,
        4: [
            *three,
            ("the reason why it should work is told", is_given(case.intervention.why)),
            ("it ran in two places or more", sites >= 2),
            ("the evaluator did not deliver it", _has_independent_evaluator(case)),
            ("its actual cost is reported", any(is_given(c.actual) and not c.is_claim for c in case.costs)),
        ],
        5: [("people judge that others run it elsewhere from a manual, and it still works", False)],
    }


def sites_of(case: Case) -> int:
    """Count the separate places where it ran: a place with several sites of its own counts as so many."""
    ran = {place.place: place.sites or 1 for place in case.places if place.role != "comparison"}
    return sum(ran.values())


def _tells_uncertainty(outcome: Outcome) -> bool:
    """Say whether an outcome has an interval, a p value, or the pilot's own reason why there is none.

    What we did not read is no reason: an interval may stand there.
    """
    effect = outcome.effect
    if isinstance(effect, Effect) and (effect.ci_low is not None or effect.p is not None):
        return True
    reason = effect.no_interval if isinstance(effect, Effect) else effect
    return isinstance(reason, Missing) and REASONS[reason.missing].whose == "pilot"


def _supports(source: Source) -> bool:
    return int(source.tier) <= 4 and (is_given(source.url) or source.archive_url is not None)


def _has_independent_evaluator(case: Case) -> bool:
    evaluators = [set(p.roles) for p in case.partners if "evaluator" in p.roles]
    return any(not roles & {"lead", "delivery"} for roles in evaluators)


def is_self_evaluated(case: Case) -> bool:
    """Say whether every outcome with a published result was measured and analysed by those who led or delivered it."""
    shown = [o for o in case.outcomes if _shows_result(o)]
    return (
        any(is_given(o.result) or is_given(o.effect) for o in shown)
        and all(_is_own_work(o, case) for o in shown)
        and not _has_independent_evaluator(case)
    )


def _is_own_work(outcome: Outcome, case: Case) -> bool:
    """Say whether only those who led or delivered it measured and analysed an outcome.

    Where nobody is known to have, the sources tell, for independent research and official statistics are not the team's own work.
    """
    own, others = hands_on(outcome, case)
    if own or others:
        return not others
    labels = _sources_of_number(outcome)
    return not any(int(s.tier) <= 2 for s in case.sources if s.id in labels)


def hands_on(outcome: Outcome, case: Case) -> tuple[set[str], set[str]]:
    """Give who measured or analysed an outcome: of those who led or delivered the pilot, and of others.

    Where neither is named, the evaluator is meant; without one both are empty.
    """
    named = {label for label in (outcome.measured_by, outcome.analysed_by) if label}
    hands = named or {partner.id for partner in case.partners if "evaluator" in partner.roles}
    own = {partner.id for partner in case.partners if {"lead", "delivery"} & set(partner.roles)}
    return hands & own, hands - own


def rate_outcome(outcome: Outcome, case: Case) -> OutcomeRating:
    """Give the SMS ceiling of one outcome after every cap."""
    design = DESIGNS[outcome.comparison.design]
    sms, steps = _ceiling(outcome)
    flags: list[str] = []
    if sms is not None:
        sms, steps, flags = _capped(outcome, case, sms, [*steps])
    if not design.is_scored:
        steps = [f"The design is '{design.label}', which the scale does not score."]
    return OutcomeRating(sms, tuple(steps), tuple(flags))


def _ceiling(outcome: Outcome) -> tuple[int | None, list[str]]:
    """Give the highest row of the design table whose needs the record meets, from the design downward."""
    design, comparison = DESIGNS[outcome.comparison.design], outcome.comparison
    if not design.is_scored:
        return None, []
    matched = bool(comparison.controls or (design.is_matched and comparison.why_comparable))
    # A design of one group needs nobody beside it; any other says whom it was compared with, or why they are alike.
    has_group = design.has_one_group or bool(comparison.group or comparison.why_comparable)
    drawn = design.is_randomised and bool(comparison.allocation) and _sizes_every_group(outcome.n)
    tested = design.scale == "tested" and bool(comparison.validity_test)
    has_points = design.scale == "series" and (comparison.points_before or 0) >= POINTS_BEFORE
    has_numbers = any(map(is_given, (outcome.baseline, comparison.baseline, comparison.result, outcome.effect)))
    rows: list[tuple[int, bool, str]] = [
        (5, drawn, "groups drawn at random, sample given"),
        (4, tested, "cut-off or instrument tested"),
        (3, _is_double_difference(outcome), "both groups measured before and after, with a reason for the comparison"),
        (2, has_points, f"at least {POINTS_BEFORE} measurements before the start; a judge may allow level 3"),
        (2, matched and design.scale != "simple" and has_group, "matched or adjusted"),
        (1, has_numbers, "a figure for the baseline, the comparison or the difference"),
    ]
    for level, holds, why in rows:
        if holds:
            return level, [f"The design is '{design.label}' ({why}): a score of {level} at most."]
    lack = "no figure for the baseline, the comparison or the difference is in the record"
    return None, [f"The design is '{design.label}', but {lack}: not scoreable."]


def _is_double_difference(outcome: Outcome) -> bool:
    comparison = outcome.comparison
    four = all(map(is_given, (outcome.baseline, outcome.result, comparison.baseline, comparison.result)))
    fits = DESIGNS[comparison.design].scale in ("followed", "by_lot")
    return bool(fits and comparison.why_comparable and (four or comparison.both_periods))


def _capped(outcome: Outcome, case: Case, sms: int, steps: list[str]) -> tuple[int | None, list[str], list[str]]:
    """Apply the caps, each of which lowers or blocks."""
    flags: list[str] = []
    if outcome.kind == "output":
        return None, [*steps, "It counts what was done, not what changed: not scoreable."], flags
    if not _shows_result(outcome):
        return None, [*steps, "No figure and no finding on it was found or read: not scoreable."], flags
    labels = _sources_of_number(outcome)
    if not any(supports_figure(s) for s in case.sources if s.id in labels):
        return None, [*steps, "Every source of the number is a press release, news or a repost: not scoreable."], flags
    if not (isinstance(outcome.n, Sample) and _sizes(outcome.n)):
        steps.append("The sample size is not given: capped at a score of 1.")
        sms = min(sms, 1)
    elif min(_sizes(outcome.n)) < SMALL_GROUP and not _counts_sites(outcome.n):
        steps.append(f"A group is smaller than {SMALL_GROUP}: capped at a score of 1.")
        flags.append("very small")
        sms = min(sms, 1)
    lost = outcome.attrition
    if lost and (
        max(lost.treated, lost.comparison or 0) > MAX_ATTRITION
        or (lost.comparison is not None and abs(lost.treated - lost.comparison) > MAX_ATTRITION_GAP)
    ):
        steps.append("Too many were lost before the last measurement: capped at a score of 2.")
        sms = min(sms, 2)
    if outcome.named_in_advance == "no":
        flags.append("chosen afterwards")
    return sms, steps, flags


# Sites are few by nature; the cap on small groups is about people. The method page gives the same list.
_SITES = {"areas", "authorities", "centres", "groups", "pilots", "practices", "schools", "sites"}


def _counts_sites(sample: Sample) -> bool:
    """Say whether the unit ends in a word for sites, such as "children's centres"."""
    return sample.of.lower().split()[-1] in _SITES


def _sizes_every_group(sample: object) -> bool:
    """Say whether a sample gives the size of both groups, or their total."""
    return isinstance(sample, Sample) and (
        sample.analysed is not None or (sample.treated is not None and sample.comparison is not None)
    )


def _sizes(sample: Sample) -> list[int]:
    """Give every size that is told, and that of a group that follows from the total and the other group."""
    groups = [size for size in (sample.treated, sample.comparison) if size is not None]
    if sample.analysed is None:
        return groups
    rest = sample.analysed - sum(groups)
    return [*groups, sample.analysed, *([rest] if len(groups) == 1 and rest > 0 else [])]


def _shows_result(outcome: Outcome) -> bool:
    """Say whether a result is told: a figure after or an effect, or a finding in words."""
    told = outcome.finding != "not_known" and is_given(outcome.explanation)
    return is_given(outcome.result) or is_given(outcome.effect) or told


def _sources_of_number(outcome: Outcome) -> set[str]:
    """Give the labels of the sources that carry the result or effect, or what it means in words."""
    facts = (outcome.result, outcome.effect, outcome.explanation)
    return {label for fact in facts if isinstance(fact, Figure | Effect | Statement) for label in fact.source}


def supports_figure(source: Source) -> bool:
    """Say whether a figure may rest on a source: of tier 1 to 3, with an address that can be opened."""
    return int(source.tier) <= 3 and (is_given(source.url) or source.archive_url is not None)


def placed_elsewhere(case: Case) -> tuple[str, ...]:
    """Say where another published version of the scale would score a design of this case differently."""
    told = dict.fromkeys(DESIGNS[outcome.comparison.design].elsewhere for outcome in case.outcomes)
    return tuple(f"Another published version puts {where}." for where in told if where)


def direction(case: Case) -> tuple[str, bool]:
    """Give the direction of effect of a case and whether it is only claimed.

    From the primary outcomes (or all where none is primary), by what they add up to: see `_adds_up`. Where the record lists
    what was to change, a count of what was done gives no direction; a model gives none anywhere.
    """
    outcomes = telling(case)
    found: Set[str] = {o.finding for o in outcomes if not DESIGNS[o.comparison.design].is_supposed} - {"not_known"}
    if found:
        return _adds_up(found), False
    claimed: Set[str] = {o.claim.finding for o in outcomes if o.claim}
    return (_adds_up(claimed), True) if claimed else ("not_known", False)


def telling(case: Case) -> list[Outcome]:
    """Give the outcomes that a case is told by: the main ones, or all where none is.

    Counts of what was done are among them only where the record has no other.
    """
    changed = [o for o in case.outcomes if o.kind != "output"] or list(case.outcomes)
    return [o for o in changed if is_main(o)] or changed


def _adds_up(found: Set[str]) -> str:
    """Give what several findings add up to.

    Better and worse is mixed. Worse and no difference is worse: nothing got better, and 'mixed' would read as some benefit.
    Better and no difference is mixed: some of what was meant to change did.
    """
    if len(found) == 1:
        return next(iter(found))
    return "worse" if found == {"worse", "no_clear_difference"} else "mixed"
