"""Records that contradict themselves: what cannot be is refused, what may be is asked; each kind at its edge."""

from collections.abc import Callable
from typing import Any

import pytest
from books import figure, outcome
from pilotbook.record import Case
from pilotbook.rules import findings, units, within
from pilotbook.text.yamlfile import Document

BARE = Document("made-up.yml", "", {})
MakeCase = Callable[..., Case]


def effect(value: str, kind: str = "difference", unit: str = "points", **changes: str) -> dict[str, Any]:
    """Give an effect, written as in YAML; an interval of 95% where two ends are given as low and high."""
    ends = {f"ci_{name}": changes.pop(name) for name in ("low", "high") if name in changes}
    level = {"ci_level": "95"} if ends else {}
    return {**figure(value, unit), "type": kind, **ends, **level, **changes}


def refused(case: Case, *rules: Any) -> list[str]:
    return [problem.what for rule in rules for problem in rule(case, BARE)]


# A finding against its effect.


@pytest.mark.parametrize(
    ("wanted", "finding", "value", "kind", "fits"),
    [
        ("up", "better", "0.1", "difference", True),
        ("up", "better", "-0.1", "difference", False),
        ("up", "worse", "-0.1", "difference", True),
        ("up", "worse", "0.1", "difference", False),
        ("down", "better", "-0.1", "score", True),
        ("down", "better", "0.1", "score", False),
        ("down", "worse", "0.1", "difference", True),
        ("down", "worse", "-0.1", "difference", False),
        ("up", "better", "1.01", "ratio", True),
        ("up", "better", "0.99", "ratio", False),
        ("down", "better", "0.99", "ratio", True),
        ("down", "better", "1.01", "ratio", False),
        ("up", "no_clear_difference", "-3", "difference", True),
        ("up", "mixed", "-3", "difference", True),
        ("up", "not_known", "-3", "difference", True),
        ("none", "no_clear_difference", "3", "difference", True),
        ("none", "better", "3", "difference", False),
        ("none", "worse", "3", "difference", False),
    ],
)
def test_better_runs_the_wanted_way_and_worse_against_it(
    make_case: MakeCase, wanted: str, finding: str, value: str, kind: str, fits: bool
) -> None:
    made = outcome(direction_wanted=wanted, finding=finding, effect=effect(value, kind))

    assert bool(refused(make_case(outcomes=[made]), findings.findings_point_their_way)) is not fits


def asked(make_case: MakeCase, **changes: Any) -> list[str]:
    return refused(make_case(outcomes=[outcome(**changes)]), findings.findings_borne)


@pytest.mark.parametrize(
    ("kind", "value", "low", "high", "finding", "is_asked"),
    [
        ("difference", "1", "0", "6", "better", True),
        ("difference", "1", "0.1", "6", "better", False),
        ("difference", "-1", "-6", "0", "worse", True),
        ("difference", "-1", "-6", "-0.1", "worse", False),
        ("ratio", "1.1", "1", "1.3", "better", True),
        ("ratio", "1.1", "1.01", "1.3", "better", False),
        # For a ratio nought is no null.
        ("ratio", "0.5", "0.1", "0.9", "worse", False),
        ("difference", "5", "3", "7", "no_clear_difference", True),
        ("difference", "5", "0", "7", "no_clear_difference", False),
        ("ratio", "1.5", "0.9", "2", "no_clear_difference", False),
        ("ratio", "1.5", "1.1", "2", "no_clear_difference", True),
        ("difference", "5", "3", "7", "mixed", False),
        ("difference", "5", "3", "7", "not_known", False),
    ],
)
def test_an_interval_is_asked_about_where_it_does_not_bear_the_finding(
    make_case: MakeCase, kind: str, value: str, low: str, high: str, finding: str, is_asked: bool
) -> None:
    told = asked(make_case, finding=finding, effect=effect(value, kind, low=low, high=high))

    assert bool(told) is is_asked


@pytest.mark.parametrize(
    ("p", "finding", "is_asked"),
    [
        ("0.049", "better", False),
        ("0.05", "better", True),
        ("0.8", "better", True),
        ("> 0.05", "better", True),
        ("< 0.05", "better", False),
        # It may be 0.04 or 0.09.
        ("< 0.1", "better", False),
        ("0.049", "no_clear_difference", True),
        ("< .001", "no_clear_difference", True),
        ("0.05", "no_clear_difference", False),
    ],
)
def test_a_p_value_is_asked_about_where_it_does_not_bear_the_finding(
    make_case: MakeCase, p: str, finding: str, is_asked: bool
) -> None:
    assert bool(asked(make_case, finding=finding, effect=effect("3", p=p))) is is_asked


def test_an_interval_and_a_p_value_that_disagree_are_asked_about(make_case: MakeCase) -> None:
    assert asked(make_case, effect=effect("3", low="1", high="5", p="0.3")) == [
        "the interval 1 to 5 does not hold no difference (0), but the p value is 0.3"
    ]
    assert asked(make_case, finding="no_clear_difference", effect=effect("3", low="-1", high="5", p="0.3")) == []
    # An interval of 90% is narrower than the one that goes with p = 0.05.
    assert asked(make_case, effect=effect("3", low="0.1", high="5", ci_level="90", p="0.049")) == []


def test_an_effect_of_nothing_is_asked_about_where_it_is_called_better(make_case: MakeCase) -> None:
    assert asked(make_case, effect=effect("0")) == ["'finding' is 'better', but the effect is none at all"]
    assert asked(make_case, effect=effect("1", "ratio")) == ["'finding' is 'better', but the effect is none at all"]
    assert asked(make_case, finding="no_clear_difference", effect=effect("0")) == []


@pytest.mark.parametrize(
    ("before", "after", "other_before", "other_after", "is_asked"),
    [
        ("10", "12", None, None, False),
        ("12", "10", None, None, True),
        # The other group fell further.
        ("12", "10", "12", "8", False),
        ("10", "12", "10", "14", True),
        (None, "12", None, "10", False),
        (None, "12", None, "14", True),
        # What the other group was before is not known, and the pilot group may have begun lower.
        ("10", "12", None, "14", False),
    ],
)
def test_figures_that_run_against_the_finding_are_asked_about_where_no_effect_is_given(
    make_case: MakeCase,
    before: str | None,
    after: str,
    other_before: str | None,
    other_after: str | None,
    is_asked: bool,
) -> None:
    missing = {"missing": "not_published"}
    comparison = {"design": "did"} | {
        name: figure(value) for name, value in (("baseline", other_before), ("result", other_after)) if value
    }
    baseline = figure(before) if before else missing

    told = asked(make_case, baseline=baseline, result=figure(after), comparison=comparison, effect=missing)

    assert bool(told) is is_asked


def test_figures_in_two_units_are_not_set_beside_one_another(make_case: MakeCase) -> None:
    assert asked(make_case, baseline=figure("40", "families"), result=figure("12")) == []


# Levels and p values.


@pytest.mark.parametrize(
    ("level", "passes"), [("50", True), ("49.9", False), ("95", True), ("0.95", False), ("5", False)]
)
def test_the_level_of_an_interval_is_in_per_cent(make_case: MakeCase, level: str, passes: bool) -> None:
    case = make_case(outcomes=[outcome(effect=effect("3", low="1", high="5", ci_level=level))])

    assert bool(refused(case, within.interval_in_order)) is not passes


@pytest.mark.parametrize(
    ("level", "mend"),
    [
        ("0.95", "Write it in per cent, such as 95."),
        ("0.9", "Write it in per cent, such as 90."),
        ("5", "Write it in per cent, such as 95."),
    ],
)
def test_a_level_told_as_a_share_is_told_in_per_cent(make_case: MakeCase, level: str, mend: str) -> None:
    case = make_case(outcomes=[outcome(effect=effect("3", low="1", high="5", ci_level=level))])

    assert [problem.mend for problem in within.interval_in_order(case, BARE)] == [mend]


@pytest.mark.parametrize("p", ["0.003", ".003", "< .001", "<0.001", "> 0.05", "= 0.04", "1", "1.0", "≤ 0.05", "0.0001"])
def test_a_p_value_is_taken_as_printed(make_case: MakeCase, p: str) -> None:
    assert refused(make_case(outcomes=[outcome(effect=effect("3", p=p))]), findings.p_values_in_form) == []


@pytest.mark.parametrize(
    ("p", "mend"),
    [
        ("p < 0.05", "Write '< 0.05'."),
        ("P=.03", "Write '.03'."),
        ("p-value: 0.2", "Write '0.2'."),
        ("0,03", "Write '0.03'."),
        ("0", "Write '< 0.001' or as far as the source prints it: no p value is nought."),
        ("0.000", "Write '< 0.001' or as far as the source prints it: no p value is nought."),
        (
            "1.5",
            "Write the number as printed, such as 0.003 or < 0.05; if the source prints none, leave 'p' out and say so in 'note'.",
        ),
        (
            "n.s.",
            "Write the number as printed, such as 0.003 or < 0.05; if the source prints none, leave 'p' out and say so in 'note'.",
        ),
        (
            "***",
            "Write the number as printed, such as 0.003 or < 0.05; if the source prints none, leave 'p' out and say so in 'note'.",
        ),
    ],
)
def test_another_form_of_a_p_value_is_refused_with_what_to_write(make_case: MakeCase, p: str, mend: str) -> None:
    case = make_case(outcomes=[outcome(effect=effect("3", p=p))])

    assert [problem.mend for problem in findings.p_values_in_form(case, BARE)] == [mend]


# Units.


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "%",
            "percentage points",
            "GBP",
            "GBP thousand",
            "GBP million",
            "GBP billion",
            "GBP a person",
            "GBP a person a year",
        ),
        *(
            "GBP for each pound spent",
            "GBP million a year",
            "families",
            "points",
            "kilograms",
            "million people",
            "compounds",
        ),
    ],
)
def test_a_unit_in_its_one_form_passes(unit: str) -> None:
    assert units.unit_mend(unit) is None


@pytest.mark.parametrize(
    ("unit", "form"),
    [
        *(("£", "GBP"), ("gbp", "GBP"), ("Gbp", "GBP"), ("pounds", "GBP"), ("pounds sterling", "GBP"), ("£s", "GBP")),
        *(("£k", "GBP thousand"), ("£ thousand", "GBP thousand"), ("thousands of pounds", "GBP thousand")),
        *(
            ("£m", "GBP million"),
            ("£ million", "GBP million"),
            ("GBP m", "GBP million"),
            ("million GBP", "GBP million"),
        ),
        *(
            ("GBP millions", "GBP million"),
            ("GBP Million", "GBP million"),
            ("million pounds", "GBP million"),
            ("£mn", "GBP million"),
        ),
        *(("pounds (million)", "GBP million"), ("£(m)", "GBP million"), ("GBP, thousands", "GBP thousand")),
        *(("£bn", "GBP billion"), ("billions of pounds", "GBP billion"), ("GBP bn", "GBP billion")),
        *(("£ per person", "GBP a person"), ("GBP per family", "GBP a family"), ("£m a year", "GBP million a year")),
        *(("GBP for each GBP 1", "GBP for each pound spent"), ("£ per £1 spent", "GBP for each pound spent")),
    ],
)
def test_money_in_another_form_is_refused_with_the_right_one(unit: str, form: str) -> None:
    assert units.unit_mend(unit) == f"Write '{form}'."
    assert units.unit_mend(form) is None


@pytest.mark.parametrize(
    ("unit", "mend"),
    [
        *(("percent", "Write '%'."), ("per cent", "Write '%'."), ("pct", "Write '%'."), ("percentage", "Write '%'.")),
        ("% of families", "Write '%', and say of what in its label or note."),
        *(
            (unit, "Write 'percentage points'.")
            for unit in ("pp", "ppt", "% points", "percentage point", "Percentage Points")
        ),
    ],
)
def test_shares_in_another_form_are_refused_with_the_right_one(unit: str, mend: str) -> None:
    assert units.unit_mend(unit) == mend


@pytest.mark.parametrize(
    ("kind", "unit", "value", "passes"),
    [
        ("difference", "percentage points", "100", True),
        ("difference", "percentage points", "100.1", False),
        ("difference", "percentage points", "-100.1", False),
        ("difference", "%", "3", False),
        ("difference", "admissions", "3", True),
        ("percent_change", "%", "-100", True),
        ("percent_change", "%", "-100.1", False),
        ("percent_change", "%", "900", True),
        ("percent_change", "percentage points", "3", False),
        ("percent_change", "families", "3", False),
        ("ratio", "odds ratio", "0.01", True),
        ("ratio", "odds ratio", "0", False),
        ("ratio", "odds ratio", "-0.8", False),
        ("ratio", "%", "1.2", False),
        ("ratio", "percentage points", "1.2", False),
        ("score", "points of the scale", "-3", True),
        ("score", "%", "3", False),
        ("score", "percentage points", "3", False),
    ],
)
def test_an_effect_has_a_unit_and_a_size_that_its_kind_can_have(
    make_case: MakeCase, kind: str, unit: str, value: str, passes: bool
) -> None:
    case = make_case(outcomes=[outcome(effect=effect(value, kind, unit))])

    assert bool(refused(case, units.effects_in_their_unit)) is not passes


def test_the_lower_end_of_a_ratio_may_be_printed_as_nought_and_is_not_below_it(make_case: MakeCase) -> None:
    nought, below = (
        make_case(outcomes=[outcome(effect=effect("1.2", "ratio", "odds ratio", low=low, high="2"))])
        for low in ("0", "-0.1")
    )

    assert refused(nought, units.effects_in_their_unit) == []
    assert refused(below, units.effects_in_their_unit) == ["a ratio of −0.1 cannot be: it is above nought"]


def test_two_messages_are_not_given_for_one_ratio(make_case: MakeCase) -> None:
    case = make_case(outcomes=[outcome(effect=effect("-0.8", "ratio", "odds ratio"))])

    assert refused(case, units.effects_in_their_unit, findings.findings_point_their_way) == [
        "a ratio of −0.8 cannot be: it is above nought"
    ]


# Values.


@pytest.mark.parametrize(
    ("value", "unit", "passes"),
    [
        ("1000", "GBP billion", True),
        ("1001", "GBP billion", False),
        ("4800000", "GBP million", False),
        ("4800000", "GBP", True),
    ],
)
def test_a_sum_is_within_what_a_country_has(make_case: MakeCase, value: str, unit: str, passes: bool) -> None:
    case = make_case(outcomes=[outcome(result=figure(value, unit))])

    assert bool(refused(case, units.sums_that_can_be)) is not passes


@pytest.mark.parametrize(
    ("value", "changes", "is_asked"),
    [
        ("100", {}, False),
        ("100.1", {}, True),
        ("0", {}, False),
        ("-0.1", {}, True),
        ("-12", {"note": "A fall on the year before."}, False),
        ("140", {"label": "Rise in made-up visits"}, False),
    ],
)
def test_a_share_outside_nought_to_a_hundred_is_asked_about_unless_it_is_a_change(
    make_case: MakeCase, value: str, changes: dict[str, str], is_asked: bool
) -> None:
    note = {"note": changes["note"]} if "note" in changes else {}
    label = {"label": changes["label"]} if "label" in changes else {}
    case = make_case(outcomes=[outcome(result=figure(value, **note), **label)])

    assert bool(refused(case, units.values_likely)) is is_asked


def cost(planned: tuple[str, str] | None, actual: tuple[str, str] | None) -> dict[str, Any]:
    sums = [figure(*each) if each else {"missing": "not_published"} for each in (planned, actual)]
    return {"id": "C1", "label": "Grant", "phase": "whole", "type": "grant", "planned": sums[0], "actual": sums[1]}


@pytest.mark.parametrize(
    ("planned", "actual", "asks"),
    [
        (("100", "GBP"), None, 0),
        (("99.9", "GBP"), None, 1),
        (("2.75", "GBP for each pound spent"), None, 0),
        (None, ("12", "hours"), 1),
        (("1", "GBP million"), ("2000", "GBP"), 0),
        (("1", "GBP million"), ("1999", "GBP"), 1),
    ],
)
def test_a_cost_that_looks_like_another_unit_is_asked_about(
    make_case: MakeCase, planned: tuple[str, str] | None, actual: tuple[str, str] | None, asks: int
) -> None:
    case = make_case(costs=[cost(planned, actual)])

    assert len(refused(case, units.values_likely)) == asks


def test_a_baseline_in_another_unit_than_its_result_is_asked_about(make_case: MakeCase) -> None:
    case = make_case(outcomes=[outcome(baseline=figure("1032", "plans"), result=figure("51"))])

    assert refused(case, units.values_likely) == ["'baseline' is in 'plans', and 'result' in '%'"]


@pytest.mark.parametrize(("analysed", "asks"), [("610", []), ("611", ["300 and 310 are not 611 in all"])])
def test_groups_that_do_not_add_up_are_asked_about(make_case: MakeCase, analysed: str, asks: list[str]) -> None:
    sample = {
        "of": "families",
        "treated": "300",
        "comparison": "310",
        "analysed": analysed,
        "source": ["S1"],
        "locator": "table 2",
    }

    assert refused(make_case(outcomes=[outcome(n=sample)]), units.values_likely) == asks


def test_a_share_about_the_place_is_asked_about_too(make_case: MakeCase) -> None:
    def asks(label: str) -> int:
        item = {"id": "F1", "label": label, "figure": figure("130")}
        return len(refused(make_case(context={"figures": [item]}), units.values_likely))

    assert asks("Made-up families in need") == 1
    assert asks("Rise in made-up families in need") == 0
