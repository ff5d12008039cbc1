"""404.html: what a web server shows for an address that does not exist."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the page for addresses that lead nowhere."""
    yield Page(
        "/404.html",
        "Page not found",
        "There is no page at this address.",
        fill("notfound", "/"),
        kind="NotFound",
        is_listed=False,
    )
