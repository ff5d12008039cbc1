"""Every approach as one row: what its cases found, how strongly, one size, one cost, where it did not help. No verdict of ours.

The method follows the nine items of SWiM (Campbell and others, BMJ 2020), which the page names.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.charts.harvest import Scored, harvest
from pilotbook.charts.record_chart import RecordChart
from pilotbook.charts.strip import most_of
from pilotbook.judgement.tally import fair_told, levels_told, rest_told
from pilotbook.judgement.verdict import WORST_FIRST
from pilotbook.pages.kinds.approach import failed_of
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record import formatting
from pilotbook.record.outcome import FINDINGS
from pilotbook.views.approaches import Finding, Subject, approaches

KIND = Kind("approaches")
TITLE = "Approaches, side by side"
ABOUT = "Each approach that the pilots in this book tried: what was found, worst first, how strongly, and where it did not help."
Counts = list[tuple[str, int]]
_FINDINGS = [(code, formatting.capital(FINDINGS[code])) for code in WORST_FIRST]


@dataclass(frozen=True)
class Line:
    """A row of the table: an approach with its findings counted and its levels in words.

    failed: (slug, title, id, findings in words) of cases. lesson: (slug, title, statement) of that which rests most on its cases.
    """

    approach: Subject
    fair: Counts
    rest: Counts
    levels: str
    failed: list[tuple[str, str, str, str]]
    lesson: tuple[str, str, str] | None
    unknown: int


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    found = approaches(book)
    terms = book.vocabulary
    lines = [_line(book, approach) for approach in found.values()]
    needs = {
        "lines": lines,
        "most": most_of(counts for line in lines for counts in (line.fair, line.rest)),
        "chart": harvest_of(
            found, "harvest", "approach", "What was found, approach by approach, and how strongly it was tested"
        ),
        "areas": _used(terms.policy_areas, [approach.areas for approach in found.values()]),
        "groups": _used(terms.target_groups, [approach.groups for approach in found.values()]),
        "several": sum(len(set(view.approaches)) > 1 for view in book.views.values()),
        "cases": len(book.views),
    }
    yield Recipe(KIND, "/approaches/", _page, needs)


def _used(terms: Any, codes: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Give (code, label) of the terms that any approach has."""
    used = {code for each in codes for code in each}
    return [(code, term.label) for code, term in terms.items() if code in used]


def _line(book: Casebook, approach: Subject) -> Line:
    best = next(iter(approach.lessons), None)
    lesson = book.lessons[best[0]] if best else None
    return Line(
        approach=approach,
        fair=_counts(approach.fair),
        rest=_counts(approach.rest),
        levels=levels_told(approach.levels),
        failed=[
            (slug, title, record, formatting.listed(_in_words(findings)))
            for slug, title, record, findings in failed_of(approach)
        ],
        lesson=(best[0], lesson.title, lesson.statement) if best and lesson else None,
        unknown=sum(approach.states.values()),
    )


def _in_words(findings: list[Finding]) -> list[str]:
    """Count the findings of a case, worst first: ['1 worse', '3 no clear difference']."""
    return [f"{number} {FINDINGS[code]}" for code, number in _counts(tuple(findings))]


def _counts(findings: tuple[Finding, ...]) -> Counts:
    count = Counter(found.outcome.finding for found in findings)
    return [(code, count[code]) for code in WORST_FIRST if count[code]]


def harvest_of(found: dict[str, Subject], name: str, what: str, title: str) -> RecordChart | None:
    """Draw every approach or policy area that has a scored finding, most fairly tested first. `what`: which of the two."""
    order = sorted(found.values(), key=lambda approach: (-len(approach.fair), approach.label))
    scored = [
        Scored(each.label, one.slug, one.outcome.finding, one.outcome.sms, one.outcome.is_main)
        for each in order
        for one in each.findings
        if one.outcome.sms is not None
    ]
    # An outcome stands under each of its case, and is counted once in the sentence.
    once = {(one.slug, one.outcome.id): one.outcome for each in order for one in each.findings}.values()
    fair = [one.finding for one in once if (one.sms or 0) >= 3]
    rest = [one.finding for one in once if one.sms is not None and one.sms < 3]
    told = " ".join(filter(None, (fair_told(fair), rest_told(rest, has_fair=bool(fair)))))
    return harvest(
        name,
        formatting.capital(what),
        scored,
        title=title,
        sentence=f"{told} Each outcome is counted once here, and drawn under each {what} of its case.",
    )


def _page(here: str, chart: RecordChart | None, lines: list[Line], **values: Any) -> Page:
    body = fill("approaches", here, title=TITLE, about=ABOUT, chart=chart, lines=lines, findings=_FINDINGS, **values)
    return Page(here, TITLE, ABOUT, body, KIND, charts=(chart,) if chart else ())
