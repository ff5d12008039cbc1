"""Explaining a rating in words."""

from collections.abc import Callable

import pytest
from books import OWN_WORK, TEAM, figure, outcome, real_book, tiny_book
from pilotbook.casebook import Casebook
from pilotbook.doors.explain import NoRecord, explain
from pilotbook.judgement.rating import rate
from pilotbook.record import Case
from pilotbook.record.shelf import Shelf


def explained(case: Case) -> list[str]:
    return explain(Casebook.of(Shelf(tiny_book().vocabulary, {"made-up": case})), "made-up").split("\n")


def test_a_case_is_explained_by_its_id_and_by_its_name_alike() -> None:
    assert explain(tiny_book(), "TLG-C-MAD2") == explain(tiny_book(), "madeup-vale-hub-letters")


def test_a_lesson_is_explained_by_its_id_and_by_its_name_alike() -> None:
    assert explain(tiny_book(), "TLG-L-MAD1") == explain(tiny_book(), "call-on-families")


def test_a_name_that_is_nearly_right_gets_a_hint() -> None:
    with pytest.raises(NoRecord) as refused:
        explain(tiny_book(), "call-on-familys")

    assert str(refused.value) == "There is no record or rule 'call-on-familys'. Did you mean 'call-on-families'?"


def test_a_name_that_nothing_is_like_gets_no_hint() -> None:
    with pytest.raises(NoRecord, match=r"^There is no record or rule 'zzzz'\.$"):
        explain(tiny_book(), "zzzz")


def test_every_step_of_an_outcome_and_its_flags_are_told(make_case: Callable[..., Case]) -> None:
    few = {"of": "families", "treated": "12", "source": ["S1"], "locator": "page 2"}
    weak = outcome(comparison={"design": "before_after"}, baseline=figure("31"), n=few, named_in_advance="no")

    told = explained(make_case(outcomes=[weak]))

    first = told.index("O1  Made-up families who came: score 1 of 5")
    assert told[first : first + 5] == [
        "O1  Made-up families who came: score 1 of 5",
        "    The design is 'before and after alone' "
        "(a figure for the baseline, the comparison or the difference): a score of 1 at most.",
        "    A group is smaller than 20: capped at a score of 1.",
        "    Flag: very small.",
        "    Flag: chosen afterwards.",
    ]


def test_a_claim_and_a_self_evaluation_are_told(make_case: Callable[..., Case]) -> None:
    claim = {"text": "It worked.", "by": "A council", "finding": "better", "source": ["S1"], "locator": "page 1"}

    told = explained(make_case(outcomes=[outcome(**OWN_WORK, finding="not_known", claim=claim)], partners=[TEAM]))

    assert "Direction: better (claimed)." in told
    assert "Self-evaluated: nobody outside the delivery team is known to have measured or analysed it." in told


def test_a_judged_level_is_told_beside_what_the_rules_allow(make_case: Callable[..., Case]) -> None:
    judged = {"level": "0", "raters": ["A", "B"], "conflicts": "none", "reason": "Thin.", "judged_on": "2026-11-21"}
    theory = {
        "name": "Made up",
        "why": {"text": "It should.", "source": ["S1"], "locator": "p"},
        "what": {"missing": "not_read"},
    }

    told = explained(make_case(rating=judged, intervention=theory))

    assert told[1].startswith("Strength: 0 of 5, Nothing to rate.")
    assert "Judged by people; the rules allow at most 1." in told


@pytest.mark.parametrize("slug", [*real_book().cases, *real_book().lessons])
def test_every_record_can_be_explained(slug: str) -> None:
    told = explain(real_book(), slug)

    assert slug in real_book().lessons or f"Strength: {rate(real_book().cases[slug]).level} of 5" in told
    assert "None" not in told.replace("None of", "")
