"""Say how two folders differ so that a person sees it: which file, which member of a zip, the first line or byte that is another."""

import io
import os
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

# Between the name of a zip and the name of what is in it.
INSIDE = " » "
_AROUND = 30


def differences(one: Path, other: Path) -> Iterator[str]:
    """Yield a line for each difference between two folders: names, kinds, rights and bytes of files, and what is in archives."""
    first, second = _listed(one), _listed(other)
    for name in sorted(first.keys() | second.keys()):
        if name not in second or name not in first:
            yield f"{name}: stands only in the {'first' if name in first else 'second'}"
            continue
        rights = first[name].st_mode, second[name].st_mode
        if rights[0] != rights[1]:
            yield f"{name}: rights {stat.filemode(rights[0])} and {stat.filemode(rights[1])}"
        if stat.S_ISREG(rights[0]) and stat.S_ISREG(rights[1]):
            yield from told(name, (one / name).read_bytes(), (other / name).read_bytes())


def _listed(root: Path) -> dict[str, os.stat_result]:
    # A site is a link to a release.
    whole = root.resolve()
    return {path.relative_to(whole).as_posix(): path.lstat() for path in sorted(whole.rglob("*"))}


def told(name: str, one: bytes, other: bytes) -> Iterator[str]:
    """Yield how two files of one name differ; nothing where they are the same bytes."""
    if one == other:
        return
    if one[:4] == other[:4] == b"PK\x03\x04":
        yield from _zips(name, one, other)
    elif one[:15] == other[:15] == b"SQLite format 3":
        yield _first(name, one, other, _dumped(one), _dumped(other))
    elif (texts := (_text(one), _text(other))) and texts[0] is not None and texts[1] is not None:
        yield _first(name, one, other, texts[0].split("\n"), texts[1].split("\n"))
    else:
        yield f"{name}: {_byte(one, other)}"


def _zips(name: str, one: bytes, other: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(one)) as first, zipfile.ZipFile(io.BytesIO(other)) as second:
        listed, also = first.namelist(), second.namelist()
        lines = list(_members(name, first, second))
        if listed != also and sorted(listed) == sorted(also):
            lines.append(f"{name}: the same members in another order")
        # What a zip says of a member beside its bytes: when it was changed, its rights, how it is packed.
        for member in sorted(set(listed) & set(also)):
            heads = [_head(archive.getinfo(member)) for archive in (first, second)]
            if heads[0] != heads[1]:
                lines.append(f"{name}{INSIDE}{member}: its entry is {heads[0]} and {heads[1]}")
    yield from lines or [f"{name}: the same members, packed in another way; {_byte(one, other)}"]


def _members(name: str, first: zipfile.ZipFile, second: zipfile.ZipFile) -> Iterator[str]:
    for member in sorted({*first.namelist(), *second.namelist()}):
        if member in first.namelist() and member in second.namelist():
            yield from told(f"{name}{INSIDE}{member}", first.read(member), second.read(member))
        else:
            yield f"{name}{INSIDE}{member}: stands only in the {'first' if member in first.namelist() else 'second'}"


def _head(entry: zipfile.ZipInfo) -> tuple[object, ...]:
    return entry.date_time, oct(entry.external_attr >> 16), entry.compress_type, entry.comment, entry.extra


def _dumped(raw: bytes) -> list[str]:
    database = sqlite3.connect(":memory:")
    database.deserialize(raw)
    try:
        return list(database.iterdump())
    finally:
        database.close()


def _text(raw: bytes) -> str | None:
    try:
        return None if b"\0" in raw else raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _first(name: str, one: bytes, other: bytes, lines: list[str], others: list[str]) -> str:
    """Tell the first line that is another, or, where all are the same, the first byte."""
    for number, (first, second) in enumerate(zip_longest(lines, others), start=1):
        if first != second:
            if first is None or second is None:
                return f"{name}:{number}: one has {len(lines)} lines, the other {len(others)}"
            at = next((at for at, pair in enumerate(zip_longest(first, second)) if pair[0] != pair[1]), 0)
            shown = [line[max(0, at - _AROUND) : at + _AROUND] for line in (first, second)]
            return f"{name}:{number}:{at + 1}: {shown[0]!r} and {shown[1]!r}"
    return f"{name}: the same lines, other bytes; {_byte(one, other)}"


def _byte(one: bytes, other: bytes) -> str:
    at = next((at for at, pair in enumerate(zip_longest(one, other)) if pair[0] != pair[1]), 0)
    return f"from byte {at} of {len(one)} and {len(other)}: {one[at : at + 12]!r} and {other[at : at + 12]!r}"
