"""The templates that charts share with pages: pages stand on charts, not the other way, so charts open them by themselves."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import jinja2
from markupsafe import Markup

from pilotbook.charts.wording import cell, is_number


def part(file: str) -> Any:
    """Give the macros of a file of `templates/parts/`."""
    return _templates().get_template(f"parts/{file}.j2").module


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("pilotbook", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["figures"] = figures
    return made


def figures(number: float) -> str:
    """Give a number from 0 to 100 as classes, figure by figure, to one decimal: 83.34 → 'tens-8 ones-3 tenths-3'.

    The stylesheet makes the number of them again (`record-chart.css`): the policy of our pages lets no element have styles of
    its own.
    """
    tens, rest = divmod(round(min(max(number, 0), 100) * 10), 100)
    ones, tenths = divmod(rest, 10)
    return f"tens-{tens} ones-{ones} tenths-{tenths}"


def columns(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> list[tuple[str, str]]:
    """Give (heading, kind) of each column for the one table of the pages: a column that holds a number is one of numbers."""
    has_number = [False] * len(headings)
    for row in rows:
        has_number = [known or is_number(value) for known, value in zip(has_number, row, strict=True)]
    return [(heading, "number" if found else "") for heading, found in zip(headings, has_number, strict=True)]


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """Give the one table of the pages, with a caption: numbers stand to the right, and nothing stands where nothing is."""
    listed = [list(row) for row in rows]
    shown = [[value if isinstance(value, Markup) else cell(value) for value in row] for row in listed]
    return Markup(part("table.html").table(caption, columns(headings, listed), shown, caption=caption))
