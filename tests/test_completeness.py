"""How complete a record is: computed from what it answers, never typed."""

from books import outcome, real_book
from madeup import CASE
from pilotbook.judgement.completeness import GRADES, QUESTIONS, completeness
from pilotbook.record import Case

SAID = {"text": "Made up.", "source": ["S1"], "locator": "page 1"}
MONEY = {"value": "10", "unit": "GBP", "source": ["S1"], "locator": "page 2"}
COST = {
    "id": "C1",
    "label": "All",
    "phase": "whole",
    "type": "grant",
    "planned": MONEY,
    "actual": {"missing": "not_read"},
}
WHOLE = {
    "intervention": {"name": "Made up", "why": {"missing": "not_read"}, "what": SAID},
    "dates": {"start": {"actual": "2024"}},
    "outcomes": [outcome()],
    "costs": [COST],
    "did_not_work": [{"what": "Much.", "source": ["S1"], "locator": "page 3"}],
    "equity": SAID,
}


def grade(**changes: object) -> str:
    read = {"sources": [{**CASE["sources"][0], "seen": "full"}]}
    return completeness(Case.model_validate({**CASE, **WHOLE, **read, **changes})).grade


def test_a_record_that_answers_every_question_from_sources_read_in_full_is_complete() -> None:
    assert grade() == "complete"


def test_a_source_read_as_an_excerpt_is_told_apart() -> None:
    assert grade(sources=[{**CASE["sources"][0], "seen": "excerpt"}]) == "partial-sources"


def test_one_open_question_makes_it_partial() -> None:
    assert grade(costs=[]) == "partial-content"


def test_a_reason_such_as_not_published_leaves_a_question_open_and_one_that_does_not_apply_closes_it() -> None:
    assert grade(equity={"missing": "not_published"}) == "partial-content"
    assert grade(equity={"missing": "not_applicable"}) == "complete"


def test_a_saving_that_is_claimed_is_no_cost() -> None:
    assert grade(costs=[{**COST, "type": "saving_claimed"}]) == "partial-content"


def test_an_announcement_is_a_stub_whatever_it_says_was_to_be_done() -> None:
    found = completeness(Case.model_validate({**CASE, "intervention": WHOLE["intervention"], "dates": WHOLE["dates"]}))

    assert found.grade == "stub"
    assert found.answered == ("what was done", "when it began")


def test_answered_and_open_questions_add_up_in_every_real_case() -> None:
    for case in real_book().cases.values():
        found = completeness(case)
        assert sorted([*found.answered, *found.open]) == sorted(QUESTIONS)
        assert found.grade in GRADES
