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
from pilotbook.exports import casebook_json as book_json
from pilotbook.exports.download import whole
from pilotbook.exports.tables import lines
from pilotbook.publish import run
from pilotbook.record import Case, Lesson
from pilotbook.record.shelf import Shelf
from pilotbook.views.tables import Table, tables


def table_of(*values: object) -> Table:
    whole = tables(tiny_book())["lessons"]
    frame = whole.frame[["title"]].iloc[:0]
    for index, value in enumerate(values):
        frame.loc[index] = [value]
    return Table("made-up", "made up", whole.columns[:1], frame)


def csv(table: Table) -> str:
    """Give a frame as the CSV that is published."""
    return lines([list(table.frame.columns), *table.frame.itertuples(index=False)])


def casebook_json(book: Casebook) -> str:
    """Give the whole book as the JSON that is published."""
    return whole(book_json.DOWNLOADS[0], book)[0]


def cells(table: Table) -> list[str]:
    rows = list(reader.reader(io.StringIO(csv(table), newline="")))
    return [row[0] for row in rows[1:]]


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(mark: str) -> None:
    assert cells(table_of(f"{mark}HYPERLINK(1)")) == [f"'{mark}HYPERLINK(1)"]


@pytest.mark.parametrize("number", ["42", "-0.2", "+1.8", "-19.5", "123450.50", "0.004"])
def test_a_number_is_left_as_it_is(number: str) -> None:
    assert cells(table_of(number)) == [number]


@pytest.mark.parametrize("almost", ["-1+1", "+44 161 496 0000", "-inf", "-1_000", "+1e5", "-"])
def test_what_only_looks_like_a_number_is_kept_as_text(almost: str) -> None:
    assert cells(table_of(almost)) == [f"'{almost}"]


def test_text_with_commas_quotes_and_lines_comes_back_whole() -> None:
    text = 'He said "yes, no",\nthen left; £5'

    assert cells(table_of(text)) == [text]


def test_lines_end_as_the_standard_says() -> None:
    assert csv(table_of("a")) == "title\r\na\r\n"


@settings(max_examples=200)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=4))
@example(["=1+1"])
@example(["'=1+1"])
def test_any_text_comes_back_but_for_the_apostrophe(texts: list[str]) -> None:
    back = cells(table_of(*texts))

    assert [cell if cell == text else cell.removeprefix("'") for cell, text in zip(back, texts, strict=True)] == texts
    assert not any(cell[:1] in "=@\t" for cell in back if cell)


@pytest.mark.parametrize("name", sorted(tables(tiny_book())))
def test_a_table_reads_back_as_its_rows(name: str) -> None:
    table = tables(tiny_book())[name]

    rows = list(reader.DictReader(io.StringIO(csv(table), newline="")))

    written = [
        {key: "" if value is None else str(value) for key, value in record.items()}
        for record in table.frame.to_dict("records")
    ]
    assert [{key: value.removeprefix("'") for key, value in row.items()} for row in rows] == written


def test_a_count_beside_a_gap_is_written_as_a_whole_number() -> None:
    rows = list(reader.DictReader(io.StringIO(csv(tables(tiny_book())["outcomes"]), newline="")))

    assert [row["n.treated"] for row in rows] == ["843", "", ""]
    assert [row["n.analysed"] for row in rows] == ["", "", "2400"]


def test_every_record_is_in_the_json() -> None:
    told = json.loads(casebook_json(real_book()))

    assert sorted(case["id"] for case in told["cases"]) == sorted(case.id for case in real_book().cases.values())
    assert sorted(item["id"] for item in told["lessons"]) == sorted(item.id for item in real_book().lessons.values())
    assert told["licence"] == "CC-BY-4.0"


def test_the_json_holds_each_record_as_it_was_written() -> None:
    told = json.loads(casebook_json(tiny_book()))

    for each in told["cases"]:
        slug = each.pop("slug")
        del each["computed"]
        assert Case.model_validate(each, context={"lists": None}) == tiny_book().cases[slug]
    for each in told["lessons"]:
        slug = each.pop("slug")
        assert Lesson.model_validate(each, context={"lists": None}) == tiny_book().lessons[slug]


def test_the_json_tells_what_was_computed() -> None:
    cases = {case["slug"]: case["computed"] for case in json.loads(casebook_json(tiny_book()))["cases"]}

    assert cases["madeup-vale-hub-letters"] == {
        "evidence_level": 3,
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
        "on": "2026-11-21",
    }
    book = book_of({"judged": make_case(outcomes=[trial], rating=judged)})

    (told,) = json.loads(casebook_json(book))["cases"]

    assert (told["computed"]["evidence_level"], told["rating"]["level"]) == (3, 1)
    assert tables(book)["cases"].frame["evidence_level"].tolist() == [1]


def test_the_same_records_give_the_same_bytes() -> None:
    first, second = tiny_book(), run.open_casebook(TINY)

    assert casebook_json(first) == casebook_json(second)
    assert {name: csv(table) for name, table in tables(first).items()} == {
        name: csv(table) for name, table in tables(second).items()
    }


def test_a_hostile_title_cannot_run_in_a_spreadsheet(make_case: Callable[..., Case]) -> None:
    case = make_case(title='=HYPERLINK("https://example.org","see")', summary="@SUM(A1)")
    book = Casebook.of(Shelf(tiny_book().vocabulary, {"hostile": case}))

    row = next(reader.DictReader(io.StringIO(csv(tables(book)["cases"]), newline="")))

    assert row["title"] == '\'=HYPERLINK("https://example.org","see")'
    assert row["summary"] == "'@SUM(A1)"
