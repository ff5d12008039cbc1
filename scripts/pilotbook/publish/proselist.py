"""Read book/sources.yml: the sources that prose pages cite, by key."""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

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


def _source(fields: Any) -> Source:
    # Prose cites a source by its key, so it writes none of the labels that a source of a record has.
    given = {"id": "S1", **fields} if isinstance(fields, dict) else fields
    return TypeAdapter(Source).validate_python(given)
