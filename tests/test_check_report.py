"""What `check` says to programs, whatever happens, and what `explain` says of a rule."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from pilotbook.doors import checking
from pilotbook.doors.cli import main
from pilotbook.doors.report import SHAPE
from pilotbook.rules.manual import rule_help

CASE = "case_studies/madeup-town-rent-advice.yml"
OTHER = "case_studies/madeup-vale-hub-letters.yml"
Run = Callable[..., Result]


@pytest.fixture
def run(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tiny_root)
    return lambda *arguments: CliRunner().invoke(main, arguments, prog_name="pilotbook")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def data(result: Result) -> dict[str, Any]:
    """Read what was printed, in the shape that is promised."""
    told: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(SHAPE).validate(told)
    return told


def test_a_sound_book_is_told_to_a_program_as_sound(run: Run) -> None:
    result = run("check", "--format", "json")

    assert (result.exit_code, data(result)) == (
        0,
        {
            "format": "pilotbook-check",
            "version": 1,
            "outcome": "sound",
            "error": None,
            "asked": [],
            "cases": 3,
            "lessons": 2,
            "problems": [],
            "elsewhere": 0,
        },
    )


def test_a_problem_is_told_to_a_program_with_where_its_rule_is_explained(run: Run, tiny_root: Path) -> None:
    change(tiny_root / CASE, "stage: announced", "stage: anounced")

    result = run("check", "--format", "json")

    told = data(result)
    assert (result.exit_code, told["outcome"]) == (1, "refused")
    assert told["problems"] == [
        {
            "path": CASE,
            "line": 7,
            "column": 8,
            "rule": "choice",
            "help": "/contribute/rules/#choice",
            "what": "'stage' is 'anounced'",
            "mend": "Use 'announced'.",
            "is_advice": False,
            "also": [],
        }
    ]


def test_a_program_that_asks_about_one_file_is_told_how_much_is_wrong_elsewhere(run: Run, tiny_root: Path) -> None:
    change(tiny_root / CASE, "stage: announced", "stage: anounced")

    told = data(run("check", OTHER, "--format", "json"))

    assert (told["outcome"], told["asked"], told["problems"], told["elsewhere"]) == ("sound", [OTHER], [], 1)


def broken_inside(*_: object, **__: object) -> None:
    raise ZeroDivisionError("a fault of ours")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("check", "--format", "json"), "is not inside a pilotbook project"),
        (("check", "x.yml", "--format", "json"), "is not"),
    ],
)
def test_where_nothing_can_be_checked_a_program_still_reads_one_object(
    arguments: tuple[str, ...], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == checking.USAGE
    assert data(result)["outcome"] == "failed" and why in data(result)["error"]


def test_a_path_that_is_no_record_is_told_to_a_program_too(run: Run) -> None:
    result = run("check", "case_studies/nowhere.yml", "--format", "json")

    assert result.exit_code == checking.USAGE
    assert data(result)["error"].startswith("case_studies/nowhere.yml is not a record.")


def test_a_fault_of_ours_keeps_its_traceback_and_the_program_its_object(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "open_records", broken_inside)

    result = run("check", "--format", "json")

    assert isinstance(result.exception, ZeroDivisionError)
    assert data(result)["error"] == "ZeroDivisionError: a fault of ours"


def test_github_is_told_where_nothing_can_be_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, ("check", "--format", "github"))

    assert result.stdout.startswith("::error title=check::") and "is not inside a pilotbook project" in result.stdout


@pytest.mark.parametrize("style", ["text", "github", "json"])
def test_a_broken_vocabulary_is_told_whatever_file_was_asked_about(run: Run, tiny_root: Path, style: str) -> None:
    change(tiny_root / "case_studies/vocabulary.yml", "policy_areas:", "policy_arreas:")

    result = run("check", CASE, "--format", style)

    assert result.exit_code == 1
    assert "'policy_arreas' is not a field here" in result.stdout
    assert "sound" not in result.stdout.replace('"refused"', "")


def test_a_clash_that_cannot_be_seen_yet_is_not_denied(run: Run, tiny_root: Path) -> None:
    change(tiny_root / CASE, "stage: announced", "stage: anounced")

    assert run("check", OTHER).stdout == (
        f"{OTHER}: no problem. In 1 other file: 1 problem; run 'pilotbook check'. "
        f"What it may share with {CASE} is not seen while that cannot be read.\n"
    )


# explain


def test_a_rule_is_explained_by_the_name_behind_a_message_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert CliRunner().invoke(main, ("explain", "number")).stdout == (
        "number\n\n"
        "A number is written in digits alone; its unit, and a word such as 'about', have fields of their own.\n\n"
        "So `9,200`, `17%` and `1e3` are refused rather than guessed at.\n\n"
        "Good: `value: 9200`, `unit: families`.\n\n"
        "Bad: `value: 9,200 families`, `value: £1.2m`.\n\n"
        "All rules: /contribute/rules/ on the site.\n"
    )


def test_every_rule_can_be_explained_in_brackets_or_without() -> None:
    for rule in rule_help():
        plain, bracketed = (CliRunner().invoke(main, ("explain", name)) for name in (rule, f"[{rule}]"))
        assert plain.exit_code == 0 and plain.stdout == bracketed.stdout and "Bad: " in plain.stdout


def test_a_rule_that_is_nearly_right_gets_a_hint(run: Run) -> None:
    assert run("explain", "numbr").stderr == "There is no record or rule 'numbr'. Did you mean 'number'?\n"
