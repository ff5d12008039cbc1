"""/compare/?a=TLG-C-…&b=TLG-C-…: two to four cases side by side; filled in by its script."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill

KIND = Kind("compare", is_searched=True)
ADDRESS = "/compare/"
TITLE = "Compare cases"
_TOLD = "Two to four cases side by side: what was tried, for whom, how it was compared, what came of it, what it cost and what failed."


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    yield Recipe(KIND, ADDRESS, _page)


def _page(here: str) -> Page:
    return Page(here, TITLE, _TOLD, fill("compare", here, title=TITLE, told=_TOLD), KIND)
