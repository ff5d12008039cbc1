"""Every case as one table, strongest evidence first, over as many pages as it takes."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.paged import Part, paged
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import CaseRow, all_rows

KIND = Kind("cases", untraced="its numbers are years, levels and pages")
TITLE, ABOUT = "Case studies", "Every case as one table, strongest evidence first."
ROWS = 200


def recipes(book: Casebook) -> Recipes:
    """Yield the pages of the table."""
    for part in paged("/cases/", all_rows(book), ROWS):
        yield Recipe(KIND, part.path, _page, {"part": part})


def _page(here: str, part: Part[CaseRow]) -> Page:
    return Page(here, TITLE, ABOUT, fill("cases", here, title=TITLE, description=ABOUT, part=part), KIND)
