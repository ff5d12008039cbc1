"""How a chart is cited, and what its metadata say beside its data."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from books import pages_of, read, tiny_book, words_of
from pilotbook import charts
from pilotbook.charts import described
from pilotbook.charts.record_chart import RecordChart
from pilotbook.exports.citations import Citation
from pilotbook.pages import chart_cite
from pilotbook.pages.kinds import case, gapmap, missing
from pilotbook.pages.page import Page

BASE = "https://pilots.example.org/book/"
VISITS = "madeup-town-doorstep-visits"
COSTS = f"costs-{VISITS}"
PAGE = f"{BASE}cases/{VISITS}/"
CITED = Citation(
    number="TLG-C-MAD1",
    genre="Case study",
    title="Made-up visits",
    authors=("Department for Work and Pensions", "Made-up editors"),
    date="2026-11-09",
    address=f"{BASE}id/TLG-C-MAD1/",
    abstract="Made up.",
    language="en-GB",
    licence="CC-BY-4.0",
)
HOSTILE = (
    '</p><script>alert(1)</script>" onclick="x',
    "} , @misc{x, title = {Stolen",
    "<!-- how to cite the chart x -->",
)


@cache
def costs() -> RecordChart:
    drawn = charts.for_case(tiny_book().views[VISITS])
    return next(chart for chart in drawn if chart.name == COSTS)


def set_in(chart: RecordChart, citation: Citation | None = CITED) -> tuple[Any, dict[str, bytes]]:
    """Give the figure with its citation, read, and the chart's files."""
    html, files = chart_cite.set_in(
        str(chart.to_html("charts")), chart.downloads(), citation, PAGE, bounds="Weak evidence."
    )
    return read(html), files


def test_a_chart_is_cited_by_its_title_in_its_page_with_its_sources_and_its_place() -> None:
    figure, _ = set_in(replace(costs(), title="Costs as planned and as spent"))

    line = figure.select_one(f"#cite-chart-{COSTS}").get_text()
    assert line == (
        "Department for Work and Pensions and Made-up editors (2026) Costs as planned and as spent [chart]. "
        "In: Made-up visits. Case study TLG-C-MAD1, version of 9 November 2026. Pilotbook. Source: Madeup University. "
        f"Available at: {BASE}cases/{VISITS}/#chart-{COSTS}"
    )
    assert figure.find(id=f"chart-{COSTS}").name == "figure"


def test_it_stands_in_the_list_of_downloads_closed_until_asked_for() -> None:
    figure, _ = set_in(costs())

    entry = figure.select_one("ul.chart-downloads > li.chart-cite > details")
    assert "open" not in entry.attrs
    assert entry.summary.get_text() == "Cite this chart"
    button = entry.button
    assert button["data-copy"] == f"cite-chart-{COSTS}"
    assert words_of(button) == "Copy the citation of this chart"
    assert button.find_next_sibling(role="status")
    assert entry.a["href"] == f"charts/{COSTS}.json"


@pytest.mark.parametrize(("title", "ended"), [("Who came?", "Who came?"), ("Who came", "Who came."), ("All!", "All!")])
def test_a_title_that_asks_keeps_its_mark(title: str, ended: str) -> None:
    cited = replace(CITED, title=title)

    assert f" (2026) {ended} Case study TLG-C-MAD1, " in cited.harvard
    assert f"[chart]. In: {ended} Case study" in cited.chart("A chart.", "A source", PAGE)


def test_the_metadata_say_what_the_data_are_and_how_to_cite_them() -> None:
    _, files = set_in(costs())

    told = json.loads(files[f"{COSTS}.json"])
    assert told["columns"][:3] == [
        {"name": "What it is for", "type": "string"},
        {"name": "Planned, actual or claimed", "type": "string"},
        {"name": "Pounds", "type": "number", "unit": "GBP, as published, of no one price year"},
    ]
    assert told["columns"][-1] == {"name": "Claims with a figure, in all", "type": "number", "unit": "count"}
    assert told["sources"] == [
        {
            "label": "S1",
            "title": "Evaluation of the made-up doorstep visits",
            "publisher": "Madeup University",
            "published": "2025-06-01",
            "url": "https://example.org/made-up/evaluation",
        }
    ]
    assert (told["rows"], told["version"], told["how_sure"]) == (2, "2026-11-09", "Weak evidence.")
    assert told["sentence"] == costs().sentence
    assert told["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["files"] == [f"{COSTS}.csv", f"{COSTS}.svg"]
    assert told["shown_on"]["address"] == f"{BASE}id/TLG-C-MAD1/"
    assert told["address"] == f"{PAGE}#chart-{COSTS}"
    assert "no sign that it was not published" in told["caution"]


def test_the_columns_are_those_of_the_csv_in_order() -> None:
    _, files = set_in(costs())

    heading = files[f"{COSTS}.csv"].decode().split("\r\n")[0]
    for column in json.loads(files[f"{COSTS}.json"])["columns"]:
        assert column["name"] in heading
        heading = heading[heading.index(column["name"]) :]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_text_in_line_and_metadata(title: str) -> None:
    figure, files = set_in(replace(costs(), title=title), replace(CITED, title=title))

    line = figure.select_one(f"#cite-chart-{COSTS}").get_text()
    assert f"(2026) {title} [chart]. In: {title}. Case study" in line
    assert figure.find("script") is None
    assert len(figure.select(".chart-cite")) == 1
    told = json.loads(files[f"{COSTS}.json"])
    assert (told["title"], told["shown_on"]["title"]) == (title, title)


def test_on_a_page_that_is_not_cited_nothing_is_said_and_no_metadata_stand() -> None:
    figure, files = set_in(costs(), None)

    assert figure.select(".chart-cite") == []
    assert "how to cite" not in str(figure)
    assert list(files) == [f"{COSTS}.csv", f"{COSTS}.svg"]


@pytest.mark.parametrize(("kind", "count"), [(case, 3), (gapmap, 1), (missing, 1)])
def test_each_chart_of_a_page_has_its_line(kind: Any, count: int) -> None:
    page: Page = next(page for page in pages_of(kind, tiny_book()) if len(page.charts) >= count)
    files = {name: data for chart in page.charts for name, data in chart.downloads().items()}

    html, told = chart_cite.set_in(str(page.body), files, page.cited, page.path, bounds=page.bounds)

    shown = read(html)
    assert len(shown.select(".chart-cite")) == len(page.charts)
    for chart in page.charts:
        line = json.loads(told[f"{chart.name}.json"])["cite"]
        assert shown.select_one(f"#cite-chart-{chart.name}").get_text() == line  # type: ignore[union-attr]
        assert line.endswith(f"Available at: {page.path}#chart-{chart.name}")


def test_a_page_of_the_whole_book_is_cited_as_of_its_latest_day() -> None:
    page = next(pages_of(gapmap, tiny_book()))

    assert page.cited is not None
    assert page.cited.harvard == (
        "Pilotbook editors (2026) Evidence gap map. Web page, version of 21 November 2026. Pilotbook. "
        "Available at: /gap-map/"
    )


def test_each_column_of_fractions_says_what_it_is_of() -> None:
    book = tiny_book()
    every = [
        *(chart for view in book.views.values() for chart in charts.for_case(view)),
        charts.shares_with_intervals(book),
        charts.differences_in_reach(book),
        charts.side_by_side(book, "reach"),
        charts.counted_costs(book),
    ]

    for chart in filter(None, every):
        told = json.loads(chart.downloads()[f"{chart.name}.json"])
        assert [column for column in told["columns"] if column["type"] == "number" and "unit" not in column] == []


def test_missing_values_and_answers_make_no_number() -> None:
    assert described._column("Effect", [None, float("nan")], "points") == {"name": "Effect", "type": "string"}
    assert described._column("Known", [True, False], "") == {"name": "Known", "type": "string"}
    assert described._column("Effect", [None, 1.5], "points") == {"name": "Effect", "type": "number", "unit": "points"}
