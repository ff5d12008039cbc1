"""How strong the evidence is: the table of designs, the caps, the levels, and what must hold of any record."""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from books import GOLDEN, MISSING, OWN_WORK, ROOT, TEAM, figure, outcome, real_book, source, tiny_book, written
from hypothesis import given, settings
from hypothesis import strategies as st
from pilotbook.casebook import Casebook
from pilotbook.doors.explain import explain
from pilotbook.judgement.lesson_strength import Evidence, standing
from pilotbook.judgement.rating import CaseRating, OutcomeRating, direction, rate
from pilotbook.judgement.view import CaseView
from pilotbook.record import Case, Missing
from pilotbook.record.case import LedgerEntry
from pilotbook.record.designs import DESIGNS
from pilotbook.record.fact import Source
from pilotbook.record.lesson import CONFIDENCE
from pilotbook.record.outcome import Sample
from pilotbook.record.shelf import Shelf
from pilotbook.rules.fields import models_in
from pydantic import BaseModel
from pytest_regressions.file_regression import FileRegressionFixture

Score = Callable[..., OutcomeRating]
Rated = Callable[..., CaseRating]
GROUP = {"group": "Made-up families elsewhere"}
PAIR = {**GROUP, "why_comparable": "They were made up alike."}
TRIAL = {"design": "rct_individual", "allocation": "drawn by lot", **GROUP}
EFFECT = {
    **figure("8", "percentage points"),
    "type": "difference",
    "ci_low": "2",
    "ci_high": "14",
    "ci_level": "95",
}
THEORY = {"name": "Made up", "why": {"text": "It should work.", "source": ["S1"], "locator": "page 1"}, "what": MISSING}
EVALUATOR = {"id": "madeup-university", "name": "Madeup University", "roles": ["evaluator"]}
COST = {"id": "C1", "label": "Visits", "phase": "delivery", "type": "staff", "planned": MISSING}


@pytest.fixture(scope="module")
def rated(make_case: Callable[..., Case]) -> Rated:
    """Give a function that rates a made-up case with these outcomes."""
    return lambda *outcomes, **changes: rate(make_case(outcomes=list(outcomes), **changes))


@pytest.fixture(scope="module")
def score(rated: Rated) -> Score:
    """Give a function that scores one made-up outcome with this comparison."""
    return lambda comparison, **changes: rated(outcome(comparison=comparison, **changes)).outcomes["O1"]


# The table of designs (record.md 6.3).


@pytest.mark.parametrize(
    "design",
    ["none", "after_only", "output_count", "additionality_survey", "modelled", "qualitative", "theory_based"],
)
def test_a_design_without_a_comparison_is_not_scoreable(score: Score, design: str) -> None:
    rating = score({"design": design, "controls": ["age"], **PAIR}, baseline=figure("31"))

    assert rating.sms is None
    assert rating.steps == (f"The design is '{DESIGNS[design].label}', which the scale does not score.",)


@pytest.mark.parametrize("design", ["before_after", "cross_section", "historical_benchmark"])
def test_a_bare_comparison_with_a_figure_reaches_1(score: Score, design: str) -> None:
    assert score({"design": design}, baseline=figure("31")).sms == 1
    assert score({"design": design, "result": figure("33")}).sms == 1


@pytest.mark.parametrize("design", ["before_after", "cross_section", "historical_benchmark"])
def test_a_bare_comparison_without_a_figure_is_not_scoreable(score: Score, design: str) -> None:
    rating = score({"design": design})

    assert rating.sms is None
    assert rating.steps[0].endswith(
        "but no figure for the baseline, the comparison or the difference is in the record: not scoreable."
    )


@pytest.mark.parametrize("design", ["before_after", "cross_section", "historical_benchmark"])
def test_a_bare_comparison_stays_at_1_with_a_list_of_controls(score: Score, design: str) -> None:
    assert score({"design": design, "controls": ["age"], **PAIR}, baseline=figure("31")).sms == 1


@pytest.mark.parametrize("design", ["before_after_controls", "cross_section_controls", "matched_cross_section"])
def test_an_adjusted_comparison_reaches_2(score: Score, design: str) -> None:
    assert score({"design": design, "controls": ["age", "deprivation"], **GROUP}, baseline=figure("31")).sms == 2


def test_before_and_after_with_controls_needs_no_comparison_group_for_2(score: Score) -> None:
    assert score({"design": "before_after_controls", "controls": ["age"]}, baseline=figure("31")).sms == 2


@pytest.mark.parametrize("design", ["before_after_controls", "cross_section_controls"])
def test_an_adjusted_comparison_without_its_controls_falls_to_1(score: Score, design: str) -> None:
    assert score({"design": design, **GROUP}, baseline=figure("31")).sms == 1


@pytest.mark.parametrize("design", ["did", "panel", "matched_before_after"])
def test_both_groups_before_and_after_with_a_reason_reach_3(score: Score, design: str) -> None:
    four = {"design": design, **PAIR, "baseline": figure("30"), "result": figure("33")}

    assert score(four, baseline=figure("31")).sms == 3


@pytest.mark.parametrize("design", ["did", "panel", "matched_before_after"])
def test_a_source_that_says_so_stands_for_the_four_numbers(score: Score, design: str) -> None:
    assert score({"design": design, **PAIR, "both_periods": "yes"}).sms == 3


@pytest.mark.parametrize(("design", "sms"), [("did", 1), ("panel", 1), ("matched_before_after", 2)])
def test_both_groups_without_a_number_before_fall_to_the_row_they_meet(score: Score, design: str, sms: int) -> None:
    assert score({"design": design, **PAIR, "result": figure("33")}).sms == sms


def test_a_double_difference_without_a_reason_falls_to_1(score: Score) -> None:
    four = {"design": "did", "baseline": figure("30"), "result": figure("33")}

    assert score(four, baseline=figure("31")).sms == 1


@pytest.mark.parametrize("design", ["interrupted_time_series", "synthetic_control"])
def test_a_time_series_reaches_2_with_eight_points_before(score: Score, design: str) -> None:
    assert score({"design": design, "points_before": "8"}, baseline=figure("31")).sms == 2
    assert score({"design": design, "points_before": "7"}, baseline=figure("31")).sms == 1
    assert score({"design": design}, baseline=figure("31")).sms == 1


@pytest.mark.parametrize("design", ["regression_discontinuity", "instrument"])
def test_a_cut_off_or_instrument_reaches_4_if_it_was_tested(score: Score, design: str) -> None:
    assert score({"design": design, "validity_test": "density at the cut-off"}, effect=EFFECT).sms == 4
    assert score({"design": design}, effect=EFFECT).sms == 1


@pytest.mark.parametrize("design", ["rct_individual", "rct_cluster", "rct_stepped_wedge", "rct_waitlist"])
def test_a_trial_reaches_5_with_its_allocation_and_sample(score: Score, design: str) -> None:
    assert score({"design": design, "allocation": "drawn by lot"}).sms == 5


def test_a_trial_without_its_allocation_falls_to_the_row_it_meets(score: Score) -> None:
    assert score({"design": "rct_individual"}, effect=EFFECT).sms == 1
    assert score({"design": "rct_individual", **PAIR, "both_periods": "yes"}, effect=EFFECT).sms == 3
    assert score({"design": "rct_individual"}).sms is None


def test_a_trial_that_prints_only_its_total_reaches_5(score: Score) -> None:
    total = {"of": "families", "analysed": "2400", "source": ["S1"], "locator": "abstract"}

    assert score(TRIAL, n=total).sms == 5


# The caps (record.md 6.4).


def test_a_missing_sample_caps_at_1(score: Score) -> None:
    rating = score({"design": "did", **PAIR, "both_periods": "yes"}, n=MISSING)

    assert rating.sms == 1
    assert rating.steps[-1] == "The sample size is not given: capped at a score of 1."


def test_a_sample_without_a_number_is_no_sample(score: Score) -> None:
    rating = score(TRIAL, n={"of": "families", "source": ["S1"], "locator": "abstract"}, effect=EFFECT)

    assert rating.sms == 1
    assert rating.steps[-1] == "The sample size is not given: capped at a score of 1."
    assert rating.flags == ()


@pytest.mark.parametrize(
    ("treated", "comparison", "sms"), [(50, 50, 5), (50.1, 50, 2), (10, 51, 2), (0, 20, 5), (0, 21, 2)]
)
def test_losing_too_many_caps_at_2(score: Score, treated: float, comparison: float, sms: int) -> None:
    lost = {"treated": str(treated), "comparison": str(comparison), "source": ["S1"], "locator": "table 2"}

    assert score(TRIAL, attrition=lost).sms == sms


def test_losing_too_many_of_the_only_group_caps_at_2(score: Score) -> None:
    rating = score(TRIAL, attrition={"treated": "51", "source": ["S1"], "locator": "table 2"})

    assert rating.sms == 2
    assert rating.steps[-1] == "Too many were lost before the last measurement: capped at a score of 2."


@pytest.mark.parametrize(
    "sizes",
    [{"treated": "19", "comparison": "300"}, {"treated": "300", "comparison": "19"}, {"analysed": "19"}],
)
def test_a_group_under_20_caps_at_1_and_is_marked(score: Score, sizes: Mapping[str, str]) -> None:
    rating = score(TRIAL, n={"of": "families", "source": ["S1"], "locator": "table 2", **sizes})

    assert rating.sms == 1
    assert rating.flags == ("very small",)
    assert rating.steps[-1] == "A group is smaller than 20: capped at a score of 1."


def test_a_group_of_20_is_not_capped(score: Score) -> None:
    sample = {"of": "families", "treated": "20", "comparison": "20", "source": ["S1"], "locator": "table 2"}

    assert score(TRIAL, n=sample).sms == 5


def test_a_small_group_that_follows_from_the_total_is_seen(score: Score) -> None:
    hidden = {"of": "families", "comparison": "500", "analysed": "515", "source": ["S1"], "locator": "table 2"}

    assert score(TRIAL, n=hidden).sms == 1


def test_a_total_that_is_the_one_group_hides_no_other(score: Score) -> None:
    same = {"of": "families", "treated": "100", "analysed": "100", "source": ["S1"], "locator": "table 2"}

    assert score({"design": "before_after"}, baseline=figure("31"), n=same).flags == ()


def test_the_cap_on_small_groups_is_for_people_not_sites(score: Score) -> None:
    sites = {"of": "schools", "treated": "8", "comparison": "9", "source": ["S1"], "locator": "table 2"}

    assert score(TRIAL, n=sites).sms == 5


def test_a_count_of_what_was_done_is_not_scoreable(score: Score) -> None:
    rating = score(TRIAL, kind="output")

    assert rating.sms is None
    assert rating.steps[-1] == "It counts what was done, not what changed: not scoreable."


@pytest.mark.parametrize(("tier", "sms"), [("1", 5), ("2", 5), ("3", 5), ("4", None), ("5", None), ("6", None)])
def test_a_number_from_a_press_release_or_below_is_not_scoreable(rated: Rated, tier: str, sms: int | None) -> None:
    rating = rated(outcome(comparison=TRIAL), sources=[source(tier=tier)])

    assert rating.outcomes["O1"].sms == sms


def test_one_sound_source_is_enough_for_a_number(rated: Rated) -> None:
    both = outcome(comparison=TRIAL, result=figure("42", source=["S1", "S2"]))

    assert rated(both, sources=[source(tier="5"), source(id="S2", tier="1")]).outcomes["O1"].sms == 5


def test_a_dead_source_without_an_archived_copy_is_not_scoreable(rated: Rated) -> None:
    dead = source(url={"missing": "not_read"})

    assert rated(outcome(comparison=TRIAL), sources=[dead]).outcomes["O1"].sms is None
    archived = {**dead, "archive_url": "https://archive.example.org/made-up"}
    assert rated(outcome(comparison=TRIAL), sources=[archived]).outcomes["O1"].sms == 5


def test_a_trial_without_any_result_is_not_scoreable(score: Score) -> None:
    rating = score(TRIAL, result=MISSING, finding="not_known")

    assert rating.sms is None
    assert rating.steps[-1] == "No figure and no finding on it was found or read: not scoreable."


def test_a_better_source_taken_away_does_not_lift_a_weak_number(rated: Rated) -> None:
    weak = [source(tier="4")]

    assert rated(outcome(comparison=TRIAL), sources=weak).outcomes["O1"].sms is None
    assert rated(outcome(comparison=TRIAL, result=MISSING), sources=weak).outcomes["O1"].sms is None


def test_an_outcome_chosen_afterwards_is_marked_and_not_capped(score: Score) -> None:
    rating = score(TRIAL, named_in_advance="no")

    assert rating.sms == 5
    assert rating.flags == ("chosen afterwards",)


def test_an_outcome_chosen_afterwards_cannot_be_primary(rated: Rated) -> None:
    chosen = outcome(comparison=TRIAL, effect=EFFECT, named_in_advance="no", finding="worse")

    rating = rated(chosen)

    assert rating.level == 2
    assert rating.tested_no_benefit is False


# Self-evaluation.


def test_a_case_that_only_its_own_team_measured_is_self_evaluated(rated: Rated) -> None:
    rating = rated(outcome(**OWN_WORK), partners=[TEAM])

    assert rating.is_self_evaluated is True


def test_a_case_is_not_self_evaluated_if_somebody_else_analysed_it(rated: Rated) -> None:
    outside = {"id": "madeup-university", "name": "Madeup University", "roles": ["data"]}
    rating = rated(outcome(measured_by="madeup-council", analysed_by="madeup-university"), partners=[TEAM, outside])

    assert rating.is_self_evaluated is False


def test_a_case_is_not_self_evaluated_if_it_has_an_independent_evaluator(rated: Rated) -> None:
    assert rated(outcome(**OWN_WORK), partners=[TEAM, EVALUATOR]).is_self_evaluated is False


@pytest.mark.parametrize(("tier", "own"), [("1", False), ("2", False), ("3", True)])
def test_where_nobody_is_named_the_sources_tell_whose_work_it_is(rated: Rated, tier: str, own: bool) -> None:
    assert rated(outcome(), partners=[TEAM], sources=[source(tier=tier)]).is_self_evaluated is own


def test_an_evaluator_that_also_delivered_is_not_independent(rated: Rated) -> None:
    own = {**EVALUATOR, "roles": ["evaluator", "delivery"]}

    assert rated(outcome(analysed_by="madeup-university"), partners=[own]).is_self_evaluated is True


def test_a_case_without_a_result_is_not_called_self_evaluated(rated: Rated) -> None:
    assert rated(outcome(**OWN_WORK, result=MISSING), partners=[TEAM]).is_self_evaluated is False


# From outcomes to a level (record.md 6.5).


def test_a_case_that_is_only_announced_has_no_level(rated: Rated) -> None:
    rating = rated()

    assert rating.level == 0
    assert rating.steps == ("No level holds from what we read.",)
    assert rating.to_raise == ("For level 1: the reason why it should work is told.",)


def test_a_reason_and_a_source_that_opens_make_level_1(rated: Rated) -> None:
    rating = rated(intervention=THEORY)

    assert rating.level == 1
    assert rating.steps == (
        "Level 1 holds: the reason why it should work is told; a source other than news, comment or reposts can be opened.",
    )
    assert rating.to_raise == (
        "For level 2: an outcome reaches a score of 1.",
        "For level 2: its sample size is given.",
        "For level 2: its follow-up time is given.",
    )


@pytest.mark.parametrize(("changes", "level"), [({"tier": "4"}, 1), ({"tier": "5"}, 0), ({"url": MISSING}, 0)])
def test_level_1_needs_a_source_of_tier_4_or_better_that_opens(
    rated: Rated, changes: Mapping[str, Any], level: int
) -> None:
    assert rated(intervention=THEORY, sources=[source(**changes)]).level == level


TOLD = "an interval or a p value is given for it, or a source says why there is none"


def test_an_outcome_with_sample_and_follow_up_makes_level_2(rated: Rated) -> None:
    rating = rated(outcome(comparison={"design": "before_after"}, baseline=figure("31")))

    assert rating.level == 2
    assert rating.to_raise == ("For level 3: a primary outcome reaches a score of 3.", f"For level 3: {TOLD}.")


@pytest.mark.parametrize("missing", [{"n": MISSING}, {"follow_up": None}, {"baseline": MISSING}])
def test_level_2_needs_a_figure_a_sample_and_a_follow_up_time(rated: Rated, missing: Mapping[str, Any]) -> None:
    whole = outcome(comparison={"design": "before_after"}, baseline=figure("31"))

    assert rated({key: value for key, value in {**whole, **missing}.items() if value}).level == 0


def test_level_2_needs_the_follow_up_time_of_the_very_outcome(rated: Rated) -> None:
    sampled = {**outcome(comparison={"design": "before_after"}, baseline=figure("31"))}
    del sampled["follow_up"]
    followed = outcome(id="O2", comparison={"design": "before_after"}, baseline=figure("31"), n=MISSING)

    assert rated(sampled, followed).level == 0


def test_a_primary_outcome_with_its_uncertainty_makes_level_3(rated: Rated) -> None:
    rating = rated(outcome(comparison=TRIAL, effect=EFFECT))

    assert rating.level == 3
    assert rating.steps == (f"Level 3 holds: a primary outcome reaches a score of 3; {TOLD}.",)
    assert rating.to_raise == (
        "For level 4: the reason why it should work is told.",
        "For level 4: it ran in two places or more.",
        "For level 4: the evaluator did not deliver it.",
        "For level 4: its actual cost is reported.",
    )


SIZE = {**figure("8", "points"), "type": "difference"}
UNCERTAINTY = {
    "an interval": ({"effect": EFFECT}, 3),
    "a p value": ({"effect": {**SIZE, "p": "0.03"}}, 3),
    "a source that says why there is none": ({"effect": {**SIZE, "no_interval": {"missing": "not_published"}}}, 3),
    "a source that says why there is no size": ({"effect": {"missing": "not_published"}}, 3),
    "a census, to which no interval applies": ({"effect": {**SIZE, "no_interval": {"missing": "not_applicable"}}}, 3),
    "an interval that was not read": ({"effect": {**SIZE, "no_interval": MISSING}}, 2),
    "an interval that was not found": ({"effect": {**SIZE, "no_interval": {"missing": "not_found"}}}, 2),
    "a size alone": ({"effect": SIZE}, 2),
    "a size that was not read": ({"effect": MISSING}, 2),
    "words alone": ({"explanation": {"text": "It is no chance.", "source": ["S1"], "locator": "page 9"}}, 2),
}


@pytest.mark.parametrize(("changes", "level"), UNCERTAINTY.values(), ids=UNCERTAINTY)
def test_level_3_asks_for_uncertainty_in_numbers_or_for_the_pilots_own_reason(
    rated: Rated, changes: Mapping[str, Any], level: int
) -> None:
    assert rated(outcome(comparison=TRIAL, **changes)).level == level


ADJUSTED = {"design": "matched_cross_section", "controls": ["age"], **GROUP}
FAIR = {"design": "did", **PAIR, "both_periods": "yes"}


@pytest.mark.parametrize(("comparison", "sms", "level"), [(ADJUSTED, 2, 2), (FAIR, 3, 3)])
def test_level_3_begins_at_a_score_of_3(rated: Rated, comparison: Mapping[str, Any], sms: int, level: int) -> None:
    rating = rated(outcome(comparison=comparison, effect=EFFECT))

    assert (rating.outcomes["O1"].sms, rating.level) == (sms, level)


@pytest.mark.parametrize(("comparison", "sms", "tested"), [(ADJUSTED, 2, False), (FAIR, 3, True)])
@pytest.mark.parametrize("finding", ["no_clear_difference", "worse"])
def test_no_benefit_is_called_tested_from_a_score_of_3(
    rated: Rated, comparison: Mapping[str, Any], sms: int, tested: bool, finding: str
) -> None:
    rating = rated(outcome(comparison=comparison, effect=EFFECT, finding=finding))

    assert (rating.outcomes["O1"].sms, rating.tested_no_benefit) == (sms, tested)


@pytest.mark.parametrize("finding", ["better", "mixed", "not_known"])
def test_only_no_difference_or_worse_is_no_benefit(rated: Rated, finding: str) -> None:
    assert rated(outcome(comparison=FAIR, effect=EFFECT, finding=finding)).tested_no_benefit is False


def test_level_3_needs_a_primary_outcome(rated: Rated) -> None:
    assert rated(outcome(comparison=TRIAL, effect=EFFECT, primary="no")).level == 2


def test_level_3_needs_the_uncertainty_of_the_primary_outcome_itself(rated: Rated) -> None:
    bare = outcome(comparison=TRIAL)
    other = outcome(id="O2", comparison=TRIAL, effect=EFFECT, primary="no")

    assert rated(bare, other).level == 2


def four(**changes: Any) -> dict[str, Any]:
    """Give what level 4 asks of a case beyond its outcome."""
    whole: dict[str, Any] = {
        "intervention": THEORY,
        "places": [{"place": "madeup-town"}, {"place": "madeup-vale", "role": "site"}],
        "partners": [EVALUATOR],
        "costs": [{**COST, "actual": figure("100", "GBP")}],
    }
    return {**whole, **changes}


def test_two_places_an_outside_evaluator_and_a_cost_make_level_4(rated: Rated) -> None:
    rating = rated(outcome(comparison=TRIAL, effect=EFFECT), **four())

    assert rating.level == 4
    assert rating.to_raise == (
        "For level 5: people judge that others run it elsewhere from a manual, and it still works.",
    )


@pytest.mark.parametrize(
    ("lack", "told"),
    [
        ({"places": [{"place": "madeup-town"}]}, "it ran in two places or more"),
        (
            {"places": [{"place": "madeup-town"}, {"place": "madeup-vale", "role": "comparison"}]},
            "it ran in two places or more",
        ),
        ({"partners": []}, "the evaluator did not deliver it"),
        ({"partners": [{**EVALUATOR, "roles": ["evaluator", "lead"]}]}, "the evaluator did not deliver it"),
        ({"costs": [{**COST, "actual": MISSING}]}, "its actual cost is reported"),
        (
            {"costs": [{**COST, "type": "saving_claimed", "actual": figure("100", "GBP")}]},
            "its actual cost is reported",
        ),
        ({"intervention": {**THEORY, "why": MISSING}}, "the reason why it should work is told"),
    ],
    ids=["one-place", "comparison-place", "no-evaluator", "own-evaluator", "no-cost", "claimed-saving", "no-theory"],
)
def test_level_4_falls_to_3_without_any_of_its_parts(rated: Rated, lack: Mapping[str, Any], told: str) -> None:
    rating = rated(outcome(comparison=TRIAL, effect=EFFECT), **four(**lack))

    assert rating.level == 3
    assert rating.to_raise == (f"For level 4: {told}.",)


def test_a_judged_level_is_shown_and_the_ceiling_is_kept(rated: Rated) -> None:
    judged = {
        "level": "2",
        "raters": ["A made-up judge", "Another made-up judge"],
        "conflicts": "none",
        "reason": "The groups were not alike.",
        "judged_on": "2026-11-21",
    }

    rating = rated(outcome(comparison=TRIAL, effect=EFFECT), rating=judged)

    assert (rating.shown, rating.judged, rating.level) == (2, 2, 3)


def test_the_best_score_is_the_highest_among_the_outcomes(rated: Rated) -> None:
    weak = outcome(id="O2", comparison={"design": "before_after"}, baseline=figure("31"))

    assert rated(outcome(comparison=TRIAL), weak).best_sms == 5
    assert rated(outcome()).best_sms is None


# Direction, and the flag for well-tested failures.


@pytest.mark.parametrize("finding", ["no_clear_difference", "worse"])
def test_a_well_tested_failure_carries_the_flag_and_keeps_its_level(rated: Rated, finding: str) -> None:
    rating = rated(outcome(comparison=TRIAL, effect=EFFECT, finding=finding))

    assert rating.tested_no_benefit is True
    assert rating.level == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"finding": "better"},
        {"finding": "mixed"},
        {"finding": "worse", "primary": "no"},
        {"finding": "worse", "comparison": {"design": "before_after"}, "baseline": figure("31")},
    ],
    ids=["better", "mixed", "not-primary", "weak-design"],
)
def test_other_outcomes_carry_no_flag(rated: Rated, changes: Mapping[str, Any]) -> None:
    assert rated(outcome(**{"comparison": TRIAL, **changes})).tested_no_benefit is False


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        (["better", "better"], "better"),
        (["better", "worse"], "mixed"),
        (["better", "no_clear_difference"], "mixed"),
        (["not_known", "worse"], "worse"),
        (["not_known", "not_known"], "not_known"),
        ([], "not_known"),
    ],
)
def test_direction_is_one_finding_where_the_outcomes_agree(
    make_case: Callable[..., Case], findings: list[str], told: str
) -> None:
    outcomes = [outcome(id=f"O{n}", finding=finding) for n, finding in enumerate(findings, 1)]

    assert direction(make_case(outcomes=outcomes)) == (told, False)


def test_direction_is_told_by_primary_outcomes_where_there_are_any(make_case: Callable[..., Case]) -> None:
    case = make_case(outcomes=[outcome(finding="worse"), outcome(id="O2", finding="better", primary="no")])

    assert direction(case) == ("worse", False)


def test_a_claim_gives_a_direction_only_where_nothing_was_found(make_case: Callable[..., Case]) -> None:
    claim = {"text": "It worked.", "by": "A council", "finding": "better", "source": ["S1"], "locator": "page 1"}
    only_claimed = outcome(finding="not_known", claim=claim)

    assert direction(make_case(outcomes=[only_claimed])) == ("better", True)
    assert direction(make_case(outcomes=[only_claimed, outcome(id="O2", finding="worse")])) == ("worse", False)


# What holds of any record.


def without_one_fact(record: BaseModel, field_name: str = "") -> Iterator[tuple[str, BaseModel]]:
    """Yield copies of a record that each lack one supporting fact: an entry, a figure, a text.

    Adverse facts stay, since taking them away makes a record look better than it is: attrition, claims, a person's lower
    judgement, the part an evaluator had in delivery, and the sizes of a very small group.
    """
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        small = isinstance(record, Sample) and any(n is not None and n < 20 for n in sizes_of(record))
        if name in ("attrition", "claim", "rating", "roles") or small:
            continue
        if isinstance(value, BaseModel):
            for where, changed in without_one_fact(value):
                yield f"{name}.{where}", record.model_copy(update={name: changed})
            if Missing in models_in(field.annotation) and not isinstance(value, Missing):
                yield name, record.model_copy(update={name: Missing(missing="not_read")})
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                yield f"{name}[{index}]", record.model_copy(update={name: value[:index] + value[index + 1 :]})
                for where, changed in without_one_fact(item) if isinstance(item, BaseModel) else ():
                    entries = (*value[:index], changed, *value[index + 1 :])
                    yield f"{name}[{index}].{where}", record.model_copy(update={name: entries})
        if value is not None and not isinstance(value, tuple) and not field.is_required() and field.default is None:
            yield name, record.model_copy(update={name: None})


def sizes_of(sample: Sample) -> list[int | None]:
    """Give the printed sizes of a sample, and the one that follows from a total and one group."""
    known = [sample.treated, sample.comparison, sample.analysed]
    groups = [size for size in known[:2] if size is not None]
    return [*known, sample.analysed - groups[0]] if sample.analysed and len(groups) == 1 else [*known]


def strength(case: Case) -> dict[str, int]:
    """Give the level of a case and the score of each outcome, with -1 for none."""
    rating = rate(case)
    scores = {key: -1 if scored.sms is None else scored.sms for key, scored in rating.outcomes.items()}
    return {"level": rating.level, **scores}


REAL = sorted(real_book().cases)
TINY = sorted(tiny_book().cases)
SHELF = {**real_book().cases, **tiny_book().cases}


@settings(max_examples=150)
@given(st.data())
def test_taking_away_supporting_facts_never_raises_a_level(data: st.DataObject) -> None:
    case = SHELF[data.draw(st.sampled_from(REAL + TINY), label="case")]

    for _ in range(data.draw(st.integers(1, 4), label="how many")):
        copies = list(without_one_fact(case))
        where, less = data.draw(st.sampled_from(copies), label="without")
        assert isinstance(less, Case)
        before, after = strength(case), strength(less)
        assert all(after[key] <= before[key] for key in after), where
        case = less


@pytest.mark.parametrize("slug", TINY)
def test_no_single_fact_of_a_made_up_case_can_go_and_raise_its_level(slug: str) -> None:
    before = strength(SHELF[slug])

    for where, less in without_one_fact(SHELF[slug]):
        assert isinstance(less, Case)
        assert all(after <= before[key] for key, after in strength(less).items()), where


@settings(max_examples=100)
@given(st.sampled_from(REAL), st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_no_rating(slug: str, chance: random.Random) -> None:
    case = SHELF[slug]

    def mixed(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    groups = ("outcomes", "places", "partners", "sources", "costs", "cycles", "lessons")
    other = case.model_copy(update={name: mixed(getattr(case, name)) for name in groups})

    assert rate(other) == rate(case)
    assert direction(other) == direction(case)


@pytest.mark.parametrize("slug", REAL)
def test_the_order_of_keys_changes_no_record_and_so_no_rating(slug: str) -> None:
    def turned(data: Any) -> Any:
        if isinstance(data, dict):
            return {key: turned(data[key]) for key in reversed(data)}
        return [turned(item) for item in data] if isinstance(data, list) else data

    data = written(ROOT / f"case_studies/{slug}.yml")

    assert Case.model_validate(turned(data), context={"lists": None}) == SHELF[slug]


@settings(max_examples=30)
@given(st.data())
def test_ids_and_dates_of_other_cases_change_no_rating(data: st.DataObject) -> None:
    book = real_book()
    slug, other = data.draw(st.permutations(REAL), label="two cases")[:2]
    changed = book.cases[other].model_copy(update={"id": "TLG-C-ZZZZ", "reviewed_on": "1999-01-01", "lessons": ()})

    ratings = Casebook.of(Shelf(book.vocabulary, {**book.cases, other: changed}, book.lessons)).ratings

    assert ratings[slug] == book.ratings[slug]


@settings(max_examples=200)
@given(st.data())
def test_an_entry_against_a_lesson_never_raises_its_ceiling(data: st.DataObject) -> None:
    book = data.draw(st.sampled_from([real_book(), tiny_book()]), label="book")
    lesson = data.draw(st.sampled_from(sorted(book.lessons)), label="lesson")
    entries = book.ledger[lesson]
    some = tuple(data.draw(st.lists(st.sampled_from(entries), unique_by=id), label="entries"))
    slug = data.draw(st.sampled_from(sorted(book.cases)), label="case")
    against = LedgerEntry(
        lesson=book.lessons[lesson].id, relation="contradicts", because="It did not hold.", evidence=("S1",)
    )
    spoken = book.cases[slug].model_copy(update={"lessons": (against,)})
    order = list(CONFIDENCE)

    before = standing(some)
    after = standing((*some, Evidence(CaseView(slug, lambda: spoken), 0)))

    assert order.index(after.ceiling) >= order.index(before.ceiling)
    assert order.index(after.ceiling) >= order.index("moderate")


def test_taking_away_a_source_lowers_what_rests_on_it() -> None:
    case = SHELF["madeup-vale-hub-letters"]
    gone = case.model_copy(update={"sources": (Source.model_validate(source(id="S9")),)})

    assert strength(case) == {"level": 3, "O1": 5}
    assert strength(gone) == {"level": 0, "O1": -1}


def test_the_ratings_of_the_made_up_casebook_are_as_they_were_read(file_regression: FileRegressionFixture) -> None:
    book = tiny_book()
    told = [explain(book, slug) for slug in [*book.cases, *book.lessons]]

    file_regression.check("\n\n----\n\n".join(told) + "\n", fullpath=GOLDEN / "ratings.txt", encoding="utf-8")
