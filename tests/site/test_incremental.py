"""A build makes again what an edit touched, counted, and nothing else; and it publishes what a clean build would publish."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pilotbook.publish import code, run
from projects import Project, bytes_of, copy_of, small_project

pytestmark = [pytest.mark.book, pytest.mark.usefixtures("prose_at_hand")]

VISITS, ADVICE, LETTERS = "madeup-town-doorstep-visits", "madeup-town-rent-advice", "madeup-vale-hub-letters"
# More random edits under `make fuzz`.
ROUNDS = int(os.environ.get("PILOTBOOK_FUZZ", "4"))
NEW_CASE = """\
id: TLG-C-MAD{n}
schema_version: 0.2.0
title: Made-up case of the {word} kind
summary: Made up for a test of builds.
stage: live
places: [{{place: madeup-town}}]
policy_area: [made-up-hubs]
target_group: [made-up-families]
problem:
  statement: {{text: Something made up., source: [S1], locator: page 1}}
intervention: {{name: Made up, why: {{missing: not_measured}}, what: {{missing: not_measured}}}}
did_not_work: {{missing: not_yet_due}}
sources:
  - id: S1
    title: A made-up source
    publisher: Madeup Press
    published: 2026
    accessed: 2026-11-21
    url: https://example.org/made-up
    seen: full
    tier: 1
record_owner: Made-up editors
contributors: [{{name: Made-up editors, role: author, interest: none}}]
reviewed_on: 2026-11-21
review_by: 2027-11-21
"""
WORDS = ("oak", "elm", "ash", "fir", "yew", "box", "bay", "fig", "pear", "lime", "plum", "rose", "sage")


def new_case(n: int) -> str:
    """Give the file of a sound made-up case; no two numbers give one id or one title."""
    return NEW_CASE.format(n=n, word=WORDS[n])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = small_project(tmp_path_factory.mktemp("incremental") / "small")
    project.build()
    return project


@pytest.fixture
def own(built: Project, tmp_path: Path) -> Project:
    return copy_of(built, tmp_path / "own")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def made_by(project: Project) -> dict[str, int]:
    return dict(sorted(project.build().made.items()))


def differing(project: Project, folder: Path) -> list[str]:
    """Give the files in which what was published differs from what a clean build of the same files publishes."""
    shutil.copytree(project.root, folder, ignore=shutil.ignore_patterns("_build", "_site"))
    clean = Project(folder)
    clean.build()
    one, other = bytes_of(project.site), bytes_of(clean.site)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_a_build_of_the_same_makes_nothing(own: Project) -> None:
    assert made_by(own) == {}


def test_what_is_edited_while_a_build_is_at_work_is_in_the_next(
    own: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(own.record(ADVICE), "rent advice was announced.", "rent advice was told of.")
    made = run.site.make_downloads

    def edited_meanwhile(*arguments: Any) -> Any:
        change(own.record(ADVICE), "rent advice was told of.", "rent advice was heralded.")
        return made(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(run.site, "make_downloads", edited_meanwhile)
        own.build()

    assert own.build().made != {}
    assert differing(own, tmp_path / "clean") == []


Edit = Callable[[Project], object]
# What is made again whenever a record changes: what gathers the downloads, the copy, the index and what stands by it. Of the 30
# downloads three at least: llms.txt, the record in casebook.json, and the table that holds what changed.
WHOLE = {"download": 3, "package": 6, "offline copy": 1, "search index": 1, "search data": 1}
# What is kept of one case: read and checked once.
CASE = {"view": 1, "record": 1, "parts": 1}
EDITS: dict[str, tuple[Edit, dict[str, int]]] = {
    "a comment": (
        lambda own: change(own.record(ADVICE), "# Made up for the tests:", "# Made up:"),
        # The page of the case is made, for its lines may have moved, and comes out the same: the index stays, and so does all
        # but the crate, which holds the record as it is written.
        {**CASE, "page": 2, "brief": 1, "download": 1, "search data": 1, "package": 1, "offline copy": 1, "member": 2},
    ),
    "a word of a summary": (
        lambda own: change(own.record(ADVICE), "rent advice was announced.", "rent advice was told of."),
        {**WHOLE, **CASE, "page": 29, "brief": 1, "member": 37},
    ),
    "a figure": (
        lambda own: change(own.record(VISITS), "baseline: {value: 31", "baseline: {value: 29"),
        # Its own page, those of its two lessons, and what shows its chart or its level; three briefs.
        {**WHOLE, **CASE, "page": 13, "brief": 3, "member": 27},
    ),
    "a title": (
        lambda own: change(own.record(ADVICE), "title: Made-up rent advice announced", "title: Made-up advice heralded"),
        {**WHOLE, "download": 6, **CASE, "page": 31, "brief": 2, "poster": 1, "member": 54},
    ),
    "a new case": (
        lambda own: own.record("new").write_text(new_case(7), encoding="utf-8"),
        {**WHOLE, "download": 6, **CASE, "page": 49, "picture": 1, "brief": 2, "poster": 1, "member": 110},
    ),
    "a case removed": (
        lambda own: own.record(ADVICE).unlink(),
        {**WHOLE, "download": 6, "page": 36, "picture": 1, "member": 89, "brief": 1},
    ),
    "a case renamed": (
        lambda own: own.record(ADVICE).rename(own.record("other")),
        {**WHOLE, "download": 6, **CASE, "page": 20, "brief": 2, "member": 51},
    ),
    "the advice of a lesson": (
        lambda own: change(own.record("lessons/call-on-families"), "advice: Call on made-up", "advice: Do call on made-up"),
        {**WHOLE, "download": 24, "view": 1, "page": 12, "brief": 4, "member": 29},
    ),
    "an entry of a ledger": (
        lambda own: change(own.record(LETTERS), "relation: contradicts", "relation: qualifies"),
        {**WHOLE, **CASE, "page": 14, "brief": 2, "poster": 1, "member": 44},
    ),
    "a label of the vocabulary": (
        lambda own: change(own.record("vocabulary"), "Made-up housing", "Made-up homes"),
        # Every record is checked against the new words; posters say none of them.
        {**WHOLE, "download": 30, "view": 5, "record": 3, "parts": 3, "page": 29, "brief": 6, "member": 50},
    ),
    "a meaning in the glossary": (
        lambda own: change(own.prose("method/glossary"), "*not* called on", "*never* called on"),
        # The pages of cases and lessons; only those that use the term come out different.
        {"page": 5, "search index": 1, "offline copy": 1, "member": 3},
    ),
    "the address of the site": (
        lambda own: change(own.root / "_config.yml", "sphinx:", "html:\n  baseurl: https://example.org/book\nsphinx:"),
        # Every file that says where it came from is made again.
        {"page": 85, "download": 30, "package": 6, "search index": 1, "offline copy": 1, "member": 141},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "made"), EDITS.values(), ids=EDITS)
def test_an_edit_makes_again_what_shows_it_and_the_site_is_that_of_a_clean_build(
    own: Project, tmp_path: Path, edit: Edit, made: dict[str, int]
) -> None:
    edit(own)

    assert made_by(own) == dict(sorted(made.items()))
    assert differing(own, tmp_path / "clean") == []
    assert made_by(own) == {}


@pytest.fixture
def other_code(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Give a function that changes the code, as far as the store can tell."""

    def changed() -> None:
        monkeypatch.setattr(code, "libraries", lambda: "made up")
        code.code_digest.cache_clear()

    yield changed
    monkeypatch.undo()
    code.code_digest.cache_clear()


def test_other_code_makes_everything_again_and_the_same_bytes(own: Project, other_code: Callable[[], None]) -> None:
    before = bytes_of(own.site)
    other_code()

    made = made_by(own)

    assert made == {
        **{"view": 5, "record": 3, "parts": 3, "prose facts": 13, "page": 85, "script": 1, "download": 30},
        **{
            "picture": 2,
            "brief": 10,
            "poster": 6,
            "search index": 1,
            "search data": 1,
            "package": 6,
            "member": 345,
            "offline copy": 1,
        },
    }
    assert bytes_of(own.site) == before


def test_an_edit_taken_back_makes_nothing(own: Project) -> None:
    # A copy has no second names, by which a release holds its files in the store: it is laid anew.
    shutil.rmtree(own.root / "_build" / "releases")
    own.site.unlink()
    assert made_by(own) == {}
    before = own.site.readlink()
    edit, _ = EDITS["a word of a summary"]
    sound = own.record(ADVICE).read_text("utf-8")
    edit(own)
    own.build()

    own.record(ADVICE).write_text(sound, encoding="utf-8")

    assert made_by(own) == {}
    assert own.site.readlink() == before


def test_a_kept_file_that_was_damaged_is_told_and_the_site_is_whole(own: Project) -> None:
    before = bytes_of(own.site)
    kept = {path.name: path for path in (own.root / "_build" / "store" / "files").glob("*/*")}
    for path in kept.values():
        path.write_bytes(b"spoilt")
    # Nothing of the site before may hold what was spoilt: this copy has no second names.
    assert bytes_of(own.site) == before

    # A copy outside git has no history, which is told once more.
    told = [note for note in own.build().notes if "no git repository" not in note]

    assert len(told) == len(set(told)) == len({line for line in told if line.startswith("a kept file was damaged")})
    assert len(told) > 100
    assert bytes_of(own.site) == before
    assert made_by(own) == {}


# Random edits.


@dataclass
class Author:
    """Somebody who edits a project at random, and leaves it sound."""

    project: Project
    lot: random.Random
    edits: int = 0

    def edit(self) -> str:
        """Make one edit and tell which."""
        self.edits += 1
        makers = [self.reword, self.retitle, self.add, self.remove, self.rename, self.stage, self.relabel, self.figure]
        return self.lot.choice(makers)()

    def reword(self) -> str:
        path = self.lot.choice(self.news() or [self.project.record(ADVICE)])
        text = path.read_text("utf-8")
        line = next(line for line in text.split("\n") if line.startswith("summary: "))
        path.write_text(text.replace(line, f"{line} It had {self.word()}s."), encoding="utf-8")
        return f"reword {path.name}"

    def retitle(self) -> str:
        path = self.lot.choice(self.records())
        lines = path.read_text("utf-8").split("\n")
        at = next(n for n, line in enumerate(lines) if line.startswith("title: "))
        lines[at] = f"title: Made-up words drawn by lot, {self.word()} {self.word()} {chr(96 + self.edits)}"
        path.write_text("\n".join(lines), encoding="utf-8")
        return f"retitle {path.name}"

    def word(self) -> str:
        return self.lot.choice(WORDS)

    def add(self) -> str:
        path = self.project.record(f"new-{self.edits}")
        number = 4 + self.edits % 6
        for other in self.news():
            if f"id: TLG-C-MAD{number}\n" in other.read_text("utf-8"):
                other.unlink()
        path.write_text(new_case(number), encoding="utf-8")
        return f"add {path.name}"

    def remove(self) -> str:
        if not self.news():
            return self.add()
        path = self.lot.choice(self.news())
        path.unlink()
        return f"remove {path.name}"

    def rename(self) -> str:
        if not self.news():
            return self.add()
        path = self.lot.choice(self.news())
        path.rename(path.with_name(f"other-{self.edits}.yml"))
        return f"rename {path.name}"

    def stage(self) -> str:
        if not self.news():
            return self.add()
        path = self.lot.choice(self.news())
        text = path.read_text("utf-8")
        path.write_text(text.replace("stage: live", "stage: announced"), encoding="utf-8")
        return f"stage {path.name}"

    def relabel(self) -> str:
        path = self.project.record("vocabulary")
        text = path.read_text("utf-8")
        word = self.lot.choice(["Made-up reach", "Madeup Vale", "Made-up tenants", "Made-up measuring"])
        path.write_text(text.replace(word, f"{word}x"), encoding="utf-8")
        return f"relabel {word}"

    def figure(self) -> str:
        path = self.project.record(VISITS)
        lines = path.read_text("utf-8").split("\n")
        at = next(n for n, line in enumerate(lines) if "baseline: {value: " in line)
        before, _, rest = lines[at].partition("value: ")
        lines[at] = f"{before}value: {self.lot.randint(10, 60)},{rest.partition(',')[2]}"
        path.write_text("\n".join(lines), encoding="utf-8")
        return "figure"

    def records(self) -> list[Path]:
        folder = self.project.root / "case_studies"
        return sorted(path for path in folder.rglob("*.yml") if path.stem != "vocabulary")

    def news(self) -> list[Path]:
        return [path for path in self.records() if path.name.startswith(("new-", "other-"))]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_whatever_is_edited_the_site_is_that_of_a_clean_build(own: Project, tmp_path: Path, seed: int) -> None:
    author = Author(own, random.Random(seed))
    told = []

    for _ in range(3):
        told += [author.edit() for _ in range(author.lot.randint(1, 3))]
        own.build()

    assert differing(own, tmp_path / "clean") == [], told


# A larger book.

MANY = 300


def test_an_edit_in_a_book_of_300_cases_reads_one_file_and_makes_what_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Callable[[str], None]
) -> None:
    project = small_project(tmp_path / "many")
    for n in range(MANY - 3):
        text = NEW_CASE.format(n=0, word=f"{_letters(n)} made-up").replace("TLG-C-MAD0", f"TLG-C-{n // 10:03d}{n % 10}")
        project.record(f"made-up-{n}").write_text(text, encoding="utf-8")
    clean = project.build()
    change(project.record("made-up-7"), "Made up for a test of builds.", "Made up for a test of many builds.")
    read: list[str] = []
    sound = run.open_records.__globals__["read_one"]
    monkeypatch.setitem(run.open_records.__globals__, "read_one", lambda *a: read.append(a[0]) or sound(*a))

    made = project.build().made

    figure(
        f"300 cases: {clean.made['page']} pages at first; after an edit {made['page']} pages, {made['member']} members"
    )
    assert clean.cases == MANY
    assert read == ["case_studies/made-up-7.yml"]
    # Of 989 pages those that show the summary, and of 300 briefs one; no picture says it.
    assert clean.made["page"] == 989
    assert made == {**WHOLE, **CASE, "page": 12, "brief": 1, "member": 40}


def _letters(n: int) -> str:
    """Give a number as letters, for a title holds no figure: 0 → 'aa', 27 → 'bb'."""
    return chr(97 + n // 26) + chr(97 + n % 26)
