"""The verdict on a case: counted from its findings, worse before better, and never more than the record says."""

from collections.abc import Callable
from typing import Any

import pytest
from books import book_of, figure, outcome, real_book
from pilotbook.judgement.rating import direction
from pilotbook.judgement.verdict import main_cost, what_happened, what_was_tried
from pilotbook.pages.brief import case_brief
from pilotbook.pages.summaries import case_row
from pilotbook.record import Case

UNKNOWN = {"missing": "not_read"}
TRIAL = {"design": "rct_individual", "allocation": "By lot"}
SAID = {
    (): "What came of it was not in the part of the sources that we read.",
    ("better",): "The one outcome came out better.",
    ("worse", "worse"): "Both outcomes came out worse.",
    ("mixed", "mixed", "mixed"): "All 3 outcomes came out mixed.",
    ("better", "worse"): "Of 2 outcomes, 1 came out worse and 1 came out better.",
    ("better", "no_clear_difference", "not_known"): (
        "Of 3 outcomes, 1 showed no clear difference, 1 came out better and 1 has a figure that does not tell better from "
        "worse."
    ),
    ("not_known", "not_known"): "Both outcomes have figures that do not tell better from worse.",
}


@pytest.mark.parametrize(("findings", "said"), SAID.items(), ids=lambda value: str(value)[:40])
def test_findings_are_counted_in_a_sentence(
    make_case: Callable[..., Case], findings: tuple[str, ...], said: str
) -> None:
    outcomes = [
        outcome(id=f"O{number}", finding=finding, comparison=TRIAL) for number, finding in enumerate(findings, 1)
    ]

    assert what_happened(make_case(outcomes=outcomes)) == said


HOW: dict[str, tuple[list[dict[str, Any]], str]] = {
    "a change without a comparison": (
        [{"comparison": {"design": "before_after"}}, {"comparison": {"design": "before_after"}}],
        "Both outcomes came out better. We read of no group to compare what was found with.",
    ),
    "one with and one without": (
        [{"comparison": TRIAL}, {"comparison": {"design": "before_after"}}],
        "Of 2 outcomes, 1 came out better and 1 came out better (no comparison group).",
    ),
    "what a trial did": (
        [{"comparison": TRIAL, "kind": "output"}],
        "The one outcome came out better. A randomised trial counted what was done, not what changed.",
    ),
    "what was done, and what changed": (
        [{"comparison": TRIAL, "kind": "output"}, {"comparison": TRIAL, "finding": "worse"}],
        "The one outcome came out worse. The one count of what was done came out better. A randomised trial counted this.",
    ),
    "what was done, inside a trial and outside": (
        [{"comparison": TRIAL}, {"comparison": TRIAL, "kind": "output"}, {"kind": "output"}],
        "The one outcome came out better. Of 2 counts of what was done, 1 came out better (in a randomised trial) and 1 came out "
        "better (outside a trial).",
    ),
    "what was done, before and after by itself": (
        [{"comparison": TRIAL}, {"comparison": {"design": "before_after"}, "kind": "output"}],
        "The one outcome came out better. The one count of what was done came out better. We read of no group to compare what was "
        "found with.",
    ),
    "what was done, of which we read nothing": (
        [{"comparison": TRIAL}, {"kind": "output", "finding": "not_known", "result": UNKNOWN, "effect": UNKNOWN}],
        "The one outcome came out better. The one count of what was done was not in the part of the sources that we read.",
    ),
    "many ways of having no finding": (
        [
            {"comparison": TRIAL},
            {"finding": "not_known"},
            {"finding": "not_known", "result": UNKNOWN, "effect": UNKNOWN},
            {"finding": "not_known", "result": {"missing": "not_measured"}, "effect": {"missing": "not_measured"}},
        ],
        "Of 4 outcomes, 1 came out better and 3 have no finding in this book.",
    ),
    "a sum in a model": (
        [{"comparison": {"design": "modelled"}}],
        "The one outcome came out better. What was found is from a model.",
    ),
    "a design that was not read": (
        [{"comparison": {"design": "not_stated"}}],
        "The one outcome came out better. We did not read by what design.",
    ),
}


@pytest.mark.parametrize(("changes", "said"), HOW.values(), ids=HOW)
def test_a_finding_without_a_comparison_and_a_count_of_what_was_done_never_read_as_a_test(
    make_case: Callable[..., Case], changes: list[dict[str, Any]], said: str
) -> None:
    outcomes = [outcome(id=f"O{number}", **change) for number, change in enumerate(changes, 1)]

    assert what_happened(make_case(outcomes=outcomes)) == said


def test_what_was_tried_is_one_line_of_the_record_or_why_there_is_none(make_case: Callable[..., Case]) -> None:
    line = "Two made-up visits for each family, set against letters."

    assert what_was_tried(make_case(tried=line)) == line
    assert what_was_tried(make_case(tried={"missing": "not_published", "source": ["S1"]})) == (
        "What was tried has not been published."
    )
    assert what_was_tried(make_case(tried=None)).startswith("What was tried ")


COST = {
    "id": "C1",
    "label": "Made-up visits",
    "phase": "whole",
    "type": "staff",
    "of": "pilot",
    "planned": UNKNOWN,
    "actual": UNKNOWN,
}
OWN_GAP = "What the pilot itself cost was not in the part of the sources that we read."
TOLD: dict[str, tuple[list[dict[str, Any]], str]] = {
    "what was spent": ([{"actual": figure("100", "GBP")}], "£100 spent: Made-up visits."),
    "what was planned": ([{"planned": figure("90", "GBP")}], "£90 planned: Made-up visits."),
    "an estimate, and the time that a sum is for": (
        [{"planned": figure("90", "GBP"), "actual": figure("100", "GBP", status="estimate", period="a year")}],
        "£90 planned and £100 (estimate) spent (a year): Made-up visits.",
    ),
    "both": (
        [{"planned": figure("90", "GBP"), "actual": figure("100", "GBP")}],
        "£90 planned and £100 spent: Made-up visits.",
    ),
    "the whole before a part": (
        [{"phase": "design", "actual": figure("7", "GBP"), "label": "A part"}, {"planned": figure("90", "GBP")}],
        "£90 planned: Made-up visits.",
    ),
    "what is not disputed before what is": (
        [{"actual": figure("7", "GBP", status="disputed")}, {"planned": figure("90", "GBP")}],
        "£90 planned: Made-up visits.",
    ),
    "what the whole programme cost, and the gap": (
        [{"of": "programme", "planned": figure("2.5", "GBP million")}],
        "£2.5 million planned for the programme: Made-up visits. A cost of its own, apart from the programme's, is "
        "not in this record.",
    ),
    "what the evaluation cost, and the gap": (
        [{"of": "evaluation", "actual": figure("9", "GBP")}, {}],
        f"£9 spent for the evaluation: Made-up visits. {OWN_GAP}",
    ),
    "a sum for each is no cost of the pilot": (
        [{"actual": figure("300", "GBP", period="for each school")}],
        "As a whole: not in the part we read. A sum for each one is in the table of costs.",
    ),
    "a sum for each beside that of the programme": (
        [{"of": "programme", "planned": figure("9", "GBP")}, {"actual": figure("3", "GBP", period="for each school")}],
        "£9 planned for the programme: Made-up visits. What the pilot itself cost as a whole was not in the part of the "
        "sources that we read.",
    ),
    "lines of other costs without a sum": ([{"of": "programme"}], "A cost of its own is not in this record."),
    "nothing without a sum": ([{}], "Not in the part we read."),
    "a source that says so": (
        [{"planned": {"missing": "not_published"}, "actual": {"missing": "not_published"}}],
        "Not published.",
    ),
    "the gap of the book before that of the pilot": (
        [{"planned": {"missing": "not_published"}, "actual": UNKNOWN}],
        "Not in the part we read.",
    ),
}


@pytest.mark.parametrize(("sums", "said"), TOLD.values(), ids=TOLD)
@pytest.mark.parametrize("claimed", ["saving_claimed", "benefit_claimed"])
def test_what_it_cost_is_the_pilots_own_and_never_a_claim(
    make_case: Callable[..., Case], claimed: str, sums: list[dict[str, Any]], said: str
) -> None:
    claim = {**COST, "id": "C9", "of": None, "type": claimed, "label": "Made-up savings", "actual": figure("7", "GBP")}
    lines = [{**COST, "id": f"C{number}", **each} for number, each in enumerate(sums, 1)]
    case = make_case(outcomes=[], costs=[claim, *lines])
    book = book_of({"made-up": case})

    assert dict(case_brief(book.views["made-up"], case_row(book, "made-up"), []).verdict)["What it cost"] == said
    line = main_cost(case)
    assert line.cost is None or line.cost.id != "C9"


def test_a_test_without_benefit_says_so_before_its_level_and_by_what_kind_of_test() -> None:
    tested = [slug for slug, rating in real_book().ratings.items() if rating.tested_no_benefit]

    assert tested
    assert {real_book().views[slug].verdict.sure for slug in tested} <= {
        "A randomised trial found no benefit on a main outcome.",
        "A comparison with a group that did not get it found no benefit on a main outcome.",
    }


def test_a_case_without_anything_to_rate_is_not_called_weak_or_strong(make_case: Callable[..., Case]) -> None:
    gap = {"missing": "not_published"}
    book = book_of(
        {
            "ours": make_case(
                stage="announced", outcomes=[], intervention={"name": "x", "why": UNKNOWN, "what": UNKNOWN}
            ),
            "theirs": make_case(stage="announced", outcomes=[], intervention={"name": "x", "why": gap, "what": gap}),
        }
    )
    told = {slug: book.views[slug].verdict for slug in ("ours", "theirs")}

    assert [book.ratings[slug].level for slug in told] == [0, 0]
    assert [(verdict.level, verdict.sure, verdict.reach) for verdict in told.values()] == [
        ("Not yet rated", "What would tell was not in the part of the sources that we read.", "Could be up to 1."),
        ("Nothing to rate", "Nothing was found that can be rated.", ""),
    ]


@pytest.mark.parametrize(
    ("findings", "adds_up"),
    [
        (("better", "better"), "better"),
        (("better", "worse"), "mixed"),
        (("better", "no_clear_difference"), "mixed"),
        (("worse", "no_clear_difference", "no_clear_difference"), "worse"),
        (("worse", "no_clear_difference", "no_clear_difference", "better"), "mixed"),
        (("no_clear_difference", "not_known"), "no_clear_difference"),
        (("not_known",), "not_known"),
    ],
    ids=str,
)
def test_the_direction_of_a_case_fits_its_outcomes(
    make_case: Callable[..., Case], findings: tuple[str, ...], adds_up: str
) -> None:
    outcomes = [outcome(id=f"O{number}", finding=finding) for number, finding in enumerate(findings, 1)]

    assert direction(make_case(outcomes=outcomes)) == (adds_up, False)


@pytest.mark.parametrize(
    ("outcomes", "found"),
    [
        ([{"kind": "output"}, {"finding": "not_known", "primary": "no"}], "not_known"),
        ([{"kind": "output"}, {"finding": "worse", "primary": "no"}], "worse"),
        ([{"kind": "output"}], "better"),
        ([{"comparison": {"design": "modelled"}}], "not_known"),
    ],
    ids=["outputs beside an outcome not known", "outputs beside a worse one", "outputs alone", "a model"],
)
def test_a_count_of_what_was_done_and_a_model_give_no_direction_where_there_is_something_to_change(
    make_case: Callable[..., Case], outcomes: list[dict[str, Any]], found: str
) -> None:
    listed = [outcome(id=f"O{number}", **changes) for number, changes in enumerate(outcomes, 1)]

    assert direction(make_case(outcomes=listed)) == (found, False)


def test_a_comparison_that_reaches_level_2_is_not_told_as_figures_that_moved(make_case: Callable[..., Case]) -> None:
    matched = {"design": "matched_cross_section", "why_comparable": "Alike in age.", "controls": ["age"]}
    before = {"comparison": {"design": "before_after"}, "baseline": figure("31")}
    book = book_of(
        {
            "matched": make_case(outcomes=[outcome(comparison=matched)]),
            "before": make_case(outcomes=[outcome(**before)]),
        }
    )

    assert [book.views[slug].level for slug in ("matched", "before")] == [2, 2]
    assert book.views["matched"].verdict.sure == (
        "Groups were compared. What we read does not show that the difference is the pilot’s doing."
    )
    assert book.views["before"].verdict.sure == (
        "The figures moved. Nothing that we read shows that the pilot moved them."
    )
