"""The static page of each stage, evidence level, study design and direction: what search answers, without JavaScript."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.pages.paged import paged
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import case_row, strongest_first
from pilotbook.record import formatting
from pilotbook.views.facets import Facet, cases_by_value, facets

# Areas and places have pages of their own kind.
_OWN = {"area", "place"}


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the pages of every value that a case has."""
    for facet in facets(book):
        if facet.folder and facet.key not in _OWN:
            yield from _facet_pages(book, facet)


def _facet_pages(book: Casebook, facet: Facet) -> Iterator[Page]:
    by_value = cases_by_value(book, facet.key)
    others = [(code, label, len(by_value[code])) for code, label in facet.values.items() if code in by_value]
    for code, label, count in others:
        rows = strongest_first([case_row(book, slug) for slug in by_value[code]])
        for part in paged(f"{facet.folder}{code}/", rows):
            body = fill("facet", part.path, facet=facet, code=code, label=label, part=part, others=others)
            yield Page(
                path=part.path,
                title=f"{facet.title}: {label}",
                description=f"{formatting.count(count, 'case')} by {facet.title.lower()}: {label}.",
                body=body,
                kind="Facet",
                is_listed=False,
            )
