"""What was made, kept by what it was made from, so that nothing is made twice.

A thing has a kind and a key: the digest of all that it is made from, code and templates included. Small things (an opened
record, what a page links to) stand in one table with a digest of their bytes beside them. What is published as it is (a
page, a picture, a brief) is a file of its own named by the digest of its bytes. Every digest is checked before use, but of a
file that nobody touched since it was (`stamps.py`): what was cut off, garbled, swapped for a link, a folder or a device, or
belongs to somebody else, is told and made again.

Nothing here is ever run: things are bytes, and what is read from them is JSON. A store that cannot be written, as in a
checkout that only reads, keeps nothing and says nothing.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BufferedRandom
from pathlib import Path
from typing import IO, Any

from pilotbook.publish import laying
from pilotbook.publish.stamps import TICK, Stamp, Stamps, can_prove, is_ours, stamp_of
from pilotbook.publish.surroundings import FILE_MODE, open_to_readers
from pilotbook.publish.unmade import Refused, attempt, file_behind
from pilotbook.publish.work import WORTH_IT, side_by_side
from pilotbook.text.problems import Problem

_SCHEMA = "CREATE TABLE IF NOT EXISTS thing (kind TEXT, key TEXT, digest TEXT, data BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID"
# So many things are written to the table at once: each transaction waits for the disk, and a row is some KB.
_AT_ONCE = 500
# How many seconds a build waits for a table that another holds. A process of its own writes for a fraction of one.
_PATIENCE = 30
# What a table says that is held by another, on a full disk or in a folder that only reads: it is sound, and left alone.
_LEFT_ALONE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
}
# Rows past twice those that a build used are swept: an edit leaves a handful behind, and going back is then free.
_SPARE = 2_000


def digest_of(data: bytes) -> str:
    """Give the name that bytes are kept and compared by: 32 hexadecimal digits of their SHA-256."""
    # 128 bits: nobody finds two things of one name by chance, and names stay short enough to read.
    return hashlib.sha256(data).hexdigest()[:32]


def holds(path: Path, name: str) -> bool:
    """Say whether a path is an ordinary file of ours with the bytes that the digest `name` tells."""
    try:
        status = os.lstat(path)
        return stat.S_ISREG(status.st_mode) and is_ours(status) and digest_of(path.read_bytes()) == name
    except OSError:  # It may not be read, or has gone meanwhile.
        return False


class Store:
    """A folder of things made. `told` collects what was found damaged; each is made again."""

    def __init__(self, folder: Path | None) -> None:
        # Without a folder nothing is kept beyond this process.
        self.folder = folder or Path()
        self._is_kept = folder is not None
        self.told: list[str] = []
        self.made: dict[str, int] = {}
        self._used: set[tuple[str, str]] = set()
        self._kept: set[str] = set()
        self._fresh: dict[tuple[str, str], bytes] = {}
        self._write_at = _AT_ONCE
        self._table: sqlite3.Connection | None = None
        self._process = 0
        self._stamps: Stamps | None = None
        self._rooms: set[str] = set()
        # The clock of a file system may be a tick behind.
        self._opened_at = time.time_ns() - TICK

    def get(self, kind: str, key: str) -> bytes | None:
        """Give the bytes of a thing, or None where it was never made or is damaged."""
        if (kind, key) in self._fresh:
            return self._fresh[kind, key]
        table = self._open()
        if table is None:
            return None
        try:
            row = table.execute("SELECT digest, data FROM thing WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        except sqlite3.DatabaseError as error:
            if not _is_left_alone(error):
                self._begin_anew()
            return None
        return self._sound(kind, key, row)

    def keys(self, kind: str) -> set[str]:
        """Give the keys of all things of a kind; whether each is sound shows when it is asked for."""
        found = {key for of, key in self._fresh if of == kind}
        table = self._open()
        if table is None:
            return found
        try:
            return found | {key for (key,) in table.execute("SELECT key FROM thing WHERE kind = ?", (kind,))}
        except sqlite3.DatabaseError as error:
            if not _is_left_alone(error):
                self._begin_anew()
            return found

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep the bytes of a thing."""
        self.count(kind)
        self._set(kind, key, data)

    def put_all(self, kind: str, things: Mapping[str, bytes]) -> None:
        """Keep the bytes of things of a kind that were made together, and are counted as one; none where there are none."""
        if things:
            self.count(kind)
        for key, data in things.items():
            self._set(kind, key, data)

    def use(self, kind: str, keys: Iterable[str]) -> None:
        """Say that things are still of use, though none was asked for: they are not swept."""
        self._used.update((kind, key) for key in keys)

    def count(self, kind: str, many: int = 1) -> None:
        """Count things of a kind as made by this build."""
        self.made[kind] = self.made.get(kind, 0) + many

    def note(self, name: str, data: bytes) -> None:
        """Keep what the last build had, under a name that stays, so that a preview can go on from it. It is nothing made."""
        if self.noted(name) != data:
            self._set("last", name, data)

    def noted(self, name: str) -> bytes | None:
        """Give what the last build had under a name."""
        return self.get("last", name)

    def noted_table(self, name: str, values: type = str, /, **fields: type) -> dict[str, Any]:
        """Give what was noted under a name as an object of JSON, with these fields, or else with any whose values are of a kind.

        A note stays when the program changes, so another version may have noted something else: then it is empty.
        """
        try:
            found = json.loads(self.noted(name) or b"{}")
        except ValueError:
            return {}
        is_ours = isinstance(found, dict) and (
            all(isinstance(found.get(field), kind) for field, kind in fields.items())
            if fields
            else all(isinstance(value, values) for value in found.values())
        )
        return found if is_ours else {}

    def _set(self, kind: str, key: str, data: bytes) -> None:
        self._used.add((kind, key))
        self._fresh[kind, key] = data
        if len(self._fresh) >= self._write_at:
            self.flush()

    def get_or_make(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Give the bytes of a thing; it is made only where no sound one is kept."""
        found = self.get(kind, key)
        if found is None:
            found = make()
            self.put(kind, key, found)
        return found

    def flush(self) -> None:
        """Write what was put; what cannot be written stays at hand for this build, and is made again by the next."""
        table = self._open() if self._fresh else None
        if table is None:
            return
        rows = [(*name, _seal(*name, data), data) for name, data in self._fresh.items()]
        try:
            with table:
                table.executemany("INSERT OR REPLACE INTO thing VALUES (?, ?, ?, ?)", rows)
        except sqlite3.DatabaseError as error:
            self._write_at = len(self._fresh) + _AT_ONCE
            if not _is_left_alone(error):
                self._begin_anew()
        else:
            self._fresh, self._write_at = {}, _AT_ONCE

    def keep(self, data: bytes) -> str:
        """Keep bytes as a file of their own and give their digest; the file may be linked into a release."""
        name = digest_of(data)
        # What stands under the name may be damaged; only bytes that were read are trusted.
        if not self.has(name):
            path = self._place(name)
            self._make_room(path.parent)
            part = path.with_name(f".{name}-{os.getpid()}")
            with _part(part) as out:
                out.write(data)
            self._take(part, name)
        return name

    def keep_written(self, write: Callable[[IO[bytes]], None]) -> str:
        """Keep what `write` writes, as `keep` does; it is never held whole, so it may be as large as it likes."""
        self._make_room(self.folder / "files")
        part = self.folder / "files" / f".part-{os.getpid()}"
        with _part(part) as out:
            write(out)
            out.seek(0)
            name = hashlib.file_digest(out, "sha256").hexdigest()[:32]
            self._make_room(self._place(name).parent)
        # The same again would lose the names that releases have for it.
        if not self.has(name):
            self._take(part, name)
        else:
            part.unlink()
        return name

    def _take(self, part: Path, name: str) -> None:
        """Take a file that was written whole for the one with this digest."""
        path = self._place(name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        os.replace(part, path)
        self._kept.add(name)
        self._known().see(path, name, stamp_of(path))

    def file(self, name: str) -> Path | None:
        """Give the file with this digest, read and found sound; None where it is missing or damaged."""
        return Path(self._address(name)) if self.has(name) else None

    def has(self, name: str) -> bool:
        """Say whether there is a sound file with this digest."""
        if name in self._kept:
            return True
        # A build asks this of every file of the site: as text an address costs a fifth of what it costs as a Path.
        address = self._address(name)
        stamp = stamp_of(address)
        if stamp is None and not os.path.lexists(address):
            return False
        is_room = name[:2] in self._rooms or self._is_room(Path(address).parent)
        if not (is_room and self._stands(address, name, stamp)):
            self.told.append(f"a kept file was damaged and is made again ({name[:8]})")
            # Through a link to a folder it would be somebody else's file that is removed.
            if is_room:
                _remove(Path(address))
            return False
        self._kept.add(name)
        return True

    def stands(self, path: Path, name: str) -> bool:
        """Say whether a path is an ordinary file of ours with the bytes of a digest; what nobody touched is not read again."""
        return self._stands(path, name, stamp_of(path))

    def _stands(self, path: str | Path, name: str, stamp: Stamp | None) -> bool:
        # What is kept is published as it is, and must be readable by all, whoever made it and how.
        if stamp is not None and stamp[4] != FILE_MODE:
            open_to_readers(Path(path), FILE_MODE)
            stamp = stamp_of(path)
        if not self._known().prove(stamp, name) and not holds(Path(path), name):
            return False
        self._known().see(path, name, stamp)
        return True

    def note_stamps(self, *, is_whole: bool) -> None:
        """Note which files the next build need not read, where this one had to read any."""
        if self._known().is_new:
            self.note("stamps", self._known().told(is_whole=is_whole))

    def _known(self) -> Stamps:
        if self._stamps is None:
            is_proof = self._is_kept and can_prove(self.folder)
            self._stamps = Stamps(self.noted_table("stamps", list) if is_proof else {})
        return self._stamps

    def kept_files(
        self, kind: str, keys: Mapping[str, str], make: Callable[[str], bytes], jobs: int = 1, least: int = WORTH_IT
    ) -> dict[str, str]:
        """Give the digest of a file for each name, by the key of what it is made from; `make` gives the bytes of a name.

        least: so many new ones are worth more than one process.
        Raises Refused where some could not be made; names are paths of the site.
        """
        found: dict[str, str] = {}
        for key in keys.values():
            kept = self.get(kind, key)
            if kept is not None and self.has(kept.decode()):
                found[key] = kept.decode()
        # Two names that want the same thing get one.
        new = {key: name for name, key in keys.items() if key not in found}
        made = side_by_side(
            lambda name: attempt(lambda: self.keep(make(name)), file_behind(name) or name, f"its {kind}"),
            list(new.values()),
            jobs,
            least=least,
        )
        problems: list[Problem] = []
        for key, digest in zip(new, made, strict=True):
            if isinstance(digest, Problem):
                problems.append(digest)
            else:
                self.put(kind, key, digest.encode())
                found[key] = digest
        if problems:
            raise Refused(problems)
        return {name: found[key] for name, key in keys.items()}

    def lay(self, files: Mapping[str, str], folder: Path) -> None:
        """Set files into a folder, each under its path, by its digest: a second name for the same bytes, which costs no room.

        What stands in the folder already and is to stand there stays, all else is removed: then the folder holds `files` alone.
        """
        laying.lay(files, lambda name: self._address(name) if self.has(name) else None, folder)

    def sweep(self) -> None:
        """Remove what this build did not use, once there is much of it."""
        self.flush()
        table = self._open()
        if table is None:
            return
        with contextlib.suppress(sqlite3.DatabaseError):
            count = table.execute("SELECT count(*) FROM thing").fetchone()[0]
            if count > 2 * len(self._used) + _SPARE:
                with table:
                    table.execute("CREATE TEMP TABLE used (kind TEXT, key TEXT, PRIMARY KEY (kind, key))")
                    table.executemany("INSERT OR IGNORE INTO used VALUES (?, ?)", self._used)
                    table.execute("DELETE FROM thing WHERE (kind, key) NOT IN (SELECT kind, key FROM used)")
                    table.execute("DROP TABLE used")
        rooms = [room for room in self.folder.glob("files/*") if self._is_room(room)]
        for path in (path for room in rooms for path in room.iterdir()):
            # A file that a release holds has a second name; one with no other name is nobody's.
            if path.name not in self._kept and path.lstat().st_nlink == 1:
                _remove(path)
        # What a build that was killed had half written.
        for path in self.folder.glob("files/.part-*"):
            _remove(path)

    def let_go(self) -> None:
        """Remove the files kept since this store was opened that no release holds: on a full disk they are in the way."""
        rooms = [room for room in self.folder.glob("files/*") if self._is_kept and self._is_room(room)]
        for path in (path for room in rooms for path in room.iterdir()):
            status = path.lstat()
            if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_mtime_ns >= self._opened_at:
                _remove(path)
        self._kept.clear()

    def close(self) -> None:
        """Write what is left and close the table."""
        self.flush()
        if self._table is not None and self._process == os.getpid():
            self._table.close()
        self._table = None

    def _sound(self, kind: str, key: str, row: tuple[str, bytes] | None) -> bytes | None:
        if row is None:
            return None
        digest, data = row
        if not isinstance(data, bytes) or _seal(kind, key, data) != digest:
            self.told.append(f"a kept {kind} was damaged and is made again")
            return None
        self._used.add((kind, key))
        return data

    def _place(self, name: str) -> Path:
        return Path(self._address(name))

    def _address(self, name: str) -> str:
        return f"{self.folder}{os.sep}files{os.sep}{name[:2]}{os.sep}{name}"

    def _is_room(self, room: Path) -> bool:
        """Say whether the folder of a kept file is ours, and so are those above it up to the store; looked at once a build."""
        if room.name not in self._rooms and all(_is_our_folder(each) for each in (room, room.parent, self.folder)):
            self._rooms.add(room.name)
        return room.name in self._rooms

    def _make_room(self, room: Path) -> None:
        """Make the folder of a kept file; a link or a file that stands in its place is told and removed."""
        for folder in (self.folder, room.parent, room):
            if os.path.lexists(folder) and not _is_our_folder(folder):
                self.told.append(
                    f"the folder '{folder.name}' of kept things was no folder of ours; all in it is made again"
                )
                _remove(folder)
            folder.mkdir(parents=True, exist_ok=True)

    def _is_file(self, path: Path) -> bool:
        """Say whether a path is an ordinary file of ours: no link, folder or device, and of no other owner."""
        try:
            status = os.lstat(path)
        except OSError:
            return False
        return stat.S_ISREG(status.st_mode) and is_ours(status)

    def _open(self) -> sqlite3.Connection | None:
        """Open the table once a process: a connection must not cross a fork."""
        if self._is_kept and self._process != os.getpid():
            self._table, self._process = self._connected(), os.getpid()
        return self._table

    def _connected(self) -> sqlite3.Connection | None:
        """Open the table, a second time where the first one was damaged and removed."""
        path = self.folder / "things.sqlite3"
        try:
            self._make_room(self.folder / "files")
            if not _is_our_folder(self.folder.parent):
                self.told.append("the folder above the kept things is a link or not ours; nothing is kept")
                return None
            if any(os.path.lexists(name) and not self._is_file(name) for name in _names(path)):
                self.told.append("the table of kept things was no ordinary file; all is made again")
                _remove_table(path)
        except OSError:
            return None
        try:
            return _opened(path)
        except sqlite3.DatabaseError as error:
            if _is_left_alone(error):
                return None
            self.told.append("the table of kept things was damaged; all is made again")
            _remove_table(path)
        with contextlib.suppress(sqlite3.DatabaseError):
            return _opened(path)
        return None

    def _begin_anew(self) -> None:
        self.told.append("the table of kept things was damaged; all is made again")
        if self._table is not None:
            self._table.close()
        _remove_table(self.folder / "things.sqlite3")
        self._table = self._connected()


@contextlib.contextmanager
def _part(path: Path) -> Iterator[BufferedRandom]:
    """Give a new file to write, which is gone where writing fails; whatever stood there is no file of ours."""
    _remove(path)
    with open(path, "x+b") as out:
        try:
            yield out
            out.flush()
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _opened(path: Path) -> sqlite3.Connection:
    table = sqlite3.connect(path, timeout=_PATIENCE, isolation_level="DEFERRED")
    try:
        table.execute("PRAGMA journal_mode = WAL")
        table.execute("PRAGMA synchronous = NORMAL")
        table.execute(_SCHEMA)
        # A table of the same name with other columns is not ours.
        table.execute("SELECT kind, key, digest, data FROM thing LIMIT 1").fetchone()
        table.commit()
    except sqlite3.DatabaseError:
        table.close()
        raise
    return table


def _is_left_alone(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _LEFT_ALONE


def _seal(kind: str, key: str, data: bytes) -> str:
    """Give the digest that stands beside the bytes of a thing. It holds its name: no thing passes for another."""
    return digest_of(f"{kind}\0{key}\0".encode() + data)


def _is_our_folder(folder: Path) -> bool:
    """Say whether a folder is ours and no link: a link could lead anywhere."""
    try:
        status = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and is_ours(status)


def _names(path: Path) -> list[Path]:
    """Give every file that a table may have."""
    return [path.with_name(f"{path.name}{end}") for end in ("", "-wal", "-shm", "-journal")]


def _remove_table(path: Path) -> None:
    for name in _names(path):
        _remove(name)


def _remove(path: Path) -> None:
    """Remove a file or link, or a folder that stands where a file should."""
    try:
        path.unlink()
    except FileNotFoundError:
        pass
    except (IsADirectoryError, PermissionError):
        shutil.rmtree(path, ignore_errors=True)
