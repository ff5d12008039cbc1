"""How to reach the editors: every way that the settings name, or plainly that they name none."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.editors import Contact

KIND = Kind("reach", is_searched=True, untraced="its numbers are in addresses")
TITLE = "How to reach the editors"
ABOUT = "Where to tell us that something is wrong, send a case, or ask for something to be taken down."


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    yield Recipe(KIND, "/contribute/reach/", _page, {"contact": book.editors.contact})


def _page(here: str, contact: Contact) -> Page:
    body = fill("reach", here, title=TITLE, about=ABOUT, contact=contact)
    return Page(here, TITLE, ABOUT, body, KIND)
