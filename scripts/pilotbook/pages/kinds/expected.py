"""Results expected, when: those past due, those due about now, the rest by month, and what runs without a day."""

from itertools import groupby
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.views.coming import Coming, coming, undated
from pilotbook.views.missing_results import as_of

KIND = Kind("expected", is_searched=True)
ADDRESS = "/expected/"
TITLE = "Results expected, and when"
ABOUT = (
    "Pilots whose results were promised for a day, a month or a year, soonest first, and pilots that run or are planned "
    "without one."
)


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    needs = {"dated": coming(book, book.views), "undated": undated(book, book.views), "as_of": as_of(book)}
    yield Recipe(KIND, ADDRESS, _page, needs)


def _page(here: str, dated: list[Coming], **values: Any) -> Page:
    late = [each for each in dated if each.is_late]
    now = [each for each in dated if each.is_now]
    later = (each for each in dated if not each.is_late and not each.is_now)
    months = [(month, list(rows)) for month, rows in groupby(later, key=lambda each: each.month)]
    body = fill("expected", here, title=TITLE, about=ABOUT, late=late, now=now, months=months, **values)
    return Page(here, TITLE, ABOUT, body, KIND)
