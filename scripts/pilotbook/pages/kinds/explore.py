"""The explorer: every case in one table that can be narrowed, sorted, widened and taken away; plain without JavaScript."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.pages.paged import paged
from pilotbook.pages.render import fill
from pilotbook.pages.summaries import case_row, strongest_first

ROWS = 200


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the explorer; where there are many cases, its plain table goes on over further pages."""
    rows = strongest_first([case_row(book, slug) for slug in book.cases])
    for part in paged("/explore/", rows, ROWS):
        yield Page(
            path=part.path,
            title="Explore the cases",
            description="Every case in one table: narrow it, sort it, choose its columns, take it away.",
            body=fill("explore", part.path, part=part),
            kind="List",
            is_listed=False,
        )
