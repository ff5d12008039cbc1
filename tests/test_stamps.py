"""What nobody touched since it was read and found sound is not read again, and what anybody touched is."""

import mmap
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pilotbook.publish import stamps, store
from pilotbook.publish.store import Store

BYTES = b"a made-up page"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of a store that holds one file, and noted its stamp."""
    # However fast the test is, what it wrote counts as written long ago.
    monkeypatch.setattr(stamps, "TICK", -1)
    kept(tmp_path / "store")
    return tmp_path / "store"


def kept(folder: Path) -> str:
    made = Store(folder)
    name = made.keep(BYTES)
    made.note_stamps(is_whole=True)
    made.close()
    return name


def reading(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[bool, list[str], int]:
    """Look the file up as the next build does: whether it is sound, what was told, and how often its bytes were read."""
    reads = []
    monkeypatch.setattr(store, "holds", lambda path, name, holds=store.holds: reads.append(path) or holds(path, name))
    found = Store(folder)
    return found.file(store.digest_of(BYTES)) is not None, found.told, len(reads)


def place(folder: Path) -> Path:
    return next(path for path in folder.glob("files/*/*") if path.is_file())


def test_a_file_that_nobody_touched_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reading(folder, monkeypatch) == (True, [], 0)


def test_a_file_with_other_bytes_of_the_same_size_and_day_is_told_and_not_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place(folder)
    before = path.stat()
    # As often as it takes for the clock of the disk to tick once.
    while path.stat().st_ctime_ns == before.st_ctime_ns:
        path.write_bytes(BYTES.replace(b"page", b"pa9e"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    is_there, told, reads = reading(folder, monkeypatch)

    assert (is_there, reads) == (False, 1)
    assert told == [f"a kept file was damaged and is made again ({path.name[:8]})"]


def test_a_second_name_in_a_release_costs_one_reading_and_no_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = place(folder), place(folder).stat().st_ctime_ns
    while path.stat().st_ctime_ns == before:
        (folder / "second").unlink(missing_ok=True)
        os.link(path, folder / "second")

    assert reading(folder, monkeypatch) == (True, [], 1)
    kept(folder)
    assert reading(folder, monkeypatch) == (True, [], 0)


def test_a_file_put_in_the_place_of_another_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place(folder)
    (folder / "other").write_bytes(BYTES)
    os.replace(folder / "other", path)

    assert reading(folder, monkeypatch) == (True, [], 1)


def test_a_link_proves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place(folder)
    os.replace(path, folder / "moved")
    path.symlink_to(folder / "moved")

    assert reading(folder, monkeypatch)[0] is False


def test_what_was_changed_within_a_tick_of_the_clock_is_read_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = [0]
    monkeypatch.setattr(stamps.time, "time_ns", lambda: changed[0] + 10_000_000)
    made = Store(tmp_path / "store")
    path = made.file(made.keep(BYTES))
    changed[0] = path.stat().st_ctime_ns
    made.note_stamps(is_whole=True)
    made.close()

    assert reading(tmp_path / "store", monkeypatch) == (True, [], 1)


def test_a_preview_keeps_the_stamps_of_what_it_did_not_look_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = Store(folder)
    part.keep(b"another made-up page")
    part.note_stamps(is_whole=False)
    part.close()

    assert reading(folder, monkeypatch) == (True, [], 0)


def test_stamps_that_are_garbled_are_told_and_every_file_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Store(folder)
    found._open().execute("UPDATE thing SET data = ? WHERE key = 'stamps'", (b"{",))
    found._open().commit()
    found.close()

    assert reading(folder, monkeypatch) == (True, ["a kept last was damaged and is made again"], 1)


def test_a_mode_that_keeps_readers_out_is_set_right_and_costs_one_reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(folder).chmod(0o000)

    assert reading(folder, monkeypatch) == (True, [], 1)
    assert place(folder).stat().st_mode & 0o7777 == 0o644


def test_where_the_time_of_a_change_can_be_set_by_hand_every_file_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As on FAT: the time of the last change of anything is that of the content.
    def on_fat(path: Path, real: Any = os.lstat) -> os.stat_result:
        told = real(path)
        return os.stat_result(tuple(told), {"st_mtime_ns": told.st_mtime_ns, "st_ctime_ns": told.st_mtime_ns})

    assert stamps.can_prove(folder)
    monkeypatch.setattr(stamps.os, "lstat", on_fat)

    assert not stamps.can_prove(folder)
    path, before = place(folder), place(folder).stat()
    path.write_bytes(BYTES.replace(b"page", b"pa9e"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert reading(folder, monkeypatch)[::2] == (False, 1)


def test_a_trial_of_the_disk_leaves_nothing_behind(folder: Path) -> None:
    before = sorted(folder.rglob("*"))

    stamps.can_prove(folder)
    assert not stamps.can_prove(folder / "nowhere")

    assert sorted(folder.rglob("*")) == before


# What an editor, or whoever sets times by hand, can do to a file and leave its size as it was.
EDITS = {
    "written in place": lambda path, new: path.write_bytes(new),
    "written beside it and renamed": lambda path, new: (
        path.with_name("new").write_bytes(new),
        os.replace(path.with_name("new"), path),
    ),
    "written in its middle": lambda path, new: write_at(path, new),
    "written through memory": lambda path, new: write_through_memory(path, new),
    "written by its second name": lambda path, new: (
        os.link(path, path.with_name("second")),
        path.with_name("second").write_bytes(new),
        path.with_name("second").unlink(),
    ),
}


def write_at(path: Path, new: bytes) -> None:
    with open(path, "r+b") as file:
        file.seek(3)
        file.write(new[3:])


def write_through_memory(path: Path, new: bytes) -> None:
    with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
        memory[:] = new
        memory.flush()


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_no_edit_passes_for_none_although_size_and_time_are_as_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[Path, bytes], object]
) -> None:
    path = place(folder)
    before = path.stat()
    # As often as it takes for the clock of the disk to tick once.
    while path.stat().st_ctime_ns == before.st_ctime_ns:
        edit(path, BYTES.replace(b"page", b"pa9e"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert reading(folder, monkeypatch)[::2] == (False, 1)
