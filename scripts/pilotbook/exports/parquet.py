"""The tables as Parquet, for releases and for those who ask: only where pyarrow is installed, which no build needs."""

from itertools import islice
from typing import IO, Any

from pilotbook.exports.dataset import LICENCE_URL, TITLE
from pilotbook.exports.package import File
from pilotbook.text.spreadsheet import rows_of
from pilotbook.views.columns import Column
from pilotbook.views.tables import TableKind

# Numbers as they were published have at most 15 digits before the point; a double tells them all apart.
_TYPES = {"integer": "int64", "number": "float64", "boolean": "bool_"}
_AT_ONCE = 5_000


class NoParquet(Exception):
    """The library that writes Parquet is not there; the message says how to get it."""


def library() -> Any:
    """Give pyarrow. Raises NoParquet where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise NoParquet(
            "Parquet is written by pyarrow, which is not installed.\n"
            "Install it with '.venv/bin/python -m pip install pyarrow', or take the tables as CSV, which hold the same."
        ) from error
    return pyarrow


def write(kind: TableKind, file: File, out: IO[bytes], cited: str) -> None:
    """Write one table from its CSV, some thousand rows at a time; `cited` says in the file how to cite it."""
    pyarrow = library()
    names = {"title": TITLE, "description": kind.about, "licence": LICENCE_URL, "how to cite": cited}
    fields = [pyarrow.field(each.name, getattr(pyarrow, _type(each))(), not each.required) for each in kind.columns]
    schema = pyarrow.schema(fields, metadata=names)
    with file.open() as opened, pyarrow.parquet.ParquetWriter(out, schema) as writer:
        rows = rows_of(opened)
        next(rows)
        while part := list(islice(rows, _AT_ONCE)):
            arrays = [
                pyarrow.array([_cell(column, row[index]) for row in part], fields[index].type)
                for index, column in enumerate(kind.columns)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _type(column: Column) -> str:
    return "string" if column.is_list else _TYPES.get(column.type, "string")


def _cell(column: Column, cell: str) -> Any:
    if not cell:
        return None
    kind = _type(column)
    if kind == "bool_":
        return cell == "True"
    return {"int64": int, "float64": float}.get(kind, str)(cell)
