"""The programme over time, the way to a result, and the balance of a ledger: nothing is drawn that is not on record."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from books import read, real_book, tiny_book
from pilotbook import charts
from pilotbook.casebook import Casebook
from pilotbook.charts.counted import pilots
from pilotbook.charts.funnel import steps_reached
from pilotbook.charts.programme import programme_dates
from pilotbook.judgement.lesson_strength import Standing
from pilotbook.record import Case
from pilotbook.record.shelf import Shelf
from pilotbook.views.missing_results import funnel


def book_of(*cases: Case) -> Casebook:
    return Casebook.of(Shelf(tiny_book().vocabulary, {f"case-{n}": case for n, case in enumerate(cases)}))


def of_programme(make_case: Callable[..., Case], **changes: object) -> Case:
    return make_case(programme={"name": "test-learn-and-grow"}, **changes)


def test_a_date_that_is_only_planned_has_a_mark_of_its_own(make_case: Callable[..., Case]) -> None:
    case = of_programme(make_case, dates={"announced": {"actual": "2024-12"}, "start": {"planned": "2025-01"}})

    frame = programme_dates(pilots(book_of(case)))

    assert frame["marks"].tolist() == [(("Announced", "2024-12-01"), ("Start planned", "2025-01-01"))]
    assert frame[["announced", "start", "end", "result"]].to_dict("records") == [
        {"announced": "December 2024", "start": "January 2025 (planned)", "end": "not found or read", "result": "no"}
    ]


def test_a_case_of_another_programme_is_not_among_the_programme_s_pilots(make_case: Callable[..., Case]) -> None:
    other = make_case(dates={"announced": {"actual": "2020"}})

    assert charts.programme_timeline(book_of(other)) is None


def test_the_title_counts_who_has_published_a_result() -> None:
    chart = charts.programme_timeline(real_book())
    assert chart is not None
    published = int((chart.frame["result"] == "yes").sum())

    assert len(chart.frame) == len(
        [c for c in real_book().cases.values() if c.programme and c.programme.name == "test-learn-and-grow"]
    )
    assert chart.title.startswith("None of the" if published == 0 else f"{published} of the")


def test_every_pilot_with_a_date_stands_in_the_picture() -> None:
    chart = charts.programme_timeline(real_book())
    assert chart is not None
    told = " ".join(read(chart.phone_svg).stripped_strings)

    assert all(pilot in told for pilot in chart.frame.loc[chart.frame["marks"].map(bool), "pilot"])


def test_each_step_on_the_way_to_a_result_holds_the_next() -> None:
    frame = steps_reached(funnel(real_book(), "All cases", real_book().views))

    assert frame["cases"].is_monotonic_decreasing
    assert frame["cases"].iloc[0] == len(real_book().cases)


def standing(supporting: int, qualifying: int, contradicting: int) -> Standing:
    some = next(iter(tiny_book().standings.values()))
    return replace(some, supporting=supporting, qualifying=qualifying, contradicting=contradicting)


def test_the_balance_says_in_words_what_it_draws() -> None:
    mark = read(charts.balance_mark(standing(3, 1, 2))).svg

    assert mark is not None
    assert mark["role"] == "img"
    assert mark["aria-label"] == "3 for, 1 setting a condition, 2 against"
    assert [tag.name for tag in mark.find_all()] == ["rect"] * 3 + ["path"] + ["rect"] * 2


def test_the_balance_of_eleven_cases_is_longer_than_that_of_one() -> None:
    widths = [read(charts.balance_mark(standing(count, 0, 0))).svg["width"] for count in (1, 11)]  # type: ignore[index]

    assert widths == ["6", "86"]


def test_the_balance_has_no_colour_and_no_id_of_its_own() -> None:
    mark = str(charts.balance_mark(standing(3, 1, 2)))

    assert "#" not in mark and " id=" not in mark


@pytest.mark.parametrize("counts", [(13, 0, 0), (400, 1, 1), (0, 30, 0), (0, 0, 900)])
def test_a_balance_of_many_entries_shows_their_shares_of_one_bar(counts: tuple[int, int, int]) -> None:
    mark = read(charts.balance_mark(standing(*counts))).svg
    assert mark is not None

    assert mark["width"] == "96"
    assert len(mark.find_all()) == sum(map(bool, counts))
    for rect in mark.find_all("rect"):
        assert float(str(rect["x"])) + float(str(rect["width"])) <= 96.1


def test_a_lesson_without_entries_has_no_balance() -> None:
    assert charts.balance_mark(standing(0, 0, 0)) == ""
