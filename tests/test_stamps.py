"""What nobody touched since it was read and found sound is not read again, and what anybody touched is."""

import os
from pathlib import Path

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
    changed = []
    monkeypatch.setattr(stamps.time, "time_ns", lambda: changed[0] + 10_000_000)
    made = Store(tmp_path / "store")
    path = made.file(made.keep(BYTES))
    changed.append(path.stat().st_ctime_ns)
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
