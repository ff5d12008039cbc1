"""Which releases a project has: each is a list, `case_studies/releases/<name>.json`, that names every file of it with its checksum,
and the pieces that the file is kept as (`objects.py`).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from pilotbook.publish.objects import FOLDER, sha256
from pilotbook.record.released import ACTIVE, FOLDERS, Release, Stood, Withdrawal
from pilotbook.rules.released import damaged
from pilotbook.text.problems import Problem

# What is left out of the line of a record that has it.
_USUAL = {"life": ACTIVE, "ledger": ()}
NAME = re.compile(r"(\d{4})\.([1-9]\d{0,3})")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Manifest:
    """A release as its manifest has it.

    of: the pieces of each file whose bytes, filled in, are served; by its path. digest: names the manifest that was read.
    """

    release: Release
    schema_version: str
    of: Mapping[str, tuple[str, ...]] = field(repr=False)
    digest: str = ""

    def pieces(self) -> Iterator[str]:
        """Yield the names of all pieces that its files are kept as."""
        return (name for names in self.of.values() for name in names)

    def written(self) -> bytes:
        """Give the manifest as JSON, a line for each record and each file, so that a reviewer can read what a change of it does."""
        release = self.release
        files = {path: [digest, *_unless_same(digest, self.of[path])] for path, digest in release.files.items()}
        told = {
            "release": _json(release.name),
            "date": _json(release.date),
            "commit": _json(release.commit),
            "schema_version": _json(self.schema_version),
            "records": _lines("[]", (_json(_told(record)) for record in release.records)),
            "files": _lines("{}", (f"{_json(path)}: {_json(names)}" for path, names in files.items())),
            "addresses": _lines("[]", map(_json, release.addresses)),
            "withdrawn": _lines("[]", (_json(asdict(each)) for each in release.withdrawn)),
        }
        return _lines("{}", (f"{_json(name)}: {value}" for name, value in told.items()), "").encode() + b"\n"

    @classmethod
    def read(cls, written: bytes) -> "Manifest":
        """Take back what `written` gave. Raises ValueError where it is something else."""
        told = _shape().validate_json(written)
        if any(path.startswith("/") or ".." in path.split("/") for path in told.files):
            raise ValueError("a path leads out of the release")
        if any(not names for names in told.files.values()) or any(each.kind not in FOLDERS for each in told.records):
            raise ValueError("a file has no checksum, or a record is of no kind")
        # A name is part of a path: what is none could lead anywhere.
        if not all(_DIGEST.fullmatch(name) for names in told.files.values() for name in names):
            raise ValueError("a file is named by no digest")
        release = Release(
            name=told.release,
            date=told.date,
            commit=told.commit,
            records=told.records,
            files={path: names[0] for path, names in told.files.items()},
            addresses=told.addresses,
            withdrawn=told.withdrawn,
        )
        of = {path: names[1:] or names for path, names in told.files.items()}
        return cls(release, told.schema_version, of, sha256(written))


@dataclass(frozen=True)
class _Written:
    """A manifest as its JSON has it."""

    release: str
    date: str
    commit: str
    schema_version: str
    records: tuple[Stood, ...]
    files: dict[str, tuple[str, ...]]
    addresses: tuple[str, ...]
    withdrawn: tuple[Withdrawal, ...]


@lru_cache(maxsize=1)
def _shape() -> TypeAdapter[_Written]:
    """Give what reads a manifest and holds every value to its type: it came with a commit, and may hold anything."""
    return TypeAdapter(_Written)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(around: str, items: Iterable[str], margin: str = " ") -> str:
    """Put items into brackets, each on a line of its own."""
    inside = ",\n".join(f"{margin} {item}" for item in items)
    return f"{around[0]}\n{inside}\n{margin}{around[1]}" if inside else around


def _told(record: Stood) -> dict[str, Any]:
    """Give a record as plain data, but for what is as it mostly is."""
    told = asdict(record)
    return {name: value for name, value in told.items() if name not in _USUAL or value != _USUAL[name]}


def _unless_same(digest: str, pieces: tuple[str, ...]) -> tuple[str, ...]:
    return () if pieces == (digest,) else pieces


def in_order(name: str) -> tuple[int, int]:
    """Give what names of releases are put in order by: '2026.10' comes after '2026.9'."""
    match = NAME.fullmatch(name)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def written(root: Path) -> dict[str, bytes]:
    """Read the manifests of a project, oldest first: {name: bytes}."""
    folder = root / FOLDER
    paths = folder.glob("*.json") if folder.is_dir() and not folder.is_symlink() else ()
    found = {path.stem: path for path in paths if NAME.fullmatch(path.stem) and path.is_file()}
    return {name: found[name].read_bytes() for name in sorted(found, key=in_order)}


def path_of(name: str) -> str:
    """Give the path of a manifest from the root."""
    return f"{FOLDER}/{name}.json"


def manifests(root: Path) -> tuple[list[Manifest], list[Problem]]:
    """Give the releases of a project, oldest first, and a problem for each manifest that cannot be read."""
    found, problems = [], []
    for name, raw in written(root).items():
        try:
            manifest = _manifest(raw)
            if manifest.release.name != name:
                raise ValueError("it is named otherwise")
            found.append(manifest)
        except ValueError:
            problems.append(damaged(path_of(name), "the list of a release is damaged: it cannot be read"))
    return found, problems


@lru_cache(maxsize=16)
def _manifest(written: bytes) -> Manifest:
    """Read a manifest once a process: a check, the comparing and the setting in all ask for it."""
    return Manifest.read(written)
