"""Whole turns of test and learn: which are whole, how long and how large they were, and what was in print before."""

from collections.abc import Callable
from typing import Any

import pytest
from books import book_of
from pilotbook.charts.decisions import decisions_taken
from pilotbook.notebook.turns import rules_table, turns_table
from pilotbook.record import Case
from pilotbook.views.turns import begun, turns

MakeCase = Callable[..., Case]
SAID = {"text": "Would a made-up letter help?", "source": ["S1"], "locator": "page 1"}
GAP = {"missing": "not_read"}
WHOLE = {
    "id": "CY1",
    "question": SAID,
    "hypothesis": GAP,
    "tested": SAID | {"text": "Half had a made-up letter."},
    "result": SAID | {"text": "More came."},
    "decision": "adopt",
    "decision_reason": SAID | {"text": "It was better."},
    "measures": ["O1"],
}
OUTCOME = {
    **{
        "id": "O1",
        "label": "Made-up visits",
        "domain": "reach",
        "kind": "outcome",
        "primary": True,
        "n": GAP,
        "direction_wanted": "up",
    },
    **{"baseline": GAP, "result": GAP, "effect": GAP, "finding": "not_known", "comparison": {"design": "not_stated"}},
}


def sized(**n: Any) -> dict[str, Any]:
    return OUTCOME | {"n": {"of": "families", "source": ["S1"], "locator": "page 1", **n}}


@pytest.mark.parametrize(
    ("changes", "whole"),
    [
        ({}, True),
        ({"question": GAP}, False),
        ({"question": GAP, "hypothesis": SAID}, True),
        ({"tested": GAP}, False),
        ({"result": GAP}, False),
        ({"decision": "undecided"}, False),
        ({"decision": None}, False),
        ({"decision_reason": GAP}, False),
        ({"decision_reason": None}, False),
    ],
)
def test_a_turn_is_whole_from_its_question_to_a_decision_with_its_reason(
    make_case: MakeCase, changes: dict[str, Any], whole: bool
) -> None:
    book = book_of({"made-up": make_case(cycles=[WHOLE | changes], outcomes=[OUTCOME])})

    assert (len(turns(book)), begun(book)) == (int(whole), 1)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-01-30", "2026-02-02", 4),
        ("2026-01-30", "2026-01-30", 1),
        ("2026-01", "2026-02-02", None),
        (None, "2026-02-02", None),
    ],
)
def test_a_turn_is_as_long_as_both_of_its_days_say(
    make_case: MakeCase, start: str | None, end: str | None, days: int | None
) -> None:
    book = book_of({"made-up": make_case(cycles=[WHOLE | {"start": start, "end": end}], outcomes=[OUTCOME])})

    assert turns(book)[0].days == days


@pytest.mark.parametrize(
    ("outcome", "people"),
    [
        (OUTCOME, None),
        (sized(analysed=90, treated=50, comparison=50), (90, "families")),
        (sized(treated=50, comparison=41), (91, "families")),
        (sized(treated=50), (50, "families")),
    ],
)
def test_a_turn_is_as_large_as_the_largest_sample_that_it_measures(
    make_case: MakeCase, outcome: dict[str, Any], people: tuple[int, str] | None
) -> None:
    book = book_of({"made-up": make_case(cycles=[WHOLE], outcomes=[outcome])})

    assert turns(book)[0].people == people


def test_the_chart_counts_turns_by_decision_and_by_what_is_told(make_case: MakeCase) -> None:
    cycles = [
        WHOLE | {"stated_in": "S1", "stated_on": "2025-12", "stated": ["question"], "start": "2026-01-01"},
        WHOLE | {"id": "CY2", "decision": "abandon", "measures": []},
        WHOLE | {"id": "CY3", "decision": "adapt", "start": "2026-01-01", "end": "2026-01-10"},
        WHOLE | {"id": "CY4", "decision": None},
    ]
    book = book_of({"made-up": make_case(cycles=cycles, outcomes=[sized(treated=50)])})
    chart = decisions_taken(book)

    assert chart is not None
    assert chart.title == "Of 3 whole turns, 1 ended in a stop and 1 in a change"
    assert chart.sentence == (
        "Of 4 turns in the book, 3 in 1 case are told from question to decision. Of these, 2 say of how many, 0 have an interval "
        "or p value of the difference in the record, and of 1 a dated source shows something in print beforehand. "
        "The middle one of 1 with both days took 10 days."
    )
    assert len(turns_table(book).frame) == 3
    assert list(rules_table(book).frame["In print beforehand"]) == ["Question"]


def test_a_book_without_a_whole_turn_has_no_such_chart(make_case: MakeCase) -> None:
    assert decisions_taken(book_of({"made-up": make_case()})) is None
