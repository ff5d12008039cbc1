"""Each limit at its edge: the last value that passes, and the first that does not."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from books import TINY, figure, outcome
from pilotbook.publish import disk
from pilotbook.record import Case
from pilotbook.record.text import PartialDate, is_slug
from pilotbook.rules import check, plain, within
from pilotbook.text import markdown, yamlfile
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document
from pydantic import TypeAdapter, ValidationError

BARE = Document("made-up.yml", "", {})
Rule = Callable[[Case, Document], Iterator[Problem]]


def rules_broken(rule: Rule, case: Case) -> list[str]:
    return [problem.rule for problem in rule(case, BARE)]


@pytest.mark.parametrize(
    ("start", "end", "passes"),
    [
        ("2025-01-02", "2025-01-02", True),
        ("2025-01-02", "2025-01-01", False),
        ("2025-01", "2025-01", True),
        ("2025-01", "2024-12", False),
        ("2025-12", "2025", True),
        ("2025", "2025-01-01", True),
        ("2025", "2024-12-31", False),
    ],
)
def test_an_end_may_be_any_day_that_is_not_before_the_start(
    make_case: Callable[..., Case], start: str, end: str, passes: bool
) -> None:
    case = make_case(dates={"start": {"actual": start}, "end": {"actual": end}})

    assert rules_broken(within.dates_in_order, case) == ([] if passes else ["dates-in-order"])


@pytest.mark.parametrize(("review_by", "passes"), [("2026-11-20", False), ("2026-11-21", False), ("2026-11-22", True)])
def test_the_next_review_is_later_than_the_last(make_case: Callable[..., Case], review_by: str, passes: bool) -> None:
    case = make_case(reviewed_on="2026-11-21", review_by=review_by)

    assert rules_broken(within.review_in_order, case) == ([] if passes else ["dates-in-order"])


@pytest.mark.parametrize(
    ("low", "value", "high", "passes"),
    [
        ("2", "2", "14", True),
        ("2", "14", "14", True),
        ("8", "8", "8", True),
        ("2", "1.9", "14", False),
        ("2", "14.1", "14", False),
        ("8.1", "8", "8", False),
    ],
)
def test_an_effect_may_stand_at_an_end_of_its_interval_and_not_beyond(
    make_case: Callable[..., Case], low: str, value: str, high: str, passes: bool
) -> None:
    effect = {**figure(value, "points"), "type": "difference", "ci_low": low, "ci_high": high, "ci_level": "95"}

    broken = rules_broken(within.interval_in_order, make_case(outcomes=[outcome(effect=effect)]))

    assert broken == ([] if passes else ["interval"])


@pytest.mark.parametrize(("field", "limit"), [("title", 16), ("summary", 75)])
def test_a_text_has_as_many_words_as_its_limit_and_no_more(
    make_case: Callable[..., Case], field: str, limit: int
) -> None:
    assert make_case(**{field: "word " * limit})
    with pytest.raises(ValidationError, match=f"{limit + 1} words; the limit is {limit}"):
        make_case(**{field: "word " * (limit + 1)})


@pytest.mark.parametrize(("length", "passes"), [(2, False), (3, True), (64, True), (65, False)])
def test_an_address_has_3_to_64_characters(length: int, passes: bool) -> None:
    assert is_slug("a" * length) is passes


@pytest.mark.parametrize(("year", "passes"), [("1899", False), ("1900", True), ("2100", True), ("2101", False)])
def test_a_year_lies_between_1900_and_2100(year: str, passes: bool) -> None:
    dates: TypeAdapter[Any] = TypeAdapter(PartialDate)

    if passes:
        assert dates.validate_python(year) == year
    else:
        with pytest.raises(ValidationError, match="cannot be right"):
            dates.validate_python(year)


@pytest.mark.parametrize(("age", "advised"), [(14.0, False), (14.04, False), (14.1, True)])
def test_a_text_may_be_read_at_14_and_not_later(
    make_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch, age: float, advised: bool
) -> None:
    monkeypatch.setattr(plain, "reading_age", lambda _: age)

    assert [problem.rule for problem in plain.easy_to_read(make_case(), BARE)] == (["reading-age"] if advised else [])


def nested(depth: int) -> str:
    """Give a file whose innermost list stands `depth` deep; the file itself is the first."""
    return f"a: {'[' * (depth - 1)}x{']' * (depth - 1)}\n"


def entries(count: int) -> str:
    """Give a file of `count` entries, the file itself, its one field's name and its list among them."""
    return f"a: [{', '.join('x' * (count - 3))}]\n"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (nested(12), None),
        (nested(13), "yaml-depth"),
        (entries(5_000), None),
        (entries(5_001), "yaml-size"),
        (f"a: {'x' * 200}\n", None),
        (f"a: {'x' * 201}\n", "text-word"),
    ],
    ids=["12-deep", "13-deep", "5000-entries", "5001-entries", "200-letters", "201-letters"],
)
def test_a_file_is_read_up_to_its_limits(text: str, rule: str | None) -> None:
    read_in = yamlfile.read("f.yml", text.encode())

    assert (read_in.rule if isinstance(read_in, Problem) else None) == rule


@pytest.mark.parametrize(
    ("text", "fault"),
    [("- a\n  - b", None), ("- a\n  - b\n    - c", "nests lists too deep")],
    ids=["two", "three"],
)
def test_lists_stand_two_deep_and_no_deeper(text: str, fault: str | None) -> None:
    assert [what for what, _ in markdown.faults(text)] == ([fault] if fault else [])


@pytest.mark.parametrize(("length", "passes"), [(2000, True), (2001, False)])
def test_a_web_address_has_at_most_2000_characters(length: int, passes: bool) -> None:
    assert markdown.is_web_address("https://example.org/".ljust(length, "x")) is passes


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("TLG-L-MAD3", "Use 'TLG-L-MAD"),
        ("TLG-L-9X4Q", "Write the id of a lesson under case_studies/lessons/, or add the lesson."),
    ],
    ids=["one-slip", "another-id"],
)
def test_only_a_slip_of_one_letter_in_an_id_is_taken_for_another(written: str, mend: str) -> None:
    files, _ = disk.read_records(TINY)
    path = "case_studies/madeup-vale-hub-letters.yml"
    changed = files[path].replace(b"TLG-L-MAD1", written.encode())

    (problem,) = check({**files, path: changed})[1]

    assert (problem.rule, problem.mend.startswith(mend)) == ("lesson-known", True)


def test_a_file_that_cannot_be_read_hides_no_fault_of_another() -> None:
    files, _ = disk.read_records(TINY)
    unread = "case_studies/madeup-town-rent-advice.yml"
    faulty = "case_studies/madeup-vale-hub-letters.yml"
    lesson = "case_studies/lessons/call-on-families.yml"

    problems = check(
        {
            **files,
            unread: b"- a\n",
            faulty: files[faulty].replace(b"stage: ended", b"stage: endet"),
            lesson: files[lesson].replace(b"review_by: 2027-11-21", b"review_by: 2025-11-21"),
        }
    )[1]

    assert [(problem.path, problem.rule) for problem in problems] == [
        (lesson, "dates-in-order"),
        (unread, "yaml-shape"),
        (faulty, "choice"),
    ]
