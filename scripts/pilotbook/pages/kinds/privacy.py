"""The privacy notice: what happens to a contributor's words and name, and how something is taken down."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.editors import Editors

KIND = Kind("privacy", is_searched=True, untraced="its numbers are those of laws and licences")
TITLE = "Privacy notice"
ABOUT = "What happens to your words and your name, how you agree to it, and how something is taken down."


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    yield Recipe(KIND, "/privacy/", _page, {"editors": book.editors})


def _page(here: str, editors: Editors) -> Page:
    return Page(here, TITLE, ABOUT, fill("privacy", here, title=TITLE, about=ABOUT, editors=editors), KIND)
