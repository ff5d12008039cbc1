"""The explorer: every case in one table that can be narrowed, sorted, widened and taken away; plain without JavaScript."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.paged import Part, paged
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import CaseRow, all_rows

KIND = Kind("explore", untraced="its numbers are years, levels and pages")
ROWS = 200


def recipes(book: Casebook) -> Recipes:
    """Yield the explorer; where there are many cases, its plain table goes on over further pages."""
    for part in paged("/explore/", all_rows(book), ROWS):
        yield Recipe(KIND, part.path, _page, {"part": part})


def _page(here: str, part: Part[CaseRow]) -> Page:
    return Page(
        path=here,
        title="Explore the cases",
        description="Every case in one table: narrow it, sort it, choose its columns, take it away.",
        body=fill("explore", here, part=part),
        kind=KIND,
    )
