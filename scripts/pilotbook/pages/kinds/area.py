"""The page of a policy area: its lessons, its cases, whose gap it is where a finding lacks, and where was searched."""

from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.exports import feeds
from pilotbook.judgement.view import not_found
from pilotbook.pages.kinds.approach import failed_of, verdict_of
from pilotbook.pages.kinds.news import FEED
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import CaseRow, LessonRow, by_confidence, case_row, lesson_row, strongest_first
from pilotbook.record.vocabulary import Area
from pilotbook.views.approaches import Subject, areas
from pilotbook.views.coming import coming
from pilotbook.views.leaders import asked
from pilotbook.views.news import Item, news

KIND = Kind("area")
# Of so many cases a subject's page says whom to ask.
ASKED = 10


def recipes(book: Casebook) -> Recipes:
    """Yield the page of each policy area, also of those without a case: the gap is worth knowing."""
    for code, area in book.vocabulary.policy_areas.items():
        cases = strongest_first(case_row(book, slug) for slug in book.cases_on(code))
        lessons = by_confidence(lesson_row(book, slug) for slug in book.lessons_on(code))
        needs = {
            "code": code,
            "area": area,
            "cases": cases,
            "lessons": lessons,
            "rest": not_found(book.views_by_area.get(code, {}).values()),
            "told": [item for item in news(book) if code in item.areas][: feeds.MOST],
            "base": book.base,
            "held": (held := areas(book)[code]),
            "coming": coming(book, held.cases),
            "asked": asked(book, held.cases, ASKED),
        }
        yield Recipe(KIND, f"/areas/{code}/", _page, needs)


def _page(
    here: str,
    code: str,
    area: Area,
    cases: list[CaseRow],
    lessons: list[LessonRow],
    rest: str,
    told: list[Item],
    base: str,
    held: Subject,
    **beside_cases: Any,
) -> Page:
    body = fill(
        "area",
        here,
        code=code,
        area=area,
        lessons=lessons,
        rest=rest,
        held=held,
        verdict=verdict_of(held),
        failed=failed_of(held),
        **beside_cases,
        known=[row for row in cases if row.has_result],
        unknown=[row for row in cases if not row.has_result],
    )
    about = f": {area.about}" if area.about else ""
    words = f"Lessons and cases on {area.label.lower()}{about}."
    beside = {feeds.NAME: feeds.feed(told, f"Pilotbook: {area.label}", here, base)}
    return Page(here, area.label, words, body, KIND, beside=beside, head=FEED)
