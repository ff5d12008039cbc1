"""Files that are made from finished files: what gathers the tables, and what describes everything that can be taken away."""

import csv
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import TextIOWrapper
from typing import IO, Literal

from pilotbook.exports.citations import Citation
from pilotbook.exports.dataset import citation
from pilotbook.views.tables import KINDS, Reference, TableKind

# What a file is, by how its name ends; the longest end that fits.
MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".schema.json": "application/schema+json",
    "csv-metadata.json": "application/csvm+json",
    ".sqlite": "application/vnd.sqlite3",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yml": "application/yaml",
}
_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class File:
    """A finished file: its size in bytes, and how it is opened."""

    size: int
    open: Callable[[], IO[bytes]] = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """Give its SHA-256 in 64 hexadecimal digits."""
        digest = hashlib.sha256()
        with self.open() as file:
            while part := file.read(_AT_ONCE):
                digest.update(part)
        return digest.hexdigest()


@dataclass(frozen=True)
class Gathered:
    """What a package is made from.

    version: the day of the data. base: the whole address of the site, or ''. files: the finished files by their path from
    /data/, 'cases.csv'. about: what each of them is. records: title and id of each record by the path of its YAML file.
    lists: the codes of each list of the vocabulary, with their labels. dangling: tables that name a record which is gone.
    """

    version: str
    base: str
    files: Mapping[str, File] = field(repr=False)
    about: Mapping[str, str] = field(repr=False)
    records: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    dangling: frozenset[str] = frozenset()

    @property
    def citation(self) -> Citation:
        """Give how the data are cited."""
        return citation(self.version, self.base)

    def references(self, kind: TableKind) -> tuple[Reference, ...]:
        """Give the references of a table that hold: an entry on a lesson that was withdrawn leads to no row."""
        return () if kind.name in self.dangling else kind.references

    @cached_property
    def contributors(self) -> dict[str, list[str]]:
        """Give what each did who wrote or checked a record, by name, in alphabetical order."""
        did: dict[str, set[str]] = {}
        with TextIOWrapper(self.files["contributors.csv"].open(), encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                did.setdefault(row["name"], set()).add(row["role"])
        return {name: sorted(did[name]) for name in sorted(did)}

    @property
    def tables(self) -> list[tuple[TableKind, File]]:
        """Give each table with its CSV."""
        return [(kind, self.files[f"{kind.name}.csv"]) for kind in KINDS]


@dataclass(frozen=True)
class Package:
    """A file of /data/ that is made from others.

    of: 'tables' where it is made from the tables alone; 'data' where it describes the files of /data/; 'all' where it describes
    those, the records and the other descriptors. They are made in this order. make: writes it into an open, empty file on the
    disk, so that it is never held whole.
    """

    name: str
    about: str
    of: Literal["tables", "data", "all"]
    make: Callable[[Gathered, IO[bytes]], None] = field(repr=False)


def media_type(name: str) -> str:
    """Give the media type of a file by its name. Raises KeyError for a kind of file that is not declared."""
    fitting = [end for end in MEDIA if name.endswith(end)]
    if not fitting:
        raise KeyError(f"{name}: say in exports/package.py what kind of file this is")
    return MEDIA[max(fitting, key=len)]
