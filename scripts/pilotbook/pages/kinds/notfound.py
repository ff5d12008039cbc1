"""404.html: what a web server shows for an address that does not exist."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill

KIND = Kind("notfound")


def recipes(book: Casebook) -> Recipes:
    """Yield the page for addresses that lead nowhere."""
    yield Recipe(KIND, "/404.html", _page)


def _page(here: str) -> Page:
    return Page(here, "Page not found", "There is no page at this address.", fill("notfound", "/"), KIND)
