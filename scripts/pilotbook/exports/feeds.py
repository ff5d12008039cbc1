"""Atom feeds of what is new: stable ids and days of the records, so that a reader is told each change once.

Made by feedgen, which escapes and orders what the format asks for.
"""

import uuid
from collections.abc import Sequence

from feedgen.feed import FeedGenerator

from pilotbook.exports.citations import BOOK
from pilotbook.views.news import Item

NAME = "feed.xml"
# So many entries are told; who has been away for longer finds the rest on the page.
MOST = 50
_TOLD = {"correction": "Correction", "new": "New", "changed": "Changed", "checked": "Checked"}


def feed(items: Sequence[Item], title: str, address: str, base: str) -> str:
    """Give a feed of `items`, newest first, for the page at `address` ('/areas/x/').

    base: the whole address of the site, ending in '/', or ''; then links lead from the feed itself. Ids are made of the
    record's own, so that they stay when the site moves.
    """
    root = base or "../" * (address.strip("/").count("/") + 1 if address.strip("/") else 0) or "./"
    made = FeedGenerator()
    made.id(_urn(f"feed {address}"))
    made.title(title)
    made.author({"name": f"{BOOK} editors"})
    made.link(href=f"{root}{address.lstrip('/')}{NAME}" if base else NAME, rel="self", type="application/atom+xml")
    made.link(href=f"{base}{address.lstrip('/')}" if base else "./", rel="alternate", type="text/html")
    made.updated(_noon(max((item.day for item in items), default="2000-01-01")))
    made.generator(BOOK)
    for item in items[:MOST]:
        _add(made, item, root)
    return str(made.atom_str(pretty=True).decode())


def _add(made: FeedGenerator, item: Item, root: str) -> None:
    entry = made.add_entry(order="append")
    entry.id(_urn(" ".join(map(str, (item.id, item.kind, item.day, item.number)))))
    entry.title(f"{_TOLD[item.kind]}: {item.title}")
    entry.link(href=f"{root}id/{item.id}/", rel="alternate", type="text/html")
    entry.updated(_noon(item.day))
    if item.entered:
        entry.published(_noon(item.entered))
    entry.summary(" ".join(word if word.endswith((".", "?", "!")) else f"{word}." for word in item.words))
    entry.category({"term": item.kind, "label": _TOLD[item.kind]})
    entry.category({"term": item.genre})


def _noon(day: str) -> str:
    # A day and no more is known; noon is that day in every part of Britain's year.
    return f"{day}T12:00:00Z"


def _urn(words: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"pilotbook {words}").urn
