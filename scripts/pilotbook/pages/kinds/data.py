"""The page of downloads: every table with its columns, and the whole book as JSON."""

from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.exports import downloads
from pilotbook.exports.download import rows_of
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill

KIND = Kind("data", untraced="what it counts is the book itself")


def recipes(book: Casebook) -> Recipes:
    """Yield the page of downloads."""
    needs = {
        "tables": [(each.name, each.about, rows_of(each, book), each.columns) for each in downloads() if each.is_table],
        "others": [(each.name, each.about) for each in downloads() if not each.is_table],
    }
    yield Recipe(KIND, "/data/", _page, needs)


def _page(here: str, **values: Any) -> Page:
    about = "Download every case, lesson and figure as tables or JSON."
    return Page(here, "Data", about, fill("data", here, **values), KIND)
