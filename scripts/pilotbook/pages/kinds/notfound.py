"""404.html: what a web server shows for an address that does not exist.

It is shown at any depth, so its links are whole where the site's address is known; else they work at the top only.
"""

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill

KIND = Kind("notfound")


def recipes(book: Casebook) -> Recipes:
    """Yield the page for addresses that lead nowhere."""
    yield Recipe(KIND, "/404.html", _page, {"base": book.base})


def _page(here: str, base: str) -> Page:
    hidden = Markup('<meta name="robots" content="noindex">')
    body = fill("notfound", "/", root=base)
    return Page(here, "Page not found", "There is no page at this address.", body, KIND, head=hidden)
