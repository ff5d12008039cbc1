"""What stands around a picture, on pages and in notebooks: a table of data, and links to downloads."""

from collections.abc import Iterable, Sequence

import pandas as pd
from markupsafe import Markup


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """Give a table that scrolls by itself, and on a phone is read row by row, each value after its heading."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(heading) for heading in headings)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(map(_cell, row, headings, range(len(headings))))) for row in rows
    )
    return Markup(
        '<div class="table-scroll" role="region" aria-label="{0}" tabindex="0"><table class="stack"><caption>{0}</caption>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(caption, head, body)


def _cell(value: object, heading: str, index: int) -> Markup:
    shown = value if isinstance(value, Markup) else _shown(value)
    if index == 0:
        return Markup('<th scope="row">{}</th>').format(shown)
    kind = Markup(' class="number"') if _is_number(value) else ""
    return Markup('<td{} data-label="{}">{}</td>').format(kind, heading, shown)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: object) -> str:
    """Write a value for people: thousands marked, a true minus sign, nothing where there is nothing."""
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    whole = f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return whole.replace("-", "\N{MINUS SIGN}")


def downloads(name: str, folder: str, data_bytes: int) -> Markup:
    """Give links to the files of a chart in `folder`, each with its kind, and how large the data are."""
    base = f"{folder}/" if folder and not folder.endswith("/") else folder
    size = f"CSV, {max(1, round(data_bytes / 1024)):,} KB"
    links = (("csv", f"Download the data for this chart ({size})"), ("svg", "Picture (SVG)"), ("png", "Picture (PNG)"))
    items = Markup("").join(
        Markup('<li><a href="{}{}.{}" download>{}</a></li>').format(base, name, kind, told) for kind, told in links
    )
    return Markup('<ul class="chart-downloads" data-pagefind-ignore>{}</ul>').format(items)
