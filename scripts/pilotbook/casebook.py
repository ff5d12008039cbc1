"""The casebook: every record joined once, frozen, with ledger and ratings. All views are made from it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from pilotbook.judgement.lesson_strength import Evidence, Standing, labels_of, nations, sms_behind, standing
from pilotbook.judgement.rating import CaseRating
from pilotbook.judgement.stated_in_advance import Plan, Version, plan_of
from pilotbook.judgement.view import CaseView, figure_lines
from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.editors import Editors
from pilotbook.record.rated import Rated
from pilotbook.record.released import Release
from pilotbook.record.shelf import LESSONS, Shelf
from pilotbook.text.glossary import Term
from pilotbook.text.yamlfile import Document, Path

Item = TypeVar("Item")


class Seen(Mapping[str, Item], Generic[Item]):
    """One thing of each case, by slug, taken from its view when it is asked for and not before."""

    def __init__(self, views: Mapping[str, CaseView], take: Callable[[CaseView], Item]) -> None:
        self._views, self._take = views, take

    def __getitem__(self, slug: str) -> Item:
        return self._take(self._views[slug])

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return len(self._views)

    def __contains__(self, slug: object) -> bool:
        return slug in self._views


@dataclass(frozen=True)
class Gone:
    """A record that does not stand any more: where it stood, and what became of it.

    state: merged, split, superseded or withdrawn. by: the ids of what took its place. since: ISO date, or ''. formerly: the names
    that its file had before.
    """

    id: str
    title: str
    address: str
    state: str
    by: tuple[str, ...]
    reason: str
    since: str
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """What a commit did to a record: its day, ISO, and its first line without the area, which says what changes for the reader."""

    day: str
    words: str


@dataclass(frozen=True)
class Casebook:
    """All cases and lessons, by slug in order of title, with what joins them and the terms that pages explain.

    noted: what was noted of a lesson, by its slug, when it was read. base: the whole address where the site is published, ending
    in '/', or '' where that is not known. archived: where an archive keeps a record's file for good, by the path of the file,
    where that is known. gone: what does not stand any more, where only what stands is published. pasts: what
    changed in the file of each record, newest first; a record whose past is not known is not in it. notebooks: the id,
    title and address of each notebook of the book.
    releases: those made so far, oldest first. editors: who runs the book, and how they are reached. rated: what single persons
    made of a record, by its id.
    """

    vocabulary: Vocabulary
    views: Mapping[str, CaseView]
    lessons: Mapping[str, Lesson]
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False, compare=False)
    histories: Mapping[str, tuple[Version, ...]] = field(default_factory=dict, repr=False, compare=False)
    glossary: tuple[Term, ...] = field(default=(), repr=False, compare=False)
    noted: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False, compare=False)
    base: str = ""
    archived: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    gone: tuple[Gone, ...] = ()
    pasts: Mapping[str, tuple[Change, ...]] = field(default_factory=dict, repr=False, compare=False)
    notebooks: tuple[tuple[str, str, str], ...] = ()
    releases: tuple[Release, ...] = field(default=(), repr=False, compare=False)
    editors: Editors = field(default=Editors(), repr=False, compare=False)
    rated: Mapping[str, tuple[Rated, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, shelf: Shelf) -> "Casebook":
        """Join the records of a shelf."""
        views = [_view(slug, case, shelf) for slug, case in shelf.cases.items()]
        return cls.joined(shelf.vocabulary, views, shelf.lessons, shelf.documents)

    @classmethod
    def joined(
        cls,
        vocabulary: Vocabulary,
        views: Iterable[CaseView],
        lessons: Mapping[str, Lesson],
        documents: Mapping[str, Document],
    ) -> "Casebook":
        """Join views of cases and lessons, each in order of title."""
        cases = sorted(views, key=lambda view: (view.title.casefold(), view.slug))
        ordered = sorted(lessons.items(), key=lambda pair: (pair[1].title.casefold(), pair[0]))
        return cls(vocabulary, {view.slug: view for view in cases}, dict(ordered), documents)

    def published(self) -> "Casebook":
        """Give the book as readers meet it: a record that was merged, split, superseded or withdrawn leaves lists, counts and ledger.

        Its address stays, and tells what became of it.
        """
        views = {slug: view for slug, view in self.views.items() if view.is_active}
        lessons = {slug: lesson for slug, lesson in self.lessons.items() if lesson.lifecycle.is_active}
        gone = [
            Gone(view.id, view.title, f"/cases/{slug}/", *view.life, view.formerly)
            for slug, view in self.views.items()
            if not view.is_active
        ]
        gone += [
            Gone(lesson.id, lesson.title, f"/lessons/{slug}/", *lesson.lifecycle.told, lesson.formerly)
            for slug, lesson in self.lessons.items()
            if not lesson.lifecycle.is_active
        ]
        return replace(self, views=views, lessons=lessons, gone=tuple(gone)) if gone else self

    def standing_entries(self, view: CaseView) -> list[tuple[int, str]]:
        """Give the index of each ledger entry of a case whose lesson stands, with the lesson's slug."""
        known = self.lesson_slugs
        return [(index, known[entry.lesson]) for index, entry in enumerate(view.entries) if entry.lesson in known]

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        """Give each case, by slug. It is opened when it is asked for."""
        return Seen(self.views, lambda view: view.case)

    @cached_property
    def ratings(self) -> Mapping[str, CaseRating]:
        """Give each case's rating, by slug."""
        return Seen(self.views, lambda view: view.rating)

    @cached_property
    def directions(self) -> Mapping[str, tuple[str, bool]]:
        """Give each case's direction of effect and whether it is only claimed, by slug."""
        return Seen(self.views, lambda view: view.direction)

    @cached_property
    def ledger(self) -> Mapping[str, tuple[Evidence, ...]]:
        """Give the entries on each lesson, by lesson slug, strongest design first. An entry on no known lesson is left out."""
        found: dict[str, list[Evidence]] = defaultdict(list)
        for view in self.views.values():
            for index, slug in self.standing_entries(view):
                found[slug].append(Evidence(view, index))

        def strength(evidence: Evidence) -> tuple[int, str]:
            return -(sms_behind(evidence) or 0), evidence.view.title.casefold()

        return {slug: tuple(sorted(found[slug], key=strength)) for slug in self.lessons}

    @cached_property
    def lesson_slugs(self) -> Mapping[str, str]:
        """Give the slug of each lesson id."""
        return {lesson.id: slug for slug, lesson in self.lessons.items()}

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Give what each lesson rests on, by slug."""
        wide, labels = nations(self.vocabulary), labels_of(self.vocabulary)
        return {slug: standing(entries, wide, labels) for slug, entries in self.ledger.items()}

    def shared(self, name: str, make: Callable[[], Any]) -> Any:
        """Give what was made once for this book under a name, for those who would each make it again."""
        made = vars(self).setdefault("_shared", {})
        if name not in made:
            made[name] = make()
        return made[name]

    @cached_property
    def views_by_place(self) -> Mapping[str, Mapping[str, CaseView]]:
        """Give the cases of each place that has one: {place: {slug: view}}."""
        return self._by(lambda view: (place for place, _ in view.places))

    @cached_property
    def views_by_area(self) -> Mapping[str, Mapping[str, CaseView]]:
        """Give the cases of each policy area that has one: {area: {slug: view}}."""
        return self._by(lambda view: view.areas)

    def _by(self, codes: Callable[[CaseView], Iterable[str]]) -> Mapping[str, Mapping[str, CaseView]]:
        found: dict[str, dict[str, CaseView]] = defaultdict(dict)
        for slug, view in self.views.items():
            for code in codes(view):
                found[code][slug] = view
        return dict(found)

    def cases_on(self, area: str) -> Mapping[str, Case]:
        """Give the cases of a policy area, by slug."""
        return Seen(self.views_by_area.get(area, {}), lambda view: view.case)

    def lessons_on(self, area: str) -> dict[str, Lesson]:
        """Give the lessons of a policy area, by slug."""
        return {slug: lesson for slug, lesson in self.lessons.items() if area in lesson.policy_area}

    def plan_of(self, slug: str, cycle: str) -> Plan:
        """Give what the record's history shows of a cycle's plan: stated in advance, afterwards, or not known."""
        return plan_of(cycle, self.histories.get(slug, ()))

    def line(self, slug: str, steps: Path) -> int:
        """Give the line of the case's file on which the fact at `steps` stands."""
        return self.documents[case_path(slug)].place(steps)[0]

    def has_result(self, slug: str) -> bool:
        """Say whether the case has a published result: a figure, an effect, or a finding told in words."""
        return self.views[slug].has_result


def case_path(slug: str) -> str:
    """Give the path of a case's file from the root."""
    return f"case_studies/{slug}.yml"


def lesson_path(slug: str) -> str:
    """Give the path of a lesson's file from the root."""
    return f"{LESSONS}{slug}.yml"


def _view(slug: str, case: Case, shelf: Shelf) -> CaseView:
    def lines() -> tuple[int, ...]:
        return figure_lines(case, shelf.documents[case_path(slug)])

    document = shelf.documents.get(case_path(slug))
    return CaseView(slug, lambda: case, lines, document.digest if document else "")
