"""What a lesson rests on, counted, and the ceiling that the hard rules set for a person's judgement of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pilotbook.judgement.view import CaseView, Measured
from pilotbook.record import Case, Vocabulary
from pilotbook.record.case import LedgerEntry
from pilotbook.record.lesson import CONFIDENCE

RELATIONS = {"supports": "supports", "contradicts": "contradicts", "qualifies": "qualifies"}


@dataclass(frozen=True)
class Evidence:
    """One entry of the ledger: what the case of `view` says about a lesson, in the entry of its record at `index`."""

    view: CaseView
    index: int

    @property
    def slug(self) -> str:
        """Give the slug of the case."""
        return self.view.slug

    @property
    def case(self) -> Case:
        """Give the record of the case."""
        return self.view.case

    @property
    def entry(self) -> LedgerEntry:
        """Give the entry as the record has it, with its reason."""
        return self.case.lessons[self.index]

    @property
    def relation(self) -> str:
        """Give how it bears on the lesson: supports, contradicts or qualifies."""
        return self.view.entries[self.index].relation

    @property
    def rests_on(self) -> tuple[Measured, ...]:
        """Give the outcomes that the entry rests on."""
        labels = self.view.entries[self.index].evidence
        return tuple(outcome for outcome in self.view.measured if outcome.id in labels)


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


def sms_behind(evidence: Evidence) -> int | None:
    """Give the best SMS among the outcomes that an entry rests on; None where it rests on words or sources alone.

    A strong trial in the same file lends nothing to an entry about something else.
    """
    return max((outcome.sms for outcome in evidence.rests_on if outcome.sms is not None), default=None)


def nations(vocabulary: Vocabulary) -> frozenset[str]:
    """Give the codes of places that are whole nations: a study across one is not a study of one place."""
    return frozenset(code for code, place in vocabulary.places.items() if place.kind == "nation")


def standing(entries: tuple[Evidence, ...], wide: frozenset[str] = frozenset()) -> Standing:
    """Count what a lesson rests on, and apply the hard rules that set its ceiling.

    One place only: not above low (a study across a nation, one of `wide`, is not one place). A contradiction: not above
    moderate. All evidence self-evaluated: not above low. What contradicts a lesson does not carry it, so for one place
    and for self-evaluation only the other entries count: an entry against a lesson never raises its ceiling.
    """
    carrying = [e for e in entries if e.relation != "contradicts"]
    carried_from = _places(carrying)
    one_place = len(carried_from) <= 1 and not carried_from & wide
    all_own = bool(carrying) and all(e.view.rating.is_self_evaluated for e in carrying)
    count = {relation: sum(e.relation == relation for e in entries) for relation in RELATIONS}
    own = len({e.slug for e in entries if e.view.rating.is_self_evaluated})
    best = max((sms for e in entries if (sms := sms_behind(e)) is not None), default=None)
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
    return {place for e in entries for place, role in e.view.places if role != "comparison"}
