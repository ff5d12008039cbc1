"""An address that the book had: it leads on to where the record is now, or says that the page is no more.

Whoever wrote it down or cited it arrives somewhere, for ever.
"""

import re
from collections.abc import Collection, Iterator

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill, link
from pilotbook.record.released import FOLDERS

KIND = Kind("former", untraced="it shows names of pages and releases, and no figure")
# A page of a long list, which stands among records.
_LISTED = re.compile(r"/page-\d+/$")
_NOINDEX = Markup('<meta name="robots" content="noindex">')
_ON = Markup('<meta http-equiv="refresh" content="0; url={0}">')


def recipes(book: Casebook) -> Recipes:
    """Yield the page at each earlier name of a record."""
    moved = [(view.formerly, view.title, "cases", f"/cases/{slug}/") for slug, view in book.views.items()]
    moved += [(each.formerly, each.title, "lessons", f"/lessons/{slug}/") for slug, each in book.lessons.items()]
    moved += [(gone.formerly, gone.title, gone.address.split("/")[1], gone.address) for gone in book.gone]
    for names, title, folder, target in moved:
        for name in names:
            yield Recipe(KIND, f"/{folder}/{name}/", _page, {"title": title, "target": target, "release": ""})


def lost(book: Casebook, answering: Collection[str]) -> Iterator[Recipe]:
    """Yield a page for each address of a release at which nothing answers any more, but those of records: these keep their own."""
    own = tuple(f"/{folder}/" for folder in (*FOLDERS.values(), "id"))
    last = {address: release.name for release in book.releases for address in release.addresses}
    for address, release in sorted(last.items()):
        is_of_record = address.startswith(own) and address not in own
        if address not in answering and (not is_of_record or _LISTED.search(address)):
            above = next((each for each in _above(address) if each in answering), "/")
            yield Recipe(KIND, address, _page, {"title": address.strip("/"), "target": above, "release": release})


def _above(address: str) -> Iterator[str]:
    """Yield the addresses above one, the nearest first."""
    steps = address.strip("/").split("/")
    yield from (f"/{'/'.join(steps[:count])}/" for count in range(len(steps) - 1, 0, -1))


def _page(here: str, title: str, target: str, release: str) -> Page:
    head = _NOINDEX if release else _ON.format(link(here, target)) + _NOINDEX
    return Page(
        path=here,
        title=f"{title} (no more)" if release else title,
        description="A page that the book had." if release else f"The earlier address of {title}.",
        body=fill("former", here, title=title, target=target, release=release),
        kind=KIND,
        leads_to="" if release else target,
        head=head,
    )
