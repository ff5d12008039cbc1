"""The static page of each stage, evidence level, study design and direction: what search answers, without JavaScript."""

from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.paged import Part, paged
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import CaseRow, case_row, strongest_first
from pilotbook.record import formatting
from pilotbook.views.facets import Facet, cases_by_value, facets

KIND = Kind("facet", untraced="what it counts is the book itself")
# Areas, places and approaches have pages of their own kind.
_OWN = {"area", "place", "approach"}


def recipes(book: Casebook) -> Recipes:
    """Yield the pages of every value that a case has."""
    for facet in facets(book):
        if facet.folder and facet.key not in _OWN:
            yield from _of_facet(book, facet)


def _of_facet(book: Casebook, facet: Facet) -> Recipes:
    by_value = cases_by_value(book, facet.key)
    others = [(code, label, len(by_value[code])) for code, label in facet.values.items() if code in by_value]
    for code, label, _ in others:
        rows = strongest_first(case_row(book, slug) for slug in by_value[code])
        for part in paged(f"{facet.folder}{code}/", rows):
            needs = {"facet": facet, "code": code, "label": label, "part": part, "others": others}
            yield Recipe(KIND, part.path, _page, needs)


def _page(here: str, facet: Facet, label: str, part: Part[CaseRow], **values: Any) -> Page:
    return Page(
        path=here,
        title=f"{facet.title}: {label}",
        description=f"{formatting.count(part.total, 'case')} by {facet.title.lower()}: {label}.",
        body=fill("facet", here, facet=facet, label=label, part=part, **values),
        kind=KIND,
    )
