"""The page of a record that does not stand any more: what became of it, why, when, and what took its place.

Its address was cited, so it answers for ever; what it said is not shown, so that nobody relies on it.
"""

from markupsafe import Markup

from pilotbook.casebook import Casebook, Gone
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill

KIND = Kind("gone")


def recipes(book: Casebook) -> Recipes:
    """Yield the page of each record that is gone."""
    for gone in book.gone:
        yield Recipe(KIND, gone.address, _page, {"gone": gone})


def _page(here: str, gone: Gone) -> Page:
    return Page(
        path=here,
        title=f"{gone.title} ({gone.state})",
        description=f"This record was {gone.state}.",
        body=fill("gone", here, gone=gone),
        kind=KIND,
        head=Markup('<meta name="robots" content="noindex">'),
    )
