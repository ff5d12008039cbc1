"""The register of corrections: what a record said wrongly once it was published, and what it says now."""

from collections.abc import Sequence

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.views.news import Item, news

KIND = Kind("corrections", untraced="its words are those of records, each traced on the page of its record")
ABOUT = "What a record said wrongly once it was published, and what it says now."


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    yield Recipe(KIND, "/corrections/", _page, {"items": [item for item in news(book) if item.kind == "correction"]})


def _page(here: str, items: Sequence[Item]) -> Page:
    return Page(here, "Corrections", ABOUT, fill("corrections", here, items=items, about=ABOUT), KIND)
