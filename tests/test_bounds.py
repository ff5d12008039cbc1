"""How far a level could move: whatever a fact that was not read turns out to be, the level lies within the bounds."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from books import figure, outcome, source
from hypothesis import given, settings
from hypothesis import strategies as st
from madeup import CASE
from pilotbook.judgement.bounds import Bounds, bounds
from pilotbook.judgement.rating import rate
from pilotbook.judgement.verdict import level_name, reach
from pilotbook.record import Case
from test_second_rating import FIGURES, REAL, SAID, SIZES, model, variations

Raw = dict[str, Any]
NOT_READ, SAID_NOT, NOT_FOUND = {"missing": "not_read"}, {"missing": "not_published"}, {"missing": "not_found"}
TRIAL = {"design": "rct_individual", "allocation": "By lot"}
INTERVAL = {**figure("8", "percentage points"), "type": "difference", "ci_low": "2", "ci_high": "14", "ci_level": "95"}
COUNTS = {"of": "families", "analysed": "600", "source": ["S1"], "locator": "table 2"}


def case_of(*outcomes: Raw, **changes: Any) -> Case:
    return model({**CASE, "sources": [source()], "outcomes": list(outcomes), **changes})


def bounds_of(case: Case) -> Bounds:
    return bounds(case, rate(case))


def test_what_was_read_gives_the_level_and_what_was_not_says_how_far_it_could_rise() -> None:
    found = bounds_of(
        case_of(outcome(comparison=TRIAL, effect={**INTERVAL, "ci_low": None, "ci_high": None, "ci_level": None}))
    )

    assert (found.low, found.high) == (2, 4)
    assert [(each.path, each.label, each.sources) for each in found.to_settle] == [
        ("intervention/why", "why it should work", ("S1",)),
        ("costs", "what it cost", ("S1",)),
        ("places", "a second place", ("S1",)),
        ("partners", "who evaluated it", ("S1",)),
        ("outcomes/O1/effect/ci_low", "O1: interval or p value", ("S1",)),
    ]


def test_a_level_3_that_was_not_checked_for_losses_and_for_its_plan_could_fall() -> None:
    found = bounds_of(case_of(outcome(comparison=TRIAL, effect=INTERVAL, named_in_advance=None)))

    assert (found.low, found.high) == (2, 4)
    assert found.unchecked == ("how many dropped out", "whether the outcome was named beforehand")


def test_a_total_alone_leaves_the_size_of_each_group_unchecked() -> None:
    found = bounds_of(case_of(outcome(comparison=TRIAL, effect=INTERVAL, n=COUNTS)))

    assert "how many were in each group" in found.unchecked


def test_two_outcomes_that_each_hold_a_level_alone_are_told_together() -> None:
    lost = {"treated": "1", "comparison": "1", "source": ["S1"], "locator": "table 2"}
    first = outcome(comparison=TRIAL, effect=INTERVAL, attrition=lost, named_in_advance=None)
    second = outcome(id="O2", comparison=TRIAL, effect=INTERVAL)
    found = bounds_of(case_of(first, second))

    assert found.low == 2
    assert found.unchecked == ("how many dropped out", "whether the outcome was named beforehand")


def test_nothing_moves_where_every_source_was_read_in_full() -> None:
    found = bounds_of(case_of(outcome(comparison=TRIAL, effect=INTERVAL), sources=[source(seen="full")]))

    assert found == Bounds(3, 3, (), ())


@pytest.mark.parametrize("reason", ["not_published", "not_measured", "not_yet_due", "not_applicable", "not_found"])
def test_a_reason_of_the_pilots_and_a_search_that_found_nothing_move_nothing(reason: str) -> None:
    gap = {"missing": reason}
    bare = outcome(
        baseline=gap, result=gap, n=gap, effect=gap, comparison={"design": "before_after"}, finding="not_known"
    )
    sent = {"name": "Made up", "why": gap, "what": gap}

    assert bounds_of(case_of(bare, intervention=sent)) == Bounds(0, 0, (), ())


def test_a_design_that_was_told_keeps_its_ceiling_and_one_that_was_not_could_be_a_trial() -> None:
    bare = outcome(n=NOT_READ, result=NOT_READ, finding="not_known")

    assert bounds_of(case_of({**bare, "comparison": {"design": "before_after"}})).high == 2
    assert bounds_of(case_of({**bare, "comparison": {"design": "none"}})).high == 1
    assert bounds_of(case_of({**bare, "comparison": {"design": "not_stated"}})).high == 4


@pytest.mark.parametrize(("stage", "high"), [("announced", 1), ("planned", 1), ("live", 4), ("ended", 4)])
def test_a_pilot_that_has_not_begun_has_no_outcome_to_be_read(stage: str, high: int) -> None:
    assert bounds_of(case_of(stage=stage)).high == high


def test_a_source_that_cannot_carry_a_figure_lifts_nothing_when_it_is_read() -> None:
    press = [source(tier="4")]
    bare = outcome(comparison=TRIAL, effect=NOT_READ, result=NOT_READ, finding="not_known")

    assert bounds_of(case_of(bare, sources=press)).high == 1


def test_level_0_has_two_names() -> None:
    nothing, strong = rate(case_of()), rate(case_of(outcome(comparison=TRIAL, effect=INTERVAL)))

    assert level_name(nothing, Bounds(0, 1, (), ())) == "Not yet rated"
    assert level_name(nothing, Bounds(0, 0, (), ())) == "Nothing to rate"
    assert level_name(strong, Bounds(2, 4, (), ())) == "Causation"


def test_the_surface_says_how_far_and_what_was_not_checked() -> None:
    unchecked = ("how many dropped out", "whether the outcome was named beforehand")

    assert reach(1, Bounds(1, 3, (), ())) == "From what we read; could be up to 3."
    assert reach(0, Bounds(0, 2, (), ())) == "Could be up to 2."
    assert reach(3, Bounds(2, 3, (), unchecked)) == (
        "Not checked: how many dropped out and whether the outcome was named beforehand."
    )
    assert reach(3, Bounds(3, 3, (), ())) == ""


# Whatever it turns out to be.


def places_unread(case: Raw) -> Iterator[tuple[Raw, str]]:
    """Yield (holder, field) of each thing that was not read, as records are written."""
    told = {"baseline": {}, "result": {}, "n": {}, "effect": {}}
    for found in case.get("outcomes", []):
        for name in (*told, "named_in_advance", "follow_up", "attrition"):
            if not found.get(name) or found[name] == NOT_READ:
                yield found, name
        for name in (
            "baseline",
            "result",
            "group",
            "why_comparable",
            "controls",
            "allocation",
            "validity_test",
            "points_before",
        ):
            if not found["comparison"].get(name) or found["comparison"][name] == NOT_READ:
                yield found["comparison"], name
        if not found["comparison"].get("both_periods"):
            yield found["comparison"], "both_periods"
    if case["intervention"].get("why") == NOT_READ:
        yield case["intervention"], "why"


def value(draw: st.DrawFn, holder: Raw, name: str, carriers: list[str]) -> Any:
    """Draw what a field that was not read may turn out to hold."""
    rest = {"source": [draw(st.sampled_from(carriers))], "locator": "page 1"}
    words = {
        "group": "Others",
        "why_comparable": "Alike.",
        "controls": ["age"],
        "allocation": "By lot",
        "follow_up": "a year",
    }
    if name in words or name == "validity_test":
        return words.get(name, "Density")
    if name in ("baseline", "result"):
        return draw(st.sampled_from([SAID_NOT, {**FIGURES[-1], **rest}]))
    if name == "effect":
        return draw(st.sampled_from([SAID_NOT, {**INTERVAL, **rest}]))
    if name == "n":
        group = "comparison" if holder["comparison"]["design"] not in ONE_GROUP else "treated"
        sizes = {part: draw(st.sampled_from(SIZES)) for part in ("treated", group)}
        return draw(st.sampled_from([SAID_NOT, {"of": "families", **sizes, **rest}]))
    if name == "attrition":
        return {"treated": draw(st.sampled_from(["0", "30", "60", "100"])), **rest}
    if name == "why":
        return draw(st.sampled_from([SAID_NOT, {**SAID, **rest}]))
    return draw(
        st.sampled_from(
            {"named_in_advance": ["yes", "no"], "points_before": ["2", "8", "40"], "both_periods": ["yes", "no"]}[name]
        )
    )


ONE_GROUP = {"before_after", "historical_benchmark", "before_after_controls", "interrupted_time_series"}


@st.composite
def read_later(draw: st.DrawFn) -> tuple[Raw, Raw]:
    """Make a case, and the same case after somebody read more of its sources."""
    case = draw(variations())
    later = copy.deepcopy(case)
    carriers = [found["id"] for found in case["sources"] if found["seen"] != "full"]
    for holder, name in list(places_unread(later)) if carriers else []:
        if draw(st.booleans()):
            holder[name] = value(draw, holder, name, carriers)
    return case, later


@settings(max_examples=200)
@given(read_later())
def test_whatever_is_read_later_the_level_lies_within_the_bounds(pair: tuple[Raw, Raw]) -> None:
    before, after = (model(each) for each in pair)
    found = bounds_of(before)

    assert found.low <= rate(before).level <= found.high
    assert found.low <= rate(after).level <= found.high


@pytest.mark.parametrize("slug", sorted(REAL))
def test_the_facts_that_would_settle_a_case_are_its_own(slug: str) -> None:
    case = model(REAL[slug])
    found = bounds_of(case)
    partly = {each.id for each in case.sources if each.seen != "full"}

    assert found.low <= rate(case).level <= found.high <= 4
    assert bool(found.to_settle) == (found.high > rate(case).level)
    assert all(each.sources and set(each.sources) <= partly for each in found.to_settle)
