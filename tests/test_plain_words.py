"""What a page adds for readers who are no statisticians: shares told as so many in so many, and the language of a record."""

from dataclasses import replace
from typing import Any

import pytest
from books import book_of, figure, outcome, pages_of, read, tiny_book, words_of
from bs4 import BeautifulSoup
from madeup import CASE
from pilotbook.pages.kinds import case as case_page
from pilotbook.pages.kinds import lesson as lesson_page
from pilotbook.publish.facts import stray_numbers
from pilotbook.record import Case
from pilotbook.rules.plain import easy_to_read
from pilotbook.text.yamlfile import Document


def page_of(**changes: Any) -> BeautifulSoup:
    """Give the page of a made-up case with one outcome, some of its fields changed."""
    made = Case.model_validate({**CASE, "lessons": [], "outcomes": [outcome(**changes)]})
    return read(next(pages_of(case_page, book_of({"made-up": made}))).body)


def numbers_of(page: BeautifulSoup) -> str:
    return words_of(page.find(class_="numbers"))


def test_a_share_of_people_is_told_in_words_beside_the_exact_figure() -> None:
    told = numbers_of(page_of(result=figure("17.8")))

    assert "Result 17.8%[S1] about 1 in 6" in told


def test_the_words_carry_the_path_of_the_figure() -> None:
    page = page_of(result=figure("17.8"))

    exact, in_words = page.select('.numbers [data-path$="/outcomes/O1/result"]')
    assert (exact.get_text(), in_words.get_text()) == ("17.8%", "about 1 in 6")
    assert stray_numbers(str(page)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"result": figure("17.8"), "label": "Rise in made-up visits"},
        {"result": figure("17.8", note="Change on the year before.")},
        {"result": figure("17.8", qualifier="more_than")},
        {"result": figure("17.8", unit="percentage points")},
        {"result": figure("17.8"), "kind": "cost"},
        {"result": figure("47")},
        {"effect": {**figure("20"), "type": "percent_change"}, "result": figure("300", unit="families")},
    ],
    ids=["rise", "change", "qualified", "points", "money", "no fraction is near", "effect"],
)
def test_what_is_no_plain_share_is_told_as_a_figure_only(changes: dict[str, Any]) -> None:
    gap = {"missing": "not_measured"}

    assert " in " not in numbers_of(page_of(**{"baseline": gap, "effect": gap, **changes})).partition("Sample")[0]


# Languages.


def test_a_record_in_another_language_says_so_on_its_page() -> None:
    made = Case.model_validate({**CASE, "lessons": [], "title": "Ymweliadau dychmygol", "lang": "cy"})

    page = read(next(pages_of(case_page, book_of({"made-up": made}))).body)

    assert page.article["lang"] == "cy"


def test_a_record_in_the_site_s_language_leaves_it_to_the_page() -> None:
    assert not page_of().article.has_attr("lang")


def test_a_lesson_says_its_language_on_both_of_its_parts() -> None:
    lessons = {slug: lesson.model_copy(update={"lang": "cy"}) for slug, lesson in tiny_book().lessons.items()}

    page = read(next(pages_of(lesson_page, replace(tiny_book(), lessons=lessons))).body)

    assert [part["lang"] for part in page.select(".prose")] == ["cy", "cy"]


def test_words_of_another_language_are_not_measured_as_english() -> None:
    hard = "Operationalise proportionate accountability mechanisms before commencement in every locality."
    case = Case.model_validate({**CASE, "summary": hard, "lang": "cy"})

    assert list(easy_to_read(case, Document("made-up.yml", "id: made-up\n", {}))) == []
