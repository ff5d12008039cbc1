"""The tables of the casebook as CSV."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from pilotbook.exports.download import Download, Part
from pilotbook.text.spreadsheet import safe_cell
from pilotbook.views.tables import KINDS, Row, TableKind


def lines(rows: Iterable[Iterable[Any]]) -> str:
    """Give rows as CSV (RFC 4180): text cells that a spreadsheet would run get a leading apostrophe, numbers do not."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def rows_in(written: bytes) -> int:
    """Count the rows of a CSV file below its head."""
    return sum(1 for _ in csv.DictReader(io.StringIO(written.decode("utf-8"), newline="")))


def _download(kind: TableKind) -> Download:
    head = lines([kind.names])

    def part(found: Iterable[Row]) -> Part:
        rows = [kind.cells(row) for row in found]
        return Part(lines(rows), len(rows))

    return Download(
        name=f"{kind.name}.csv",
        about=kind.about,
        make=lambda book, cases, lessons: "".join([head, *cases, *lessons]),
        of_case=lambda view: part(kind.of_case(view)),
        of_lesson=lambda slug, lesson: part(kind.of_lesson(slug, lesson)),
        rows=rows_in,
        columns=tuple((column.name, column.title, column.help) for column in kind.columns),
    )


DOWNLOADS = tuple(_download(kind) for kind in KINDS)
