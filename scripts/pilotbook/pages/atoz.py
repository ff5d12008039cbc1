"""The index of words, as at the back of a book: which lessons and cases have a word in title, summary or statement."""

from collections import defaultdict
from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.lexicon import letter, telling_words
from pilotbook.pages.cards import Card, cards
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill

FOLDER = "/a-to-z/"
# A word that stands in more records than this tells nothing apart; its entry leads to the search instead.
SHOWN = 8


def pages(book: Casebook) -> Iterator[Page]:
    """Yield a page for each letter, and one that leads to them."""
    index = words_of(book)
    letters = {
        first: sum(letter(word) == first for word in index) for first in sorted({letter(word) for word in index})
    }
    yield _page(FOLDER, "Index of words", letters, current="", entries=[])
    for first in letters:
        entries = [(word, found[:SHOWN], len(found)) for word, found in index.items() if letter(word) == first]
        name = first.upper() if first != "0" else "Numbers"
        yield _page(f"{FOLDER}{first}/", f"Index of words: {name}", letters, current=first, entries=entries)


def words_of(book: Casebook) -> dict[str, list[Card]]:
    """Give each telling word, in order, with the lessons and cases that have it, lessons first.

    A number out of its sentence says nothing to those who browse; who looks for one types it.
    """
    index: dict[str, list[Card]] = defaultdict(list)
    for card in cards(book):
        for word in dict.fromkeys(telling_words(card.heard_of)):
            if not word.isdigit():
                index[word].append(card)
    return dict(sorted(index.items()))


def _page(path: str, title: str, letters: dict[str, int], **values: object) -> Page:
    body = fill("atoz", path, title=title, letters=letters, folder=FOLDER, **values)
    description = "Every word of titles, summaries and lessons, with the pages that have it."
    return Page(path, title, description, body, kind="List", is_listed=False)
