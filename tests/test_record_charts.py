"""Charts of one record: marks stand where their figures say, words tell all, and a chart stands only where it compares."""

import csv as reader
import io
import re
import sys
import xml.dom.minidom
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from books import MISSING, figure, outcome, read, real_book, source, tiny_book
from contrast import contrast, parts_of
from pilotbook import charts
from pilotbook.casebook import Casebook
from pilotbook.charts import palette
from pilotbook.charts.costs import cost_figures
from pilotbook.charts.cycles import cycle_dates
from pilotbook.charts.ledger import ledger_entries
from pilotbook.charts.lessons import KINDS
from pilotbook.charts.outcomes import outcome_figures
from pilotbook.charts.panels import Group, Mark, Marks, cut, dated, measured, panel
from pilotbook.charts.parts import figures
from pilotbook.charts.record_chart import RecordChart
from pilotbook.charts.sheet import COLOURS
from pilotbook.charts.ticks import ticks
from pilotbook.pages.fact_html import chart as on_a_page
from pilotbook.pages.kinds import case, style
from pilotbook.publish.styles import FOLDER
from pilotbook.record import Case
from pilotbook.text.spreadsheet import ENCODING
from test_styles import SCHEMES

VISITS = "madeup-town-doorstep-visits"
HOSTILE = "=1+1</script><img src=x onerror=alert(1)>"
CSS = (FOLDER / "record-chart.css").read_text(encoding="utf-8")
each_book = pytest.mark.parametrize("book", ["real", "tiny"])


def every_chart(book: Casebook) -> list[RecordChart]:
    of_cases = [chart for slug in book.cases for chart in charts.for_case(book.views[slug])]
    return of_cases + [chart for slug in book.lessons for chart in charts.for_lesson(book, slug)]


@cache
def charts_of(name: str) -> dict[str, RecordChart]:
    return {chart.name: chart for chart in every_chart({"real": real_book, "tiny": tiny_book}[name]())}


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d(?:[\d,.]*\d)?", text))


def cost(**changes: Any) -> dict[str, Any]:
    line = {"id": "C1", "label": "Visitors", "phase": "whole", "type": "staff", "planned": MISSING, "actual": MISSING}
    return {**line, **changes}


def cycle(**changes: Any) -> dict[str, Any]:
    said = {"text": "Would a letter help?", "source": ["S1"], "locator": "page 1"}
    gap = dict.fromkeys(("hypothesis", "tested", "result"), MISSING)
    return {"id": "CY1", "question": said, **gap, "decision": "undecided", **changes}


def marks_of(chart: RecordChart) -> list[Mark]:
    return [mark for one in chart.panels if isinstance(one, Marks) for group in one.groups for mark in group.marks]


# Where a chart stands


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"outcomes": [outcome(n=MISSING)]},
        # One share with its interval: the outcome says both.
        {"outcomes": [outcome(comparison={"design": "after_only"})]},
        {"costs": [cost()]},
        {"costs": [cost(planned=figure("5", "GBP"))]},
        {
            "costs": [
                cost(planned=figure("5", "GBP")),
                cost(id="C2", label="For each family", actual=figure("3", "GBP")),
            ]
        },
        {"cycles": [cycle()]},
        {"cycles": [cycle(start="2025-01")]},
        {"cycles": [cycle(start="2025-01")], "dates": {"start": {"planned": "2025-01"}}},
    ],
    ids=[
        "nothing",
        "a figure",
        "a share",
        "no sum",
        "a sum",
        "a sum and one for each",
        "no date",
        "a date",
        "one date twice",
    ],
)
def test_where_nothing_can_be_compared_there_is_no_chart(
    book_of_one: Callable[..., Casebook], changes: dict[str, Any]
) -> None:
    assert charts.for_case(book_of_one(**changes).views["made-up"]) == ()


@pytest.mark.parametrize(
    ("changes", "section"),
    [
        ({"outcomes": [outcome(baseline=figure("31"), n=MISSING)]}, "outcomes"),
        ({"costs": [cost(planned=figure("5", "GBP"), actual=figure("6", "GBP"))]}, "costs"),
        (
            {
                "costs": [
                    cost(planned=figure("5", "GBP")),
                    cost(id="C2", type="saving_claimed", planned=figure("9", "GBP")),
                ]
            },
            "costs",
        ),
        ({"cycles": [cycle(start="2025-01"), cycle(id="CY2", start="2025-06")]}, "cycles"),
    ],
    ids=["before and after", "planned and actual", "a cost and a claim", "two cycles"],
)
def test_two_values_make_a_chart_that_says_its_section(
    book_of_one: Callable[..., Casebook], changes: dict[str, Any], section: str
) -> None:
    made = charts.for_case(book_of_one(**changes).views["made-up"])

    assert [(chart.section, chart.name) for chart in made] == [(section, f"{section}-made-up")]


def test_a_ledger_of_one_kind_and_side_needs_no_picture(book_of_one: Callable[..., Casebook]) -> None:
    entry = {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "Made up.", "evidence": ["S1"]}

    assert charts.for_lesson(book_of_one(lessons=[entry, entry]), "made-up-lesson") == ()
    other = {**entry, "relation": "qualifies"}
    (chart,) = charts.for_lesson(book_of_one(lessons=[entry, other]), "made-up-lesson")
    assert chart.section == "ledger"
    assert chart.title == "1 entry for, 1 setting a condition, 0 against"


@each_book
def test_every_panel_compares_two_values_or_more_with_those_on_its_axis(book: str) -> None:
    for chart in charts_of(book).values():
        for axis in {one.axis for one in chart.panels if isinstance(one, Marks)}:
            on_it = [one for one in chart.panels if isinstance(one, Marks) and one.axis == axis]
            assert sum(len(group.marks) for one in on_it for group in one.groups) > 1, chart.name


def test_a_page_tells_in_words_the_interval_that_has_no_chart() -> None:
    page = next(r for r in case.recipes(real_book()) if r.path == "/cases/gateshead-liberated-method/").page()

    assert not page.charts
    told = read(page.body).find(attrs={"data-path": "TLG-C-C8S1/outcomes/O1/computed/intervals"})
    assert told is not None and told.get_text() == "95% interval 54.6 to 81.9% (pilot group: 40 families)"


def test_the_style_page_shows_a_chart_of_the_first_case_with_figures_to_compare_and_leads_nowhere_without(
    book_of_one: Callable[..., Casebook],
) -> None:
    (shown,) = (recipe.page() for recipe in style.recipes(real_book()))
    (bare,) = (recipe.page() for recipe in style.recipes(book_of_one()))

    first = next(
        chart for view in real_book().views.values() for chart in charts.for_case(view) if chart.section == "outcomes"
    )
    assert [chart.name for chart in shown.charts] == [first.name]
    assert bare.charts == ()
    assert "#chart" not in {str(link["href"]) for link in read(bare.body).find_all("a", href=True)}


# What is drawn


def test_bars_of_a_known_record_begin_at_zero_and_are_as_long_as_their_figures() -> None:
    drawn = read(charts_of("tiny")[f"outcomes-{VISITS}"].to_html())

    # The axis ends with what is most: the upper end of the interval about 42%, which is 45.4.
    bars = [(rect["x"], rect["width"]) for rect in drawn.select("rect")]
    assert bars == [("0.0%", "68.28%"), ("0.0%", "92.51%"), ("0.0%", "66.08%"), ("0.0%", "72.69%")]
    assert [line["x1"] for line in drawn.select(".zero")] == ["0.0%"] * 4
    ends = [(line["x1"], line["x2"]) for line in drawn.select(".interval")]
    assert ends == [("85.24%", "100.0%"), ("65.86%", "79.74%")]
    assert [line["x1"] for line in drawn.select(".interval-edge")] == ["85.24%", "65.86%"]
    assert [tick.get_text() for tick in drawn.select(".axis-ticks span")] == ["0", "10", "20", "30", "40"]
    at = [" ".join(tick["class"]) for tick in drawn.select(".axis-ticks span")]
    assert at[:2] == ["tens-0 ones-0 tenths-0", "tens-2 ones-2 tenths-0"]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "tens-0 ones-0 tenths-0"),
        (9.94, "tens-0 ones-9 tenths-9"),
        (9.96, "tens-1 ones-0 tenths-0"),
        (22, "tens-2 ones-2 tenths-0"),
        (83.34, "tens-8 ones-3 tenths-3"),
        (100.0, "tens-10 ones-0 tenths-0"),
        # What lies beyond the axis stands at its end.
        (-3, "tens-0 ones-0 tenths-0"),
        (104.2, "tens-10 ones-0 tenths-0"),
    ],
)
def test_a_place_on_an_axis_is_told_figure_by_figure_as_no_element_has_styles_of_its_own(
    number: float, told: str
) -> None:
    assert figures(number) == told


def test_each_bar_has_its_name_and_value_beside_it() -> None:
    rows = read(charts_of("tiny")[f"outcomes-{VISITS}"].to_html()).select(".chart-row")

    told = [" | ".join(row.stripped_strings) for row in rows]
    assert told == [
        "Pilot group before | 2023 | 31%",
        "Pilot group | 843 families; 2024; 95% interval worked out here: 38.7 to 45.4% | 42%",
        "Comparison group before | Families in Madeup Vale; 2023 | 30%",
        "Comparison group | 844 families; 2024; 95% interval worked out here: 29.9 to 36.2% | 33%",
    ]
    kinds = [row.svg["class"][1] for row in rows if row.svg]
    assert kinds == ["is-before", "is-pilot", "is-comparison-before", "is-comparison"]


def test_a_figure_below_zero_reaches_left_of_zero() -> None:
    drawn = read(charts_of("real")["outcomes-frome-compassionate-communities"].to_html())

    # From −14 to 28.5 is 42.5, and 14 of that is 32.94 per cent.
    assert [(rect["x"], rect["width"]) for rect in drawn.select("rect")] == [("0.0%", "32.94%"), ("32.94%", "67.06%")]
    assert {line["x1"] for line in drawn.select(".zero")} == {"32.94%"}
    assert [tick.get_text() for tick in drawn.select(".axis-ticks span")] == ["−10", "0", "10", "20"]


def test_claims_stand_behind_a_fence_on_an_axis_that_ends_where_that_of_costs_does() -> None:
    chart = charts_of("real")["costs-stoke-on-trent-locality-working"]
    costs, claims = read(chart.to_html()).select(".chart-panel")

    assert "is-claimed" not in costs["class"] and "is-claimed" in claims["class"]
    assert (
        claims.p is not None
        and claims.p.get_text() == "Savings and benefits that somebody claims or expects: not costs"
    )
    assert [panel.rect["width"] for panel in (costs, claims) if panel.rect] == ["13.61%", "100.0%"]
    ticked = [[tick.get_text() for tick in panel.select(".axis-ticks span")] for panel in (costs, claims)]
    assert ticked == [["0", "10", "20", "30"]] * 2
    assert [panel.svg["class"] for panel in (costs, claims) if panel.svg] == [
        ["row-line", "is-planned"],
        ["row-line", "is-claimed"],
    ]


def test_sums_for_each_person_stand_in_the_table_and_get_no_bar() -> None:
    chart = charts_of("real")["costs-housing-first-pilots"]

    assert [mark.told for mark in marks_of(chart)] == ["£28 million", "£13.9 million"]
    assert [row["drawn"] for row in chart.rows] == ["yes", "yes", "no: a sum for each"]
    assert "Sums for each person, school or pound are no sums of the whole" in read(chart.to_html()).get_text()


def test_cycles_are_spans_between_their_days_on_an_axis_of_whole_years() -> None:
    drawn = read(charts_of("tiny")[f"cycles-{VISITS}"].to_html())

    # From 5 February 2024, the 36th day, to 31 January 2025, of the 731 days of two years.
    spans = [(rect["x"], rect["width"]) for rect in drawn.select("rect")]
    assert spans == [("4.79%", "49.38%"), ("16.55%", "12.45%")]
    assert [tick.get_text() for tick in drawn.select(".axis-ticks span")] == ["2024", "2025", "2026"]


def test_a_cycle_with_one_date_is_a_point_at_it(book_of_one: Callable[..., Casebook]) -> None:
    book = book_of_one(cycles=[cycle(start="2025-01"), cycle(id="CY2", start="2025", end="2025")])

    drawn = read(charts.for_case(book.views["made-up"])[0].to_html())

    assert [circle["cx"] for circle in drawn.select("circle")] == ["0.0%"]
    assert [rect["width"] for rect in drawn.select("rect")] == ["99.73%"]


def test_a_ledger_has_a_dot_for_each_entry_in_the_shape_of_its_side() -> None:
    drawn = read(charts_of("real")["ledger-projected-savings"].to_html())

    cells = [len(cell.select("svg")) for cell in drawn.select(".dots-cell")]
    sides = Counter(entry.relation for entry in real_book().ledger["projected-savings"])
    told = [str(sides[relation]) for relation in ("supports", "contradicts", "qualifies") if sides[relation]]
    assert sum(cells) == sum(sides.values())
    shapes = {cell["class"][1]: cell.path["d"] for cell in drawn.select(".dots-cell") if cell.path}
    assert len(set(shapes.values())) == len(shapes) == 3
    shown = [cell.strong.get_text() for cell in drawn.select(".dots-cell") if cell.strong]
    assert sorted(shown[-len(shapes) :]) == sorted(told)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ("0", "45.4", ["0", "10", "20", "30", "40"]),
        ("0", "1.2", ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "1.2"]),
        ("-14", "28.5", ["-10", "0", "10", "20"]),
        ("0", "0.3", ["0.0", "0.1", "0.2", "0.3"]),
        ("0", "6000", ["0", "2000", "4000", "6000"]),
        ("0", "3", ["0", "1", "2", "3"]),
        ("-8", "-3", ["-8", "-7", "-6", "-5", "-4", "-3"]),
    ],
)
def test_ticks_are_round_numbers_within_the_axis(low: str, high: str, told: list[str]) -> None:
    assert [f"{tick:f}" for tick in ticks(Decimal(low), Decimal(high))] == told


def test_a_long_chart_is_cut_where_a_group_ends_and_loses_no_mark() -> None:
    groups = [Group(f"Group {n}", tuple(Mark(f"mark {m}", "1", "pilot", 0, 1) for m in range(3))) for n in range(8)]
    one = panel("All", measured("%", groups), groups, note="Mind this.")

    def parts(most: int, little: int = 0) -> list[list[tuple[int, str]]]:
        return [[(len(each.groups), each.note) for each in part] for part in cut([one], most, little)]  # type: ignore[union-attr]

    assert parts(9) == [[(3, "")], [(5, "Mind this.")]]
    assert parts(11) == [[(3, "")], [(5, "Mind this.")]]
    # The first group stands whole, and what is left must be worth a press.
    assert parts(1) == [[(1, "")], [(7, "Mind this.")]]
    assert parts(24) == [[(8, "Mind this.")], []]
    assert parts(18, little=6) == [[(8, "Mind this.")], []]
    assert parts(18, little=5) == [[(6, "")], [(2, "Mind this.")]]


def test_what_a_press_shows_is_the_rest_of_the_chart() -> None:
    long = max(
        charts_of("real").values(),
        key=lambda chart: sum(len(one.groups) for one in chart.panels if isinstance(one, Marks)),
    )
    figure = read(long.to_html())

    names = [row.get_text() for row in figure.select(".chart-rows .row-name")]
    assert names == [
        f"{mark.name}{mark.note}"
        for one in long.panels
        if isinstance(one, Marks)
        for group in one.groups
        for mark in group.marks
    ]
    assert 0 < len(figure.select(".chart-more .row-name")) < len(names)


def test_an_axis_without_length_is_no_axis() -> None:
    with pytest.raises(ValueError, match="has no length"):
        ticks(Decimal(3), Decimal(3))


def test_a_panel_of_nothing_but_zeros_has_an_axis() -> None:
    groups = [Group("", (Mark("One", "0", "pilot", 0, 0), Mark("Two", "0", "pilot", 0, 0)))]

    drawn = panel("", measured("%", groups), groups)

    assert [mark.wide for mark in drawn.groups[0].marks] == [0, 0]


def test_a_long_time_has_no_more_than_seven_years_written() -> None:
    groups = [Group("", (Mark("Long", "", "time", 700_000, 740_000, shape="span"),))]

    years = [int(tick.told) for tick in dated(groups).ticks]

    assert len(years) <= 7
    assert len({after - year for year, after in pairwise(years)}) == 1


# Rows


def test_figures_of_another_unit_are_not_set_beside_the_result(make_case: Callable[..., Case]) -> None:
    unlike = outcome(baseline=figure("900", "families"), n=MISSING)
    like = outcome(id="O2", baseline=figure("31"), n=MISSING)

    rows = outcome_figures(make_case(outcomes=[unlike, like]))

    assert [(row["group"], row["value"], row["outcomes"]) for row in rows] == [
        ("pilot group before", 31.0, 1),
        ("pilot group", 42.0, 1),
    ]


def test_shares_of_known_people_are_drawn_with_their_intervals(make_case: Callable[..., Case]) -> None:
    alone = {"comparison": {"design": "after_only"}}

    rows = outcome_figures(make_case(outcomes=[outcome(**alone), outcome(id="O2", **alone)]))

    told = [(row["value"], row["low"], row["high"], row["who"]) for row in rows]
    assert told == [(42.0, 36.6, 47.7, "300 families")] * 2


def test_a_count_of_people_is_drawn_as_the_share_that_it_is(book_of_one: Callable[..., Casebook]) -> None:
    counted = {"comparison": {"design": "after_only"}, "result": figure("126", "families")}
    book = book_of_one(outcomes=[outcome(**counted), outcome(id="O2", **counted)])

    (chart,) = charts.for_case(book.views["made-up"])

    assert [(mark.told, mark.end) for mark in marks_of(chart)] == [("126 families (42%)", 88.05)] * 2


def test_the_interval_that_was_published_is_told_beside_the_figures() -> None:
    chart = charts_of("tiny")[f"outcomes-{VISITS}"]

    assert (
        "+8.0 percentage points (95% interval 2.5 to 13.5)"
        in read(chart.to_html()).select_one(".panel-note").get_text()
    )  # type: ignore[union-attr]
    groups = ["pilot group before", "pilot group", "comparison group before", "comparison group"]
    assert [row["group"] for row in chart.rows] == groups


def test_sums_are_brought_to_pounds_and_claims_are_counted_apart(make_case: Callable[..., Case]) -> None:
    lines = [
        cost(planned=figure("1.5", "GBP million"), actual=figure("1700000", "GBP")),
        cost(id="C2", type="saving_claimed", planned=figure("2", "GBP billion", status="estimate")),
        cost(id="C3", label="For each family", actual=figure("300", "GBP")),
    ]

    rows = cost_figures(make_case(costs=lines))

    assert [(row["group"], row["pounds"], row["whole"]) for row in rows] == [
        ("planned", 1_500_000, True),
        ("actual", 1_700_000, True),
        ("claimed", 2_000_000_000, True),
        ("actual", 300, False),
    ]
    assert {(row["costs"], row["both"], row["claims"]) for row in rows} == {(2, 1, 1)}


AGAIN = cost(id="C9", type="saving_claimed", label="A saving", planned=figure("7", "GBP"))


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([cost(planned=figure("5", "GBP")), AGAIN], "£5 was planned; what was spent: not in the part we read"),
        (
            [cost(actual=figure("5", "GBP")), AGAIN],
            "£5 is given as the cost; what was planned: not in the part we read",
        ),
        (
            [cost(planned=figure("5", "GBP"), actual=figure("6", "GBP"))],
            "1 of 1 cost shown both as planned and as spent or found afterwards",
        ),
        (
            [cost(type="saving_claimed", planned=figure("5", "GBP")), AGAIN],
            "Savings or benefits are forecast; what it cost: not in the part we read",
        ),
        (
            [cost(planned=figure("5", "GBP")), cost(id="C2", label="More", actual=figure("5", "GBP"))],
            "No cost is shown both as planned and as spent or found afterwards",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_title_of_costs_says_what_can_be_checked(
    book_of_one: Callable[..., Casebook], lines: list[dict[str, Any]], title: str
) -> None:
    chart = charts.cost_chart(book_of_one(costs=lines).views["made-up"])

    assert chart is not None and chart.title == title


def test_cycles_are_placed_by_their_dates(make_case: Callable[..., Case]) -> None:
    case = make_case(
        cycles=[cycle(start="2025-01", end="2025-03", decision="adapt"), cycle(id="CY2")],
        dates={"start": {"planned": "2024-11"}},
    )

    rows = cycle_dates(case)

    assert [(row["begin"], row["finish"], row["started"], row["decision"]) for row in rows] == [
        ("2024-11-01", None, "November 2024 (planned)", ""),
        ("2025-01-01", "2025-03-31", "January 2025", "adapted"),
    ]
    assert {(row["cycles"], row["decided"]) for row in rows} == {(1, 1)}


def test_no_entry_of_a_ledger_is_lost() -> None:
    book = real_book()

    for slug, entries in book.ledger.items():
        rows = ledger_entries(book, slug)
        assert sum(row["entries"] for row in rows) == len(entries)
        assert list(dict.fromkeys(row["kind"] for row in rows)) == KINDS


# What every chart promises


@each_book
def test_every_number_in_a_sentence_or_title_stands_in_the_rows(book: str) -> None:
    for chart in charts_of(book).values():
        table = read(chart.to_html()).table
        assert table is not None
        assert numbers(f"{chart.title} {chart.sentence}") <= numbers(table.get_text(" ")), chart.name
        assert chart.sentence.endswith(".")


@each_book
def test_every_value_of_a_picture_stands_in_its_rows(book: str) -> None:
    for chart in charts_of(book).values():
        rows = " ".join(str(value) for row in chart.rows for value in row.values())
        for mark in marks_of(chart):
            assert numbers(mark.told) <= numbers(rows), (chart.name, mark.told)


@each_book
def test_every_chart_has_one_name_a_path_a_source_and_ids_of_its_own(book: str) -> None:
    made = every_chart({"real": real_book, "tiny": tiny_book}[book]())
    ids: list[str] = []
    for chart in made:
        page = read(chart.to_html())
        ids += [str(tag["id"]) for tag in page.find_all(id=True)]
        picture, *_ = page.find_all(role="img")
        assert picture["aria-label"] == chart.sentence
        assert page.figure is not None and page.figure["data-path"] == chart.path
        assert all(svg["aria-hidden"] == "true" for svg in page.find_all("svg"))
        assert 2 < len(chart.title.split()) <= 20, chart.title
        assert chart.subtitle and chart.source
        assert not {"nan", "none"} & set(re.findall(r"\w+", f"{chart.title} {chart.sentence}".casefold()))

    assert sorted(ids) == sorted({f"chart-{chart.name}" for chart in made})


def test_a_case_s_charts_say_which_part_of_the_record_they_are_of() -> None:
    made = charts.for_case(tiny_book().views[VISITS])

    assert [chart.path for chart in made] == ["TLG-C-MAD1/outcomes", "TLG-C-MAD1/costs", "TLG-C-MAD1/cycles"]
    assert [chart.section for chart in made] == ["outcomes", "costs", "cycles"]


def test_the_table_has_a_caption_and_a_heading_for_each_row_and_column() -> None:
    chart = charts_of("tiny")[f"outcomes-{VISITS}"]
    table = read(chart.to_html()).table
    assert table is not None and table.caption is not None

    assert table.caption.get_text() == f"Data: {chart.subtitle}"
    assert [th.get_text() for th in table.thead.find_all("th", scope="col")] == list(chart.headings)
    assert [[th["scope"] for th in line.find_all("th")] for line in table.tbody.find_all("tr")] == [["row"]] * 4
    numbers = [td.get_text() for td in table.tbody.find_all("td", class_="number")]
    assert [number for number in numbers if number][:3] == ["31", "1", "1"]


def test_the_downloads_are_the_data_and_a_picture_that_stands_alone() -> None:
    chart = charts_of("tiny")[f"outcomes-{VISITS}"]

    files = chart.downloads()

    assert list(files) == [f"outcomes-{VISITS}.{kind}" for kind in ("csv", "svg", "json")]
    rows = list(reader.DictReader(io.StringIO(files[f"outcomes-{VISITS}.csv"].decode(ENCODING), newline="")))
    assert list(rows[0]) == list(chart.headings)
    assert [row["Figure"] for row in rows] == ["31.0", "42.0", "30.0", "33.0"]
    picture = read(files[f"outcomes-{VISITS}.svg"].decode()).get_text()
    for said in (chart.title, chart.subtitle, f"Source: {chart.source}.", "Pilot group before", "42%", "%"):
        assert said in picture


@pytest.mark.parametrize(
    ("base", "folder"), [("../charts", "../charts/"), ("../charts/", "../charts/"), ("", ""), ("/", "/")]
)
def test_links_to_downloads_say_what_kind_and_how_large_the_data_are(base: str, folder: str) -> None:
    links = read(charts_of("tiny")[f"costs-{VISITS}"].to_html(base)).find_all("a", download=True)

    assert [link["href"] for link in links] == [f"{folder}costs-{VISITS}.{kind}" for kind in ("csv", "svg")]
    assert [link.get_text() for link in links] == ["Download the data for this chart (CSV, 1 KB)", "Picture (SVG)"]


def test_without_a_folder_there_are_no_links() -> None:
    assert read(charts_of("tiny")[f"costs-{VISITS}"].to_html()).find("a") is None


@each_book
def test_a_picture_that_stands_alone_is_xml_with_no_word_outside_it_and_no_small_type(book: str) -> None:
    for chart in charts_of(book).values():
        assert xml.dom.minidom.parseString(chart.svg()).documentElement is not None
        drawn = read(chart.svg()).svg
        assert drawn is not None and drawn["width"] == "672"
        assert drawn["aria-label"] == chart.sentence
        for text in drawn.find_all("text"):
            size, words = int(str(text["font-size"]).removesuffix("px")), text.get_text()
            assert size >= 14
            # A letter is about half as wide as it is high.
            long = len(words) * size * 0.5
            start = float(str(text["x"])) - {"start": 0.0, "middle": long / 2, "end": long}[str(text["text-anchor"])]
            assert start >= -10 and start + long <= 656, (chart.name, words)


def test_a_picture_is_the_same_bytes_each_time() -> None:
    first = {chart.name: chart.downloads() for chart in every_chart(tiny_book())}

    assert {chart.name: chart.downloads() for chart in every_chart(tiny_book())} == first


def test_a_page_offers_no_data_for_exploring_a_record_s_chart() -> None:
    page = read(on_a_page(charts_of("tiny")[f"costs-{VISITS}"]))

    assert page.div is not None and page.div["data-path"] == "TLG-C-MAD1/costs"
    assert page.find("script") is None


def test_hostile_words_come_out_as_text(book_of_one: Callable[..., Casebook]) -> None:
    entry = {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "Made up.", "evidence": ["O1"]}
    effect = {**figure("8", "percentage points"), "type": "difference", "note": HOSTILE}
    trial = {"design": "rct_individual", "allocation": "drawn by lot", "group": HOSTILE, "result": figure("30")}
    book = book_of_one(
        title=HOSTILE,
        outcomes=[outcome(label=HOSTILE, comparison=trial, effect=effect), outcome(id="O2", label=HOSTILE)],
        costs=[cost(label=HOSTILE, planned=figure("5", "GBP", period=HOSTILE), actual=figure("6", "GBP"))],
        cycles=[
            cycle(question={"text": HOSTILE, "source": ["S1"], "locator": "page 1"}, start="2025"),
            cycle(id="CY2", start="2026"),
        ],
        lessons=[entry, {**entry, "relation": "qualifies"}],
        sources=[source(publisher=HOSTILE)],
    )
    made = every_chart(book)
    assert [chart.section for chart in made] == ["outcomes", "costs", "cycles", "ledger"]

    for chart in made:
        page = read(chart.to_html("charts"))
        assert page.find(["script", "img"]) is None
        assert not page.find_all(onerror=True)
        assert HOSTILE in page.get_text()
        table, picture, _ = chart.downloads().values()
        cells = [cell for row in reader.reader(io.StringIO(table.decode(), newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@"))]
        xml.dom.minidom.parseString(picture)
        assert read(picture.decode()).find(["script", "img", "image", "foreignobject"]) is None


def test_what_xml_cannot_write_is_replaced_in_a_picture(book_of_one: Callable[..., Casebook]) -> None:
    book = book_of_one(costs=[cost(label="A\x01B", planned=figure("5", "GBP"), actual=figure("6", "GBP"))])

    picture = charts.for_case(book.views["made-up"])[0].svg()

    xml.dom.minidom.parseString(picture)
    assert "A\ufffdB" in read(picture).get_text()


# Colours and type


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_stand_out_3_to_1_from_the_page_and_from_each_other_s_meaning(scheme: str) -> None:
    tokens = SCHEMES[scheme]
    marks = {name: colour for name, colour in tokens.items() if name.startswith("chart-")}

    assert len(set(marks.values())) == len(marks) == 5
    faint = {name: contrast(parts_of(colour), parts_of(tokens["page"])) for name, colour in marks.items()}
    assert {name: round(ratio, 2) for name, ratio in faint.items() if ratio < 3} == {}
    # An interval is ink on an edge of the page's colour.
    assert contrast(parts_of(tokens["text"]), parts_of(tokens["page"])) >= 7


def test_a_page_in_the_light_and_a_picture_have_the_same_colours() -> None:
    used = {
        kind: SCHEMES["light"][token]
        for kinds, token in re.findall(r"^(\..*?) \{ fill: var\(--([a-z-]+)\); \}", CSS, re.M)
        for kind in re.findall(r"\.is-([a-z-]+)", kinds)
    }

    assert used == {kind: colour.lower() for kind, colour in COLOURS.items()}
    assert set(COLOURS.values()) <= {*palette.CATEGORICAL, *palette.SEQUENTIAL}


def test_the_dark_colours_of_marks_are_for_screens_alone() -> None:
    tokens = (FOLDER / "tokens.css").read_text(encoding="utf-8")
    dark = tokens.partition("@media screen and (prefers-color-scheme: dark)")[2]

    assert set(re.findall(r"--(chart-[a-z-]+):", dark)) == {
        name for name in SCHEMES["light"] if name.startswith("chart-")
    }
    assert tokens.count("--chart-blue:") == 2


def test_no_type_of_a_chart_is_smaller_than_14_pixels() -> None:
    tokens = (FOLDER / "tokens.css").read_text(encoding="utf-8")
    sizes = {name: float(rem) * 16 for name, rem in re.findall(r"--(size-[a-z]+): ([\d.]+)rem", tokens)}

    used = re.findall(r"font-size: ([^;]+);", CSS)

    assert set(used) == {"1rem", "var(--size-s)"}
    assert sizes["size-s"] >= 14


def test_forced_colours_have_a_rule_for_marks_intervals_and_zero() -> None:
    forced = CSS.partition("@media (forced-colors: active)")[2]

    assert all(name in forced for name in (".row-line", ".dots-cell", ".zero", ".interval", ".interval-edge"))


def test_charts_of_records_are_drawn_without_frames() -> None:
    names = ("ticks", "panels", "record_chart", "sheet", "outcomes", "costs", "cycles", "ledger", "records")

    for name in names:
        module = vars(sys.modules[f"pilotbook.charts.{name}"])
        assert not {"pd", "alt", "pandas", "altair", "vl_convert"} & set(module), name
