"""What this book holds on each approach and policy area: cases, findings, and what none measured. Counted, never summed up.

A case may try several approaches, and stands under each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.judgement.lesson_strength import confidence_of
from pilotbook.judgement.tally import FAIR, Levels, levels
from pilotbook.judgement.verdict import WORST_FIRST
from pilotbook.judgement.view import CaseView, Measured, Size
from pilotbook.record.designs import DESIGNS
from pilotbook.record.lesson import CONFIDENCE


@dataclass(frozen=True)
class Finding:
    """What a case found on one outcome: slug, id and title of the case, the outcome, and the size of the effect, if any."""

    slug: str
    record: str
    title: str
    outcome: Measured
    size: Size | None

    @property
    def is_fair(self) -> bool:
        """Say whether it rests on a comparison that scores enough to show what made the difference."""
        return (self.outcome.sms or 0) >= FAIR

    @property
    def failed(self) -> bool:
        """Say whether a fair comparison found worse, or no clear difference."""
        return self.is_fair and self.outcome.finding in ("worse", "no_clear_difference")


@dataclass(frozen=True)
class Cost:
    """The pilot's own cost, of a named case: the label of its line, and the sums in words."""

    slug: str
    record: str
    title: str
    line: str
    told: str


@dataclass(frozen=True)
class Subject:
    """An approach or a policy area as the book knows it.

    about: what it is. elsewhere: what others call it. cases: slugs, strongest evidence first. findings: outcomes with a finding, best
    score first, then worst first; counts of what was done, and what nobody saw, are not among them. states: how many outcomes have
    no finding, by how far their result is known. supposed: how many results are of a model, or of what people say would have been.
    lessons: slugs of lessons that a case of it supports, with how many do; most first.
    """

    code: str
    label: str
    about: str
    elsewhere: tuple[str, ...]
    cases: tuple[str, ...]
    findings: tuple[Finding, ...]
    states: Mapping[str, int]
    done: int
    supposed: int
    levels: Levels
    cost: Cost | None
    lessons: tuple[tuple[str, int], ...]
    areas: tuple[str, ...]
    groups: tuple[str, ...]

    @property
    def fair(self) -> tuple[Finding, ...]:
        """Give the findings of fair comparisons."""
        return tuple(found for found in self.findings if found.is_fair)

    @property
    def rest(self) -> tuple[Finding, ...]:
        """Give the other findings."""
        return tuple(found for found in self.findings if not found.is_fair)

    @property
    def by_lot(self) -> list[str]:
        """Give how those of the other findings came out that are of a randomised trial."""
        return [found.outcome.finding for found in self.rest if DESIGNS[found.outcome.design].is_randomised]

    @property
    def sized(self) -> Finding | None:
        """Give the one finding whose size a list may name.

        It is chosen without a look at the size: the best score, then a main outcome, then the worst finding. Only one with an
        interval can be.
        """
        told = [found for found in self.fair if found.size and found.size.interval]
        return min(told, key=lambda found: (-(found.outcome.sms or 0), not found.outcome.is_main), default=None)


def approaches(book: Casebook) -> dict[str, Subject]:
    """Give every approach of the vocabulary by code, in its order; also those that no case tries."""
    found: dict[str, Subject] = book.shared("approaches", lambda: _approaches(book))
    return found


def areas(book: Casebook) -> dict[str, Subject]:
    """Give every policy area by code, in the order of the vocabulary."""
    found: dict[str, Subject] = book.shared("areas as subjects", lambda: _areas(book))
    return found


def _approaches(book: Casebook) -> dict[str, Subject]:
    views: dict[str, list[CaseView]] = defaultdict(list)
    for view in book.views.values():
        for code in dict.fromkeys(view.approaches):
            views[code].append(view)
    terms = book.vocabulary.approaches
    return {
        code: _subject(book, code, term.label, term.about, term.elsewhere, views[code]) for code, term in terms.items()
    }


def _areas(book: Casebook) -> dict[str, Subject]:
    views, terms = book.views_by_area, book.vocabulary.policy_areas
    return {
        code: _subject(book, code, term.label, term.about or "", (), list(views.get(code, {}).values()))
        for code, term in terms.items()
    }


def _subject(
    book: Casebook, code: str, label: str, about: str, elsewhere: tuple[str, ...], views: list[CaseView]
) -> Subject:
    strongest = sorted(views, key=lambda view: (-view.level, not view.has_result, view.title.casefold()))
    outcomes = [outcome for view in views for outcome in view.measured]
    changed = [outcome for outcome in outcomes if outcome.kind != "output"]
    return Subject(
        code=code,
        label=label,
        about=about,
        elsewhere=elsewhere,
        cases=tuple(view.slug for view in strongest),
        findings=tuple(sorted((found for view in strongest for found in _findings(view)), key=_order)),
        states=dict(Counter(outcome.state for outcome in changed if outcome.state != gaps.FOUND)),
        done=len(outcomes) - len(changed),
        supposed=sum(o.state == gaps.FOUND and DESIGNS[o.design].is_supposed for o in changed),
        levels=levels(views),
        cost=next((cost for view in strongest for cost in _cost(view)), None),
        lessons=_lessons(book, views),
        areas=tuple(area for area in book.vocabulary.policy_areas if any(area in view.areas for view in views)),
        groups=tuple(group for group in book.vocabulary.target_groups if any(group in view.groups for view in views)),
    )


def _findings(view: CaseView) -> Iterator[Finding]:
    sizes = {size.outcome: size for size in view.sizes}
    for outcome in view.measured:
        if outcome.kind != "output" and outcome.state == gaps.FOUND and not DESIGNS[outcome.design].is_supposed:
            yield Finding(view.slug, view.id, view.title, outcome, sizes.get(outcome.id))


def _order(found: Finding) -> tuple[int, int]:
    return -(found.outcome.sms or 0), WORST_FIRST.index(found.outcome.finding)


def _cost(view: CaseView) -> Iterator[Cost]:
    line, told = view.own_cost
    if line:
        yield Cost(view.slug, view.id, view.title, line, told)


def _lessons(book: Casebook, views: list[CaseView]) -> tuple[tuple[str, int], ...]:
    """Give the lessons that these cases support, first those that rest most on them: on many, and on few others."""
    known = book.lesson_slugs
    count = Counter(
        known[lesson]
        for view in views
        for lesson in {entry.lesson for entry in view.entries if entry.relation == "supports"}
        if lesson in known
    )
    order = list(CONFIDENCE)

    def surest(slug: str) -> tuple[float, int, str]:
        lesson, found = book.lessons[slug], book.standings[slug]
        sure, share = confidence_of(lesson, found), count[slug] / max(found.supporting, 1)
        return -count[slug] * share, order.index(sure) if sure else len(order), lesson.title.casefold()

    return tuple((slug, count[slug]) for slug in sorted(count, key=surest))


@dataclass(frozen=True)
class Blank:
    """An outcome domain that an approach's areas seek, and what would fill it: its code and label, a cell of the gap map, a test.

    is_found: whether a case of the approach has a finding on it, though by no fair comparison.
    """

    domain: str
    label: str
    cell: str
    smallest_test: str
    is_found: bool


@dataclass(frozen=True)
class Untried:
    """What no case of an approach in this book was for or measured. None of it says that nobody has."""

    blanks: tuple[Blank, ...]
    areas: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]


def untried(book: Casebook, approach: Subject) -> Untried:
    """Give what no case of an approach in this book was for or measured.

    A broader group stands for none where a case was for a narrower one: who was for pupils was for some children.
    """
    terms = book.vocabulary
    reached = {each for code in approach.groups for each in (code, *terms.broader_than(code))}
    return Untried(
        blanks=tuple(_blanks(book, approach)),
        areas=tuple((code, area.label) for code, area in terms.policy_areas.items() if code not in approach.areas),
        groups=tuple(group.label for code, group in terms.target_groups.items() if code not in reached),
    )


def _blanks(book: Casebook, approach: Subject) -> Iterator[Blank]:
    areas = book.vocabulary.policy_areas
    found = {finding.outcome.domain for finding in approach.findings}
    fair = {finding.outcome.domain for finding in approach.fair}
    for code, domain in book.vocabulary.outcome_domains.items():
        sought = next((area for area in approach.areas if code in areas[area].seeks), None)
        if sought and code not in fair:
            cell = f"/gap-map/{sought}/{code}/"
            yield Blank(code, domain.label, cell, domain.smallest_test or "", code in found)
