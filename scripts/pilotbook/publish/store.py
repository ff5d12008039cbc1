"""What was made, kept by what it was made from, so that nothing is made twice.

A thing has a kind and a key: the digest of all that it is made from, code and templates included. Small things (an opened
record, what a page links to) stand in one table with a digest of their bytes beside them. What is published as it is (a
page, a picture, a brief) is a file of its own named by the digest of its bytes. Every digest is checked before use:
what was cut off, garbled, swapped for a link, a folder or a device, or belongs to somebody else, is told and made again.

Nothing here is ever run: things are bytes, and what is read from them is JSON. A store that cannot be written, as in a
checkout that only reads, keeps nothing and says nothing.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from pilotbook.publish.work import side_by_side

_SCHEMA = "CREATE TABLE IF NOT EXISTS thing (kind TEXT, key TEXT, digest TEXT, data BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID"
# Rows past twice those that a build used are swept: an edit leaves a handful behind, and going back is then free.
_SPARE = 2_000


def digest_of(data: bytes) -> str:
    """Give the name that bytes are kept and compared by: 32 hexadecimal digits of their SHA-256."""
    return hashlib.sha256(data).hexdigest()[:32]


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
        self._table: sqlite3.Connection | None = None
        self._process = 0

    def get(self, kind: str, key: str) -> bytes | None:
        """Give the bytes of a thing, or None where it was never made or is damaged."""
        if (kind, key) in self._fresh:
            return self._fresh[kind, key]
        table = self._open()
        if table is None:
            return None
        try:
            row = table.execute("SELECT digest, data FROM thing WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        except sqlite3.DatabaseError:
            self._begin_anew()
            return None
        return self._sound(kind, key, row)

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep the bytes of a thing."""
        self._used.add((kind, key))
        self.made[kind] = self.made.get(kind, 0) + 1
        self._fresh[kind, key] = data
        if len(self._fresh) >= 500:
            self.flush()

    def get_or_make(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Give the bytes of a thing; it is made only where no sound one is kept."""
        found = self.get(kind, key)
        if found is None:
            found = make()
            self.put(kind, key, found)
        return found

    def flush(self) -> None:
        """Write what was put; where that fails, the things are made again next time."""
        table = self._open()
        if table is None or not self._fresh:
            return
        fresh, self._fresh = self._fresh, {}
        rows = [(*name, digest_of(data), data) for name, data in fresh.items()]
        try:
            with table:
                table.executemany("INSERT OR REPLACE INTO thing VALUES (?, ?, ?, ?)", rows)
        except sqlite3.OperationalError:
            pass  # Locked by another build for longer than we wait, or the disk is full: it is kept another time.
        except sqlite3.DatabaseError:
            self._begin_anew()

    def keep(self, data: bytes) -> str:
        """Keep bytes as a file of their own and give their digest; the file may be linked into a release."""
        name = digest_of(data)
        self._kept.add(name)
        path = self._place(name)
        if not self._is_file(path):
            _remove(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{name}-{os.getpid()}")
            part.write_bytes(data)
            os.replace(part, path)
        return name

    def file(self, name: str) -> Path | None:
        """Give the file with this digest, read and found sound; None where it is missing or damaged."""
        path = self._place(name)
        if name in self._kept:
            return path
        if not os.path.lexists(path):
            return None
        if not self._is_file(path) or digest_of(path.read_bytes()) != name:
            self.told.append(f"a kept file was damaged and is made again ({name[:8]})")
            _remove(path)
            return None
        self._kept.add(name)
        return path

    def kept_files(
        self, kind: str, keys: Mapping[str, str], make: Callable[[str], bytes], jobs: int = 1
    ) -> dict[str, str]:
        """Give the digest of a file for each name, by the key of what it is made from; `make` gives the bytes of a name."""
        found: dict[str, str] = {}
        for name, key in keys.items():
            kept = self.get(kind, key)
            if kept is not None and self.file(kept.decode()) is not None:
                found[name] = kept.decode()
        # Two names that want the same thing get one.
        new = {keys[name]: name for name in keys if name not in found}
        made = side_by_side(lambda name: self.keep(make(name)), list(new.values()), jobs)
        for (key, _), digest in zip(new.items(), made, strict=True):
            self.put(kind, key, digest.encode())
        return {name: found.get(name) or self.get(kind, key).decode() for name, key in keys.items()}  # type: ignore[union-attr]

    def lay(self, files: Mapping[str, str], folder: Path) -> None:
        """Set files into a folder, each under its path, by its digest: a second name for the same bytes, which costs no room."""
        made: set[Path] = set()
        for path, digest in files.items():
            target = folder / path
            if os.path.isabs(path) or ".." in target.parts[len(folder.parts) :]:
                raise ValueError(f"{path} leads out of the site")
            if target.parent not in made:
                target.parent.mkdir(parents=True, exist_ok=True)
                made.add(target.parent)
            source = self.file(digest)
            if source is None:
                raise FileNotFoundError(f"{path} was made and is gone")
            try:
                os.link(source, target)
            except OSError:  # Another disk, or a file system without second names.
                shutil.copyfile(source, target)

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
        for path in self.folder.glob("files/*/*"):
            # A file that a release holds has a second name; one with no other name is nobody's.
            if path.name not in self._kept and path.lstat().st_nlink == 1:
                _remove(path)

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
        if not isinstance(data, bytes) or digest_of(data) != digest:
            self.told.append(f"a kept {kind} was damaged and is made again")
            return None
        self._used.add((kind, key))
        return data

    def _place(self, name: str) -> Path:
        return self.folder / "files" / name[:2] / name

    def _is_file(self, path: Path) -> bool:
        """Say whether a path is an ordinary file of ours: no link, folder or device, and of no other owner."""
        try:
            status = os.lstat(path)
        except OSError:
            return False
        return stat.S_ISREG(status.st_mode) and _is_ours(status)

    def _open(self) -> sqlite3.Connection | None:
        """Open the table once a process: a connection must not cross a fork."""
        if self._is_kept and self._process != os.getpid():
            self._table, self._process = self._connected(), os.getpid()
        return self._table

    def _connected(self) -> sqlite3.Connection | None:
        path = self.folder / "things.sqlite3"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not _is_own_folder(self.folder):
                return None
            if os.path.lexists(path) and not self._is_file(path):
                self.told.append("the table of kept things was no ordinary file; all is made again")
                _remove(path)
            table = sqlite3.connect(path, timeout=30, isolation_level="DEFERRED")
            table.execute("PRAGMA journal_mode = WAL")
            table.execute("PRAGMA synchronous = NORMAL")
            table.execute(_SCHEMA)
            table.commit()
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            self.told.append("the table of kept things was damaged; all is made again")
            _remove_table(path)
            return self._connected()
        except OSError:
            return None
        return table

    def _begin_anew(self) -> None:
        self.told.append("the table of kept things was damaged; all is made again")
        if self._table is not None:
            self._table.close()
        _remove_table(self.folder / "things.sqlite3")
        self._table = self._connected()


def _is_ours(status: os.stat_result) -> bool:
    # Windows has no owner's number.
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()


def _is_own_folder(folder: Path) -> bool:
    """Say whether a folder, and the one it stands in, is ours and no link: a link could lead anywhere."""
    return all(stat.S_ISDIR(status.st_mode) and _is_ours(status) for status in map(os.lstat, (folder, folder.parent)))


def _remove_table(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        _remove(name)


def _remove(path: Path) -> None:
    """Remove a file or link, or a folder that stands where a file should."""
    try:
        path.unlink()
    except FileNotFoundError:
        pass
    except (IsADirectoryError, PermissionError):
        shutil.rmtree(path, ignore_errors=True)
