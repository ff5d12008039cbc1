"""The tables of the casebook as CSV."""

import csv
import io
from collections.abc import Iterable
from itertools import chain
from typing import IO

from pilotbook.exports.download import Download, Part
from pilotbook.text.spreadsheet import ENCODING, MARK, lines
from pilotbook.views.columns import Row
from pilotbook.views.tables import KINDS, TableKind


def rows_in(written: IO[bytes]) -> int:
    """Count the rows of an open CSV file below its head, and close it."""
    with io.TextIOWrapper(written, ENCODING, newline="") as text:
        return sum(1 for _ in csv.DictReader(text))


def _download(kind: TableKind) -> Download:
    head = lines([kind.names])

    def part(found: Iterable[Row]) -> Part:
        rows = [kind.cells(row) for row in found]
        return Part(lines(rows), len(rows))

    return Download(
        name=f"{kind.name}.csv",
        about=kind.about,
        make=lambda about, cases, lessons: chain(
            (MARK, head), cases, lessons, (part(kind.of_vocabulary(about.vocabulary)).text,)
        ),
        of_case=lambda view: part(kind.of_case(view)),
        of_lesson=lambda slug, lesson: part(kind.of_lesson(slug, lesson)),
        of_vocabulary=lambda vocabulary: part(kind.of_vocabulary(vocabulary)),
        rows=rows_in,
        table=kind,
    )


DOWNLOADS = tuple(_download(kind) for kind in KINDS)
