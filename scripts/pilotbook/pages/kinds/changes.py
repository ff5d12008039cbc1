"""/changes/: every release, and what changed from each to the next and since the last. Made only where there is a release."""

from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill

KIND = Kind("changes", untraced="what was and what is come from kept versions of records, compared field by field")
HERE = "/changes/"


def recipes(book: Casebook) -> Recipes:
    """Yield the page of changes."""
    if book.releases:
        newest = book.releases[::-1]
        steps = [
            (each.name, each.date, each.address, newest[at - 1].name if at else "", each.then)
            for at, each in enumerate(newest)
        ]
        yield Recipe(KIND, HERE, _page, {"steps": steps})


def _page(here: str, **values: Any) -> Page:
    about = "Every release of this book, and what changed from each to the next and since the last."
    return Page(here, "What has changed", about, fill("changes", here, **values), KIND)
