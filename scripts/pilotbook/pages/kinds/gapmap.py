"""The gap map as a table whose cells open."""

from typing import Any

from pilotbook import charts
from pilotbook.casebook import Casebook
from pilotbook.charts.counted import Row, cells
from pilotbook.exports import citations
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.views.gapmap import gap_map
from pilotbook.views.missing_results import as_of

TITLE = "Evidence gap map"
KIND = Kind("gapmap", untraced="what it counts is the book itself")


def recipes(book: Casebook) -> Recipes:
    """Yield the map."""
    found = gap_map(book)
    areas, domains = book.vocabulary.policy_areas, book.vocabulary.outcome_domains
    needs = {
        "pictured": cells(book),
        "domains": [(code, domain.label) for code, domain in domains.items()],
        "rows": [
            (code, area.label, [(domains[domain].label, found[code, domain]) for domain in domains])
            for code, area in areas.items()
        ],
        "gaps": sum(cell.is_gap for cell in found.values()),
        "sought": sum(cell.is_sought for cell in found.values()),
        "known": sum(bool(cell.known) for cell in found.values()),
        "as_of": as_of(book),
        "base": book.base,
    }
    yield Recipe(KIND, "/gap-map/", _page, needs)


def _page(here: str, pictured: list[Row], as_of: str, base: str, **values: Any) -> Page:
    # Drawn here and not before: what draws is large, and most builds find this page made.
    picture = charts.gap_picture_of(pictured, [label for _, label in values["domains"]])
    return Page(
        path=here,
        title=TITLE,
        description="What has been measured in each policy area, how strongly, and where this book holds nothing.",
        body=fill("gapmap", here, picture=picture, **values),
        kind=KIND,
        cited=citations.of_page(TITLE, here, as_of, base),
        charts=(picture,) if picture else (),
    )
