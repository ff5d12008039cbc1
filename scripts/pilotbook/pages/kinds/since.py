"""/v/2026.1/since/: what has changed since a release, record by record. Kept pages lead here, each to its own record."""

from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.released import Release

KIND = Kind("since", untraced="what was and what is come from kept versions of records, compared field by field")


def recipes(book: Casebook) -> Recipes:
    """Yield the page of what has changed since each release."""
    for release in book.releases:
        yield Recipe(KIND, f"{release.address}since/", _page, _needs(release))


def _needs(release: Release) -> dict[str, Any]:
    told = {each.id for each in release.since}
    withdrawn = [each for each in release.withdrawn if each.id and each.id not in told]
    told |= {each.id for each in withdrawn}
    same = [(each.id, each.title, each.address) for each in release.records if each.id not in told]
    return {
        "name": release.name,
        "date": release.date,
        "changed": release.since,
        "withdrawn": withdrawn,
        "same": sorted(same, key=lambda row: (row[1].casefold(), row[0])),
    }


def _page(here: str, name: str, **values: Any) -> Page:
    return Page(
        path=here,
        title=f"What has changed since {name}",
        description=f"What has changed in this book since release {name}, record by record.",
        body=fill("since", here, name=name, **values),
        kind=KIND,
    )
