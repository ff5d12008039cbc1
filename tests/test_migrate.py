"""Records in an older form are moved in their own text, and what a person must judge is told with its line."""

import subprocess
import sys
from pathlib import Path

import pytest
from books import ROOT
from pilotbook.publish import disk
from pilotbook.record.migrate import VERSION, moved
from pilotbook.rules import check
from pilotbook.text import yamlfile
from pilotbook.text.located import Document

OLD = """\
# A comment of its author.
id: TLG-C-MAD7
schema_version: 0.1.0
title: An older record
intervention:
  modifications:
    - {on: 2024-06, text: A letter was sent.}
rating: {level: 0, on: 2026-11-21}
outcomes:
  - id: O1
    named_in_advance: unknown
    result: {missing: unknown, note: Not in the summary.}
    n: {missing: not_published}
    effect:
      missing: unknown
  - {id: O2, named_in_advance: unknown, kind: outcome}
cycles:
  - id: CY1
    decision: undecided
    decision_reason: {missing: unknown}
  - id: CY2
    decision: undecided
    decision_reason: {text: They could not agree., source: [S1], locator: p. 2}
costs:
  - {id: C1, type: grant, planned: {value: 5, unit: GBP}, actual: {missing: unknown}}
  - {id: C2, type: saving_claimed, planned: {value: 5, unit: GBP}, actual: {missing: not_applicable}}
sources:
  - {id: S1, seen: excerpt, published: {missing: not_published}, url: {missing: unknown}}
"""
NEW = """\
# A comment of its author.
id: TLG-C-MAD7
schema_version: 0.2.0
title: An older record
intervention:
  modifications:
    - {changed_on: 2024-06, text: A letter was sent.}
rating: {level: 0, judged_on: 2026-11-21}
outcomes:
  - id: O1
    result: {missing: not_read, note: Not in the summary.}
    n: {missing: not_read}
    effect:
      missing: not_read
  - {id: O2, kind: outcome}
cycles:
  - id: CY1
    decision_reason: {missing: not_read}
  - id: CY2
    decision: undecided
    decision_reason: {text: They could not agree., source: [S1], locator: p. 2}
costs:
  - {id: C1, type: grant, planned: {value: 5, unit: GBP}, actual: {missing: not_read}}
  - {id: C2, type: saving_claimed, planned: {value: 5, unit: GBP}, actual: {missing: not_applicable}}
sources:
  - {id: S1, seen: excerpt, published: {missing: not_published}, url: {missing: not_read}}
"""


def document(text: str) -> Document:
    found = yamlfile.parse("case_studies/old.yml", text.encode())
    assert isinstance(found, Document)
    return found


def test_a_record_is_moved_in_its_own_text() -> None:
    assert moved(document(OLD)).text == NEW


def test_what_a_person_must_judge_is_told_with_the_line_of_the_new_text() -> None:
    told = [(problem.line, problem.what) for problem in moved(document(OLD)).judge]

    assert told == [
        (12, "'not_published' names nobody who says so, so it became 'not_read'"),
        (23, "the sum does not say what it is of"),
    ]
    assert "n: {missing: not_read}" in NEW.split("\n")[12 - 1]
    assert "id: C1" in NEW.split("\n")[23 - 1]


def test_moving_a_record_twice_changes_nothing() -> None:
    once = document(moved(document(OLD)).text)

    assert moved(once).text == once.text
    assert moved(once).judge == ()


def test_where_everything_was_read_a_person_must_say_which_reason_is_meant() -> None:
    found = moved(document(OLD.replace("seen: excerpt", "seen: full")))

    assert found.text.count("missing: unknown") == 5
    assert len([problem for problem in found.judge if "every source was read in full" in problem.what]) == 5


@pytest.mark.parametrize("path", sorted(disk.read_records(ROOT)[0])[:6])
def test_a_record_of_the_book_is_in_the_present_form(path: str) -> None:
    found = yamlfile.parse(path, disk.read_records(ROOT)[0][path])
    assert isinstance(found, Document)

    assert moved(found).text == found.text


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("pilotbook")), "migrate", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)


def test_the_command_moves_a_file_and_says_what_is_left(tmp_path: Path) -> None:
    (tmp_path / "case_studies").mkdir()
    (tmp_path / "_config.yml").write_text("title: Made up\n", encoding="utf-8")
    (tmp_path / "case_studies/vocabulary.yml").write_text("policy_areas: {}\n", encoding="utf-8")
    old = tmp_path / "case_studies/old.yml"
    old.write_text(OLD, encoding="utf-8")

    dry = run(tmp_path, "--check")
    assert (dry.returncode, old.read_text(encoding="utf-8")) == (0, OLD)
    assert dry.stdout.endswith(f"1 record would be moved to {VERSION}; 2 places for a person to judge.\n")

    done = run(tmp_path, "case_studies/old.yml")
    assert (done.returncode, old.read_text(encoding="utf-8")) == (0, NEW)
    assert "case_studies/old.yml:12:18: advice: 'not_published' names nobody who says so" in done.stdout


def test_the_command_refuses_what_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "case_studies").mkdir()
    (tmp_path / "_config.yml").write_text("title: Made up\n", encoding="utf-8")
    (tmp_path / "case_studies/vocabulary.yml").write_text("policy_areas: {}\n", encoding="utf-8")

    found = run(tmp_path, "case_studies/none.yml")

    assert found.returncode == 2
    assert "case_studies/none.yml is not a record of this book." in found.stderr


def test_an_older_form_is_told_how_to_move(tmp_path: Path) -> None:
    files, _ = disk.read_records(ROOT)
    path = "case_studies/often-trial.yml"
    old = files[path].replace(b"schema_version: 0.2.0", b"schema_version: 0.1.0")

    _, problems = check({**files, path: old})

    assert [str(problem) for problem in problems if problem.path == path] == [
        f"{path}:3:17: 'schema_version' is '0.1.0', an older form of records [choice]\n"
        "    Run 'pilotbook migrate': it moves the file to 0.2.0, and says what you must judge."
    ]
