"""The tables: columns come from the declared fields, one row each, and a gap has its reason."""

from collections.abc import Callable
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pandas as pd
import pytest
from books import outcome, real_book, tiny_book
from hypothesis import given, settings
from hypothesis import strategies as st
from pilotbook.casebook import Casebook
from pilotbook.record import Case, Lesson
from pilotbook.record.disclosure import Disclosure
from pilotbook.record.fact import FigureOrMissing
from pilotbook.record.outcome import Outcome
from pilotbook.record.shelf import Shelf
from pilotbook.record.text import Record, Short
from pilotbook.record.walk import walk
from pilotbook.rules.fields import models_in
from pilotbook.views.tables import columns, row, tables
from pydantic import BaseModel, Field

TABLES = tables(tiny_book())
NAMES = sorted(TABLES)


def cell(table: str, index: int, column: str) -> Any:
    return TABLES[table].frame.iloc[index][column]


def test_there_is_one_row_for_each_entry_of_the_made_up_casebook() -> None:
    rows = {name: len(table.frame) for name, table in TABLES.items()}

    assert rows == {
        "cases": 3,
        "outcomes": 3,
        "costs": 1,
        "cycles": 1,
        "context_figures": 1,
        "conditions": 2,
        "modifications": 1,
        "did_not_work": 2,
        "harms": 1,
        "places": 4,
        "partners": 3,
        "ledger": 3,
        "sources": 5,
        "disagreements": 2,
        "disputes": 0,
        "lessons": 2,
        "transfer": 1,
        "searches": 1,
        "contributors": 6,
        "corrections": 0,
        "disclosure": 0,
        "vocabulary": 18,
    }


@settings(max_examples=10)
@given(st.data())
def test_every_entry_of_every_case_has_its_row(data: st.DataObject) -> None:
    whole = real_book()
    some = set(data.draw(st.lists(st.sampled_from(sorted(whole.cases)), unique=True), label="cases"))
    cases = {slug: case for slug, case in whole.cases.items() if slug in some}

    made = tables(Casebook.of(Shelf(whole.vocabulary, cases, whole.lessons)))

    assert sorted(made["cases"].frame["slug"]) == sorted(some)
    for name in ("outcomes", "costs", "cycles", "sources"):
        written = sorted((case.id, item.id) for case in cases.values() for item in getattr(case, name))
        assert sorted(zip(made[name].frame["case"], made[name].frame["id"], strict=True)) == written
    entries = sorted((case.id, entry.because) for case in cases.values() for entry in case.lessons)
    assert sorted(zip(made["ledger"].frame["case"], made["ledger"].frame["because"], strict=True)) == entries


def test_a_figure_is_spread_over_columns() -> None:
    found = {name: cell("outcomes", 0, f"result.{name}") for name in ("value", "unit", "period", "source", "locator")}

    assert found == {"value": "42", "unit": "%", "period": "2024", "source": "S1", "locator": "table 3"}


@pytest.mark.parametrize(
    ("table", "index", "column", "reason"),
    [
        ("outcomes", 1, "result.missing", "not_published"),
        ("outcomes", 1, "baseline.missing", "not_found"),
        ("outcomes", 1, "n.missing", "not_measured"),
        ("cycles", 0, "decision_rule.missing", "not_published"),
        ("cases", 0, "ethics.missing", "not_measured"),
        ("cases", 2, "did_not_work.missing", "not_yet_due"),
        ("sources", 1, "url.missing", "not_read"),
        ("sources", 2, "published.missing", "not_read"),
    ],
)
def test_a_gap_stands_with_its_reason(table: str, index: int, column: str, reason: str) -> None:
    assert cell(table, index, column) == reason
    value = column.replace(".missing", ".value")
    assert value not in TABLES[table].frame.columns or pd.isna(cell(table, index, value))


def test_every_gap_of_a_case_stands_in_a_table() -> None:
    case = tiny_book().cases["madeup-town-doorstep-visits"]
    written = sum(hasattr(item, "missing") for _, item in walk(case))

    told = 0
    for table in TABLES.values():
        of = next((name for name in ("case", "id") if name in table.frame), "")
        mine = table.frame[table.frame[of] == case.id] if of else table.frame[:0]
        told += sum(int(mine[name].notna().sum()) for name in mine.columns if name.split(".")[-1] == "missing")

    assert told == written == 9


def test_a_date_or_an_address_stands_beside_the_column_of_its_gap() -> None:
    assert cell("sources", 0, "published") == "2025-06-01"
    assert cell("sources", 0, "url") == "https://example.org/made-up/evaluation"
    assert pd.isna(cell("sources", 0, "url.missing"))


def test_a_case_tells_its_places_and_its_rating() -> None:
    names = ["places", "evidence_level", "best_sms", "direction", "direction_is_claimed", "tested_no_benefit"]

    assert [cell("cases", 0, name) for name in names] == ["madeup-town; madeup-vale", 3, 3, "better", False, False]
    assert [cell("cases", 1, name) for name in names] == ["madeup-vale", 3, 5, "no_clear_difference", False, True]
    assert cell("cases", 2, "evidence_level") == 0
    assert cell("cases", 2, "best_sms") is None


def test_an_abbreviation_stands_in_the_vocabulary_with_what_it_stands_for() -> None:
    frame = TABLES["vocabulary"].frame

    (found,) = frame[frame["list"] == "abbreviations"][["code", "label"]].to_numpy().tolist()

    assert found == ["MUH", "made-up hubs"]


def test_who_allows_a_small_count_stands_in_a_row() -> None:
    waiver = {"data_owner": "Madeup Council, data officer", "allowed_on": "2026-11-30", "reason": "All know it."}

    told = row(Disclosure.model_validate({"covers": ["O1", "summary"], "waiver": waiver}))

    allowed = {f"waiver.{name}": value for name, value in waiver.items()}
    assert told == {"covers": "O1; summary", "already_published_at": None, **allowed}


def test_words_of_a_list_are_joined() -> None:
    assert cell("outcomes", 0, "comparison.controls") == "age of child; deprivation"
    assert cell("ledger", 1, "evidence") == "O2; S3"


def test_a_whole_number_stays_whole_beside_a_gap() -> None:
    assert [str(n) for n in TABLES["outcomes"].frame["n.treated"] if n is not None] == ["843"]


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_holds_a_record_or_a_list(name: str) -> None:
    frame = tables(real_book())[name].frame

    kinds = {type(value) for value in frame.to_numpy().ravel()}

    assert kinds <= {str, bool, int, type(None)}


@pytest.mark.parametrize("name", NAMES)
def test_each_column_has_a_name_a_title_and_help_once(name: str) -> None:
    table = TABLES[name]

    assert [column.name for column in table.columns] == list(table.frame.columns)
    assert len({column.name for column in table.columns}) == len(table.columns)
    assert all(column.title and column.help for column in table.columns)


def test_a_new_field_is_a_new_column_without_another_line() -> None:
    class Grown(Outcome):
        mood: Annotated[Short, Field(title="Mood", description="How it felt.")] | None = None
        hope: FigureOrMissing = Field(title="Hope", description="How much was hoped.")

    more = [column.name for column in columns(Grown)[len(columns(Outcome)) :]]

    assert more[:4] == ["mood", "hope.source", "hope.locator", "hope.note"]
    assert more[-4:] == ["hope.missing", "hope.said_by", "hope.said_on", "hope.search"]


def test_a_list_of_records_is_no_column_and_a_list_of_words_is_one() -> None:
    class Inner(Record):
        word: Short = Field(title="Word", description="A word.")

    class Outer(Record):
        many: tuple[Inner, ...] = Field(title="Many", description="Many.")
        some: tuple[Short, ...] = Field(title="Some", description="Some.")

    assert [column.name for column in columns(Outer)] == ["some"]
    assert row(Outer(many=(Inner(word="a"),), some=("b", "c"))) == {"some": "b; c"}


def fields_of(model: type[BaseModel]) -> list[str]:
    return [name for name, field in model.model_fields.items() if not models_in(field.annotation)]


@pytest.mark.parametrize(("name", "model"), [("cases", Case), ("outcomes", Outcome)])
def test_every_single_field_has_its_column(name: str, model: type[BaseModel]) -> None:
    assert set(fields_of(model)) <= set(TABLES[name].frame.columns)


def test_numbers_are_told_as_they_were_published(make_case: Callable[..., Case]) -> None:
    case = make_case(outcomes=[outcome(result={"value": "1.10", "unit": "%", "source": ["S1"], "locator": "p"})])

    assert row(case.outcomes[0])["result.value"] == "1.10"


# Where the list of a record stands in a table of another name.
ELSEWHERE = {"figures": "context_figures", "moderators": "conditions", "constraints": "conditions", "lessons": "ledger"}
INSIDE = {"versions": "disagreements"}


def lists_in(model: type[BaseModel]) -> set[str]:
    """Give the names of all lists of records below a record."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        inner = models_in(field.annotation)
        if any(get_origin(kind) is tuple for kind in kinds_of(field.annotation)) and inner:
            found.add(name)
        for each in inner:
            found |= lists_in(each)
    return found


def kinds_of(annotation: Any) -> list[Any]:
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return [kind for part in get_args(annotation) for kind in kinds_of(part)]
    return [annotation]


def test_every_list_of_records_has_its_table_so_that_nothing_is_lost_on_the_way() -> None:
    lists = lists_in(Case) | lists_in(Lesson)

    assert {"outcomes", "corrections", "harms", "transfer", "versions"} <= lists
    assert {({**ELSEWHERE, **INSIDE}).get(name, name) for name in lists} <= set(TABLES)
