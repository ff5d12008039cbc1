"""Whether a plan was stated before its result, on made-up histories and made-up repositories, in every order."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from madeup import CASE
from pilotbook.judgement.stated_in_advance import Version, plan_of, stated_before
from pilotbook.publish import history
from pilotbook.publish.git import Repository
from pilotbook.publish.store import Store
from pilotbook.record import Case
from pilotbook.rules.dates import stated_beforehand
from pilotbook.text.yamlfile import Document

PLAN = {
    "hypothesis": {"text": "If letters, then families."},
    "measures": ["O1"],
    "decision_rule": {"text": "Keep at 5%."},
}
RESULT = {"result": {"text": "They came."}}
GAP = {"missing": "not_yet_due"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stated_in": "S1", "stated": ["question"]}, "S1, of 2023, states the question."),
        (
            {"stated_in": "S1", "stated": ["measure", "decision_rule"], "stated_on": "2024-02-03"},
            "S1, of 3 February 2024, states the measure and the decision rule.",
        ),
        ({}, ""),
    ],
)
def test_what_an_older_source_states_of_a_test_is_told_with_its_date(
    make_case: Callable[..., Case], changes: dict[str, Any], said: str
) -> None:
    gaps = {name: {"missing": "not_read"} for name in ("question", "hypothesis", "tested", "result")}
    case = make_case(cycles=[{"id": "CY1", **gaps, **changes}], sources=[CASE["sources"][0] | {"published": "2023"}])

    assert stated_before(case.cycles[0], case) == said


@pytest.mark.parametrize(
    ("dated", "start", "end", "asks"),
    [
        ("2024-01-31", "2024-02-01", None, 0),
        ("2024-02-01", "2024-02-01", None, 0),
        ("2024-02-02", "2024-02-01", None, 1),
        ("2024-01", "2024-02", None, 0),
        ("2024-02", "2024-02-20", None, 1),
        ("2024-02-01", "2024-02", None, 0),
        ("2024-02-20", "2024-02", None, 1),
        ("2024-04-20", "2024", None, 1),
        ("2023", "2024", None, 0),
        ("2024-01-31", None, "2024-02", 0),
        ("2024-02-03", None, "2024-02", 1),
        ("2024-01-31", None, None, 1),
    ],
)
def test_a_source_states_a_test_beforehand_only_where_dates_show_that_it_is_older(
    make_case: Callable[..., Case], dated: str, start: str | None, end: str | None, asks: int
) -> None:
    said = {"text": "Would a made-up letter help?", "source": ["S1"], "locator": "page 1"}
    gaps = {name: {"missing": "not_read"} for name in ("hypothesis", "tested", "result")}
    told = {"stated_in": "S1", "stated": ["question"], "stated_on": dated, "start": start, "end": end}
    case = make_case(cycles=[{"id": "CY1", "question": said, **gaps, **told}])

    assert len(list(stated_beforehand(case, Document("made-up.yml", "", {})))) == asks


def versions(*cycles: dict[str, Any] | None) -> list[Version]:
    """Give a history in which the cycle CY1 held each of these in turn; None means that it was not there."""
    return [
        Version(f"c{n}", f"2026-01-{n:02}", {"cycles": [{"id": "CY1", **cycle}] if cycle is not None else []})
        for n, cycle in enumerate(cycles, 1)
    ]


@pytest.mark.parametrize(
    ("history", "stated"),
    [
        ([PLAN], "in_advance"),
        ([PLAN, {**PLAN, **RESULT}], "in_advance"),
        ([{"result": GAP}, PLAN, {**PLAN, **RESULT}], "in_advance"),
        ([{**PLAN, **RESULT}], "unknown"),
        ([RESULT, {**PLAN, **RESULT}], "unknown"),
        ([{"result": GAP}, {**PLAN, **RESULT}], "afterwards"),
        ([{"result": GAP}, RESULT, {**PLAN, **RESULT}], "afterwards"),
        ([{"hypothesis": PLAN["hypothesis"]}, {**PLAN, **RESULT}], "afterwards"),
        ([None, PLAN, {**PLAN, **RESULT}], "in_advance"),
        ([RESULT], "unknown"),
        ([], "unknown"),
    ],
)
def test_the_badge_follows_the_order_of_plan_and_result(history: list[dict[str, Any]], stated: str) -> None:
    assert plan_of("CY1", versions(*history)).stated == stated


@pytest.mark.parametrize(
    ("dates", "later", "said"),
    [
        ({"end": "2025-12"}, {}, ("unknown", ", after the test ended; what was seen is not in this record.")),
        ({"start": "2025"}, {}, ("unknown", ", after the test began; what was seen is not in this record.")),
        ({"start": "2025-06-01", "end": "2025-06-30"}, RESULT, ("unknown", ", after the test ended.")),
        ({"start": "2026-01-01"}, {}, ("in_advance", "; no result is recorded yet.")),
        ({"start": "2026-02", "end": "2026-03"}, RESULT, ("in_advance", ", the result on 2 January 2026.")),
        ({"end": GAP}, {}, ("in_advance", "; no result is recorded yet.")),
    ],
)
def test_a_plan_that_was_recorded_once_the_test_was_under_way_was_not_stated_in_advance(
    dates: dict[str, Any], later: dict[str, Any], said: tuple[str, str]
) -> None:
    plan = plan_of("CY1", versions({**PLAN, **dates}, {**PLAN, **dates, **later}))

    assert (plan.stated, plan.why) == (
        said[0],
        f"The plan was recorded on 1 January 2026{'' if said[1][0] in ',;' else ', '}{said[1]}",
    )


def test_a_plan_edited_after_the_result_shows_what_was_changed() -> None:
    moved = {**PLAN, "decision_rule": {"text": "Keep at 2%."}, **RESULT}

    plan = plan_of("CY1", versions(PLAN, {**PLAN, **RESULT}, moved))

    assert plan.stated == "in_advance"
    assert plan.changed_after == (("decision_rule", "Keep at 5%.", "Keep at 2%.", "c3"),)


def test_an_edit_before_the_result_is_not_held_against_it() -> None:
    other = {**PLAN, "measures": ["O1", "O2"]}

    assert plan_of("CY1", versions(PLAN, other, {**other, **RESULT})).changed_after == ()


def test_the_history_of_another_cycle_says_nothing() -> None:
    assert plan_of("CY2", versions(PLAN, {**PLAN, **RESULT})).stated == "unknown"


RECORD = """\
id: TLG-C-MAD7
cycles:
  - id: CY1
    hypothesis: {text: If letters then families.}
    measures: [O1]
    decision_rule: {text: Keep at five.}
    result: %s
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for arguments in (
        ("init", "-q", "-b", "main"),
        ("config", "user.name", "Made up"),
        ("config", "user.email", "made@up.example"),
    ):
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True)
    return tmp_path


def commit(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    subprocess.run(["git", "-C", str(root), "add", "-A"], check=True)
    subprocess.run(["git", "-C", str(root), "commit", "-q", "-m", "made up"], check=True)


def test_versions_are_read_from_a_made_up_repository_oldest_first(repository: Path) -> None:
    commit(repository, "case_studies/a.yml", RECORD % "{missing: not_yet_due}")
    commit(repository, "case_studies/a.yml", RECORD % "{text: They came.}")

    found = history.versions(Repository(repository), ["case_studies/a.yml"], Store(None))["case_studies/a.yml"]

    assert [version.data["cycles"][0]["result"] for version in found] == [
        {"missing": "not_yet_due"},
        {"text": "They came."},
    ]
    assert plan_of("CY1", found).stated == "in_advance"


def test_a_renamed_record_keeps_its_history(repository: Path) -> None:
    commit(repository, "case_studies/a.yml", RECORD % "{missing: not_yet_due}")
    (repository / "case_studies/a.yml").rename(repository / "case_studies/b.yml")
    commit(repository, "case_studies/b.yml", RECORD % "{text: They came.}")

    found = history.versions(Repository(repository), ["case_studies/b.yml"], Store(None))["case_studies/b.yml"]

    assert plan_of("CY1", found).stated == "in_advance"


def test_an_unreadable_version_is_left_out(repository: Path) -> None:
    commit(repository, "case_studies/a.yml", "id: [unclosed")
    commit(repository, "case_studies/a.yml", RECORD % "{text: They came.}")

    found = history.versions(Repository(repository), ["case_studies/a.yml"], Store(None))["case_studies/a.yml"]

    assert len(found) == 1
    assert plan_of("CY1", found).stated == "unknown"


def test_a_copy_without_history_is_not_known(tmp_path: Path) -> None:
    assert history.versions(Repository(tmp_path), ["case_studies/a.yml"], Store(None)) == {"case_studies/a.yml": ()}
