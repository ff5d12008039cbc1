"""Areas, approaches and the programme as pictures: drawn by plain rows, and nothing that is not on record."""

from collections.abc import Callable

import pandas as pd
from books import book_of, figure, outcome, pages_of, read, tiny_book, words_of
from pilotbook.casebook import Casebook
from pilotbook.charts.counted import pilots
from pilotbook.charts.phases import programme_phases
from pilotbook.charts.strip import findings_strip, most_of
from pilotbook.notebook.shown import MOST, Shown
from pilotbook.pages.kinds import approaches, areas
from pilotbook.publish import programme_picture
from pilotbook.record import Case
from pilotbook.record.shelf import Shelf

MakeCase = Callable[..., Case]
BY_LOT = {"design": "rct_individual", "allocation": "drawn by lot", "group": "Made-up families without it"}


def of_programme(make_case: MakeCase, **changes: object) -> Case:
    return make_case(programme={"name": "test-learn-and-grow"}, **changes)


def book_with(make_case: MakeCase) -> Casebook:
    """Give a trial with two findings that score 5, one that no design stands behind, and one that nobody has read."""
    outcomes = [
        outcome(comparison=BY_LOT, finding="worse", effect=figure("-3", "percentage points") | {"type": "difference"}),
        outcome(id="O4", label="Made-up fourth", primary="no", comparison=BY_LOT),
        outcome(id="O2", label="Made-up second", primary="no"),
        outcome(id="O3", label="Made-up third", primary="no", finding="not_known", result={"missing": "not_read"}),
    ]
    return book_of({"made-up": make_case(approaches=["made-up-visits"], outcomes=outcomes)}, {})


def test_the_lines_of_a_strip_are_as_long_as_their_counts_and_one_among_many_is_seen() -> None:
    strip = read(findings_strip([("worse", 1), ("better", 40)], [("better", 10)], most=40))

    lines = [(line["class"], line["x"], line["width"]) for line in strip.find_all("rect")]
    assert lines == [(["is-fair"], "13", "2.0"), (["is-fair"], "169", "34.0"), (["is-rest"], "169", "8.5")]
    assert len(strip.find_all("path", class_="sign")) == 4


def test_all_strips_of_a_table_are_drawn_to_its_largest_count() -> None:
    assert most_of([[("worse", 3)], [], [("mixed", 7), ("better", 5)]]) == 7
    assert most_of([[], []]) == 1


def test_a_row_of_approaches_says_what_its_strip_shows(make_case: MakeCase) -> None:
    [page] = pages_of(approaches, book_with(make_case))

    first = read(page.body).select_one("#approaches tbody th:has(rect)")
    assert first and "2 fairly tested, 1 other finding" in first.get_text(" ")
    assert {column.get("class")[0] for column in first.select("rect")} <= {"is-fair", "is-rest"}


def test_what_the_picture_of_areas_does_not_show_is_counted_and_not_told_as_none(make_case: MakeCase) -> None:
    [page] = pages_of(areas, book_with(make_case))

    told = words_of(page.body)
    assert "Worse" in told and "drawn under each policy area of its case" in told
    assert "without a finding in this book" in told
    assert "nobody" not in told.casefold()


def test_a_month_is_drawn_as_long_as_it_is_and_a_plan_is_told_as_one(make_case: MakeCase) -> None:
    dates = {"announced": {"actual": "2025-07-16"}, "start": {"planned": "2026-01"}}
    chart = programme_phases(pilots(_of(of_programme(make_case, dates=dates))), "TLG", "2026-11-29")

    assert chart
    [group] = chart.panels[0].groups
    announced, start = group.marks
    assert (announced.shape, announced.kind, announced.told) == ("point", "time", "16 July 2025")
    assert (start.shape, start.kind, start.name, start.told) == ("span", "planned", "Start planned", "January 2026")
    # 31 days of two years.
    assert round(start.end - start.start, 1) == 4.1
    assert chart.sentence.endswith("0 of 1 hold a finding in this book. What is not drawn was not found or read.")


def test_a_pilot_without_a_date_stands_in_the_table_of_the_programme(make_case: MakeCase) -> None:
    dated = of_programme(make_case, dates={"announced": {"actual": "2024"}})
    bare = of_programme(make_case, id="TLG-C-MAD9", title="A made-up pilot without dates", dates={})

    chart = programme_phases(pilots(_of(dated, bare)), "TLG", "2026-11-29")

    assert chart and chart.title == "What has a date, for 1 of the 2 records on TLG"
    assert "A made-up pilot without dates" in chart.csv() and "not found or read" in chart.csv()
    assert programme_phases(pilots(_of(bare)), "TLG", "2026-11-29") is None


def test_the_page_of_the_programme_has_its_picture_where_it_leaves_a_place(make_case: MakeCase) -> None:
    book = _of(of_programme(make_case, dates={"announced": {"actual": "2024"}}))
    page = f"<h2>Timeline</h2>{programme_picture.MARK}<p>More.</p>".encode()

    shown = programme_picture.set_in({programme_picture.PAGE: page}, book)[programme_picture.PAGE].decode()

    assert 'id="chart-programme-phases"' in shown and shown.endswith("</div><p>More.</p>")
    assert programme_picture.set_in({programme_picture.PAGE: b"<p>No place.</p>"}, book) == {}


def test_a_table_of_many_rows_in_a_notebook_is_folded_and_a_short_one_is_not() -> None:
    long = Shown("31 things", pd.DataFrame({"Thing": range(MOST + 1)}))
    short = Shown("30 things", pd.DataFrame({"Thing": range(MOST)}))

    assert long._repr_html_().startswith("<details><summary>31 things: show the table</summary>")
    assert short._repr_html_().startswith("<div")


def _of(*cases: Case) -> Casebook:
    return Casebook.of(Shelf(tiny_book().vocabulary, {f"case-{n}": case for n, case in enumerate(cases)}))
