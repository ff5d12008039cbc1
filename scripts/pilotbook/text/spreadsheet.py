"""Cells that a spreadsheet shows and does not run."""

import re

# A spreadsheet would run a cell that begins so; a leading apostrophe keeps it text (OWASP ASVS 1.2.10). The last four
# are the full-width signs, which some spreadsheets read as the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# '-19.5' and '+1.8' are numbers; '-1+1', '+1e5' and '+44 161' are not.
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def safe_cell(value: object) -> object:
    """Give what is to stand in a cell of a CSV: text that a spreadsheet would run gets an apostrophe, a number does not."""
    if isinstance(value, str) and value.startswith(_FORMULA) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value
