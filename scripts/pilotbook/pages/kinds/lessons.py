"""The page of all lessons, surest first."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import LessonRow, by_confidence, lesson_row

KIND = Kind("lessons", untraced="what it counts is the book itself")
TITLE, ABOUT = "Lessons", "Every lesson, surest first, with what speaks for and against it."


def recipes(book: Casebook) -> Recipes:
    """Yield the page of all lessons."""
    yield Recipe(KIND, "/lessons/", _page, {"lessons": by_confidence(lesson_row(book, slug) for slug in book.lessons)})


def _page(here: str, lessons: list[LessonRow]) -> Page:
    return Page(here, TITLE, ABOUT, fill("lessons", here, title=TITLE, description=ABOUT, lessons=lessons), KIND)
