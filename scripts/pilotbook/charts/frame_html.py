"""What stands around a picture, on pages and in notebooks: a table of data, and links to downloads."""

from collections.abc import Iterable, Sequence

import pandas as pd
from markupsafe import Markup

from pilotbook.charts.wording import cell, is_number


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
    kind = Markup(' class="number"') if is_number(value) else ""
    return Markup('<td{} data-label="{}">{}</td>').format(kind, heading, shown)


def _shown(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return cell(value)


def downloads(links: Iterable[tuple[str, str]]) -> Markup:
    """Give links to the files of a chart, each (address, words)."""
    items = Markup("").join(Markup('<li><a href="{}" download>{}</a></li>').format(*link) for link in links)
    return Markup('<ul class="chart-downloads" data-pagefind-ignore>{}</ul>').format(items)
