"""What stands around a picture, on pages and in notebooks: a table of data, and links to downloads."""

from collections.abc import Iterable, Sequence

import pandas as pd
from markupsafe import Markup

from pilotbook.charts import parts


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """Give a table that scrolls by itself, and on a phone is read row by row, each value after its heading."""
    return parts.table(caption, headings, ([_known(value) for value in row] for row in rows))


def _known(value: object) -> object:
    """Give a value as a table takes it: what pandas calls missing is nothing."""
    return value if isinstance(value, Markup) or not pd.isna(value) else None  # type: ignore[call-overload]


def downloads(links: Iterable[tuple[str, str]], after: Markup) -> Markup:
    """Give links to the files of a chart, each (address, words), and what comes after them in the list."""
    items = Markup("").join(Markup('<li><a href="{}" download>{}</a></li>').format(*link) for link in links)
    return Markup('<ul class="chart-downloads" data-pagefind-ignore>{}{}</ul>').format(items, after)
