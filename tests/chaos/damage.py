"""Ways to spoil what a build keeps. Each takes a built project; none may reach a reader once a build has run."""

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chaos.ground import CANARY, Ground, remove

SECRET = b"a secret of another file, " + CANARY
# Owner of nothing here.
NOBODY = 65534


@dataclass(frozen=True)
class Damage:
    """One way. `is_told`: whether a build must say so; what is merely absent, or set right, need not be told.

    taken_away: what a build refuses to work behind, and asks to be taken away.
    """

    name: str
    do: Callable[[Ground, str], object]
    is_told: bool = True
    taken_away: str = ""


def secret(ground: Ground) -> Path:
    path = ground.root.parent / "secret"
    path.write_bytes(SECRET)
    return path


def _file(spoil: Callable[[Path, Ground], object]) -> Callable[[Ground, str], object]:
    """Spoil a kept file in the store."""
    return lambda ground, page: spoil(ground.kept(page), ground)


def _of(change: Callable[[bytes], bytes]) -> Callable[[Ground, str], object]:
    """Change the bytes of a kept file where it stands: its second name in the release changes with it."""
    return _file(lambda path, _: path.write_bytes(change(path.read_bytes())))


def _as_before(path: Path, ground: Ground) -> None:
    before = path.stat()
    whole = path.read_bytes()
    path.write_bytes(whole[:-9] + b"spoilt!!\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _swapped(ground: Ground, page: str) -> None:
    pages = ground.pages()
    one, other = ground.kept(page), ground.kept(pages[pages.index(page) - 1])
    os.rename(one, one.with_name("between"))
    os.rename(other, one)
    os.rename(one.with_name("between"), other)


def _linked(target: Callable[[Path, Ground], Path | str]) -> Callable[[Ground, str], object]:
    def link(path: Path, ground: Ground) -> None:
        to = target(path, ground)
        path.unlink()
        path.symlink_to(to)

    return _file(link)


def _moved(path: Path, ground: Ground) -> Path:
    return Path(shutil.copyfile(path, ground.root.parent / "moved"))


def _second_name(path: Path, ground: Ground) -> None:
    path.unlink()
    os.link(secret(ground), path)


def _replaced(make: Callable[[Path], object]) -> Callable[[Ground, str], object]:
    def replace(path: Path, _: Ground) -> None:
        path.unlink()
        make(path)

    return _file(replace)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "more.html").write_bytes(SECRET)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.open(path.parent, os.O_RDONLY)
        listening.bind(f"/proc/self/fd/{here}/s")
        os.rename(path.with_name("s"), path)
        os.close(here)


def _device(path: Path) -> None:
    os.mknod(path, 0o020666, os.makedev(1, 5))


def _room(spoil: Callable[[Path, Ground], object]) -> Callable[[Ground, str], object]:
    return lambda ground, page: spoil(ground.kept(page).parent, ground)


def _led_away(path: Path, ground: Ground) -> None:
    """Put a link in the place of a folder or file, which leads to what stood there."""
    away = ground.root.parent / f"away-{path.name}"
    os.rename(path, away)
    path.symlink_to(away)


def _file_for_folder(path: Path, _: Ground) -> None:
    shutil.rmtree(path)
    path.write_bytes(SECRET)


def _table(*changes: str) -> Callable[[Ground, str], object]:
    def change(ground: Ground, _: str) -> None:
        table = sqlite3.connect(ground.store / "things.sqlite3")
        for each in changes:
            table.execute(each)
        table.commit()
        table.close()

    return change


def _table_file(spoil: Callable[[Path, Ground], object]) -> Callable[[Ground, str], object]:
    return lambda ground, _: spoil(ground.store / "things.sqlite3", ground)


def _published(spoil: Callable[[Path, Ground], object]) -> Callable[[Ground, str], object]:
    """Spoil a page in the release that readers have, and leave what the store keeps as it is."""

    def do(ground: Ground, page: str) -> None:
        path = ground.release() / page
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
        spoil(path, ground)

    return do


def _to(path: Path, target: Path | str) -> None:
    path.unlink()
    path.symlink_to(target)


def _old_prose(ground: Ground, _: str) -> None:
    from pilotbook.publish import book

    html = ground.work / "book" / book.digest(ground.root) / "_build" / "dirhtml"
    html.mkdir(parents=True)
    (html / "index.html").write_bytes(SECRET)
    (html.parents[1] / "complete").touch()
    _table("DELETE FROM thing WHERE kind = 'last'")(ground, "")


_ROWS = "WHERE kind = 'page'"
DAMAGES = (
    Damage("a file cut in half", _of(lambda data: data[: len(data) // 2])),
    Damage("a file without its last letter", _of(lambda data: data[:-1])),
    Damage("an empty file", _of(lambda data: b"")),
    Damage("a bit flipped", _of(lambda data: bytes([data[0] ^ 1]) + data[1:])),
    Damage("other bytes of the same size, its time set back", _file(_as_before)),
    Damage("a file grown by one letter", _of(lambda data: data + b"\n")),
    Damage("nothing but NUL, as after a power cut", _of(lambda data: bytes(len(data)))),
    Damage("two files that changed their names", _swapped),
    Damage("a file gone", _file(lambda path, _: path.unlink()), is_told=False),
    Damage("a link to the environment", _linked(lambda *_: "/proc/self/environ")),
    Damage("a link to a file of somebody's", _linked(lambda _, ground: secret(ground))),
    Damage("a link to the right bytes", _linked(_moved)),
    Damage("a link to what has no end", _linked(lambda *_: "/dev/zero")),
    Damage("a link to nothing", _linked(lambda *_: "nowhere")),
    Damage("a second name of a file of somebody's", _file(_second_name)),
    Damage("a folder in its place", _replaced(_folder)),
    Damage("a pipe in its place", _replaced(os.mkfifo)),
    Damage("a socket in its place", _replaced(_socket)),
    Damage("a device in its place", _replaced(_device)),
    Damage("another owner", _file(lambda path, _: os.chown(path, NOBODY, NOBODY))),
    Damage("a mode that lets nobody read", _file(lambda path, _: path.chmod(0)), is_told=False),
    Damage("a mode that lets all write and run", _file(lambda path, _: path.chmod(0o4777)), is_told=False),
    Damage("a folder of files that is a link", _room(_led_away)),
    Damage("a file in place of a folder of files", _room(_file_for_folder)),
    Damage("a row whose bytes changed", _table(f"UPDATE thing SET data = X'7b7d' {_ROWS}")),
    Damage("a row whose digest changed", _table(f"UPDATE thing SET digest = lower(hex(randomblob(16))) {_ROWS}")),
    Damage("rows without a digest", _table(f"UPDATE thing SET digest = NULL {_ROWS}")),
    Damage("rows of one page under the names of all", _table(
        f"UPDATE thing SET (digest, data) = (SELECT digest, data FROM thing {_ROWS} ORDER BY key LIMIT 1) {_ROWS}")),
    Damage("the note of the last build garbled", _table("UPDATE thing SET data = X'7b' WHERE key = 'build'")),
    Damage("the note of what was read before garbled", _table("UPDATE thing SET data = X'7b' WHERE key = 'stamps'")),
    Damage("the note of prose garbled", _table("UPDATE thing SET data = X'00' WHERE key = 'prose'")),
    Damage("the table of an older form", _table("DROP TABLE thing", "CREATE TABLE thing (name TEXT, data BLOB)")),
    Damage("the table cut in half", _table_file(lambda path, _: os.truncate(path, path.stat().st_size // 2))),
    Damage("a table that is none", _table_file(lambda path, _: path.write_bytes(b"no table " * 999))),
    Damage("the table a link to another file", _table_file(_led_away)),
    Damage("the table a link to the environment", _table_file(lambda path, _: _to(path, "/proc/self/environ"))),
    Damage("a log of garbage beside the table", _table_file(
        lambda path, _: path.with_name("things.sqlite3-wal").write_bytes(b"no log " * 999)), is_told=False),
    Damage("the store a link", lambda ground, _: _led_away(ground.store, ground)),
    Damage("a page spoilt in the release", _published(lambda path, _: path.write_bytes(SECRET))),
    Damage("a page spoilt in the release, of the same size", _published(
        lambda path, _: path.write_bytes(path.read_bytes()[:-9] + b"spoilt!!\n"))),
    Damage("a page gone from the release", _published(lambda path, _: path.unlink())),
    Damage("a page of the release a link to the environment", _published(lambda path, _: _to(path, "/proc/self/environ"))),
    Damage("a file more in the release", lambda ground, _: (ground.release() / "more.html").write_bytes(SECRET)),
    Damage("a link more in the release", lambda ground, _: (ground.release() / "more").symlink_to(ground.root.parent)),
    Damage("the releases a link", lambda ground, _: _led_away(ground.work / "releases", ground), taken_away="releases"),
    Damage("the link to the site led elsewhere", lambda ground, _: _to(ground.site, ground.root.parent), is_told=False),
    Damage("the link to the site led nowhere", lambda ground, _: _to(ground.site, "nowhere"), is_told=False),
    Damage("the lock a link", lambda ground, _: _to(ground.work / "lock", secret(ground)), taken_away="lock"),
    Damage("prose as older versions kept it, garbled", _old_prose, is_told=False),
    Damage("all that was kept a link", lambda ground, _: _led_away(ground.work, ground)),
    Damage("all that was kept gone", lambda ground, _: remove(ground.work), is_told=False),
)  # fmt: skip
