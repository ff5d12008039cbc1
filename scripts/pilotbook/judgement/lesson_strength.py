"""What a lesson rests on, counted, and the ceiling that the hard rules set for a person's judgement of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pilotbook.judgement.rating import CaseRating
from pilotbook.record import Case, Vocabulary
from pilotbook.record.case import LedgerEntry
from pilotbook.record.lesson import CONFIDENCE

RELATIONS = {"supports": "supports", "contradicts": "contradicts", "qualifies": "qualifies"}


@dataclass(frozen=True)
class Evidence:
    """One entry of the ledger: what the case `slug` says about a lesson."""

    slug: str
    case: Case
    entry: LedgerEntry


@dataclass(frozen=True)
class Standing:
    """What a lesson rests on, counted: the starting point for a person's judgement, and the ceiling it sets."""

    cases: int
    places: int
    supporting: int
    contradicting: int
    qualifying: int
    best_sms: int | None
    self_evaluated: int
    ceiling: str
    reasons: tuple[str, ...]
    rests_on_one_place: bool
    is_all_self_evaluated: bool


def sms_behind(evidence: Evidence, ratings: Mapping[str, CaseRating]) -> int | None:
    """Give the best SMS among the outcomes that an entry rests on; None where it rests on words or sources alone.

    A strong trial in the same file lends nothing to an entry about something else.
    """
    scores = [
        rating.sms for label, rating in ratings[evidence.slug].outcomes.items() if label in evidence.entry.evidence
    ]
    return max((sms for sms in scores if sms is not None), default=None)


def nations(vocabulary: Vocabulary) -> frozenset[str]:
    """Give the codes of places that are whole nations: a study across one is not a study of one place."""
    return frozenset(code for code, place in vocabulary.places.items() if place.kind == "nation")


def standing(
    entries: tuple[Evidence, ...], ratings: Mapping[str, CaseRating], wide: frozenset[str] = frozenset()
) -> Standing:
    """Count what a lesson rests on, and apply the hard rules that set its ceiling.

    One place only: not above low (a study across a nation, one of `wide`, is not one place). A contradiction: not above
    moderate. All evidence self-evaluated: not above low. What contradicts a lesson does not carry it, so for one place
    and for self-evaluation only the other entries count: an entry against a lesson never raises its ceiling.
    """
    carrying = [e for e in entries if e.entry.relation != "contradicts"]
    carried_from = _places(carrying)
    one_place = len(carried_from) <= 1 and not carried_from & wide
    all_own = bool(carrying) and all(ratings[e.slug].is_self_evaluated for e in carrying)
    count = {relation: sum(e.entry.relation == relation for e in entries) for relation in RELATIONS}
    own = len({e.slug for e in entries if ratings[e.slug].is_self_evaluated})
    best = max((sms for e in entries if (sms := sms_behind(e, ratings)) is not None), default=None)
    ceiling, reasons = "high", []
    limits = [
        (count["contradicts"] > 0, "moderate", "a case contradicts it"),
        (one_place, "low", "it rests on one place"),
        (all_own, "low", "all its evidence is self-evaluated"),
    ]
    for holds, limit, reason in limits:
        if holds:
            reasons.append(f"{reason}: not above {limit}")
            ceiling = max(ceiling, limit, key=list(CONFIDENCE).index)
    return Standing(
        cases=len({e.slug for e in entries}),
        places=len(_places(entries)),
        supporting=count["supports"],
        contradicting=count["contradicts"],
        qualifying=count["qualifies"],
        best_sms=best,
        self_evaluated=own,
        ceiling=ceiling,
        reasons=tuple(reasons),
        rests_on_one_place=one_place,
        is_all_self_evaluated=all_own,
    )


def _places(entries: Iterable[Evidence]) -> set[str]:
    """Give the places where it ran; an area that it was only compared with is not one."""
    return {place.place for e in entries for place in e.case.places if place.role != "comparison"}
