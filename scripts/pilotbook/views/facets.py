"""The facets by which readers narrow lessons and cases: declared once, for search, explorer, static pages and downloads.

A value of a facet is a code that stands in addresses (`?stage=ended`, `/stages/ended/`) and the label that readers see.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pilotbook.casebook import Casebook
from pilotbook.judgement.completeness import GRADES
from pilotbook.judgement.lesson_strength import confidence_of
from pilotbook.judgement.rating import LEVELS, NOT_YET_RATED
from pilotbook.judgement.view import CaseView
from pilotbook.record import formatting
from pilotbook.record.case import STAGES
from pilotbook.record.designs import DESIGNS, GROUPS
from pilotbook.record.lesson import CONFIDENCE
from pilotbook.record.outcome import FINDINGS
from pilotbook.record.vocabulary import Approach

NO_BENEFIT = "tested-no-benefit"
UNJUDGED = "not-judged"
UNRATED = "not-yet-rated"
_KINDS = {
    "lesson": "Lessons",
    "approach": "Approaches",
    "area": "Policy areas",
    "case": "Cases",
    "evidence": "Evidence",
    "guide": "Guides",
    "list": "Lists and tools",
    "manual": "For contributors",
}
_KIND_OF_ONE = {
    "lesson": "Lesson",
    "approach": "Approach",
    "area": "Policy area",
    "case": "Case study",
    "evidence": "Evidence across cases",
    "guide": "Guide",
    "list": "List or tool",
}


@dataclass(frozen=True)
class Facet:
    """A facet: its key in addresses, its title, its values (code → label) in order, and where a static page of each is.

    folder: '/stages/' where each value has a page '/stages/<code>/'; empty where none has.
    heading: how its column in the explorer is headed, where not by its title.
    badges: what a value is called beside a page that has it, where not by its label.
    flags: values that stand beside a value and are none by themselves.
    about: what a value means, and what it is called elsewhere.
    """

    key: str
    title: str
    values: Mapping[str, str]
    folder: str = ""
    heading: str = ""
    badges: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """A column of the explorer's table: its key in addresses, its heading, whether it is shown until a reader chooses."""

    key: str
    title: str
    is_shown: bool


# The columns of the explorer in order. All but the title of a case and its dates are facets.
_COLUMNS = (
    "title", "place", "region", "area", "when", "stage", "direction", "level", "design", "group", "programme", "figures", "complete",
)  # fmt: skip
_SHOWN = ("title", "place", "when", "stage", "direction", "level")


def columns(every: Iterable[Facet]) -> tuple[Column, ...]:
    """Give every column of the explorer's table."""
    headings = {"title": "Case", "when": "When"} | {facet.key: facet.heading or facet.title for facet in every}
    return tuple(Column(key, headings[key], key in _SHOWN) for key in _COLUMNS)


def facets(book: Casebook) -> tuple[Facet, ...]:
    """Give every facet, in the order in which readers meet them."""
    lists = book.vocabulary

    def labels(terms: Mapping[str, object]) -> dict[str, str]:
        return {code: term.label for code, term in terms.items()}  # type: ignore[attr-defined]

    regions = sorted({place.region for place in lists.places.values()})
    places = dict(sorted(labels(lists.places).items(), key=lambda pair: pair[1].casefold()))
    return (
        Facet("kind", "Kind", _KINDS, badges=_KIND_OF_ONE),
        Facet("area", "Policy area", labels(lists.policy_areas), "/areas/", heading="Policy areas"),
        Facet("direction", "Direction of effect", directions(), "/directions/", flags=(NO_BENEFIT,)),
        Facet(
            "level",
            "Evidence level of a case",
            levels(),
            "/levels/",
            heading="Strength of evidence",
            badges={**{str(level): name for level, (name, *_) in LEVELS.items()}, UNRATED: NOT_YET_RATED[0]},
        ),
        Facet("confidence", "Confidence in a lesson", confidences()),
        Facet("design", "Study design", {code: group.label for code, group in GROUPS.items()}, "/designs/"),
        Facet("stage", "Stage", {_slug(code): formatting.capital(label) for code, label in STAGES.items()}, "/stages/"),
        Facet("place", "Place", places, "/places/"),
        Facet("region", "Region", {_slug(region): region for region in regions}),
        Facet("approach", "Approach", labels(lists.approaches), "/approaches/", about=meanings(lists.approaches)),
        Facet("group", "For whom", labels(lists.target_groups)),
        Facet("programme", "Programme", labels(lists.programmes)),
        Facet("worse", "Worse or harm", {"worse": "An outcome came out worse", "harm": "A harm is told"}),
        Facet("figures", "Figures", {"yes": "Holds a figure on an outcome", "no": "Holds none"}),
        Facet("complete", "Completeness", {code: formatting.capital(label) for code, label in GRADES.items()}),
    )


def meanings(terms: Mapping[str, Approach]) -> dict[str, str]:
    """Give what each approach is, and what others call it."""
    told = {}
    for code, term in terms.items():
        elsewhere = f" Elsewhere: {formatting.listed(term.elsewhere)}." if term.elsewhere else ""
        told[code] = f"{term.about.rstrip('.')}.{elsewhere}"
    return told


def directions() -> dict[str, str]:
    """Give the directions of effect by code, and the flag that stands beside them."""
    return {NO_BENEFIT: "Tested: no benefit on a main outcome"} | {
        _slug(code): formatting.capital(label) for code, label in FINDINGS.items()
    }


def levels() -> dict[str, str]:
    """Give the levels of evidence by code, strongest first."""
    found = {str(n): f"{n}: {LEVELS[n][0]}" for n in sorted(LEVELS, reverse=True) if n}
    return {**found, UNRATED: NOT_YET_RATED[0], "0": LEVELS[0][0]}


def level_of(view: CaseView) -> str:
    """Give the code of a case's level; level 0 is one of two states."""
    return UNRATED if view.level_name == NOT_YET_RATED[0] else str(view.level)


def confidences() -> dict[str, str]:
    """Give the levels of confidence in a lesson by code, surest first."""
    return {_slug(code): formatting.capital(label) for code, label in CONFIDENCE.items()} | {UNJUDGED: "Not judged yet"}


def of_case(book: Casebook, slug: str) -> dict[str, tuple[str, ...]]:
    """Give the values of each facet that a case has: {facet: codes in order}."""
    view = book.views[slug]
    finding = _slug(view.direction[0])
    return {
        "kind": ("case",),
        "area": view.areas,
        "direction": (NO_BENEFIT, finding) if view.rating.tested_no_benefit else (finding,),
        "level": (level_of(view),),
        "worse": _worse(view),
        "design": _grouped(outcome.design for outcome in view.measured),
        "stage": (_slug(view.stage),),
        "place": _places([view]),
        "region": _regions(book, [view]),
        "approach": view.approaches,
        "group": view.groups,
        "programme": (view.programme,) if view.programme else (),
        "figures": ("yes" if view.has_figures else "no",),
        "complete": (view.completeness.grade,),
    }


def of_lesson(book: Casebook, slug: str) -> dict[str, tuple[str, ...]]:
    """Give the values of each facet that a lesson has; places, groups and designs are those of the cases behind it.

    A design counts only where the entry rests on an outcome measured so. A lesson has no stage, level or direction: those
    belong to cases.
    """
    lesson = book.lessons[slug]
    cases = [evidence.view for evidence in book.ledger[slug]]
    designs = [outcome.design for evidence in book.ledger[slug] for outcome in evidence.rests_on]
    return {
        "kind": ("lesson",),
        "area": lesson.policy_area,
        "confidence": (_slug(sure) if (sure := confidence_of(lesson, book.standings[slug])) else UNJUDGED,),
        "design": _grouped(designs),
        "place": _places(cases),
        "region": _regions(book, cases),
        "approach": _unique(code for case in cases for code in case.approaches),
        "group": _unique(group for case in cases for group in case.groups),
        "programme": _unique(case.programme for case in cases if case.programme),
    }


def cases_by_value(book: Casebook, key: str) -> dict[str, list[str]]:
    """Give the slugs of the cases that have each value of a facet: {code: slugs}."""
    found: dict[str, dict[str, list[str]]] = book.shared("cases by facet", lambda: _cases_by_facet(book))
    return found.get(key, {})


def _cases_by_facet(book: Casebook) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for slug in book.views:
        for key, codes in of_case(book, slug).items():
            for code in codes:
                found[key][code].append(slug)
    return found


def _worse(view: CaseView) -> tuple[str, ...]:
    found = ("worse",) if view.has_worse else ()
    return (*found, "harm") if view.has_harm else found


def _grouped(designs: Iterable[str]) -> tuple[str, ...]:
    found = {DESIGNS[design].group for design in designs}
    return tuple(code for code in GROUPS if code in found)


def _places(cases: Iterable[CaseView]) -> tuple[str, ...]:
    return _unique(place for case in cases for place, _ in case.places)


def _regions(book: Casebook, cases: Iterable[CaseView]) -> tuple[str, ...]:
    return _unique(_slug(book.vocabulary.places[code].region) for code in _places(cases))


def _unique(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _slug(text: str) -> str:
    """Give a code for addresses: 'stopped_early' → 'stopped-early', 'North West' → 'north-west'."""
    return text.lower().replace("_", "-").replace(" ", "-")
