"""Read book/sources.yml: the sources that prose pages cite, by key."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pilotbook.links import register
from pilotbook.links.known import Known, worth_telling
from pilotbook.publish import disk
from pilotbook.record import Source
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem


class BadSources(Exception):
    """book/sources.yml cannot be used; the message names each place."""


def prose_sources(path: Path) -> dict[str, Source]:
    """Give the sources of prose by key. Raises BadSources where the file or a source in it is wrong."""
    document = yamlfile.read(f"book/{path.name}", path.read_bytes())
    if isinstance(document, Problem):
        raise BadSources(str(document))
    found: dict[str, Source] = {}
    faults: list[str] = []
    for key, fields in document.data.items():
        try:
            found[key] = _source(fields)
        except ValidationError as error:
            line, column = document.place((key,), key=True)
            faults += [
                f"{document.path}:{line}:{column}: '{key}': {'.'.join(map(str, e['loc']))}: {e['msg']}"
                for e in error.errors()
            ]
    if faults:
        raise BadSources("\n".join(faults))
    return found


def known_of(root: Path, sources: Mapping[str, Source]) -> dict[str, Known]:
    """Give what readers should hear of the addresses of these sources, by key, as the register of the project has it.

    A register that cannot be read tells nothing here: the check of the records names its fault.
    """
    found, _ = register.read(disk.read_links(root) or b"{}")
    asked = (
        (key, worth_telling(found, source.url, source.accessed))
        for key, source in sources.items()
        if found and isinstance(source.url, str)
    )
    return {key: known for key, known in asked if known}


def _source(fields: Any) -> Source:
    # Prose cites a source by its key, so it writes none of the labels that a source of a record has.
    given = {"id": "S1", **fields} if isinstance(fields, dict) else fields
    return TypeAdapter(Source).validate_python(given)
