"""The casebook: every record joined once, frozen, with ledger and ratings. All views are made from it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pilotbook.judgement.lesson_strength import Evidence, Standing, nations, sms_behind, standing
from pilotbook.judgement.rating import CaseRating, direction, rate
from pilotbook.judgement.stated_in_advance import Plan, Version, plan_of
from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.shelf import Shelf
from pilotbook.text.glossary import Term
from pilotbook.text.yamlfile import Document, Path


@dataclass(frozen=True)
class Casebook:
    """All cases and lessons, by slug in order of title, with what joins them and the terms that pages explain."""

    vocabulary: Vocabulary
    cases: Mapping[str, Case]
    lessons: Mapping[str, Lesson]
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False, compare=False)
    histories: Mapping[str, tuple[Version, ...]] = field(default_factory=dict, repr=False, compare=False)
    glossary: tuple[Term, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def of(cls, shelf: Shelf) -> "Casebook":
        """Join the records of a shelf that has no problems."""

        def by_title(records: Mapping[str, Case] | Mapping[str, Lesson]) -> dict[str, Case | Lesson]:
            return dict(sorted(records.items(), key=lambda pair: (pair[1].title.casefold(), pair[0])))

        return cls(shelf.vocabulary, by_title(shelf.cases), by_title(shelf.lessons), shelf.documents)  # type: ignore[arg-type]

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
            return -(sms_behind(evidence, self.ratings) or 0), evidence.case.title.casefold()

        return {slug: tuple(sorted(found[slug], key=strength)) for slug in self.lessons}

    @cached_property
    def lesson_slugs(self) -> Mapping[str, str]:
        """Give the slug of each lesson id."""
        return {lesson.id: slug for slug, lesson in self.lessons.items()}

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Give what each lesson rests on, by slug."""
        wide = nations(self.vocabulary)
        return {slug: standing(entries, self.ratings, wide) for slug, entries in self.ledger.items()}

    def cases_in(self, place: str) -> dict[str, Case]:
        """Give the cases of a place, by slug."""
        return {slug: case for slug, case in self.cases.items() if any(p.place == place for p in case.places)}

    def cases_on(self, area: str) -> dict[str, Case]:
        """Give the cases of a policy area, by slug."""
        return {slug: case for slug, case in self.cases.items() if area in case.policy_area}

    def lessons_on(self, area: str) -> dict[str, Lesson]:
        """Give the lessons of a policy area, by slug."""
        return {slug: lesson for slug, lesson in self.lessons.items() if area in lesson.policy_area}

    def plan_of(self, slug: str, cycle: str) -> Plan:
        """Give what the record's history shows of a cycle's plan: stated in advance, afterwards, or not known."""
        return plan_of(cycle, self.histories.get(slug, ()))

    def line(self, slug: str, steps: Path) -> int:
        """Give the line of the case's file on which the fact at `steps` stands."""
        return self.documents[f"case_studies/{slug}.yml"].place(steps)[0]

    def has_result(self, slug: str) -> bool:
        """Say whether the case has a published result: a figure, an effect, or a finding told in words."""
        return any(outcome.finding != "not_known" for outcome in self.cases[slug].outcomes)
