"""The page of a cell of the gap map: the cases that measured it, or what would fill it where none of the book has."""

from collections import Counter
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.judgement.view import Measured
from pilotbook.pages.kinds.plan import address
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import by_confidence, case_row, lesson_row, strongest_first
from pilotbook.record.designs import DESIGNS
from pilotbook.record.vocabulary import Area, Domain
from pilotbook.views.gapmap import Cell, gap_map

KIND = Kind("gapcell", untraced="its numbers are those of the rows, each traced on the page of its case")
_COMING = ("announced", "planned", "live", "end_not_known")


def recipes(book: Casebook) -> Recipes:
    """Yield the page of each cell that can be opened."""
    for cell in gap_map(book).values():
        if cell.has_page:
            yield Recipe(KIND, f"/gap-map/{cell.area}/{cell.domain}/", _page, _needs(book, cell))


def _needs(book: Casebook, cell: Cell) -> dict[str, Any]:
    coming = [] if cell.known else [s for s, v in book.views_by_area.get(cell.area, {}).items() if v.stage in _COMING]
    return {
        "area": book.vocabulary.policy_areas[cell.area],
        "domain": book.vocabulary.outcome_domains[cell.domain],
        "cell": cell,
        "known": [
            (row, [_found(outcome) for outcome in book.views[row.slug].measured if _is_here(outcome, cell)])
            for row in strongest_first(case_row(book, slug) for slug in cell.known)
        ],
        "unknown": [case_row(book, slug) for slug, _ in cell.unknown],
        "rest": gaps.of_cases(Counter(state for _, state in cell.unknown), _searched(book, cell)),
        "done": [case_row(book, slug) for slug in cell.done],
        "planned": [case_row(book, slug) for slug in coming],
        "lessons": by_confidence(lesson_row(book, slug) for slug in book.lessons_on(cell.area)),
    }


def _is_here(outcome: Measured, cell: Cell) -> bool:
    return outcome.domain == cell.domain and outcome.kind != "output" and outcome.state == gaps.FOUND


def _found(outcome: Measured) -> tuple[str, str, str, str, str]:
    """Give what a row shows of an outcome of this domain: label, what follows it, path in its record, finding and design."""
    return outcome.label, outcome.wanted, f"outcomes/{outcome.id}", outcome.finding, DESIGNS[outcome.design].label


def _searched(book: Casebook, cell: Cell) -> str:
    return max((book.views[slug].searched for slug, _ in cell.unknown), default="")


def _page(here: str, area: Area, domain: Domain, cell: Cell, **values: Any) -> Page:
    title = f"{area.label}: {domain.label.lower()}"
    told = f"{len(cell.known)} with a finding" if cell.known else "no finding in this book"
    plan = address(area=cell.area, outcome=cell.domain)
    body = fill("gapcell", here, area=area, domain=domain, cell=cell, plan=plan, **values)
    return Page(here, title, f"{title}: {told}.", body, KIND)
