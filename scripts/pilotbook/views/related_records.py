"""Related cases and related lessons, each with its reasons in words.

Two records are related by what both hold: a policy area, an outcome, a lesson. What few records hold says more than what
many hold. The words of title and summary decide only between equals, so every neighbour can be explained in a line.

Barriers are not among the facets: a record tells them in sentences (`context.constraints`), not as codes to share.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement.lesson_strength import Evidence
from pilotbook.judgement.view import CaseView
from pilotbook.record.designs import DESIGNS, GROUPS
from pilotbook.record.formatting import capital
from pilotbook.views.similarity import Entry, Facet, neighbours, weights

MOST = 4
MOST_REASONS = 3

# What each kind of facet counts beside the others, before its rarity.
OF_CASES = {
    **{"area": 1.6, "approach": 1.0, "lesson": 0.6, "finding": 0.7, "group": 0.6},
    **{"programme": 0.5, "domain": 0.3, "place": 0.3, "design": 0.2},
}
OF_LESSONS = {"theme": 1.2, "case": 1.0, "area": 0.8, "domain": 0.3, "audience": 0.1}
# One of these at least must be shared: nobody is sent elsewhere for 'all residents' or for a kind of study alone.
FIRM = frozenset({"area", "approach", "lesson", "finding", "domain", "theme", "case"})
# A reason that counts for less than this share of the strongest is not worth the reader's time.
_WORTH_SAYING = 0.1

# A nation or a region is where to look, not a place that two pilots share.
_WIDE = frozenset({"nation", "region"})
# Codes that stand for the absence of a programme.
_NO_PROGRAMME = frozenset({"local", "research-trial"})


@dataclass(frozen=True)
class Related:
    """A record that another is related to, and why: at most three reasons such as 'also in Leeds', strongest first."""

    slug: str
    title: str
    reasons: tuple[str, ...]

    @property
    def told(self) -> str:
        """Give the reasons as one line: 'Also about housing; also in Leeds'."""
        return capital("; ".join(self.reasons))


def related_cases(book: Casebook) -> dict[str, tuple[Related, ...]]:
    """Give the cases related to each case, by slug, closest first; none where nothing firm is shared."""
    return _related(
        {slug: view.title for slug, view in book.views.items()},
        {
            slug: Entry(frozenset(case_facets(book, view)), f"{view.title} {view.unnumbered}", view.is_active)
            for slug, view in book.views.items()
        },
    )


def related_lessons(book: Casebook) -> dict[str, tuple[Related, ...]]:
    """Give the lessons related to each lesson, by slug, closest first; none where nothing firm is shared."""
    return _related(
        {slug: lesson.title for slug, lesson in book.lessons.items()},
        {
            slug: Entry(
                frozenset(lesson_facets(book, slug)), f"{lesson.title} {lesson.statement}", lesson.lifecycle.is_active
            )
            for slug, lesson in book.lessons.items()
        },
    )


def case_facets(book: Casebook, case: CaseView) -> Iterator[Facet]:
    """Yield what a case can share with another."""
    terms = book.vocabulary
    for code in case.areas:
        yield _of_case("area", code, f"also about {_low(terms.policy_areas[code].label)}")
    for code in case.groups:
        yield _of_case("group", code, f"also for {_low(terms.target_groups[code].label)}")
    for code in case.approaches:
        yield _of_case("approach", code, f"also tries {_low(terms.approaches[code].label)}")
    for _, slug in book.standing_entries(case):
        if book.lessons[slug].lifecycle.is_active:
            yield _of_case("lesson", slug, f"also bears on the lesson “{book.lessons[slug].title}”")
    if case.programme and case.programme not in _NO_PROGRAMME:
        yield _of_case("programme", case.programme, f"also part of {terms.programmes[case.programme].label}")
    yield from _place_facets(book, case)
    yield from _outcome_facets(book, case)


def _place_facets(book: Casebook, case: CaseView) -> Iterator[Facet]:
    """Yield where a case happened; an area that it was only compared with is not such a place."""
    for code, role in case.places:
        term = book.vocabulary.places[code]
        if role != "comparison" and term.kind not in _WIDE:
            yield _of_case("place", code, f"also in {term.label}")


def _outcome_facets(book: Casebook, case: CaseView) -> Iterator[Facet]:
    """Yield what a case looked at and how; what was done, and changed nothing yet, is left out."""
    for outcome in case.measured:
        if outcome.kind == "output":
            continue
        label = _low(book.vocabulary.outcome_domains[outcome.domain].label)
        yield _of_case("domain", outcome.domain, f"also lists {label} as an outcome")
        if outcome.finding != "not_known":
            yield _of_case("finding", outcome.domain, f"also measured {label}")
        if told := GROUPS[DESIGNS[outcome.design].group].shared:
            yield _of_case("design", told, f"also {told}")


def lesson_facets(book: Casebook, slug: str) -> Iterator[Facet]:
    """Yield what a lesson can share with another."""
    lesson, terms = book.lessons[slug], book.vocabulary
    for code in lesson.theme:
        yield _of_lesson("theme", code, f"also about {_low(terms.themes[code].label)}")
    for code in lesson.policy_area:
        yield _of_lesson("area", code, f"also about {_low(terms.policy_areas[code].label)}")
    for code in lesson.audience:
        yield _of_lesson("audience", code, f"also for {_low(terms.audiences[code].label)}")
    for evidence in book.ledger[slug]:
        if evidence.view.is_active:
            yield _of_lesson("case", evidence.slug, f"also draws on the case “{evidence.view.title}”")
            for domain in _domains_behind(evidence):
                label = _low(terms.outcome_domains[domain].label)
                yield _of_lesson("domain", domain, f"also draws on evidence about {label}")


def _domains_behind(evidence: Evidence) -> list[str]:
    """Give the domains of the outcomes that an entry of the ledger rests on."""
    return [outcome.domain for outcome in evidence.rests_on if outcome.kind != "output"]


def _of_case(kind: str, code: str, told: str) -> Facet:
    return Facet(kind, code, told, importance=OF_CASES[kind], is_firm=kind in FIRM)


def _of_lesson(kind: str, code: str, told: str) -> Facet:
    return Facet(kind, code, told, importance=OF_LESSONS[kind], is_firm=kind in FIRM)


def _related(titles: Mapping[str, str], entries: Mapping[str, Entry]) -> dict[str, tuple[Related, ...]]:
    """Give the neighbours of each record with their reasons; equals stand by title, then by slug."""
    slugs = sorted(entries, key=lambda slug: (titles[slug].casefold(), slug))
    ordered = [entries[slug] for slug in slugs]
    weight = weights(ordered)
    return {
        slug: tuple(
            Related(slugs[other], titles[slugs[other]], _reasons(entry, ordered[other], weight)) for other in others
        )
        for slug, entry, others in zip(slugs, ordered, neighbours(ordered, weight, MOST), strict=True)
    }


def _reasons(one: Entry, other: Entry, weight: Mapping[Facet, int]) -> tuple[str, ...]:
    """Give the strongest reasons for which two records are related, in words."""
    shared = one.facets & other.facets & weight.keys()
    measured = {facet.code for facet in shared if facet.kind == "finding"}
    # To have measured an outcome says already that it is listed.
    said = [facet for facet in shared if facet.kind != "domain" or facet.code not in measured]
    strongest = sorted(said, key=lambda facet: (-weight[facet], facet.told))
    strongest = [facet for facet in strongest if weight[facet] >= _WORTH_SAYING * weight[strongest[0]]]
    # One of each kind before a second of any: a subject and a place tell more than the titles of two lessons.
    turns: dict[Facet, int] = {}
    for facet in strongest:
        turns[facet] = sum(before.kind == facet.kind for before in turns)
    chosen = sorted(strongest, key=turns.__getitem__)[:MOST_REASONS]
    return tuple(facet.told for facet in strongest if facet in chosen)


def _low(label: str) -> str:
    """Begin with a small letter within a sentence: 'Housing' → 'housing'; 'NHS care' stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
