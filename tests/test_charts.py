"""Charts: the sentence says what the table holds, and the picture is safe, named and the same each time."""

import csv as reader
import io
import re
from collections.abc import Callable
from functools import cache

import altair as alt
import pandas as pd
import pytest
from books import figure, outcome, read, real_book, tiny_book
from pilotbook import charts
from pilotbook.casebook import Casebook
from pilotbook.charts import Chart
from pilotbook.charts.lessons import kind_of_evidence
from pilotbook.charts.reach import reach_outcomes
from pilotbook.charts.results import standing_of_results
from pilotbook.record import Case, Lesson
from pilotbook.record.shelf import Shelf
from pilotbook.text.spreadsheet import MARK

NAMES = ["designs_behind_lessons", "differences_in_reach", "published_results", "temporary_accommodation"]
BOOKS = {"real": real_book, "tiny": tiny_book}
HOSTILE = "</script><img src=x onerror=alert(1)>"


@cache
def drawn(name: str, book: str) -> Chart:
    chart: Chart = getattr(charts, name)(BOOKS[book]())
    return chart


def numbers(text: str) -> set[str]:
    return set(re.findall(r"-?\d[\d,]*(?:\.\d+)?", text))


every_chart = pytest.mark.parametrize("name", NAMES)
every_book = pytest.mark.parametrize("book", sorted(BOOKS))


def test_every_chart_that_there_is_is_tested() -> None:
    assert sorted(NAMES) == sorted(set(charts.__all__) - {"Chart"})


@every_chart
def test_every_number_in_the_sentence_and_title_stands_in_the_table(name: str) -> None:
    chart = drawn(name, "real")

    table = numbers(read(chart.table_html()).get_text(" "))

    assert numbers(chart.sentence) <= table
    assert numbers(chart.title) <= table
    assert numbers(chart.sentence)


@every_chart
@every_book
def test_a_picture_is_the_same_bytes_each_time(name: str, book: str) -> None:
    again: Chart = getattr(charts, name)(BOOKS[book]())

    assert again.svg == drawn(name, book).svg


@every_chart
@every_book
def test_a_picture_has_one_name_that_says_what_it_shows(name: str, book: str) -> None:
    chart = drawn(name, book)
    svg = read(chart.svg)

    assert [tag.name for tag in svg.find_all(attrs={"role": True})] == ["svg"]
    assert [tag["aria-label"] for tag in svg.find_all(attrs={"aria-label": True})] == [chart.sentence]
    assert svg.find("title") is None


@every_chart
def test_a_table_has_a_caption_and_its_headings_a_scope(name: str) -> None:
    chart = drawn(name, "real")
    table = read(chart.table_html()).table
    assert table is not None

    assert table.caption is not None and table.caption.get_text() == f"Data: {chart.subtitle}"
    assert [th.get_text() for th in table.thead.find_all("th", scope="col")] == list(chart.labels.values())
    for line in table.tbody.find_all("tr"):
        assert [th.get("scope") for th in line.find_all("th")] == ["row"]
        assert len(line.find_all("td")) == len(chart.labels) - 1


@every_chart
def test_a_chart_runs_nothing_and_loads_nothing(name: str) -> None:
    html = str(drawn(name, "real").to_html())
    page = read(html)

    assert page.find(["script", "img", "image", "iframe", "object", "link", "foreignobject"]) is None
    assert not [tag for tag in page.find_all() for attribute in tag.attrs if attribute.lower().startswith("on")]
    assert set(re.findall(r"https?://[^\"' )<]+", html)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(r"url\((?!#)|@import", html)


@every_chart
def test_a_chart_s_ids_do_not_meet_those_of_another(name: str) -> None:
    ids = {other: {tag["id"] for tag in read(drawn(other, "real").to_html()).find_all(id=True)} for other in NAMES}

    assert all(not ids[name] & ids[other] for other in NAMES if other != name)


@every_chart
def test_the_data_of_a_chart_read_back_as_its_table(name: str) -> None:
    chart = drawn(name, "real")

    rows = list(reader.DictReader(io.StringIO(chart.csv().removeprefix(MARK), newline="")))

    assert list(rows[0]) == list(chart.labels.values())
    assert len(rows) == len(chart.frame)


def test_the_data_of_a_chart_run_nothing_and_a_number_below_nought_stays_one() -> None:
    frame = pd.DataFrame({"label": ["=1+1", "@SUM(A1)", "-1.2", "plain", None], "value": [-1.5, 2.0, None, 0.0, 1.0]})
    labels = {"label": "Label", "value": "=Value"}
    chart = Chart("made-up", "Made up", "Made up", "Made up.", "made up", frame, labels, lambda _: alt.Chart(frame))

    assert chart.csv().removeprefix(MARK).split("\r\n") == [
        "Label,'=Value",
        "'=1+1,-1.5",
        "'@SUM(A1),2.0",
        "-1.2,",
        "plain,0.0",
        ",1.0",
        "",
    ]


def test_a_hostile_title_comes_out_as_text(make_case: Callable[..., Case], make_lesson: Callable[..., Lesson]) -> None:
    entry = {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "Made up.", "evidence": ["S1"]}
    case = make_case(title=HOSTILE, lessons=[entry])
    book = Casebook.of(Shelf(tiny_book().vocabulary, {"hostile": case}, {"hostile": make_lesson(title=HOSTILE)}))

    page = read(charts.designs_behind_lessons(book).to_html())

    assert page.find(["script", "img"]) is None
    assert not page.find_all(onerror=True)
    assert HOSTILE in " ".join(page.svg.stripped_strings)
    assert HOSTILE in page.table.get_text()
    assert HOSTILE in page.svg["aria-label"]


def test_a_kind_of_result_that_no_case_has_is_told_as_0() -> None:
    frame = standing_of_results(tiny_book())

    assert frame.to_dict("list") == {
        "programme": ["Test, Learn and Grow and its campuses"] * 3 + ["Forerunners and similar programmes"] * 3,
        "standing": ["A finding", "A claim only", "Neither in what we read"] * 2,
        "cases": [0, 0, 0, 2, 0, 1],
        "of": [0, 0, 0, 3, 3, 3],
    }


@pytest.mark.parametrize(
    ("sms", "kind"),
    [
        (None, "Not scored"),
        (1, "Scores 1 or 2"),
        (2, "Scores 1 or 2"),
        (3, "Scores 3"),
        (4, "Scores 4 or 5"),
        (5, "Scores 4 or 5"),
    ],
)
def test_an_entry_s_kind_of_evidence_follows_its_score(sms: int | None, kind: str) -> None:
    assert kind_of_evidence(sms) == kind


def test_outcomes_on_reach_are_told_strongest_first(make_case: Callable[..., Case]) -> None:
    trial = {"design": "rct_individual", "allocation": "drawn by lot"}
    effect = {**figure("1.5", "percentage points"), "type": "difference"}
    weak = outcome(comparison={"design": "before_after"}, baseline=figure("31"))
    strong = outcome(id="O2", label="Families by lot", comparison=trial, effect=effect)
    counted = outcome(id="O3", kind="output")
    case = make_case(policy_area=["family-hubs"], outcomes=[weak, strong, counted])

    frame = reach_outcomes(Casebook.of(Shelf(tiny_book().vocabulary, {"made-up": case})))

    assert list(frame["outcome"]) == ["Families by lot", "Made-up families who came"]
    assert list(frame["sms"]) == [5, 1]
    assert list(frame["n"]) == ["610 families", "610 families"]
    assert frame["effect"].tolist()[0] == 1.5
