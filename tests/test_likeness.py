"""Places like one another: by figures of one series, with reasons, and never by how much the casebook has on a place."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from books import book_of, figure, pages_of, read, real_book, tiny_book, tiny_pages, words_of
from pilotbook.casebook import Casebook
from pilotbook.pages.kinds import place
from pilotbook.record import Case, Vocabulary
from pilotbook.views.similar_places import MOST, Likeness, distance, likenesses

SECTION = "section[aria-labelledby=alike]"
CODES = ["ash", "beech", "cedar", "elm", "fir", "oak", "yew"]
VOCABULARY = Vocabulary.model_validate(
    {
        **tiny_book().vocabulary.model_dump(mode="json", exclude={"series", "places"}, exclude_none=True),
        "places": {code: {"label": code.title(), "kind": "made-up town", "region": "Madeup Shire"} for code in CODES},
        "series": {
            "homes": {"label": "Made-up homes", "about": "Made-up scope differs"},
            "clinics": {"label": "Made-up clinics"},
        },
    }
)

Book = Callable[..., Casebook]


def reading(where: str, value: str, as_of: str = "2025-01", series: str = "homes", **changes: Any) -> dict[str, Any]:
    """Give a context figure of a series, written as in YAML, without its label."""
    counted = figure(value, **{"unit": "homes", **changes})
    return {"label": "Homes", "figure": counted, "series": series, "place": where, "as_of": as_of}


@pytest.fixture
def book(make_case: Callable[..., Case]) -> Book:
    """Give a function that makes a casebook with one case in each place, and some readings in the first case."""

    def made(*readings: dict[str, Any], more: int = 0) -> Casebook:
        figures = [{"id": f"F{n}", **item} for n, item in enumerate(readings, start=1)]
        cases = {
            code: make_case(id=f"TLG-C-MA{n}A", title=f"A made-up case in {code}", places=[{"place": code}])
            for n, code in enumerate(CODES)
        }
        cases["ash"] = cases["ash"].model_copy(update={"context": make_case(context={"figures": figures}).context})
        for n in range(more):
            cases[f"more-{n}"] = make_case(id=f"TLG-C-MB{n}A", places=[{"place": "oak"}])
        return book_of(cases, vocabulary=VOCABULARY)

    return made


def names(found: tuple[Likeness, ...]) -> list[str]:
    return [there.place for likeness in found for there in likeness.others]


def test_the_closest_by_ratio_stands_first(book: Book) -> None:
    readings = [reading("ash", "100"), reading("elm", "300"), reading("fir", "60"), reading("oak", "110")]

    assert names(likenesses(book(*readings), "ash")) == ["oak", "fir", "elm"]


def test_likeness_goes_both_ways(book: Book) -> None:
    made = book(
        *(reading(code, value) for code, value in zip(CODES[:5], ["7", "450", "1600", "2826", "31"], strict=True))
    )

    for one in CODES:
        for other in CODES:
            assert (one in names(likenesses(made, other))) == (other in names(likenesses(made, one)))
    for found in (likeness for code in CODES for likeness in likenesses(made, code)):
        assert all(distance(found.here, there) == distance(there, found.here) for there in found.others)


def test_how_many_cases_a_place_has_changes_nothing(book: Book) -> None:
    readings = [reading("ash", "100"), reading("oak", "110"), reading("elm", "90")]

    few, many = likenesses(book(*readings), "ash"), likenesses(book(*readings, more=9), "ash")
    assert names(few) == names(many) == ["oak", "elm"]


def test_only_the_latest_figure_of_a_place_counts(book: Book) -> None:
    made = book(
        reading("ash", "100"), reading("oak", "100", "2023"), reading("oak", "500", "2025-06"), reading("elm", "200")
    )

    (found,) = likenesses(made, "ash")
    assert names((found,)) == ["elm", "oak"]
    assert [str(there.value) for there in found.others] == ["200", "500"]


@pytest.mark.parametrize("change", [{"unit": "people"}, {"series": "clinics"}, {"status": "target"}])
def test_another_unit_or_series_or_a_target_is_not_compared(book: Book, change: dict[str, str]) -> None:
    assert likenesses(book(reading("ash", "100"), reading("oak", "100", **change)), "ash") == ()


@pytest.mark.parametrize(
    ("here", "there", "expected"), [("0", "0", ["oak"]), ("0", "5", []), ("5", "0", []), ("-5", "5", [])]
)
def test_nothing_is_like_nothing_and_no_ratio_is_made_with_it(
    book: Book, here: str, there: str, expected: list[str]
) -> None:
    assert names(likenesses(book(reading("ash", here), reading("oak", there)), "ash")) == expected


def test_no_more_than_four_are_named(book: Book) -> None:
    made = book(*(reading(code, str(100 + n)) for n, code in enumerate(CODES)))

    assert names(likenesses(made, "ash")) == ["beech", "cedar", "elm", "fir"] and MOST == 4


def test_a_place_is_named_once_by_the_series_in_which_it_is_closest(book: Book) -> None:
    made = book(
        *(reading("ash", "100"), reading("oak", "200")),
        *(reading("ash", "10", series="clinics"), reading("oak", "11", series="clinics")),
    )

    (found,) = likenesses(made, "ash")
    assert found.series == "clinics" and names((found,)) == ["oak"]


def test_a_place_without_a_figure_is_set_beside_none() -> None:
    assert read(tiny_pages()["/places/madeup-town/"].body).select_one(SECTION) is None


def test_a_page_shows_both_figures_with_dates_and_sources_and_the_series_caveat(book: Book) -> None:
    made = book(reading("ash", "1200", "2025-03"), reading("oak", "1000", "2024-12-31"))
    page = next(page for page in pages_of(place, made) if page.path == "/places/oak/")
    section = read(page.body).select_one(SECTION)
    told = words_of(section)

    assert "Made-up scope differs." in told
    assert "Oak (this place)1,000 homes[S1]31 December 2024" in told.replace(" [S1]", "[S1]")
    assert "Ash1,200 homes[S1]March 2025" in told
    assert section and {data["data-path"] for data in section.select("data")} == {
        "TLG-C-MA0A/context/figures/F1/figure",
        "TLG-C-MA0A/context/figures/F2/figure",
    }


def test_other_places_of_the_region_are_not_called_like_it(book: Book) -> None:
    page = read(next(page for page in pages_of(place, book()) if page.path == "/places/oak/").body)

    assert page.select_one(SECTION) is None
    assert "Ash" in words_of(page.select_one("section[aria-labelledby=region]"))
    assert "Oak" not in words_of(page.select_one("section[aria-labelledby=region]"))


def test_real_likenesses_rest_on_figures_that_are_there() -> None:
    found = {code: likenesses(real_book(), code) for code in real_book().vocabulary.places}

    assert names(found["liverpool"]) == ["manchester", "colchester"]
    assert found["sheffield"] == ()
    for here, there in ((one.here, other) for each in found.values() for one in each for other in one.others):
        assert here.series == there.series and here.unit == there.unit
        assert math.isfinite(distance(here, there))
