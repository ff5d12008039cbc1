"""The accessibility statement says what the last audit found and no more; the results here are made up."""

import json
from typing import Any

import pytest
from books import ROOT, words_of
from pilotbook.pages.render import fill
from pilotbook.views.audit_report import ADDRESS, Audit

RESULT: dict[str, Any] = {
    "tested_on": "2026-02-01",
    "version": "9.8.0 (fedcba9)",
    "with_changes_not_committed": False,
    "checks": [{"check": "axe", "tool": "Made-up axe 1.0", "what": "made-up pages", "found": 3}],
    "not_run": [{"check": "nu", "why": "Java is not installed"}],
    "violations": [
        {"check": "axe", "page": "/b/", "rule": "target-size", "criterion": "2.5.8", "element": "<a>", "states": []},
        {"check": "layout", "page": "/a/", "rule": "reflow", "criterion": "1.4.10", "element": "", "states": []},
        {"check": "axe", "page": "/a/", "rule": "target-size", "criterion": "2.5.8", "element": "<b>", "states": []},
        {"check": "axe", "page": "/a/", "rule": "region", "criterion": "", "element": "<p>", "states": []},
        {"check": "lighthouse", "page": "home", "rule": "performance 50", "criterion": "", "element": "", "states": []},
    ],
    "lighthouse": [
        {
            "page": "home",
            "device": "mobile",
            "scores": {"performance": 50, "accessibility": 100, "best-practices": 99, "seo": 98},
        }
    ],
}


def part(name: str, result: dict[str, Any] | None = RESULT) -> str:
    audit = Audit.of(result) if result is not None else None
    return words_of(fill("statement", "/accessibility/", part=name, audit=audit))


def test_without_a_result_it_says_that_nothing_has_been_measured() -> None:
    assert "We cannot say how far this website complies" in part("status", None)
    assert "there is no list of failures" in part("faults", None)
    assert "Nothing has been measured." in part("tested", None)
    assert "has not been tested as a whole" in part("dates", None)


@pytest.mark.parametrize("violations", [RESULT["violations"], []])
def test_it_never_claims_full_compliance(violations: list[dict[str, Any]]) -> None:
    status = part("status", {**RESULT, "violations": violations})

    assert "partially compliant" in status
    assert "people have not tested it yet" in status


def test_each_broken_criterion_stands_with_its_pages_in_the_order_of_the_standard() -> None:
    faults = part("faults")

    assert faults.index("criterion 1.4.10, on 1 page tested (/a/). Rules: reflow.") < faults.index(
        "criterion 2.5.8, on 2 pages tested (/a/, /b/). Rules: target-size."
    )
    assert "1 remark on good practice" in faults


def test_it_tells_what_was_run_on_which_version_and_what_was_not() -> None:
    tested = part("tested")

    assert "ran on 1 February 2026 over version 9.8.0 (fedcba9)." in tested
    assert "Made-up axe 1.0" in tested
    assert "nu: Java is not installed" in tested
    assert "no test with screen readers or with people" in tested


def test_changes_that_no_commit_held_are_owned_up_to() -> None:
    result = {**RESULT, "with_changes_not_committed": True}

    assert "with changes that were not committed" in part("tested", result)
    assert "9.8.0 (fedcba9), with changes that were not committed" in part("dates", result)


def test_it_names_the_version_that_was_tested_and_says_where_the_one_being_read_is_named() -> None:
    dates = part("dates")

    assert "The version tested was 9.8.0 (fedcba9);" in dates
    assert "the one that you are reading is named on the page About this book." in dates
    assert "what has changed between them has had only the shorter tests" in dates


def test_the_stored_result_can_be_read_and_its_statement_written() -> None:
    result = json.loads((ROOT / ADDRESS).read_text("utf-8"))

    assert f"version {result['version']}" in part("tested", result)
