"""The multiplier of real records: sound, unique and the same each time, and the real records stay as they are."""

import re
import subprocess
from pathlib import Path

import pytest
from bench import multiply
from bench.scaled import Scaled

REAL = multiply.ROOT / "case_studies"
TWICE = 2 * len(multiply.records(REAL))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Scaled:
    return Scaled.make(tmp_path_factory.mktemp("multiplied") / "book", TWICE, seed=7, limit=300)


@pytest.fixture(scope="module")
def all_records(project: Scaled) -> list[multiply.Record]:
    here = project.root / "case_studies"
    return [*multiply.records(here), *multiply.records(here / "lessons")]


def heads_of(root: Path) -> str:
    return subprocess.run(["git", "rev-parse", "HEAD^{tree}", "HEAD"], cwd=root, capture_output=True, text=True).stdout


def test_multiplied_records_are_sound_and_as_many_as_asked_for(project: Scaled) -> None:
    assert project.pilotbook("check").error == ""
    assert len(project.slugs()) == TWICE


def test_sound_after_every_edit_that_is_measured(tmp_path: Path) -> None:
    project = Scaled.make(tmp_path / "book", TWICE + 1, seed=7, limit=300)
    edits = (project.edit_summary, project.edit_figure, project.edit_title, project.add_case, project.add_case)
    for edit in (*edits, project.remove_case):
        before = heads_of(project.root)
        edit()
        project.commit("An edit")
        assert heads_of(project.root) != before
    assert project.pilotbook("check").error == ""
    assert len(project.slugs()) == TWICE + 2


def test_ids_titles_and_texts_are_unlike(all_records: list[multiply.Record]) -> None:
    ids = [record.id for record in all_records]
    titles = [
        multiply.first_match(re.compile(r"^title: .*$", re.MULTILINE), record.text).group() for record in all_records
    ]
    assert len(set(ids)) == len(set(titles)) == len(all_records)
    assert len({record.text.partition("summary:")[2].partition("stage:")[0] for record in all_records[:TWICE]}) == TWICE


def test_a_copy_says_in_title_and_address_that_it_is_made_up(all_records: list[multiply.Record]) -> None:
    real = {path.stem for path in REAL.rglob("*.yml")}
    copies = [record for record in all_records if record.slug not in real]
    assert len(copies) * 2 == len(all_records)
    assert all(re.search(r'^title: "Made-up [a-z]+: ', record.text, re.MULTILINE) for record in copies)
    assert all(record.slug.startswith("made-up-") for record in copies)


def test_a_copy_of_a_lesson_has_as_many_entries_as_the_real_one(all_records: list[multiply.Record]) -> None:
    named = re.findall(r"^ *- *lesson: *(TLG-L-\w{4})", "".join(record.text for record in all_records), re.MULTILINE)
    counts = {record.id: named.count(record.id) for record in all_records if record.id.startswith("TLG-L")}
    real = [counts[record.id] for record in multiply.records(REAL / "lessons")]
    assert sorted(counts.values()) == sorted(real * 2)


def test_real_records_stay_as_they_are(project: Scaled) -> None:
    real = sorted(path.relative_to(REAL) for path in REAL.rglob("*.yml"))
    assert all((project.root / "case_studies" / path).read_bytes() == (REAL / path).read_bytes() for path in real)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(project: Scaled, tmp_path: Path) -> None:
    multiply.multiply(tmp_path / "again", TWICE, seed=7)
    multiply.multiply(tmp_path / "other", TWICE, seed=8)
    assert heads_of(tmp_path / "again") == heads_of(project.root)
    assert heads_of(tmp_path / "other") != heads_of(project.root)


def test_a_larger_book_holds_the_cases_of_a_smaller_one(project: Scaled, tmp_path: Path) -> None:
    multiply.multiply(tmp_path / "larger", TWICE + 3, seed=7)
    assert set(project.slugs()) < {record.slug for record in multiply.records(tmp_path / "larger" / "case_studies")}


def test_dates_move_back_together() -> None:
    text = "dates:\n  start: {actual: 2025-01-31}\n  end: {planned: 2026}\nsources:\n  - {published: 2025-01}\n"
    moved = "dates:\n  start: {actual: 2024-11-28}\n  end: {planned: 2026}\nsources:\n  - {published: 2024-11}\n"
    assert multiply.with_dates(text, 2) == moved


def test_fewer_than_the_real_cases_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ask for as many or more"):
        multiply.multiply(tmp_path / "few", 1)
