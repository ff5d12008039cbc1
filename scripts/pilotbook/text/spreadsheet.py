"""CSV that a spreadsheet shows as it was written, and does not run: the one place where its cells and bytes are made.

Excel takes a CSV for the code page of the computer unless it begins with a byte order mark, and shows '£' as 'Â£'. So every file
begins with one. Readers of RFC 4180 pass over it (pandas, frictionless, csvw); Python's own needs the encoding 'utf-8-sig'.
"""

import csv as standard
import io
import re
from collections.abc import Iterable, Iterator
from typing import IO

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
ENCODING = "utf-8-sig"
# A spreadsheet would run a cell that begins so; a leading apostrophe keeps it text (OWASP ASVS 1.2.10). The last four
# are the full-width signs, which some spreadsheets read as the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# '-19.5' and '+1.8' are numbers; '-1+1', '+1e5' and '+44 161' are not.
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
# No text of a record is longer than a few thousand signs; a list of them may be.
standard.field_size_limit(10_000_000)


def safe_cell(value: object) -> object:
    """Give what is to stand in a cell of a CSV: text that a spreadsheet would run gets an apostrophe, a number does not.

    Text that begins with apostrophes and then such a sign gets one more, so that `plain_cell` can take off what was put on.
    """
    if isinstance(value, str) and value.lstrip("'").startswith(_FORMULA) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def plain_cell(cell: str) -> str:
    """Give the text that stood in a cell before `safe_cell`."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Give rows as CSV (RFC 4180), without the mark that a whole file begins with."""
    out = io.StringIO()
    standard.writer(out, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def whole_file(*parts: str) -> str:
    """Give a whole file of rows that `lines` wrote: the mark, and the parts."""
    return "".join((MARK, *parts))


def rows_of(file: IO[bytes]) -> Iterator[list[str]]:
    """Yield the rows of an open CSV file, its head first, with each text as it stood before it was made safe; then close it."""
    with io.TextIOWrapper(file, ENCODING, newline="") as text:
        for row in standard.reader(text):
            # Few cells begin so, and a call for each would take as long as all the rest.
            yield [plain_cell(cell) if cell[:1] == "'" else cell for cell in row]


def count_of(file: IO[bytes]) -> int:
    """Count the rows of an open CSV file below its head, and close it."""
    with io.TextIOWrapper(file, ENCODING, newline="") as text:
        return max(0, sum(1 for _ in standard.reader(text)) - 1)
