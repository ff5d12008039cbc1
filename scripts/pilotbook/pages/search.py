"""The search page: a form that works by its address, filled in by a small script from the Pagefind index."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the search page."""
    areas = [(code, area.label) for code, area in book.vocabulary.policy_areas.items()]
    body = fill("search", "/search/", areas=areas)
    yield Page("/search/", "Search", "Search lessons, cases and evidence.", body, kind="Search", is_listed=False)
