"""Files that others open: a spreadsheet runs nothing, a number stays a number, and no record is missing."""

import csv as reader
import io
import json
from collections.abc import Callable

import pytest
from books import TINY, book_of, figure, outcome, real_book, tiny_book
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pilotbook.casebook import Casebook
from pilotbook.exports import downloads
from pilotbook.exports.download import whole
from pilotbook.publish import run
from pilotbook.record import Case, Lesson
from pilotbook.record.shelf import Shelf
from pilotbook.text.spreadsheet import MARK, lines, plain_cell
from pilotbook.views.tables import Table, tables


def download(name: str, book: Casebook) -> str:
    """Give the text of one download of a book, without the mark that tells a spreadsheet its letters."""
    (found,) = (each for each in downloads() if each.name == name)
    return whole(found, book)[0].removeprefix(MARK)


def csv(table: Table, book: Casebook) -> str:
    return download(f"{table.name}.csv", book)


def cells(*values: object) -> list[str]:
    """Give cells as they read back from a file, one a row."""
    return [row[0] for row in reader.reader(io.StringIO(lines([value] for value in values), newline=""))]


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(mark: str) -> None:
    assert cells(f"{mark}HYPERLINK(1)") == [f"'{mark}HYPERLINK(1)"]


@pytest.mark.parametrize("number", ["42", "-0.2", "+1.8", "-19.5", "123450.50", "0.004"])
def test_a_number_is_left_as_it_is(number: str) -> None:
    assert cells(number) == [number]


@pytest.mark.parametrize("almost", ["-1+1", "+44 161 496 0000", "-inf", "-1_000", "+1e5", "-"])
def test_what_only_looks_like_a_number_is_kept_as_text(almost: str) -> None:
    assert cells(almost) == [f"'{almost}"]


def test_text_with_commas_quotes_and_lines_comes_back_whole() -> None:
    text = 'He said "yes, no",\nthen left; £5'

    assert cells(text) == [text]


def test_lines_end_as_the_standard_says() -> None:
    assert lines([["title"], ["a"]]) == "title\r\na\r\n"


def test_a_table_begins_with_the_mark_by_which_a_spreadsheet_shows_a_pound_sign() -> None:
    tabled = [each for each in downloads() if each.table]

    assert len(tabled) == 22
    assert all(whole(each, tiny_book())[0].encode().startswith(b"\xef\xbb\xbf") for each in tabled)


@settings(max_examples=200)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=4))
@example(["=1+1"])
@example(["'=1+1", "''=1+1", "'42", "'-42"])
def test_any_text_comes_back_once_the_apostrophe_is_taken_off(texts: list[str]) -> None:
    back = cells(*texts)

    assert [plain_cell(cell) for cell in back] == texts
    assert not any(cell[:1] in "=@\t" for cell in back if cell)


@pytest.mark.parametrize("name", sorted(tables(tiny_book())))
def test_a_table_reads_back_as_its_rows(name: str) -> None:
    table = tables(tiny_book())[name]

    rows = list(reader.DictReader(io.StringIO(csv(table, tiny_book()), newline="")))

    written = [
        {key: "" if value is None else str(value) for key, value in record.items()}
        for record in table.frame.to_dict("records")
    ]
    assert [{key: value.removeprefix("'") for key, value in row.items()} for row in rows] == written


def test_a_count_beside_a_gap_is_written_as_a_whole_number() -> None:
    rows = list(reader.DictReader(io.StringIO(download("outcomes.csv", tiny_book()), newline="")))

    assert [row["n.treated"] for row in rows] == ["843", "", ""]
    assert [row["n.analysed"] for row in rows] == ["", "", "2400"]


def test_every_record_is_in_the_json() -> None:
    whole = json.loads(download("casebook.json", real_book()))

    assert sorted(case["id"] for case in whole["cases"]) == sorted(case.id for case in real_book().cases.values())
    assert sorted(item["id"] for item in whole["lessons"]) == sorted(item.id for item in real_book().lessons.values())
    assert whole["licence"] == "CC-BY-4.0"


def test_the_json_holds_each_record_as_it_was_written() -> None:
    whole = json.loads(download("casebook.json", tiny_book()))

    for told in whole["cases"]:
        slug = told.pop("slug")
        del told["computed"], told["version"]
        assert Case.model_validate(told, context={"lists": None}) == tiny_book().cases[slug]
    for told in whole["lessons"]:
        slug = told.pop("slug")
        del told["version"]
        assert Lesson.model_validate(told, context={"lists": None}) == tiny_book().lessons[slug]


def test_the_json_tells_what_was_computed() -> None:
    cases = {case["slug"]: case["computed"] for case in json.loads(download("casebook.json", tiny_book()))["cases"]}

    assert cases["madeup-vale-hub-letters"] == {
        "evidence_level": 3,
        "evidence_state": "Causation",
        "level_bounds": {"low": 3, "high": 3, "to_settle": [], "not_checked": []},
        "result": "found",
        "direction": "no_clear_difference",
        "direction_is_claimed": False,
        "tested_no_benefit": True,
        "outcomes": {"O1": 5},
    }
    assert cases["madeup-town-doorstep-visits"]["outcomes"] == {"O1": 3, "O2": None}


def test_the_json_tells_the_level_that_was_computed_also_where_people_judged_lower(
    make_case: Callable[..., Case],
) -> None:
    effect = {**figure("8", "points"), "type": "difference", "p": "0.03"}
    trial = outcome(comparison={"design": "rct_individual", "allocation": "drawn by lot"}, effect=effect)
    judged = {
        "level": "1",
        "raters": ["A made-up judge", "Another made-up judge"],
        "conflicts": "none",
        "reason": "The groups were not alike.",
        "judged_on": "2026-11-21",
    }
    book = book_of({"judged": make_case(outcomes=[trial], rating=judged)})

    (told,) = json.loads(download("casebook.json", book))["cases"]

    assert (told["computed"]["evidence_level"], told["rating"]["level"]) == (3, 1)
    assert tables(book)["cases"].frame["evidence_level"].tolist() == [1]


def test_the_same_records_give_the_same_bytes() -> None:
    first, second = tiny_book(), run.open_casebook(TINY)

    assert {each.name: whole(each, first) for each in downloads()} == {
        each.name: whole(each, second) for each in downloads()
    }


def test_a_hostile_title_cannot_run_in_a_spreadsheet(make_case: Callable[..., Case]) -> None:
    case = make_case(title='=HYPERLINK("https://example.org","see")', summary="@SUM(A1)")
    book = Casebook.of(Shelf(tiny_book().vocabulary, {"hostile": case}))

    row = next(reader.DictReader(io.StringIO(download("cases.csv", book), newline="")))

    assert row["title"] == '\'=HYPERLINK("https://example.org","see")'
    assert row["summary"] == "'@SUM(A1)"
