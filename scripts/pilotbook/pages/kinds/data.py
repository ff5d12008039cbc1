"""The page of downloads: every table with its columns, and the whole book as JSON."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill
from pilotbook.views.tables import tables


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the page of downloads."""
    body = fill("data", "/data/", tables=list(tables(book).values()), cases=len(book.cases), lessons=len(book.lessons))
    yield Page(
        "/data/",
        "Data",
        "Download every case, lesson and figure as tables or JSON.",
        body,
        kind="Data",
        is_listed=False,
    )
