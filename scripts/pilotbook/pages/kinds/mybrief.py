"""/brief/: lessons and cases that a reader has marked, as one brief to print, send and take away; filled in by its script."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill

KIND = Kind("mybrief", is_searched=True)
ADDRESS = "/brief/"
TITLE = "My brief"
_TOLD = "Mark lessons and cases anywhere in the book, and get one brief to print, send or take away."


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    yield Recipe(KIND, ADDRESS, _page)


def _page(here: str) -> Page:
    return Page(here, TITLE, _TOLD, fill("mybrief", here, title=TITLE, told=_TOLD), KIND)
