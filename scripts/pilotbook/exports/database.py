"""The database: every table with keys and indexes in one SQLite file, and the metadata that Datasette shows with it."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import IO, Any

from pilotbook.exports.csvw import described
from pilotbook.exports.dataset import DESCRIPTION, LICENCE_TITLE, LICENCE_URL, NAME, TITLE
from pilotbook.exports.package import File, Gathered, Package
from pilotbook.exports.workbook import DICTIONARY, about, dictionary
from pilotbook.text.spreadsheet import rows_of
from pilotbook.views.columns import Column
from pilotbook.views.tables import TableKind

# NUMERIC keeps whole numbers whole; a number that was published as 1.10 is 1.1 here and '1.10' in the CSV.
_TYPES = {"integer": "INTEGER", "number": "NUMERIC", "boolean": "INTEGER"}


def _write(gathered: Gathered, out: IO[bytes]) -> None:
    with closing(sqlite3.connect(out.name)) as database:
        # Nobody else reads it while it is made, and what is half made is thrown away.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        with database:
            _fill(database, "about", ("what", "told"), about(gathered))
            for kind, file in gathered.tables:
                _table(database, kind, file, gathered)
            _fill(database, "dictionary", DICTIONARY, dictionary(gathered))


def _fill(database: sqlite3.Connection, name: str, columns: tuple[str, ...], rows: Iterable[Sequence[str]]) -> None:
    """Make a table of text."""
    database.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(f'{_quoted(each)} TEXT' for each in columns)})")
    _insert(database, name, len(columns), rows)


def _table(database: sqlite3.Connection, kind: TableKind, file: File, gathered: Gathered) -> None:
    references = gathered.references(kind)
    parts = [_declared(column) for column in kind.columns]
    parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, kind.key))})")
    parts += [
        f"FOREIGN KEY ({_quoted(each.column)}) REFERENCES {_quoted(each.table)} ({_quoted(each.to)})"
        for each in references
    ]
    database.execute(f"CREATE TABLE {_quoted(kind.name)} ({', '.join(parts)})")
    with file.open() as opened:
        rows = rows_of(opened)
        next(rows)
        cells = ([_cell(*pair) for pair in zip(kind.columns, row, strict=True)] for row in rows)
        _insert(database, kind.name, len(kind.columns), cells)
    for each in references:
        index = _quoted(f"{kind.name} by {each.column}")
        database.execute(f"CREATE INDEX {index} ON {_quoted(kind.name)} ({_quoted(each.column)})")


def _insert(database: sqlite3.Connection, name: str, width: int, rows: Iterable[Sequence[Any]]) -> None:
    database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({', '.join('?' * width)})", rows)


def _declared(column: Column) -> str:
    kind = "TEXT" if column.is_list else _TYPES.get(column.type, "TEXT")
    return f"{_quoted(column.name)} {kind}{' NOT NULL' if column.required else ''}"


def _cell(column: Column, cell: str) -> str | int | None:
    """Give a cell of a CSV for its column; SQLite itself turns the text of a number into a number."""
    if not cell:
        return None
    return int(cell == "True") if column.type == "boolean" and not column.is_list else cell


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _datasette(gathered: Gathered, out: IO[bytes]) -> None:
    tables = {
        kind.name: {"description": kind.about, "columns": {each.name: described(each) for each in kind.columns}}
        for kind, _ in gathered.tables
    }
    told = {
        "title": TITLE,
        "description": f"{DESCRIPTION} Version of {gathered.version}. {gathered.citation.harvard}",
        "license": LICENCE_TITLE,
        "license_url": LICENCE_URL,
        **({"source": TITLE, "source_url": gathered.citation.address} if gathered.base else {}),
        "databases": {NAME: {"tables": tables}},
    }
    out.write(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode())


PACKAGES = (
    Package("pilotbook.sqlite", "every table in one database, with keys (SQLite, for Datasette)", "tables", _write),
    Package("datasette-metadata.json", "what Datasette shows beside the database", "tables", _datasette),
)
