"""Who the editors are, what belongs in the book, who decides, by which rules, and how long it takes."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.editors import Editors

KIND = Kind("editors", is_searched=True, untraced="it tells of people and of time, and of no record")
TITLE = "Who runs this book, and how"
ABOUT = "Who the editors are, what belongs in the book, who decides, by which rules, and how long it takes."


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    yield Recipe(KIND, "/editors/", _page, {"editors": book.editors})


def _page(here: str, editors: Editors) -> Page:
    return Page(here, TITLE, ABOUT, fill("editors", here, title=TITLE, about=ABOUT, editors=editors), KIND)
