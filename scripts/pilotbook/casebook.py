"""The casebook: every record joined once, frozen, with ledger and ratings. All views are made from it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pilotbook.rating import CaseRating, direction, rate
from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.case import LedgerEntry
from pilotbook.record.lesson import CONFIDENCE
from pilotbook.rules import Shelf

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


@dataclass(frozen=True)
class Casebook:
    """All cases and lessons, by slug in order of title, with what joins them."""

    vocabulary: Vocabulary
    cases: Mapping[str, Case]
    lessons: Mapping[str, Lesson]

    @classmethod
    def of(cls, shelf: Shelf) -> "Casebook":
        """Join the records of a shelf that has no problems."""

        def by_title(records: Mapping[str, Case] | Mapping[str, Lesson]) -> dict[str, Case | Lesson]:
            return dict(sorted(records.items(), key=lambda pair: (pair[1].title.casefold(), pair[0])))

        return cls(shelf.vocabulary, by_title(shelf.cases), by_title(shelf.lessons))  # type: ignore[arg-type]

    @cached_property
    def ratings(self) -> Mapping[str, CaseRating]:
        """Give each case's rating, by slug."""
        return {slug: rate(case) for slug, case in self.cases.items()}

    @cached_property
    def directions(self) -> Mapping[str, tuple[str, bool]]:
        """Give each case's direction of effect and whether it is only claimed, by slug."""
        return {slug: direction(case) for slug, case in self.cases.items()}

    @cached_property
    def ledger(self) -> Mapping[str, tuple[Evidence, ...]]:
        """Give the entries on each lesson, by lesson slug, strongest design first."""
        found: dict[str, list[Evidence]] = defaultdict(list)
        for slug, case in self.cases.items():
            for entry in case.lessons:
                found[self.lesson_slugs[entry.lesson]].append(Evidence(slug, case, entry))

        def strength(evidence: Evidence) -> tuple[int, str]:
            return -(self.ratings[evidence.slug].best_sms or 0), evidence.case.title.casefold()

        return {slug: tuple(sorted(found[slug], key=strength)) for slug in self.lessons}

    @cached_property
    def lesson_slugs(self) -> Mapping[str, str]:
        """Give the slug of each lesson id."""
        return {lesson.id: slug for slug, lesson in self.lessons.items()}

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Give what each lesson rests on, by slug."""
        return {slug: standing(entries, self.ratings) for slug, entries in self.ledger.items()}

    def cases_in(self, place: str) -> dict[str, Case]:
        """Give the cases of a place, by slug."""
        return {slug: case for slug, case in self.cases.items() if any(p.place == place for p in case.places)}

    def cases_on(self, area: str) -> dict[str, Case]:
        """Give the cases of a policy area, by slug."""
        return {slug: case for slug, case in self.cases.items() if area in case.policy_area}

    def lessons_on(self, area: str) -> dict[str, Lesson]:
        """Give the lessons of a policy area, by slug."""
        return {slug: lesson for slug, lesson in self.lessons.items() if area in lesson.policy_area}

    def has_result(self, slug: str) -> bool:
        """Say whether the case has a published result: a figure, an effect, or a finding told in words."""
        return any(outcome.finding != "not_known" for outcome in self.cases[slug].outcomes)


def standing(entries: tuple[Evidence, ...], ratings: Mapping[str, CaseRating]) -> Standing:
    """Count what a lesson rests on, and apply the hard rules that set its ceiling.

    One place only: not above low. A contradiction: not above moderate. All evidence self-evaluated: not above low.
    """
    places = {place.place for e in entries for place in e.case.places}
    count = {relation: sum(e.entry.relation == relation for e in entries) for relation in RELATIONS}
    own = sum(ratings[e.slug].is_self_evaluated for e in entries)
    best = max((sms for e in entries if (sms := ratings[e.slug].best_sms) is not None), default=None)
    ceiling, reasons = "high", []
    limits = [
        (count["contradicts"] > 0, "moderate", "a case contradicts it"),
        (len(places) <= 1, "low", "it rests on one place"),
        (bool(entries) and own == len(entries), "low", "all its evidence is self-evaluated"),
    ]
    for holds, limit, reason in limits:
        if holds:
            reasons.append(f"{reason}: not above {limit}")
            ceiling = max(ceiling, limit, key=list(CONFIDENCE).index)
    return Standing(
        cases=len({e.slug for e in entries}),
        places=len(places),
        supporting=count["supports"],
        contradicting=count["contradicts"],
        qualifying=count["qualifies"],
        best_sms=best,
        self_evaluated=own,
        ceiling=ceiling,
        reasons=tuple(reasons),
    )
