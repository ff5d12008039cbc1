"""The page of all policy areas, with how much each holds."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill

KIND = Kind("areas", untraced="what it counts is the book itself")
TITLE, ABOUT = "Policy areas", "What has been tried and learned, subject by subject."


def recipes(book: Casebook) -> Recipes:
    """Yield the page of all policy areas."""
    areas = []
    for code, area in book.vocabulary.policy_areas.items():
        views = book.views_by_area.get(code, {})
        with_result = sum(view.has_result for view in views.values())
        areas.append((code, area.label, area.about or "", len(book.lessons_on(code)), len(views), with_result))
    yield Recipe(KIND, "/areas/", _page, {"areas": areas})


def _page(here: str, areas: list[tuple[str, str, str, int, int, int]]) -> Page:
    return Page(here, TITLE, ABOUT, fill("areas", here, title=TITLE, description=ABOUT, areas=areas), KIND)
