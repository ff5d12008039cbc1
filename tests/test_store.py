"""The store is trusted with nothing that it cannot prove: each damage is noticed, and what it spoilt is made again.

A row or a file may be cut off, swapped, linked elsewhere or owned by somebody else. However it came about, what comes out of
the store is what was put into it, or nothing; and no file outside the store is ever read, written or removed for it.
"""

import errno
import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pilotbook.publish import store as module
from pilotbook.publish.store import Store, digest_of
from pilotbook.publish.surroundings import plain_modes

DATA = b"a made-up page, as it was made"
OTHER = b"a made-up page, as it was not!"
SECRET = b"a secret that no reader may see"
THING = b'{"made": "up"}'
FILE = "a kept file was damaged and is made again ({name})"
ROW = "a kept page was damaged and is made again"
TABLE = "the table of kept things was damaged; all is made again"
NO_TABLE = "the table of kept things was no ordinary file; all is made again"
FOLDER = "the folder '{name}' of kept things was no folder of ours; all in it is made again"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a store that holds two files and two things."""
    store = Store(tmp_path / "work" / "store")
    store.keep(DATA)
    store.keep(OTHER)
    store.put("page", "one", THING)
    store.put("page", "two", b"another")
    store.close()
    (tmp_path / "secret").write_bytes(SECRET)
    return tmp_path / "work" / "store"


def file_of(folder: Path, data: bytes = DATA) -> Path:
    name = digest_of(data)
    return folder / "files" / name[:2] / name


def secret_of(folder: Path) -> Path:
    return folder.parents[1] / "secret"


def is_as_it_was(folder: Path) -> bool:
    return secret_of(folder).read_bytes() == SECRET


# What can befall a kept file.


def cut_off(path: Path, folder: Path) -> None:
    path.write_bytes(DATA[:-1])


def emptied(path: Path, folder: Path) -> None:
    path.write_bytes(b"")


def one_byte_flipped(path: Path, folder: Path) -> None:
    path.write_bytes(bytes([DATA[0] ^ 1]) + DATA[1:])


def longer(path: Path, folder: Path) -> None:
    path.write_bytes(DATA + b"\0")


def other_content_of_the_same_length_and_time(path: Path, folder: Path) -> None:
    before = path.stat()
    path.write_bytes(OTHER)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def swapped_with_another(path: Path, folder: Path) -> None:
    other = file_of(folder, OTHER)
    path.write_bytes(OTHER)
    other.write_bytes(DATA)


def a_link_to_a_secret(path: Path, folder: Path) -> None:
    path.unlink()
    path.symlink_to(secret_of(folder))


def a_link_to_a_file_with_the_right_bytes(path: Path, folder: Path) -> None:
    elsewhere = folder.parents[1] / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def a_link_to_a_device(path: Path, folder: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def a_link_to_nothing(path: Path, folder: Path) -> None:
    path.unlink()
    path.symlink_to(folder / "nowhere")


def a_link_to_itself(path: Path, folder: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def a_second_name_of_a_file_outside(path: Path, folder: Path) -> None:
    path.unlink()
    os.link(secret_of(folder), path)


def a_folder(path: Path, folder: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "more").write_bytes(DATA)


def a_pipe(path: Path, folder: Path) -> None:
    # Whoever reads it would wait for ever.
    path.unlink()
    os.mkfifo(path)


def a_socket(path: Path, folder: Path) -> None:
    path.unlink()
    # The path of a socket may have about a hundred letters, fewer than that of a temporary folder.
    here = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"/proc/self/fd/{here}/{path.name}"[:107])
    os.close(here)


def renamed(path: Path, folder: Path) -> None:
    path.rename(path.with_name("0" * 32))


SPOILT = [
    *(cut_off, emptied, one_byte_flipped, longer, other_content_of_the_same_length_and_time, swapped_with_another),
    *(a_link_to_a_secret, a_link_to_a_file_with_the_right_bytes, a_link_to_a_device, a_link_to_nothing),
    *(a_link_to_itself, a_second_name_of_a_file_outside, a_folder, a_pipe, a_socket),
]
Spoil = Callable[[Path, Path], None]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_a_damaged_file_is_told_and_made_again(folder: Path, spoil: Spoil) -> None:
    spoil(file_of(folder), folder)
    store = Store(folder)

    assert store.file(digest_of(DATA)) is None
    assert store.told == [FILE.format(name=digest_of(DATA)[:8])]
    assert store.keep(DATA) == digest_of(DATA)
    assert file_of(folder).read_bytes() == DATA and not file_of(folder).is_symlink()
    assert is_as_it_was(folder)


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_a_damaged_file_is_not_taken_for_what_is_to_be_kept(folder: Path, spoil: Spoil, tmp_path: Path) -> None:
    spoil(file_of(folder), folder)
    store = Store(folder)

    store.lay({"index.html": store.keep(DATA)}, tmp_path / "site")

    assert (tmp_path / "site" / "index.html").read_bytes() == DATA
    assert not (tmp_path / "site" / "index.html").is_symlink()
    assert store.told == [FILE.format(name=digest_of(DATA)[:8])]
    assert is_as_it_was(folder)


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_a_damaged_file_is_never_published(folder: Path, spoil: Spoil, tmp_path: Path) -> None:
    spoil(file_of(folder), folder)

    with pytest.raises(FileNotFoundError, match=r"index\.html was made and is gone"):
        Store(folder).lay({"index.html": digest_of(DATA)}, tmp_path / "site")

    assert not (tmp_path / "site" / "index.html").exists()


def test_a_renamed_file_is_missing_and_its_new_name_is_believed_by_nobody(folder: Path) -> None:
    renamed(file_of(folder), folder)
    (folder / "files" / "00").mkdir(exist_ok=True)
    file_of(folder).with_name("0" * 32).rename(folder / "files" / "00" / ("0" * 32))
    store = Store(folder)

    assert store.file(digest_of(DATA)) is None
    assert store.told == []
    assert store.file("0" * 32) is None
    assert store.told == [FILE.format(name="00000000")]


def test_a_device_is_never_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Only root can make one; it is its kind that is looked at, so here the kind is told.
    whole = os.lstat(file_of(folder))
    device = os.stat_result((0o020666, *tuple(whole)[1:]))
    real = os.lstat
    monkeypatch.setattr(module.os, "lstat", lambda path: device if Path(path) == file_of(folder) else real(path))
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was opened"))

    assert Store(folder).file(digest_of(DATA)) is None


def test_a_file_of_another_owner_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.lstat(file_of(folder))
    stranger = os.stat_result((*tuple(whole)[:4], whole.st_uid + 1, *tuple(whole)[5:]))
    real = os.lstat
    monkeypatch.setattr(module.os, "lstat", lambda path: stranger if Path(path) == file_of(folder) else real(path))
    store = Store(folder)

    assert store.file(digest_of(DATA)) is None
    assert store.told == [FILE.format(name=digest_of(DATA)[:8])]


def test_a_file_that_may_not_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may read all, so the refusal is made up.
    def refuse(path: Path) -> bytes:
        raise PermissionError(path)

    store = Store(folder)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        assert store.file(digest_of(DATA)) is None
    assert store.told == [FILE.format(name=digest_of(DATA)[:8])]
    assert store.keep(DATA) == digest_of(DATA) and file_of(folder).read_bytes() == DATA


# What can befall a row.

ROWS = {
    "its digest changed": ("UPDATE thing SET digest = 'made-up' WHERE key = 'one'", [ROW]),
    "its data changed": ("UPDATE thing SET data = X'00' WHERE key = 'one'", [ROW]),
    "its data gone": ("UPDATE thing SET data = NULL WHERE key = 'one'", [ROW]),
    "its digest gone": ("UPDATE thing SET digest = NULL WHERE key = 'one'", [ROW]),
    "its data as text": ("UPDATE thing SET data = CAST(data AS TEXT) WHERE key = 'one'", [ROW]),
    "its data a number": ("UPDATE thing SET data = 7 WHERE key = 'one'", [ROW]),
    "the bytes and digest of another": (
        "UPDATE thing SET (digest, data) = (SELECT digest, data FROM thing WHERE key = 'two') WHERE key = 'one'",
        [ROW],
    ),
    "of another kind": ("UPDATE thing SET kind = 'view' WHERE key = 'one'", []),
    "deleted": ("DELETE FROM thing WHERE key = 'one'", []),
    "another table": ("DROP TABLE thing; CREATE TABLE thing (kind TEXT, key TEXT, digest BLOB, datum BLOB)", [TABLE]),
    "a view in place of the table": (
        "ALTER TABLE thing RENAME TO other; CREATE VIEW thing AS SELECT kind, key, data AS digest, digest AS data FROM other",
        [ROW],
    ),
}


@pytest.mark.parametrize(("change", "told"), ROWS.values(), ids=ROWS)
def test_a_damaged_row_is_told_and_made_again(folder: Path, change: str, told: list[str]) -> None:
    table = sqlite3.connect(folder / "things.sqlite3")
    table.executescript(change)
    table.commit()
    table.close()
    store = Store(folder)

    assert store.get("page", "one") is None
    assert store.told == told
    assert store.get_or_make("page", "one", lambda: THING) == THING
    store.close()


def test_a_row_of_another_key_is_not_taken_for_it(folder: Path) -> None:
    table = sqlite3.connect(folder / "things.sqlite3")
    table.execute("DELETE FROM thing WHERE key = 'one'")
    table.execute("UPDATE thing SET key = 'one' WHERE key = 'two'")
    table.commit()
    table.close()
    store = Store(folder)

    assert store.get("page", "one") is None
    assert store.told == [ROW]


# What can befall the table.


def garbage(path: Path, folder: Path) -> None:
    path.write_bytes(b"no table " * 999)


def cut_in_half(path: Path, folder: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096])


def spoilt_inside(path: Path, folder: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


def empty_table(path: Path, folder: Path) -> None:
    path.write_bytes(b"")


def table_elsewhere(path: Path, folder: Path) -> None:
    path.rename(folder.parents[1] / "elsewhere.sqlite3")
    path.symlink_to(folder.parents[1] / "elsewhere.sqlite3")


def wal_of_garbage(path: Path, folder: Path) -> None:
    path.with_name("things.sqlite3-wal").write_bytes(b"no log " * 999)


def wal_elsewhere(path: Path, folder: Path) -> None:
    path.with_name("things.sqlite3-wal").symlink_to(secret_of(folder))


def journal_elsewhere(path: Path, folder: Path) -> None:
    path.with_name("things.sqlite3-journal").symlink_to(secret_of(folder))


TABLES: dict[Spoil, list[str]] = {
    garbage: [TABLE],
    cut_in_half: [TABLE],
    spoilt_inside: [TABLE],
    empty_table: [],
    table_elsewhere: [NO_TABLE],
    a_link_to_a_secret: [NO_TABLE],
    a_link_to_nothing: [NO_TABLE],
    a_folder: [NO_TABLE],
    a_pipe: [NO_TABLE],
    wal_elsewhere: [NO_TABLE],
    journal_elsewhere: [NO_TABLE],
}


@pytest.mark.parametrize(("spoil", "told"), TABLES.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_damaged_table_is_told_and_all_is_made_again(folder: Path, spoil: Spoil, told: list[str]) -> None:
    spoil(folder / "things.sqlite3", folder)
    store = Store(folder)

    assert store.get("page", "one") is None
    assert store.told == told
    assert store.get_or_make("page", "one", lambda: THING) == THING
    store.close()

    again = Store(folder)
    assert again.get("page", "one") == THING and again.told == []
    assert is_as_it_was(folder)
    again.close()


def test_a_log_of_garbage_beside_the_table_changes_nothing(folder: Path) -> None:
    wal_of_garbage(folder / "things.sqlite3", folder)
    store = Store(folder)

    assert (store.get("page", "one"), store.told) == (THING, [])
    store.close()


def test_a_table_of_another_owner_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "things.sqlite3"
    whole = os.lstat(path)
    stranger = os.stat_result((*tuple(whole)[:4], whole.st_uid + 1, *tuple(whole)[5:]))
    real = os.lstat

    def lstat(asked: Path) -> os.stat_result:
        return stranger if Path(asked) == path and real(asked).st_ino == whole.st_ino else real(asked)

    monkeypatch.setattr(module.os, "lstat", lstat)
    store = Store(folder)

    assert store.get("page", "one") is None
    assert store.told[0] == NO_TABLE
    store.close()


def test_a_table_that_another_holds_is_left_alone_and_what_was_put_stays_at_hand(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0)
    holder = sqlite3.connect(folder / "things.sqlite3", isolation_level=None)
    store = Store(folder)
    assert store.get("page", "one") == THING
    holder.execute("BEGIN IMMEDIATE")

    for number in range(1_200):
        store.put("page", f"new-{number}", b"%d" % number)
    store.flush()

    assert [store.get("page", f"new-{number}") for number in range(1_200)] == [
        b"%d" % number for number in range(1_200)
    ]
    assert store.told == []
    holder.execute("COMMIT")
    store.close()
    holder.close()
    again = Store(folder)
    assert (again.get("page", "new-1199"), again.get("page", "one")) == (b"1199", THING)
    again.close()


def test_a_table_that_another_holds_alone_is_not_taken_for_damaged(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0)
    holder = sqlite3.connect(folder / "things.sqlite3", isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    store = Store(folder)

    assert store.get("page", "one") is None
    assert store.get_or_make("page", "one", lambda: b"anew") == b"anew"
    store.close()

    assert store.told == []
    holder.execute("COMMIT")
    holder.close()
    again = Store(folder)
    assert again.get("page", "one") == THING
    again.close()


def test_a_table_that_breaks_in_the_middle_of_a_build_loses_nothing_that_was_just_put(folder: Path) -> None:
    store = Store(folder)
    store.put("page", "three", b"three")
    assert store.get("page", "one") == THING
    (folder / "things.sqlite3").write_bytes(b"no table " * 999)
    for name in ("things.sqlite3-wal", "things.sqlite3-shm"):
        (folder / name).unlink(missing_ok=True)

    store.flush()

    assert store.get("page", "three") == b"three"
    store.close()
    again = Store(folder)
    assert again.get("page", "three") in (b"three", None)
    again.close()


# What a build that failed leaves.


def test_what_a_killed_build_had_half_written_is_swept_away(folder: Path) -> None:
    (folder / "files" / ".part-1").write_bytes(b"half of a copy")
    (file_of(folder).parent / f".{file_of(folder).name}-1").write_bytes(b"half of a page")
    store = Store(folder)
    store.get("page", "one")
    store.file(digest_of(DATA))

    store.sweep()
    store.close()

    assert [path.name for path in folder.rglob("*") if path.name.startswith(".")] == []
    assert file_of(folder).read_bytes() == DATA


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("keep", [lambda store: store.keep(b"new"), lambda store: store.keep_written(full)])
def test_what_the_disk_has_no_room_for_leaves_no_part(
    folder: Path, monkeypatch: pytest.MonkeyPatch, keep: Callable[[Store], object]
) -> None:
    before = sorted(folder.glob("files/*/*"))
    monkeypatch.setattr(module, "_part", in_vain(module._part))
    store = Store(folder)

    with pytest.raises(OSError, match="No space left"):
        keep(store)

    assert sorted(folder.glob("files/*/*")) == before
    assert list(folder.glob("files/.part-*")) == []


def in_vain(part: Any) -> Any:
    @contextmanager
    def writing(path: Path) -> Iterator[Any]:
        with part(path) as out:
            yield out
            full()

    return writing


def test_on_a_full_disk_what_this_build_kept_and_nobody_holds_is_let_go(folder: Path, tmp_path: Path) -> None:
    # Half a day old: made by an earlier build.
    os.utime(file_of(folder), ns=(1, 1))
    store = Store(folder)
    held, free = store.keep(b"held"), store.keep(b"free")
    store.lay({"index.html": held}, tmp_path / "site")

    store.let_go()

    assert file_of(folder).read_bytes() == DATA
    assert file_of(folder, b"held").read_bytes() == b"held"
    assert not file_of(folder, b"free").exists() and store.file(free) is None
    store.close()


# What a server needs.


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o027, 0o077, 0o777])
def test_what_is_kept_and_laid_can_be_read_by_all_and_changed_by_its_owner_alone(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with plain_modes():
            store = Store(tmp_path / "work" / "store")
            store.lay({"cases/index.html": store.keep(DATA), "all.zip": store.keep_written(lambda out: out.write(b"zip"))},
                      tmp_path / "site")  # fmt: skip
            store.close()
        assert os.umask(mask) == mask
    finally:
        os.umask(before)

    modes = {
        path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o7777 for path in (tmp_path / "site").rglob("*")
    }
    assert modes == {"site/cases": 0o755, "site/cases/index.html": 0o644, "site/all.zip": 0o644}


@pytest.mark.parametrize("mode", [0o000, 0o600, 0o640, 0o664, 0o777, 0o4755])
def test_a_kept_file_of_another_mode_is_given_its_own(folder: Path, tmp_path: Path, mode: int) -> None:
    file_of(folder).chmod(mode)
    store = Store(folder)

    store.lay({"index.html": digest_of(DATA)}, tmp_path / "site")

    assert (tmp_path / "site" / "index.html").stat().st_mode & 0o7777 == 0o644
    assert store.told == []


# What can befall the folder.


def test_a_store_that_is_a_link_is_told_and_made_anew_and_nothing_is_written_through_it(folder: Path) -> None:
    elsewhere = folder.parents[1] / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    before = sorted(elsewhere.rglob("*"))
    store = Store(folder)

    assert store.get("page", "one") is None
    store.keep(b"new")
    store.close()

    assert store.told == [FOLDER.format(name="store")]
    assert sorted(elsewhere.rglob("*")) == before
    assert not folder.is_symlink() and file_of(folder, b"new").read_bytes() == b"new"


def test_a_file_in_place_of_the_store_is_told_and_made_way_for(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.write_bytes(b"mine")
    store = Store(folder)

    assert store.get_or_make("page", "one", lambda: THING) == THING
    store.close()

    assert store.told == [FOLDER.format(name="store")]
    again = Store(folder)
    assert again.get("page", "one") == THING
    again.close()


def test_a_link_above_the_store_is_told_and_nothing_is_trusted(folder: Path) -> None:
    work = folder.parent
    work.rename(work.with_name("elsewhere"))
    work.symlink_to(work.with_name("elsewhere"))
    store = Store(folder)

    assert store.get("page", "one") is None
    assert store.told == ["the folder above the kept things is a link or not ours; nothing is kept"]


@pytest.mark.parametrize("depth", [0, 1], ids=["all files", "those of two letters"])
def test_a_folder_of_files_that_is_a_link_is_told_and_nothing_behind_it_is_touched(folder: Path, depth: int) -> None:
    room = (file_of(folder).parents[1], file_of(folder).parent)[depth]
    elsewhere = folder.parents[1] / "elsewhere"
    room.rename(elsewhere)
    room.symlink_to(elsewhere)
    before = {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()}
    store = Store(folder)

    assert store.file(digest_of(DATA)) is None
    store.keep(DATA)
    store.sweep()
    store.close()

    assert {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()} == before
    assert FOLDER.format(name=room.name) in store.told
    assert not room.is_symlink() and file_of(folder).read_bytes() == DATA


def test_a_store_that_cannot_be_written_keeps_nothing_and_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so the refusal is made up.
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refuse)
    store = Store(tmp_path / "store")

    assert store.get_or_make("page", "one", lambda: THING) == THING
    assert store.get("page", "one") == THING
    store.close()
    assert (store.told, list(tmp_path.iterdir())) == ([], [])


def test_a_damaged_table_that_cannot_be_removed_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "things.sqlite3").write_bytes(b"no table " * 999)
    monkeypatch.setattr(module, "_remove", lambda path: None)
    store = Store(folder)

    assert store.get("page", "one") is None
    assert store.told == [TABLE]


# What it keeps to when nothing is wrong.


def test_what_is_sound_is_taken_as_it_is(folder: Path) -> None:
    store = Store(folder)

    assert store.file(digest_of(DATA)) == file_of(folder)
    assert store.get("page", "one") == THING
    assert (store.told, store.made) == ([], {})
    store.close()


def test_names_that_want_the_same_thing_get_one_and_it_is_made_once(tmp_path: Path) -> None:
    made: list[str] = []

    def make(name: str) -> bytes:
        made.append(name)
        return b"alike"

    store = Store(tmp_path / "store")
    keys = {"a": "1", "b": "1", "c": "2"}
    found = store.kept_files("page", keys, make)

    assert found == dict.fromkeys("abc", digest_of(b"alike"))
    assert sorted(made) in (["a", "c"], ["b", "c"])
    assert store.made == {"page": 2}
    store.close()
    again = Store(tmp_path / "store")
    assert again.kept_files("page", keys, make) == found and again.made == {}
    again.close()


def test_a_sweep_leaves_what_was_used_and_what_a_release_holds(folder: Path, tmp_path: Path) -> None:
    first = Store(folder)
    first.lay({"page.html": digest_of(OTHER)}, tmp_path / "release")
    first.close()
    store = Store(folder)
    store.keep(b"new")

    store.sweep()

    assert not file_of(folder, DATA).exists()
    assert file_of(folder, OTHER).exists() and file_of(folder, b"new").exists()
    assert store.get("page", "one") == THING
    store.close()


def test_rows_are_swept_only_once_there_are_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SPARE", -1)
    store = Store(folder)
    assert store.get("page", "one") == THING
    store.put("page", "three", b"three")

    store.sweep()
    assert store.get("page", "two") == b"another"
    store.close()
    later = Store(folder)
    assert later.get("page", "one") == THING
    later.sweep()

    assert (later.get("page", "one"), later.get("page", "two"), later.get("page", "three")) == (THING, None, None)
    later.close()


def test_what_was_said_to_be_of_use_is_not_swept_though_nobody_asked_for_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SPARE", -2)
    first = Store(folder)
    first.put_all("parts", {"a/cases.csv": b"a row", "a/costs.csv": b"a cost", "b/cases.csv": b"a row of old"})
    assert first.made == {"parts": 1}
    first.close()
    store = Store(folder)
    store.use("parts", ["a/cases.csv", "a/costs.csv"])

    store.sweep()

    found = [store.get("parts", key) for key in ("a/cases.csv", "a/costs.csv", "b/cases.csv")]
    assert found == [b"a row", b"a cost", None]
    store.close()


def test_what_is_written_bit_by_bit_is_kept_as_bytes_are(folder: Path) -> None:
    store = Store(folder)

    name = store.keep_written(lambda out: out.writelines([b"made ", b"up"]))

    assert name == digest_of(b"made up")
    assert Store(folder).file(name) == folder / "files" / name[:2] / name
    assert [path.name for path in (folder / "files").iterdir() if path.is_file()] == []
    store.close()


def test_the_keys_of_a_kind_are_those_of_every_thing_of_it_written_or_not(folder: Path) -> None:
    store = Store(folder)
    store.put("page", "new", b"not yet written")
    store.put("brief", "other", b"of another kind")

    assert {"one", "new"} <= store.keys("page") and "other" not in store.keys("page")
    store.close()


def test_a_folder_that_has_been_laid_is_brought_to_hold_what_is_asked_for_and_nothing_else(
    folder: Path, tmp_path: Path
) -> None:
    store, site = Store(folder), tmp_path / "site"
    stays, goes, comes = (store.keep(data) for data in (b"stays", b"goes", b"comes"))
    store.lay({"stays.html": stays, "a/goes.html": goes, "a/b/goes.html": goes, "changes.html": goes, "c": goes}, site)
    before = (site / "stays.html").stat().st_ino
    (site / "link.html").symlink_to(folder / "files")
    (site / "away").symlink_to(tmp_path)
    (site / "d").mkdir()
    (site / "d" / "strange.html").write_bytes(b"nobody asked for it")
    # Of the same words, but no file of ours.
    (site / "copied.html").write_bytes(b"comes")

    store.lay({"stays.html": stays, "changes.html": comes, "c/comes.html": comes, "copied.html": comes}, site)

    assert {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()} == {
        "stays.html": b"stays",
        "changes.html": b"comes",
        "c/comes.html": b"comes",
        "copied.html": b"comes",
    }
    assert sorted(path.name for path in site.iterdir()) == ["c", "changes.html", "copied.html", "stays.html"]
    assert (site / "stays.html").stat().st_ino == before
    assert (site / "copied.html").stat().st_ino == (site / "changes.html").stat().st_ino
    store.close()


def test_a_file_that_was_damaged_since_it_was_laid_is_laid_anew(folder: Path, tmp_path: Path) -> None:
    store, site = Store(folder), tmp_path / "site"
    store.lay({"page.html": store.keep(b"made up")}, site)
    store.close()
    # Both names are of one file.
    (site / "page.html").write_bytes(b"spoilt")
    again = Store(folder)

    again.lay({"page.html": again.keep(b"made up")}, site)

    assert (site / "page.html").read_bytes() == b"made up"
    again.close()
