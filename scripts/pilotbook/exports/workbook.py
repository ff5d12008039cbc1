"""The workbook: a sheet a table, one that says what each column means, and one that says how to use and cite it.

Text is text in a sheet, so nothing of it can run and it needs no apostrophe. Rows go from the CSV straight into the sheet, so
that memory does not grow with the book; the day of the file is that of the data, so that equal tables are equal bytes.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any

from pilotbook.exports.dataset import AUTHORS, DESCRIPTION, HONEST_USE, LICENCE_TITLE, LICENCE_URL, TITLE
from pilotbook.exports.package import Gathered, Package
from pilotbook.judgement import gaps
from pilotbook.record.reasons import WRITTEN
from pilotbook.text.spreadsheet import count_of, rows_of
from pilotbook.views.columns import Column

# What the format holds: signs in a cell, rows in a sheet. What goes beyond stands in the CSV alone.
_LONGEST, _MOST = 32_767, 1_048_576
_CUT = "… (cut here: whole in the CSV)"
_WIDTH, _WIDE = 18, 60
# Marks of XML, and signs that it cannot hold, which the format writes by their number.
_SIGNS = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_SIGNS |= {code: f"_x{code:04X}_" for code in (*range(0x20), 0xFFFE, 0xFFFF) if code not in (0x9, 0xA, 0xD)}
_SIGNS |= {0xD: "_x000D_"}
# Text that looks like such a number, so that it stays text.
_NUMBERED = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")


def _write(gathered: Gathered, out: IO[bytes]) -> None:
    # Half a tenth of a second to load, and only a build that makes the file needs it.
    import xlsxwriter

    with xlsxwriter.Workbook(out) as book:
        day = datetime.datetime.fromisoformat(gathered.version)
        book.set_properties({"title": TITLE, "author": AUTHORS[0], "comments": DESCRIPTION, "created": day})
        sheet = _sheets(book)
        told, meant = about(gathered), dictionary(gathered)
        sheet("how to cite", _text("what", "in words"), told, len(told), (_WIDTH, 2 * _WIDE))
        for kind, file in gathered.tables:
            rows = islice(rows_of(file.open()), 1, None)
            sheet(kind.name, kind.columns, rows, count_of(file.open()), [_WIDTH] * len(kind.columns))
        sheet("dictionary", _text(*DICTIONARY), meant, len(meant), (*[_WIDTH] * 4, _WIDE, _WIDTH))


def _text(*names: str) -> list[Column]:
    return [Column(name, name, "") for name in names]


def _sheets(book: Any) -> Callable[[str, Sequence[Column], Iterable[Sequence[str]], int, Sequence[int]], None]:
    """Give what adds a sheet to a workbook: name, columns, rows as text, how many these are, and widths of its columns."""
    from xlsxwriter.utility import xl_col_to_name
    from xlsxwriter.worksheet import Worksheet

    class Streamed(Worksheet):  # type: ignore[misc]
        """A sheet whose rows below the head are written as they come: a call a cell would take four times as long."""

        streamed: Iterable[str] = ()
        dim_rowmax: Any

        def _write_rows(self) -> None:
            last, self.dim_rowmax = self.dim_rowmax, 0
            super()._write_rows()
            self.dim_rowmax = last
            for row in self.streamed:
                self.fh.write(row)

    bold = book.add_format({"bold": True})

    def add(
        name: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], count: int, widths: Sequence[int]
    ) -> None:
        sheet = book.add_worksheet(name, worksheet_class=Streamed)
        for number, (column, width) in enumerate(zip(columns, widths, strict=True)):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, column.name, bold)
        sheet.freeze_panes(1, 0)
        last = min(count, _MOST - 1)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.dim_rowmax = last
        letters = [xl_col_to_name(number) for number in range(len(columns))]
        sheet.streamed = _as_xml(columns, letters, islice(rows, _MOST - 1))

    return add


def _as_xml(columns: Sequence[Column], letters: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Yield each row of text, from the second of a sheet, in the format's own words; an empty cell is not written."""
    kinds = ["" if column.is_list else column.type for column in columns]
    for number, row in enumerate(rows, start=2):
        cells = (_cell(f"{at}{number}", *pair) for at, *pair in zip(letters, kinds, row, strict=True) if pair[1])
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _cell(at: str, kind: str, text: str) -> str:
    if kind in ("integer", "number"):
        return f'<c r="{at}"><v>{text}</v></c>'
    if kind == "boolean":
        return f'<c r="{at}" t="b"><v>{int(text == "True")}</v></c>'
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT
    shown = _NUMBERED.sub("_x005F_", shown) if "_x" in shown else shown
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{shown.translate(_SIGNS)}</t></is></c>'


DICTIONARY = ("table", "column", "title", "kind", "meaning", "codes")


def dictionary(gathered: Gathered) -> list[list[str]]:
    """Give a row for each column of each table: table, column, title, kind, meaning, and the codes it chooses from."""
    return [
        [kind.name, column.name, column.title, column.kind, column.help, ", ".join(column.codes)]
        for kind, _ in gathered.tables
        for column in kind.columns
    ]


def about(gathered: Gathered) -> list[list[str]]:
    """Give what a reader must know of the data, as rows of two: what it is, on what terms, how to cite and to use it."""
    return [
        ["title", TITLE],
        ["description", DESCRIPTION],
        ["version", gathered.version],
        ["how to cite", gathered.citation.harvard],
        ["licence", f"{LICENCE_TITLE}: {LICENCE_URL}"],
        *([["address", gathered.citation.address]] if gathered.base else []),
        *(["honest use", told] for told in HONEST_USE),
        *(["reason for a gap", f"{code}: {reason.label} ({gaps.whose(code)})"] for code, reason in WRITTEN.items()),
    ]


PACKAGES = (Package("pilotbook.xlsx", "every table in one workbook, with a dictionary (Excel)", "tables", _write),)
