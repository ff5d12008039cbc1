"""What a record means: dates, numbers, references, and how its parts are declared."""

import re
import typing
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.fact import TAGS, Figure, given_or_missing
from pilotbook.record.outcome import Effect, Sample
from pilotbook.record.reference import references, stray_number, target
from pilotbook.record.shapes import models_in
from pilotbook.record.shelf import Shelf
from pilotbook.record.text import earliest, is_slug, latest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo


def models(start: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[type[BaseModel]]:
    seen = seen if seen is not None else set()
    if start not in seen:
        seen.add(start)
        for field in start.model_fields.values():
            for model in models_in(field.annotation):
                models(model, seen)
    return seen


def fields() -> Iterator[tuple[str, FieldInfo]]:
    for model in sorted({*models(Case), *models(Lesson), *models(Vocabulary)}, key=lambda model: model.__qualname__):
        for name, field in model.model_fields.items():
            yield f"{model.__qualname__}.{name}", field


def test_every_field_has_a_title_and_a_description_for_the_manual() -> None:
    assert [name for name, field in fields() if not (field.title and field.description) and not _inner(field)] == []


def _inner(field: FieldInfo) -> bool:
    """Say whether the words stand inside `Annotated[…, Field(…)] | None`."""
    inner = [meta for part in typing.get_args(field.annotation) for meta in getattr(part, "__metadata__", ())]
    return any(isinstance(meta, FieldInfo) and meta.title and meta.description for meta in inner)


def _schema_unions(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "union":
            yield node
        for value in node.values():
            yield from _schema_unions(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _schema_unions(value)


@pytest.mark.parametrize("model", [Case, Lesson, Vocabulary])
def test_no_union_is_tried_member_by_member_so_that_one_fault_has_one_message(model: type[BaseModel]) -> None:
    assert list(_schema_unions(model.__pydantic_core_schema__)) == []


def test_no_field_has_the_name_of_a_union_member() -> None:
    assert not {name.split(".")[1] for name, _ in fields()} & TAGS


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-11", "2023-11-01", "2023-11-30"),
        ("2024-02-05", "2024-02-05", "2024-02-05"),
    ],
)
def test_a_partial_date_has_a_first_and_a_last_day(date: str, first: str, last: str) -> None:
    assert (earliest(date), latest(date)) == (first, last)


@pytest.mark.parametrize(
    "value", ["1e9", "1_000", "NaN", "Infinity", "٣", "+5", "0x1F", "12.", ".5", "1" * 16, "--1", "", "½"]
)
def test_what_python_reads_as_a_number_but_a_reader_does_not_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        Figure(value=value, unit="families", source=("S1",), locator="page 1")  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["0", "-1.2", "3444", "123450.50", "007"])
def test_a_number_is_kept_as_it_was_published(value: str) -> None:
    figure = Figure(value=value, unit="families", source=("S1",), locator="page 1")  # type: ignore[arg-type]

    assert figure.value == Decimal(value)
    assert figure.value.as_tuple().exponent == Decimal(value).as_tuple().exponent


@pytest.mark.parametrize(
    "date", ["2025-13", "2025-02-30", "25", "2025-7-1", "٢٠٢٥", "2025-07-16T00:00", "1800", "2101"]
)
def test_a_date_that_is_not_in_the_calendar_is_refused(date: str, make_case: Callable[..., Case]) -> None:
    with pytest.raises(ValidationError):
        make_case(reviewed_on=date)


@pytest.mark.parametrize("name", ["leeds-100-days", "abc", "a1b", "x" * 64])
def test_a_short_name_can_be_an_address(name: str) -> None:
    assert is_slug(name)


@pytest.mark.parametrize(
    "name", ["", "ab", "Foo", "a_b", "a--b", "-ab", "ab-", "123", "index", "search", "x" * 65, "a/b", "..", "abc\n"]
)
def test_a_name_that_would_break_an_address_is_no_short_name(name: str) -> None:
    assert not is_slug(name)


def test_a_made_case_can_be_changed_field_by_field(
    make_case: Callable[..., Case], make_lesson: Callable[..., Lesson]
) -> None:
    assert make_case(stage="ended").stage == "ended"
    assert make_lesson(status="retired").status == "retired"


def test_a_gap_is_told_from_a_fact_before_and_after_reading(make_case: Callable[..., Case]) -> None:
    case = make_case()

    assert given_or_missing({"missing": "not_read"}) == given_or_missing(case.intervention.why) == "<missing>"
    assert (
        given_or_missing({"text": "x"})
        == given_or_missing(case.problem.statement)
        == given_or_missing("x")
        == "<given>"
    )


def test_the_tiny_casebook_uses_nearly_every_field_of_a_case(tiny_shelf: Shelf) -> None:
    case = tiny_shelf.cases["madeup-town-doorstep-visits"]

    unused = set(Case.model_fields) - case.model_fields_set
    # That each one stands on the page is asked of a record that fills all of them: tests/test_shown.py.
    assert len(unused) <= len(Case.model_fields) / 4, unused


def test_the_tiny_trial_contradicts_the_lesson_that_the_other_case_supports(tiny_shelf: Shelf) -> None:
    relations = {
        (slug, entry.lesson): entry.relation for slug, case in tiny_shelf.cases.items() for entry in case.lessons
    }

    assert relations[("madeup-vale-hub-letters", "TLG-L-MAD1")] == "contradicts"
    assert relations[("madeup-town-doorstep-visits", "TLG-L-MAD1")] == "supports"


@pytest.fixture(scope="module")
def full(tiny_shelf: Shelf) -> Case:
    return tiny_shelf.cases["madeup-town-doorstep-visits"]


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        ("O1.result", "outcomes/O1/result"),
        ("O1.comparison.baseline", "outcomes/O1/comparison/baseline"),
        ("O1.effect", "outcomes/O1/effect"),
        ("C1.actual", "costs/C1/actual"),
        ("F1", "context/figures/F1/figure"),
        ("F1.figure", "context/figures/F1/figure"),
    ],
)
def test_a_reference_leads_to_a_figure_and_its_place(full: Case, reference: str, path: str) -> None:
    found = target(full, reference)

    assert found and found[0] == path
    assert isinstance(found[1], Figure | Effect)


@pytest.mark.parametrize(
    ("reference", "holder", "field"),
    [
        ("O1.n.treated", Sample, "treated"),
        ("O1.effect.ci_low", Effect, "ci_low"),
        ("O1.effect.p", Effect, "p"),
        ("O1.result.value", Figure, "value"),
        ("F1.value", Figure, "value"),
    ],
)
def test_a_reference_may_lead_to_one_number_of_a_figure(full: Case, reference: str, holder: type, field: str) -> None:
    found = target(full, reference)

    assert found and isinstance(found[1], tuple)
    assert isinstance(found[1][0], holder) and found[1][1] == field


@pytest.mark.parametrize(
    "reference",
    [
        "",
        " O1.result",
        *re.findall(
            r"\S+",
            "O1 O9.result O1. O1.n O1.label O1.n.analysed O2.result C1 S1.title CY1.result O1.result.value.real "
            "O1.result.model_dump O1.result.__class__ O1.model_fields O1.result.source F1.label F1.id",
        ),
    ],
)
def test_a_reference_to_anything_else_leads_nowhere(full: Case, reference: str) -> None:
    assert target(full, reference) is None


def test_every_pair_of_braces_is_a_reference() -> None:
    assert list(references("a {O1.result} b {} {x y} {{F1}} {")) == ["O1.result", "", "x y", "F1"]


@pytest.mark.parametrize(
    "text",
    [
        "In 2011 and 2022-23",
        "from 2019–2021.",
        "in 2024/25,",
        "{O1.result} of {F1}",
        "no numbers",
        "(2024)",
        "by 2024, and",
    ],
)
def test_years_and_references_are_no_stray_numbers(text: str) -> None:
    assert stray_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("17% came", "17%"),
        ("£1,200,000.", "£1,200,000"),
        ("O1 rose", "1"),
        ("2,011 families", "2,011"),
        ("£2011", "£2011"),
        ("2011%", "2011%"),
        ("2011.5 days", "2011.5"),
        ("{O1.result} of 20", "20"),
        ("1850", "1850"),
        ("12011", "12011"),
    ],
)
def test_any_other_number_is_found(text: str, number: str) -> None:
    assert stray_number(text) == number
