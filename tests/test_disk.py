"""Files of the project: what only a build may make is not taken from a commit, and a new file has plain line ends."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from pilotbook.doors.cli import main
from pilotbook.publish import disk


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Made up", "-c", "user.email=made.up@example.org")
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a project in git whose `_build` is ignored, as in ours, with a picture that an earlier build kept."""
    (tmp_path / "case_studies").mkdir()
    (tmp_path / "_config.yml").touch()
    (tmp_path / ".gitignore").write_text("_build/\n", encoding="utf-8")
    (tmp_path / "_build" / "charts").mkdir(parents=True)
    (tmp_path / "_build" / "charts" / "0f.svg").write_text("<svg></svg>", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".gitignore")
    return tmp_path


def test_what_a_build_kept_is_no_fault_while_git_does_not_hold_it(project: Path) -> None:
    disk.refuse_committed(project)


@pytest.mark.parametrize("is_committed", [False, True])
def test_a_file_that_git_holds_where_only_a_build_may_write_is_refused(project: Path, is_committed: bool) -> None:
    git(project, "add", "--force", "_build/charts/0f.svg")
    if is_committed:
        git(project, "commit", "--quiet", "--message", "made up")

    with pytest.raises(
        disk.Committed, match=r"^git holds _build/charts/0f\.svg, but only a build may write into _build/"
    ):
        disk.refuse_committed(project)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("_site/index.html", "git holds _site/index.html, but only a build may write into _site/."),
        (
            "_Build/store/things.sqlite3",
            "git holds _Build/store/things.sqlite3, but only a build may write into _Build/.",
        ),
    ],
)
def test_so_is_a_published_site_and_a_name_that_some_disks_take_for_the_same(
    project: Path, path: str, told: str
) -> None:
    (project / path).parent.mkdir(parents=True)
    (project / path).write_text("made up", encoding="utf-8")
    git(project, "add", "--force", path)

    with pytest.raises(disk.Committed, match=f"^{re.escape(told)}"):
        disk.refuse_committed(project)


@pytest.mark.parametrize("name", ["_build", "_site"])
def test_so_is_a_link_in_their_place(project: Path, name: str) -> None:
    (project / "_build" / "charts" / "0f.svg").unlink()
    (project / "_build" / "charts").rmdir()
    (project / "_build").rmdir()
    (project / name).symlink_to("/etc")
    git(project, "add", "--force", name)

    with pytest.raises(disk.Committed, match=f"^git holds {name}, but only a build may write into {name}/"):
        disk.refuse_committed(project)


def test_a_project_without_git_is_built(tmp_path: Path) -> None:
    (tmp_path / "_build").mkdir()

    disk.refuse_committed(tmp_path)


def test_the_build_says_what_to_do_and_the_check_does_not_ask(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(project, "add", "--force", "_build/charts/0f.svg")
    monkeypatch.chdir(project)

    built = CliRunner().invoke(main, ["build", "--quiet"], prog_name="pilotbook")
    checked = CliRunner().invoke(main, ["check"], prog_name="pilotbook")

    assert (built.exit_code, built.stdout) == (1, "")
    assert built.stderr == (
        "git holds _build/charts/0f.svg, but only a build may write into _build/.\n"
        "Take it out with 'git rm -r --cached _build', delete the folder, and commit.\n"
        "\nThe published site is as it was.\n"
    )
    assert "git holds" not in checked.output


def test_a_new_file_has_plain_line_ends_on_every_system(tmp_path: Path) -> None:
    disk.create(tmp_path / "case_studies" / "new.yml", "id: made-up\nstage: live\n")

    assert (tmp_path / "case_studies" / "new.yml").read_bytes() == b"id: made-up\nstage: live\n"
