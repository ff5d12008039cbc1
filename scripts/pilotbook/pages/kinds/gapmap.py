"""The gap map as a table whose cells open."""

from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.charts import gap_picture
from pilotbook.charts.chart import Chart
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.views.gapmap import gap_map

KIND = Kind("gapmap", untraced="what it counts is the book itself")


def recipes(book: Casebook) -> Recipes:
    """Yield the map."""
    cells = gap_map(book)
    areas, domains = book.vocabulary.policy_areas, book.vocabulary.outcome_domains
    needs = {
        "picture": gap_picture(book),
        "domains": [(code, domain.label) for code, domain in domains.items()],
        "rows": [
            (code, area.label, [(domains[domain].label, cells[code, domain]) for domain in domains])
            for code, area in areas.items()
        ],
        "gaps": sum(cell.is_gap for cell in cells.values()),
        "sought": sum(cell.is_sought for cell in cells.values()),
        "known": sum(bool(cell.known) for cell in cells.values()),
    }
    yield Recipe(KIND, "/gap-map/", _page, needs)


def _page(here: str, picture: Chart | None, **values: Any) -> Page:
    return Page(
        path=here,
        title="Evidence gap map",
        description="What has been measured in each policy area, how strongly, and where this book holds nothing.",
        body=fill("gapmap", here, picture=picture, **values),
        kind=KIND,
        charts=(picture,) if picture else (),
    )
