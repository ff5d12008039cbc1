"""The verdict on a case: counted from its findings, worse before better, and never more than the record says."""

from collections.abc import Callable
from typing import Any

import pytest
from books import book_of, figure, outcome, real_book
from pilotbook.judgement.verdict import main_cost, what_happened, what_was_tried
from pilotbook.pages.brief import case_brief
from pilotbook.pages.summaries import case_row
from pilotbook.record import Case

UNKNOWN = {"missing": "not_read"}
SAID = {
    (): "No outcome has been published.",
    ("not_known",): "Nobody has published what came of it.",
    ("not_known", "not_known"): "Nobody has published what came of the 2 outcomes.",
    ("better",): "The one outcome came out better.",
    ("worse", "worse"): "Both outcomes came out worse.",
    ("mixed", "mixed", "mixed"): "All 3 outcomes came out mixed.",
    ("better", "worse"): "Of 2 outcomes, 1 came out worse and 1 came out better.",
    ("better", "no_clear_difference", "not_known"): (
        "Of 3 outcomes, 1 showed no clear difference, 1 came out better and 1 is not known."
    ),
}


@pytest.mark.parametrize(("findings", "said"), SAID.items(), ids=lambda value: str(value)[:40])
def test_findings_are_counted_in_a_sentence(
    make_case: Callable[..., Case], findings: tuple[str, ...], said: str
) -> None:
    outcomes = [outcome(id=f"O{number}", finding=finding) for number, finding in enumerate(findings, 1)]

    assert what_happened(make_case(outcomes=outcomes)) == said


def test_what_was_tried_is_the_first_sentence_of_what_was_done(make_case: Callable[..., Case]) -> None:
    def tried(what: dict[str, Any]) -> str:
        return what_was_tried(make_case(intervention={"name": "Made-up visits", "why": UNKNOWN, "what": what}))

    assert (
        tried({"text": "Staff called on families. They left a card.", "source": ["S1"], "locator": "page 1"})
        == "Staff called on families."
    )
    assert tried(UNKNOWN) == "Made-up visits"


COST = {"id": "C1", "label": "Made-up visits", "phase": "whole", "type": "staff", "planned": UNKNOWN, "actual": UNKNOWN}
TOLD = {
    "what was spent": ({"actual": figure("100", "GBP")}, ("C2", "actual"), "£100 spent: Made-up visits."),
    "what was planned": ({"planned": figure("90", "GBP")}, ("C2", "planned"), "£90 planned: Made-up visits."),
    "nothing without a sum": ({}, None, "Not published."),
}


@pytest.mark.parametrize(("sums", "told", "said"), TOLD.values(), ids=TOLD)
@pytest.mark.parametrize("claimed", ["saving_claimed", "benefit_claimed"])
def test_what_it_cost_is_never_a_saving_that_somebody_claims(
    make_case: Callable[..., Case], claimed: str, sums: dict[str, Any], told: tuple[str, str] | None, said: str
) -> None:
    claim = {**COST, "type": claimed, "label": "Made-up savings", "actual": figure("7", "GBP")}
    case = make_case(outcomes=[], costs=[claim, {**COST, "id": "C2", **sums}])

    found, book = main_cost(case), book_of({"made-up": case})

    assert (found and (found[0].id, found[1])) == told
    assert dict(case_brief(book.views["made-up"], case_row(book, "made-up"), []).verdict)["What it cost"] == said


def test_what_was_spent_is_told_before_what_was_planned(make_case: Callable[..., Case]) -> None:
    planned = {**COST, "planned": figure("90", "GBP")}
    spent = {**COST, "id": "C2", "actual": figure("100", "GBP")}

    found = main_cost(make_case(costs=[planned, spent]))

    assert found is not None and (found[0].id, found[1]) == ("C2", "actual")


def test_a_fair_test_without_benefit_says_so_before_its_level() -> None:
    tested = [slug for slug, rating in real_book().ratings.items() if rating.tested_no_benefit]

    assert tested
    assert {real_book().views[slug].verdict.sure for slug in tested} == {
        "A fair test found no benefit on a main outcome."
    }


def test_a_case_that_nobody_can_place_is_not_called_weak_or_strong(make_case: Callable[..., Case]) -> None:
    case = make_case(stage="announced", outcomes=[], intervention={"name": "x", "why": UNKNOWN, "what": UNKNOWN})
    book = book_of({"made-up": case})

    assert book.ratings["made-up"].level == 0
    assert book.views["made-up"].verdict.sure == "Too little is published to say how far to trust it."
