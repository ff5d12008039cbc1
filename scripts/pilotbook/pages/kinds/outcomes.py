"""Every outcome as one row of a table that can be narrowed, sorted and taken away; plain without JavaScript."""

from collections.abc import Mapping

from pilotbook.casebook import Casebook
from pilotbook.pages import outcome_row
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.paged import Part, paged
from pilotbook.pages.render import fill
from pilotbook.views.outcomes import Listed, listed

KIND = Kind("outcomes", is_searched=True)
ADDRESS = "/outcomes/"
TITLE = "Outcomes, one row each"
ABOUT = (
    "Everything that a case measured, or should have: what was found, in how many, by what design, from which source."
)
ROWS = 200


def address(**chosen: str) -> str:
    """Give the address of the table narrowed to a value of each facet: address(finding='worse')."""
    query = "&".join(f"{key}={code}" for key, code in chosen.items())
    return f"{ADDRESS}?{query}"


# What readers ask most, with what each is narrowed by.
ASKED: Mapping[str, str] = {
    "What came out worse": address(finding="worse"),
    "No clear difference": address(finding="no-clear-difference"),
    "A size with an interval": address(size="interval"),
    "Measured by others than the team": address(hands="others"),
    "Named in advance": address(advance="yes"),
    "In a case with a cost": address(cost="yes"),
}


def recipes(book: Casebook) -> Recipes:
    """Yield the table; where there are many outcomes, it goes on over further pages."""
    rows = listed(book)
    counts = {
        "cases": len({row.slug for row in rows}),
        "found": sum(row.is_found for row in rows),
        "harms": sum(view.has_harm for view in book.views.values() if view.is_active),
    }
    for part in paged(ADDRESS, rows, ROWS):
        yield Recipe(KIND, part.path, _page, {"part": part, **counts})


def _page(here: str, part: Part[Listed], **counts: int) -> Page:
    body = fill("outcomes", here, title=TITLE, about=ABOUT, part=part, asked=ASKED, row_of=outcome_row, **counts)
    return Page(here, TITLE, ABOUT, body, KIND)
