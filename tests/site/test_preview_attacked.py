"""The promise that nothing ends the watching of a preview, attacked: after each mishap a mended record is built again."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pilotbook.doors import builder, workshop
from pilotbook.doors.board import Board
from pilotbook.doors.workshop import Workshop
from pilotbook.publish import disk, laying, run
from pilotbook.publish.at_once import AtOnce
from projects import Project, copy_of, small_project

pytestmark = pytest.mark.book

ADVICE = "madeup-town-rent-advice"


class Inside:
    """A builder in the process of the test, which has answered each order before it is asked what came of it."""

    def __init__(self, root: Path, hear: workshop.Hear) -> None:
        self.order: dict[str, Any] | None = None
        self.busy_for = 0.0
        self._root, self._hear, self._at_once = root, hear, AtOnce(root)

    def take(self, order: dict[str, Any]) -> None:
        self.order = order
        self._hear(self, builder.answer(self._at_once, self._root, order))

    def end(self) -> None:
        pass


@dataclass
class Preview:
    """A preview of a project whose builders run in the test."""

    project: Project
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.board = Board(self.project.site)
        self.workshop = Workshop(self.project.root, self.board, self.said.append, Inside)
        # The first build is of the whole site, and stands already.
        self.workshop._is_whole_wanted = self.workshop._is_build_wanted = False

    def save(self, name: str = ADVICE) -> None:
        """Hear of a change of a record, and let everything be done that it asks for."""
        self.workshop.changed({self.project.record(name)})
        for _ in range(4):
            self.workshop.close()
            self.workshop.run()

    def shown(self) -> str:
        return (self.board.site / "cases" / ADVICE / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(prose_at_hand: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Give the small book, built, with briefs and without what takes as long and is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run._Build, "_vega", lambda made: made.store.keep(b"vega"))
        patch.setattr(run._Build, "_search", lambda made, _: sum(each.is_searched for each in made.site.pages.values()))
        patch.setattr(run._Build, "_pack", lambda *_: None)
        patch.setattr(run.offline, "pack", lambda _, store, __: store.keep(b"zip"))
        for made in ((run.pictures, "make_pictures"), (run.share, "make_posters")):
            patch.setattr(*made, lambda *_: {})
        patch.setattr(run.site, "make_downloads", lambda *_: ({}, {}))
        # Pages lead to what is not made here.
        for asked in ("_rows_complete", "_lost"):
            patch.setattr(run.manifest, asked, lambda *_: [])
        project = small_project(tmp_path_factory.mktemp("attacked") / "small")
        project.build()
        yield project


@pytest.fixture
def preview(built: Project, tmp_path: Path) -> Preview:
    return Preview(copy_of(built, tmp_path / "own"))


def retitle(path: Path, title: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(f"title: {title}\n" if line.startswith("title:") else line for line in lines), encoding="utf-8"
    )


# What happens, and how it is taken back; each gives the words that its author reads.
Mishap = Callable[[Path, pytest.MonkeyPatch], str]


def a_letter_that_no_font_has(path: Path, _: pytest.MonkeyPatch) -> str:
    retitle(path, "Made-up advice \U0001f9ff \U00013080 \U000e0041 in Madeup Town")
    return ""


def a_full_disk(path: Path, patch: pytest.MonkeyPatch) -> str:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    patch.setattr(laying.os, "link", full)
    patch.setattr(laying.shutil, "copyfile", full)
    retitle(path, "Made-up advice on a full disk")
    return "No space left on device"


def a_full_disk_of_the_store(path: Path, patch: pytest.MonkeyPatch) -> str:
    def full(*_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    patch.setattr(run.Store, "keep", full)
    retitle(path, "Made-up advice on a full disk")
    return "No space left on device"


def a_file_that_vanishes_between_listing_and_reading(path: Path, patch: pytest.MonkeyPatch) -> str:
    asked = disk._unfit

    def vanishing(found: Path, name: str) -> object:
        answer = asked(found, name)
        if found == path:
            path.unlink(missing_ok=True)
        return answer

    patch.setattr(disk, "_unfit", vanishing)
    return ""


def permissions_lost(path: Path, patch: pytest.MonkeyPatch) -> str:
    # Who runs the tests may be one whom no permission stops.
    read = Path.read_bytes

    def refused(found: Path) -> bytes:
        if found == path:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(found)

    path.chmod(0)
    patch.setattr(Path, "read_bytes", refused)
    return "Permission denied"


def a_folder_in_place_of_the_file(path: Path, _: pytest.MonkeyPatch) -> str:
    path.unlink()
    path.mkdir()
    return f"case_studies/{path.name}"


def no_records_at_all(path: Path, _: pytest.MonkeyPatch) -> str:
    path.parent.rename(path.parents[1] / "away")
    return "vocabulary.yml"


MISHAPS: list[Mishap] = [
    a_letter_that_no_font_has,
    a_full_disk,
    a_full_disk_of_the_store,
    a_file_that_vanishes_between_listing_and_reading,
    permissions_lost,
    a_folder_in_place_of_the_file,
    no_records_at_all,
]


@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.__name__)
def test_after_any_mishap_a_mended_record_is_built_again(preview: Preview, tmp_path: Path, mishap: Mishap) -> None:
    records, path = preview.project.root / "case_studies", preview.project.record(ADVICE)
    shutil.copytree(records, tmp_path / "before")

    with pytest.MonkeyPatch.context() as patch:
        words = mishap(path, patch)
        preview.save()
    said = "\n".join(preview.said)
    assert words in said and (preview.board.state.startswith("not built: ") or not words)

    for folder in (records, preview.project.root / "away"):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(tmp_path / "before", records)
    retitle(path, "Made-up advice that was mended")
    preview.save()

    assert "Made-up advice that was mended" in preview.shown()
    assert preview.board.state == ""
    assert preview.said[-1].startswith("Built ")
    assert os.path.lexists(preview.project.site)
