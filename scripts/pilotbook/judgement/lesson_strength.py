"""What a lesson rests on, counted, and the ceiling that the hard rules set for a person's judgement of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pilotbook.judgement.view import CaseView, Measured
from pilotbook.record import Case, Lesson, Vocabulary, formatting
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
    def rests_on_documents(self) -> tuple[str, ...]:
        """Give the addresses of the documents that the entry rests on."""
        return self.view.entries[self.index].documents

    @property
    def unreachable(self) -> str:
        """Say that none of its sources can be opened any more; '' where one can. Such an entry carries nothing."""
        return self.view.entries[self.index].unreachable

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
    nations: int
    supporting: int
    contradicting: int
    qualifying: int
    best_sms: int | None
    self_evaluated: int
    ceiling: str
    reasons: tuple[str, ...]
    rests_on_one_place: bool
    rests_on_one_programme: bool
    is_all_self_evaluated: bool
    rests_on_outcomes: bool

    @property
    def where(self) -> str:
        """Say how many cases it rests on, and where: '5 cases in 3 places and more widely'.

        Nations lie within one another and are not counted; a record of many places names some that lie within others.
        """
        cases, places = formatting.count(self.cases, "case"), formatting.count(self.places, "place")
        if not self.places:
            return f"{cases} across a whole nation" if self.nations else cases
        within = f", entered under {places}" if self.places > self.cases else f" in {places}"
        return f"{cases}{within}{' and more widely' if self.nations else ''}"


def sms_behind(evidence: Evidence) -> int | None:
    """Give the best SMS among the outcomes that an entry rests on; None where it rests on words or sources alone.

    A strong trial in the same file lends nothing to an entry about something else.
    """
    return max((outcome.sms for outcome in evidence.rests_on if outcome.sms is not None), default=None)


def nations(vocabulary: Vocabulary) -> frozenset[str]:
    """Give the codes of places that are whole nations: a study across one is not a study of one place."""
    return frozenset(code for code, place in vocabulary.places.items() if place.kind == "nation")


def labels_of(vocabulary: Vocabulary) -> frozenset[str]:
    """Give the codes of programmes that are only a label: their cases are of no one programme."""
    return frozenset(code for code, programme in vocabulary.programmes.items() if programme.is_label)


def standing(
    entries: tuple[Evidence, ...], wide: frozenset[str] = frozenset(), labels: frozenset[str] = frozenset()
) -> Standing:
    """Count what a lesson rests on, and apply the hard rules that set its ceiling.

    One place only: not above low (a study across a nation, one of `wide`, is not one place). One programme (but for `labels`,
    which name none) or one document only: not above low. A contradiction: not above moderate. All evidence self-evaluated: not
    above low. Only entries that support a lesson carry it: one that contradicts it or sets a condition never raises its ceiling.
    One whose sources are all out of reach carries nothing either, but where it contradicts, it limits as before: no page that
    has gone makes a lesson surer.
    """
    carrying = [e for e in entries if e.relation == "supports" and not e.unreachable]
    carried_from = _places(carrying)
    one_place = len(carried_from) <= 1 and not carried_from & wide
    one_programme = _studies(carrying, labels) == 1 and len({e.slug for e in carrying}) > 1
    all_own = bool(carrying) and all(e.view.rating.is_self_evaluated for e in carrying)
    count = {relation: sum(e.relation == relation for e in entries) for relation in RELATIONS}
    own = len({e.slug for e in entries if e.view.rating.is_self_evaluated})
    best = max((sms for e in carrying if (sms := sms_behind(e)) is not None), default=None)
    ceiling, reasons = "high", list[str]()
    if any(e.unreachable for e in entries):
        reasons.append("what rests on addresses that no longer answer carries nothing")
    limits = [
        (count["contradicts"] > 0, "moderate", "a case contradicts it"),
        (one_place, "low", "it rests on one place" if carrying else "no case supports it"),
        (one_programme, "low", "its cases are of one programme or document"),
        (all_own, "low", "all its evidence is self-evaluated"),
    ]
    for holds, limit, reason in limits:
        if holds:
            reasons.append(f"{reason}: not above {limit}")
            ceiling = max(ceiling, limit, key=list(CONFIDENCE).index)
    return Standing(
        cases=len({e.slug for e in entries}),
        places=len(_places(entries) - wide),
        nations=len(_places(entries) & wide),
        supporting=count["supports"],
        contradicting=count["contradicts"],
        qualifying=count["qualifies"],
        best_sms=best,
        self_evaluated=own,
        ceiling=ceiling,
        reasons=tuple(reasons),
        rests_on_one_place=one_place,
        rests_on_one_programme=one_programme,
        is_all_self_evaluated=all_own,
        rests_on_outcomes=any(e.rests_on for e in carrying),
    )


def _places(entries: Iterable[Evidence]) -> set[str]:
    """Give the places where it ran; an area that it was only compared with is not one."""
    return {place for e in entries for place, role in e.view.places if role != "comparison"}


def _studies(entries: Iterable[Evidence], labels: frozenset[str]) -> int:
    """Count entries that stand by themselves: records of one programme, or that rest on one document, count once."""
    groups: list[set[str]] = []
    for entry in entries:
        marks = {f"case {entry.slug}", *entry.rests_on_documents}
        if entry.view.programme and entry.view.programme not in labels:
            marks.add(f"programme {entry.view.programme}")
        shared = [group for group in groups if group & marks]
        groups = [group for group in groups if not group & marks]
        groups.append(marks.union(*shared))
    return len(groups)


def overdue(lesson: Lesson, as_of: str) -> str:
    """Say that a lesson must be looked at again before it is relied on, at the day to which the book is true; '' if not.

    It is past its review date, or evidence against it was last searched for more than a year ago.
    """
    if lesson.review_by < as_of:
        return f"It was due for review on {formatting.date(lesson.review_by)} and has not been checked since."
    last = max((search.searched_on for search in lesson.searches), default="")
    # ISO dates of one form compare as text: a year before 2026-11-29 is 2025-11-29.
    if last and last < f"{int(as_of[:4]) - 1}{as_of[4:]}":
        return f"Evidence against it was last searched for on {formatting.date(last)}, more than a year ago."
    return ""


def confidence_of(lesson: Lesson, found: Standing) -> str | None:
    """Give the confidence that readers are shown, a key of CONFIDENCE: as judged, but never above what still carries it."""
    if lesson.confidence is None:
        return None
    return max(lesson.confidence.overall, found.ceiling, key=list(CONFIDENCE).index)


def searched(lesson: Lesson) -> str:
    """Say when and where evidence against a lesson was looked for."""
    if not lesson.searches:
        return "No search for evidence against it is recorded."
    last = max(lesson.searches, key=lambda search: search.searched_on)
    return f"Evidence against it was last searched for on {formatting.date(last.searched_on)}: {last.where}."
