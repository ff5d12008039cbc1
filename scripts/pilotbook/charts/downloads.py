"""What a reader takes away from a chart: its data as CSV, and the links to its files."""

from collections.abc import Iterable, Sequence
from csv import writer
from io import StringIO

from pilotbook.text.spreadsheet import safe_cell

_TOLD = {"svg": "Picture (SVG)", "png": "Picture (PNG)"}


def csv(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Give rows as CSV (RFC 4180); text that a spreadsheet would run gets a leading apostrophe, and nothing stays empty."""
    out = StringIO()
    lines = writer(out, lineterminator="\r\n")
    lines.writerow(map(safe_cell, headings))
    lines.writerows(map(safe_cell, row) for row in rows)
    return out.getvalue()


def links(name: str, base: str, data_bytes: int, pictures: Sequence[str]) -> list[tuple[str, str]]:
    """Give (address, words) of each file of a chart in the folder `base`: how large the data are, and the kinds of pictures."""
    folder = f"{base}/" if base and not base.endswith("/") else base
    size = f"CSV, {max(1, round(data_bytes / 1024)):,} KB"
    told = [("csv", f"Download the data for this chart ({size})"), *((kind, _TOLD[kind]) for kind in pictures)]
    return [(f"{folder}{name}.{kind}", words) for kind, words in told]
