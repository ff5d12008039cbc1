"""A lesson that nobody has checked or searched for lately says so, and is not among those we are surest of."""

import pytest
from books import tiny_book
from bs4 import BeautifulSoup
from madeup import LESSON
from pilotbook.casebook import Casebook
from pilotbook.judgement.lesson_strength import overdue, searched
from pilotbook.pages.kinds import all_pages
from pilotbook.pages.summaries import by_confidence, lesson_row
from pilotbook.record import Lesson

AS_OF = "2026-11-29"


def lesson(review_by: str = "2027-11-21", *days: str) -> Lesson:
    searches = [
        {"id": f"Q{number}", "searched_on": day, "where": "made-up journals", "words": "made-up"}
        for number, day in enumerate(days, start=1)
    ]
    return Lesson.model_validate({**LESSON, "review_by": review_by, "searches": searches})


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (lesson("2026-11-29"), ""),
        (lesson("2026-11-28"), "It was due for review on 28 November 2026 and has not been checked since."),
        (lesson("2027-11-21", "2025-11-29"), ""),
        (
            lesson("2027-11-21", "2025-11-28"),
            "Evidence against it was last searched for on 28 November 2025, more than a year ago.",
        ),
        (lesson("2027-11-21", "2024-01-01", "2026-02-01"), ""),
        (lesson("2027-11-21"), ""),
    ],
    ids=[
        "due today",
        "due yesterday",
        "a year ago",
        "a year and a day ago",
        "the last search counts",
        "no search told",
    ],
)
def test_a_lesson_is_overdue_from_the_day_after(found: Lesson, said: str) -> None:
    assert overdue(found, AS_OF) == said


def test_a_lesson_says_when_and_where_evidence_against_it_was_looked_for() -> None:
    assert searched(lesson()) == "No search for evidence against it is recorded."
    assert searched(lesson("2027-11-21", "2024-01-01", "2026-02-01")) == (
        "Evidence against it was last searched for on 1 February 2026: made-up journals."
    )


def test_an_overdue_lesson_says_so_at_its_head_and_comes_last() -> None:
    tiny = tiny_book()
    stale = tiny.lessons["call-on-families"].model_copy(update={"review_by": "2026-01-01"})
    book = Casebook.joined(
        tiny.vocabulary, tiny.views.values(), {**tiny.lessons, "call-on-families": stale}, tiny.documents
    )
    pages = {page.path: BeautifulSoup(str(page.body), "html.parser") for page in all_pages(book)}
    page, home = pages["/lessons/call-on-families/"], pages["/"]

    told = page.select_one("[data-path$='/computed/overdue']")
    assert told is not None and told.get_text() == (
        "It was due for review on 1 January 2026 and has not been checked since."
    )
    assert [row.slug for row in by_confidence(lesson_row(book, slug) for slug in book.lessons)][
        -1
    ] == "call-on-families"
    surest = home.select_one("section[aria-labelledby=lessons]")
    assert surest is not None and "Call on families" not in surest.get_text()
