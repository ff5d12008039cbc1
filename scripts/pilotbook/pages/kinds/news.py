"""What is new: what entered the book, what changed and what was corrected, by day."""

import itertools
from collections.abc import Sequence

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.exports import feeds
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record import formatting
from pilotbook.views.news import Item, news

KIND = Kind("news", untraced="its words are those of records and commits, each traced on the page of its record")
ADDRESS, TITLE = "/new/", "What is new"
# So many pieces of news stand on the page; older ones are told on the page of each record.
_MOST = 400
FEED = Markup('<link rel="alternate" type="application/atom+xml" href="feed.xml" title="What is new, as a feed">')


def recipes(book: Casebook) -> Recipes:
    """Yield the page of news with the feed of the whole book beside it."""
    found = news(book)
    needs = {"items": found[:_MOST], "older": max(len(found) - _MOST, 0), "base": book.base}
    yield Recipe(KIND, ADDRESS, _page, needs)


def _page(here: str, items: Sequence[Item], older: int, base: str) -> Page:
    days = [(day, _sorted(list(group))) for day, group in itertools.groupby(items, lambda item: item.day)]
    body = fill("news", here, title=TITLE, days=days, older=older)
    about = "What entered the book, what changed and what was corrected, by day."
    beside = {feeds.NAME: feeds.feed(items, f"Pilotbook: {TITLE.lower()}", here, base)}
    return Page(here, TITLE, about, body, KIND, beside=beside, head=FEED)


def _sorted(items: list[Item]) -> list[tuple[str, str, list[Item]]]:
    """Sort the news of a day: (kind, heading, items), a group a kind and genre, in the order of the items."""
    groups = itertools.groupby(items, lambda item: (item.kind, item.genre))
    return [(kind, _heading(kind, genre, len(group)), group) for (kind, genre), held in groups if (group := list(held))]


def _heading(kind: str, genre: str, number: int) -> str:
    of = formatting.count(
        number, "lesson" if genre == "Lesson" else "case", "lessons" if genre == "Lesson" else "cases"
    )
    return {
        "correction": f"Corrected: {of}",
        "new": f"New: {of}",
        "changed": f"Changed: {of}",
        "checked": f"Checked: {of}",
    }[kind]
