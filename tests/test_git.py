"""What git tells of the project: right, or nothing with the reason, in every state in which a copy of it is met."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pilotbook.casebook import Change
from pilotbook.pages.about import Past, told_past
from pilotbook.publish import history
from pilotbook.publish.git import Repository
from pilotbook.publish.store import Store
from pilotbook.publish.version import BadEpoch, Version, as_json, day_set, told_in, version_of

RECORD = "case_studies/a.yml"
Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Give git at work in a made-up project, by no settings of this machine's."""
    root = tmp_path / "project"
    root.mkdir()
    plain = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "PATH": os.environ["PATH"]}

    def run(*arguments: str, day: str = "2026-01-05", **more: str) -> str:
        noon = f"{day}T12:00:00Z"
        around = plain | {"GIT_AUTHOR_DATE": noon, "GIT_COMMITTER_DATE": noon} | more
        done = subprocess.run(["git", "-C", str(root), *arguments], env=around, capture_output=True, check=True)
        return done.stdout.decode().strip()

    run("init", "--quiet", "--initial-branch=main")
    run("config", "user.name", "Made up")
    run("config", "user.email", "made@up.example")
    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "project"


def commit(git: Git, root: Path, words: str, day: str, **files: str) -> None:
    """Commit files of case_studies/, by name without its ending."""
    for name, text in files.items():
        (root / "case_studies").mkdir(exist_ok=True)
        (root / "case_studies" / f"{name}.yml").write_text(text)
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "--message", words, day=day)


@pytest.fixture
def twice(git: Git, root: Path) -> Path:
    """Give a project whose record was committed on two days."""
    commit(git, root, "case: a made-up case", "2026-01-05", a="one\n" * 9)
    commit(git, root, "case: its made-up source", "2026-03-01", a="one\n" * 9 + "two\n")
    return root


TWICE = (Change("2026-03-01", "Its made-up source"), Change("2026-01-05", "A made-up case"))


def test_the_past_of_a_record_is_what_its_commits_say_newest_first(twice: Path) -> None:
    assert history.changes(Repository(twice)) == {RECORD: TWICE}
    assert told_past(TWICE) == Past("2026-01-05", (("2026-03-01", ("Its made-up source",)),))
    assert told_past(()) is None


def test_the_version_is_the_commit_with_its_day(twice: Path, git: Git) -> None:
    head = git("rev-parse", "HEAD")

    version = version_of(Repository(twice))

    assert version == Version(head, "2026-03-01")
    assert version.label == f"0.1.0 ({head[:7]})"


def test_a_commit_that_touches_no_record_is_no_part_of_its_past(twice: Path, git: Git) -> None:
    before = history.digest(Repository(twice))
    commit(git, twice, "build: nothing of records", "2026-04-01")

    assert history.changes(Repository(twice)) == {RECORD: TWICE}
    assert history.digest(Repository(twice)) == before
    assert version_of(Repository(twice)).date == "2026-04-01"


def test_a_commit_of_layout_is_no_change_of_a_record_unless_it_changes_what_it_says(twice: Path, git: Git) -> None:
    lined = "# for editors\n" + "one\n" * 9 + "two\n"
    commit(git, twice, "format: editors find their help", "2026-04-01", a=lined)
    assert history.changes(Repository(twice)) == {RECORD: TWICE}
    commit(git, twice, "format: more than it says", "2026-05-01", a=f"{lined}three\n")

    assert history.changes(Repository(twice)) == {RECORD: (Change("2026-05-01", "More than it says"), *TWICE)}


def test_a_record_that_was_renamed_keeps_its_past_and_its_old_name_has_none(twice: Path, git: Git) -> None:
    git("mv", RECORD, "case_studies/b.yml")
    commit(git, twice, "case: a better name", "2026-05-01")
    commit(git, twice, "case: another made-up case", "2026-06-01", a="three\n" * 9)

    assert history.changes(Repository(twice)) == {
        "case_studies/b.yml": (Change("2026-05-01", "A better name"), *TWICE),
        RECORD: (Change("2026-06-01", "Another made-up case"),),
    }


def test_a_record_that_was_taken_out_and_comes_back_begins_anew(twice: Path, git: Git) -> None:
    git("rm", "--quiet", RECORD)
    commit(git, twice, "case: out", "2026-05-01")
    assert history.changes(Repository(twice)) == {}
    commit(git, twice, "case: back", "2026-06-01", a="four\n" * 9)

    assert history.changes(Repository(twice)) == {RECORD: (Change("2026-06-01", "Back"),)}


def test_what_is_not_committed_has_no_past_and_the_version_says_so(twice: Path) -> None:
    (twice / RECORD).write_text("five\n")
    (twice / "notes.txt").write_text("No part of the book.\n")

    repository = Repository(twice)

    assert repository.edited == {RECORD}
    assert history.changes(repository) == {}
    assert version_of(repository).label.endswith(" and changes that are not committed)")
    assert b'"edited": true' in as_json(version_of(repository))


def test_a_note_beside_the_book_makes_it_no_other_version(twice: Path) -> None:
    (twice / "notes.txt").write_text("No part of the book.\n")

    assert not version_of(Repository(twice)).edited


def test_a_copy_with_its_newest_commits_only_tells_its_version_and_no_first_day(twice: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", twice.as_uri(), str(cut)], check=True)

    repository = Repository(cut)

    assert version_of(repository).date == "2026-03-01"
    assert repository.forgets == "this copy holds only the newest commits ('git fetch --unshallow' brings the rest)"
    assert (history.changes(repository), history.versions(repository, [RECORD], Store(None))) == ({}, {RECORD: ()})


def nothing_told(repository: Repository, why: str) -> None:
    assert why in repository.unread
    assert version_of(repository) == Version("", "")
    assert (history.changes(repository), history.versions(repository, [RECORD], Store(None))) == ({}, {RECORD: ()})
    assert told_in(b"<!-- which version this is -->", version_of(repository)) == b"This is version 0.1.0."


def test_a_folder_without_history_tells_no_commit_and_no_day(twice: Path) -> None:
    shutil.rmtree(twice / ".git")

    nothing_told(Repository(twice), "this folder is no git repository of its own")


def test_a_folder_inside_another_repository_does_not_take_that_one_s_commit(twice: Path) -> None:
    inner = twice / "unpacked"
    shutil.copytree(twice / "case_studies", inner / "case_studies")

    nothing_told(Repository(inner), "this folder is no git repository of its own")


def test_a_repository_without_a_commit_has_nothing_to_tell(root: Path, git: Git) -> None:
    nothing_told(Repository(root), "the repository holds no commit yet")


def test_a_folder_of_another_owner_is_told_in_git_s_own_words(twice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")

    nothing_told(Repository(twice), "detected dubious ownership")


def test_a_machine_without_git_has_nothing_to_tell(twice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(twice))

    nothing_told(Repository(twice), "git is not installed")


@pytest.mark.parametrize(
    ("epoch", "day"), [("1772323200", "2026-03-01"), ("", ""), ("0", "1970-01-01"), ("-1", "1969-12-31")]
)
def test_without_git_the_day_is_the_one_that_the_builder_sets_if_it_is_one(
    twice: Path, monkeypatch: pytest.MonkeyPatch, epoch: str, day: str
) -> None:
    shutil.rmtree(twice / ".git")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    assert version_of(Repository(twice)) == Version("", day)


@pytest.mark.parametrize("epoch", ["soon", "9" * 30, "2026-03-01", "1.5"])
def test_a_day_set_that_is_none_is_refused_with_what_to_write(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    with pytest.raises(BadEpoch) as refused:
        day_set()

    assert str(refused.value) == (
        f"SOURCE_DATE_EPOCH is '{epoch}', which tells no day. Set it to seconds since 1970, such as 1772323200, or unset it."
    )


def test_a_variable_that_points_elsewhere_changes_nothing(
    twice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git: Git
) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "other")], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))

    assert version_of(Repository(twice)).commit == git("rev-parse", "HEAD")
    assert history.changes(Repository(twice)) == {RECORD: TWICE}


def test_signed_commits_and_a_setting_that_shows_signatures_change_nothing(twice: Path, git: Git) -> None:
    head, _, message = git("cat-file", "commit", "HEAD").partition("\n\n")
    signature = "gpgsig -----BEGIN SSH SIGNATURE-----\n made up\n -----END SSH SIGNATURE-----"
    (twice / "signed").write_text(f"{head}\n{signature}\n\n{message}\n")
    git("reset", "--quiet", "--soft", git("hash-object", "-t", "commit", "-w", "signed"))
    git("config", "log.showSignature", "true")

    assert version_of(Repository(twice)).date == "2026-03-01"
    assert history.changes(Repository(twice)) == {RECORD: TWICE}
    assert len(history.versions(Repository(twice), [RECORD], Store(None))[RECORD]) == 0  # "one" is no record
