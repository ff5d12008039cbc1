"""What a reader takes away from a chart: its data as CSV, and the links to its files."""

from collections.abc import Iterable, Sequence

from pilotbook.text.spreadsheet import lines, whole_file

_TOLD = {"svg": "Picture (SVG)", "png": "Picture (PNG)"}


def csv(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Give rows as a CSV file that a spreadsheet shows right and does not run; nothing stays empty."""
    return whole_file(lines([headings, *rows]))


def links(name: str, base: str, data_bytes: int, pictures: Sequence[str]) -> list[tuple[str, str]]:
    """Give (address, words) of each file of a chart in the folder `base`: how large the data are, and the kinds of pictures."""
    folder = f"{base}/" if base and not base.endswith("/") else base
    size = f"CSV, {max(1, round(data_bytes / 1024)):,} KB"
    told = [("csv", f"Download the data for this chart ({size})"), *((kind, _TOLD[kind]) for kind in pictures)]
    return [(f"{folder}{name}.{kind}", words) for kind, words in told]
