"""The preview of a whole project: a saved record's page at once, the lists after it, and what is published left alone."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pilotbook.publish import run, store
from pilotbook.publish.at_once import AtOnce
from pilotbook.publish.offline import ADDRESS as OFFLINE
from projects import Project, bytes_of

pytestmark = pytest.mark.book

CASE = "madeup-town-doorstep-visits"
PAGE = f"cases/{CASE}/index.html"


@pytest.fixture(scope="module")
def project(small: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give a copy of the small book, built, whose records each test changes as it likes and puts back."""
    root = tmp_path_factory.mktemp("preview") / "project"
    return Project(shutil.copytree(small.root, root, symlinks=True))


@pytest.fixture(autouse=True)
def put_back(project: Project, small: Project) -> Iterator[None]:
    yield
    shutil.rmtree(project.root / "case_studies")
    shutil.copytree(small.root / "case_studies", project.root / "case_studies")


def retitle(project: Project, name: str, title: str) -> None:
    path = project.record(name)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [f"title: {title}\n" if line.startswith("title:") else line for line in lines]
    path.write_text("".join(changed), encoding="utf-8")


def test_the_page_of_a_changed_record_is_made_in_the_frame_of_the_last_build(project: Project) -> None:
    retitle(project, CASE, "Made-up doorstep visits to bring families to hubs just saved")

    pages = AtOnce(project.root).pages({f"case_studies/{CASE}.yml"})

    assert list(pages) == [PAGE]
    assert "families to hubs just saved" in pages[PAGE]
    assert '<header class="site-header">' in pages[PAGE]


def test_a_page_made_at_once_is_the_page_that_a_build_makes(project: Project) -> None:
    at_once = AtOnce(project.root)
    at_once.settle()
    names = [path.relative_to(project.root).as_posix() for path in project.root.glob("case_studies/**/*.yml")]

    pages = at_once.pages(set(names))

    assert len(pages) == len(names) - 1
    assert {file: html.encode() for file, html in pages.items()} == {
        file: (project.site / file).read_bytes() for file in pages
    }


def test_a_record_with_a_problem_gives_no_page(project: Project) -> None:
    retitle(project, CASE, "''")

    with pytest.raises(run.Refused):
        AtOnce(project.root).pages({f"case_studies/{CASE}.yml"})


def test_a_record_that_is_gone_gives_no_page(project: Project) -> None:
    assert AtOnce(project.root).pages({"case_studies/nothing.yml", "book/about.md"}) == {}


def test_lists_follow_in_a_preview_and_what_is_published_stays(project: Project) -> None:
    before, link = bytes_of(project.site), project.site.readlink()
    retitle(project, CASE, "Made-up doorstep visits to bring families to hubs just saved")

    built = run.preview(project.root)

    shown = bytes_of(built.out)
    assert built.out == project.root / "_build" / "preview" / "site"
    assert b"families to hubs just saved" in shown["cases/index.html"]
    assert b"families to hubs just saved" in shown["data/cases.csv"]
    assert bytes_of(project.site) == before and project.site.readlink() == link


def test_a_preview_takes_search_briefs_and_the_offline_copy_from_the_last_build(project: Project) -> None:
    before = bytes_of(project.site)
    retitle(project, CASE, "Made-up doorstep visits to bring families to hubs just saved")

    shown = bytes_of(run.preview(project.root).out)

    assert set(map(unmarked, shown)) == set(map(unmarked, before))
    held = [
        name
        for name in before
        if (name.startswith(("pagefind/", "search/")) and not name.startswith("search/records."))
        or name.endswith(("brief.pdf", OFFLINE))
    ]
    assert len(held) > 10
    assert all(shown[name] == before[name] for name in held if not name.endswith(".html"))


def test_a_preview_of_what_did_not_change_is_the_published_site(project: Project) -> None:
    project.build()

    assert bytes_of(run.preview(project.root).out) == bytes_of(project.site)


def test_a_build_after_a_preview_makes_what_the_preview_left_out(project: Project) -> None:
    retitle(project, CASE, "Made-up doorstep visits to bring families to hubs just saved")
    before = bytes_of(project.site)[f"cases/{CASE}/brief.pdf"]
    run.preview(project.root)

    project.build()

    assert bytes_of(project.site)[f"cases/{CASE}/brief.pdf"] != before


def test_a_build_that_changed_nothing_leaves_what_is_kept(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.build()
    table = project.root / "_build" / "store" / "things.sqlite3"
    before = rows(table)
    monkeypatch.setattr(store, "_SPARE", 0)
    shutil.rmtree(project.root / "_build" / "releases")

    again = project.build()

    assert "pages" not in again.steps
    assert rows(table) == before > 100


def unmarked(name: str) -> str:
    """Give the name of a file without the mark of its content: 'records.1a2b3c4d.js' is 'records.js'."""
    return re.sub(r"\.[0-9a-f]{8}(?=\.js$)", "", name)


def rows(table: Path) -> int:
    with closing(sqlite3.connect(table)) as opened:
        return int(opened.execute("SELECT count(*) FROM thing").fetchone()[0])


def test_a_page_made_at_once_stands_in_the_frame_of_the_prose_that_came_back(project: Project) -> None:
    shell = project.prose("shell")
    words = shell.read_text(encoding="utf-8")
    project.build()
    before = AtOnce(project.root).pages({f"case_studies/{CASE}.yml"})
    config = project.root / "_config.yml"
    settings = config.read_text(encoding="utf-8")
    config.write_text(settings + "html:\n  baseurl: https://example.org/\n", encoding="utf-8")
    run.preview(project.root)
    assert AtOnce(project.root).pages({f"case_studies/{CASE}.yml"}) != before

    config.write_text(settings, encoding="utf-8")
    run.preview(project.root)

    assert shell.read_text(encoding="utf-8") == words
    assert AtOnce(project.root).pages({f"case_studies/{CASE}.yml"}) == before
