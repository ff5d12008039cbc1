"""Facets: what each record can be found by, written out for the made-up casebook."""

from collections.abc import Callable
from typing import Any

from books import book_of, figure, outcome, tiny_book
from pilotbook.record import Case, Lesson
from pilotbook.record.designs import DESIGNS, GROUPS
from pilotbook.views.facets import cases_by_value, facets, of_case, of_lesson


def test_a_trial_that_found_nothing_is_found_by_its_direction_and_by_having_been_tested() -> None:
    found = of_case(tiny_book(), "madeup-vale-hub-letters")

    assert set(found) <= {facet.key for facet in facets(tiny_book())}
    wanted = {
        "kind": ("case",),
        "area": ("made-up-hubs",),
        "direction": ("tested-no-benefit", "no-clear-difference"),
        "level": ("3",),
        "design": ("randomised-trial",),
        "stage": ("ended",),
        "place": ("madeup-vale",),
        "region": ("madeup-shire",),
        "group": ("made-up-families",),
        "programme": (),
        "figures": ("yes",),
        "complete": ("partial-content",),
    }
    assert {key: found[key] for key in wanted} == wanted


def test_only_what_was_tested_without_benefit_is_listed_so() -> None:
    assert cases_by_value(tiny_book(), "direction") == {
        "better": ["madeup-town-doorstep-visits"],
        "tested-no-benefit": ["madeup-vale-hub-letters"],
        "no-clear-difference": ["madeup-vale-hub-letters"],
        "not-known": ["madeup-town-rent-advice"],
    }


def test_a_level_and_a_stage_are_found_by_what_the_page_shows(make_case: Callable[..., Case]) -> None:
    judged = {
        "level": "1",
        "raters": ["A made-up judge", "Another"],
        "conflicts": "none",
        "reason": "x",
        "judged_on": "2026-11-21",
    }
    effect = {**figure("8", "points"), "type": "difference", "p": "0.03"}
    trial = outcome(comparison={"design": "rct_individual", "allocation": "drawn by lot"}, effect=effect)
    found = of_case(book_of({"x": make_case(outcomes=[trial], rating=judged, stage="stopped_early")}), "x")

    assert (found["level"], found["stage"]) == (("1",), ("stopped-early",))


def test_a_lesson_is_found_by_the_designs_of_the_outcomes_it_rests_on_and_by_no_other(
    make_case: Callable[..., Case], make_lesson: Callable[..., Lesson]
) -> None:
    def entry(*evidence: str) -> dict[str, Any]:
        return {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "Made up.", "evidence": list(evidence)}

    trial = outcome(comparison={"design": "rct_individual", "allocation": "drawn by lot"})
    plain = outcome(id="O2", comparison={"design": "before_after"})
    cases = {
        "rests-on-one": make_case(outcomes=[trial, plain], lessons=[entry("O2", "S1")]),
        "rests-on-words": make_case(id="TLG-C-MAD8", title="Other", outcomes=[trial], lessons=[entry("S1")]),
    }

    found = of_lesson(book_of(cases, {"made-up": make_lesson()}), "made-up")

    assert found["design"] == ("simple-comparison",)
    assert found["place"] == ("madeup-town",)


def test_every_design_stands_in_one_group() -> None:
    assert {design.group for design in DESIGNS.values()} == set(GROUPS)
