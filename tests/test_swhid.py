"""Lines of figures lead to the file as Software Heritage keeps it, where the book says that it does, and nowhere else."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from books import book_of, figure, outcome, pages_of, read
from pilotbook.exports import swhid
from pilotbook.pages.kinds import case as case_page
from pilotbook.publish import run
from pilotbook.record import Case

ORIGIN = "https://code.example.org/book"
CASE = "case_studies/madeup-town-rent-advice.yml"


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def test_the_identifier_of_a_file_is_the_name_that_git_gives_to_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"id: made up\n")

    named = git(tmp_path, "hash-object", str(tmp_path / "file"))

    assert swhid.of_content(b"id: made up\n") == f"swh:1:cnt:{named}"
    # From the documentation of git: the empty file.
    assert swhid.of_content(b"") == "swh:1:cnt:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


def test_qualifiers_stand_in_their_order_and_none_can_begin_another() -> None:
    address = swhid.at_line(swhid.address(b"", "https://code.example.org/a;b%3B", CASE), 12)

    assert address == (
        "https://archive.softwareheritage.org/swh:1:cnt:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
        f";origin=https://code.example.org/a%3Bb%253B;path=/{CASE};lines=12"
    )


@pytest.fixture
def committed(tiny_root: Path) -> Path:
    """Give a made-up casebook in a repository of its own whose settings say that it is kept."""
    (tiny_root / "_config.yml").write_text(f"title: A made-up book\nsoftware_heritage: {ORIGIN}\n", encoding="utf-8")
    git(tiny_root, "init", "--quiet")
    git(tiny_root, "add", "--all")
    git(tiny_root, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "-m", "case: begin")
    return tiny_root


def test_a_committed_record_is_found_there_and_a_changed_one_is_not(committed: Path) -> None:
    raw = (committed / CASE).read_bytes()

    assert run.open_casebook(committed).archived[CASE] == swhid.address(raw, ORIGIN, CASE)
    (committed / CASE).write_bytes(raw + b"# more\n")
    assert CASE not in run.open_casebook(committed).archived


@pytest.mark.parametrize("setting", ["", "software_heritage: true\n", "software_heritage: code.example.org\n"])
def test_nothing_is_told_where_the_settings_do_not_say_so(setting: str, committed: Path) -> None:
    (committed / "_config.yml").write_text(f"title: A made-up book\n{setting}", encoding="utf-8")

    assert run.open_casebook(committed).archived == {}


def test_nothing_is_told_without_a_repository(tiny_root: Path) -> None:
    (tiny_root / "_config.yml").write_text(f"software_heritage: {ORIGIN}\n", encoding="utf-8")

    assert run.open_casebook(tiny_root).archived == {}


def test_the_line_of_a_figure_leads_to_the_kept_file(make_case: Callable[..., Case]) -> None:
    book = book_of({"made-up": make_case(outcomes=[outcome(baseline=figure("31"))])})
    kept = "https://archive.softwareheritage.org/swh:1:cnt:0"

    plain, linked = (
        next(pages_of(case_page, each)) for each in (book, replace(book, archived={"case_studies/made-up.yml": kept}))
    )

    (row,) = read(linked.body).select("#trace-outcomes-O1-baseline")
    link = row.select_one(f'a[href^="{kept}"]')
    assert link is not None
    assert (link["href"], link["aria-label"]) == (
        f"{kept};lines=1",
        "line 1 of the record as Software Heritage keeps it",
    )
    assert "softwareheritage" not in plain.body
