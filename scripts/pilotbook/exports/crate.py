"""The crate: /data/ as an RO-Crate 1.2, with the records themselves, so that the whole can be made again from it alone.

https://w3id.org/ro/crate/1.2. It is plain JSON and written here: the library at hand writes the time of day. Tests read it by
that library.
"""

import hashlib
import json
from collections.abc import Callable
from typing import IO, Any

from pilotbook.casebook import Casebook
from pilotbook.exports.dataset import (
    AUTHORS,
    DESCRIPTION,
    HONEST_USE,
    KEYWORDS,
    LICENCE,
    LICENCE_TITLE,
    LICENCE_URL,
    TITLE,
)
from pilotbook.exports.package import File, Gathered, Package, media_type
from pilotbook.rules import check

NAME = "ro-crate-metadata.json"
RECORDS = "case_studies/"
_PROFILE = "https://w3id.org/ro/crate/1.2"
_EDITORS = "#editors"
# What a record is, by how its id begins.
_RECORD = {"TLG-C-": "A case study as it is written", "TLG-L-": "A lesson as it is written"}
Entity = dict[str, Any]


class BrokenCrate(Exception):
    """A crate holds a file that is not what it says, or a record that cannot be read."""


def crate(gathered: Gathered) -> dict[str, Any]:
    """Give the metadata of the crate: its root, its files with size and hash, and who made it on what terms."""
    records = [name for name in gathered.files if name.startswith(RECORDS)]
    others = [name for name in gathered.files if not name.startswith(RECORDS)]
    folder = {
        "@id": RECORDS,
        "@type": "Dataset",
        "name": "The records as they are written",
        "description": "One YAML file a case study or lesson, and the vocabulary; all tables are made from these.",
        "hasPart": _ids(records),
    }
    return {
        "@context": f"{_PROFILE}/context",
        "@graph": [
            {
                "@id": NAME,
                "@type": "CreativeWork",
                "about": {"@id": "./"},
                "conformsTo": {"@id": _PROFILE},
                "name": "What this crate holds",
            },
            _root(gathered, others),
            {
                "@id": LICENCE_URL,
                "@type": "CreativeWork",
                "name": LICENCE_TITLE,
                "description": "Free to copy, change and use, if the source is named.",
                "identifier": LICENCE,
            },
            {"@id": _EDITORS, "@type": "Organization", "name": AUTHORS[0]},
            *(_file(name, gathered.files[name], gathered) for name in others),
            folder,
            *(_file(name, gathered.files[name], gathered) for name in records),
        ],
    }


def _root(gathered: Gathered, files: list[str]) -> Entity:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": TITLE,
        "description": DESCRIPTION,
        "datePublished": gathered.version,
        "version": gathered.version,
        "license": {"@id": LICENCE_URL},
        "author": {"@id": _EDITORS},
        "publisher": {"@id": _EDITORS},
        "keywords": ", ".join(KEYWORDS),
        "creditText": gathered.citation.harvard,
        "usageInfo": " ".join(HONEST_USE),
        **({"url": gathered.citation.address} if gathered.base else {}),
        "hasPart": [*_ids(files), {"@id": RECORDS}],
    }


def _ids(names: list[str]) -> list[Entity]:
    return [{"@id": name} for name in names]


def _file(name: str, file: File, gathered: Gathered) -> Entity:
    title, number = gathered.records.get(name, (name, ""))
    return {
        "@id": name,
        "@type": "File",
        "name": title,
        **({"identifier": number} if number else {}),
        "description": gathered.about.get(name, _RECORD.get(number[:6], "The lists that codes are chosen from")),
        "encodingFormat": media_type(name),
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }


def rebuilt(read: Callable[[str], bytes]) -> Casebook:
    """Make the casebook again from the files of a crate alone; `read` gives the bytes of a path in it.

    Raises BrokenCrate where a file of the crate is not what the metadata says, or where a record cannot be read.
    """
    told = json.loads(read(NAME))
    records: dict[str, bytes] = {}
    for entity in told["@graph"]:
        if entity["@type"] != "File":
            continue
        data = read(entity["@id"])
        if hashlib.sha256(data).hexdigest() != entity["sha256"]:
            raise BrokenCrate(f"{entity['@id']} is not the file that the crate was made with. Take the crate again.")
        if entity["@id"].startswith(RECORDS):
            records[entity["@id"]] = data
    shelf, problems = check(records)
    if shelf is None or len(shelf.cases) + len(shelf.lessons) + 1 != len(records):
        raise BrokenCrate("\n".join(map(str, problems)))
    return Casebook.of(shelf)


def _write(gathered: Gathered, out: IO[bytes]) -> None:
    out.write(f"{json.dumps(crate(gathered), ensure_ascii=False, indent=1)}\n".encode())


PACKAGES = (Package(NAME, "the whole folder as a research object, records included (RO-Crate)", "all", _write),)
