"""The index of words, as at the back of a book: which lessons and cases have a word in title, summary or statement."""

from collections import defaultdict

from pilotbook.casebook import Casebook
from pilotbook.pages.cards import cards
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.text.search_words import letter, telling_words

KIND = Kind("atoz", untraced="its numbers are those of titles, and counts of pages")
FOLDER = "/a-to-z/"
# A word that stands in more records than this tells nothing apart; its entry leads to the search instead.
SHOWN = 8
Word = tuple[str, list[tuple[str, str]], int]


def recipes(book: Casebook) -> Recipes:
    """Yield a page for each letter, and one that leads to them."""
    drawers: dict[str, list[Word]] = defaultdict(list)
    for word, found in words_of(book).items():
        drawers[letter(word)].append((word, found[:SHOWN], len(found)))
    letters = {first: len(drawers[first]) for first in sorted(drawers)}
    yield Recipe(KIND, FOLDER, _page, {"letters": letters, "current": "", "entries": []})
    for first in letters:
        needs = {"letters": letters, "current": first, "entries": drawers[first]}
        yield Recipe(KIND, f"{FOLDER}{first}/", _page, needs)


def words_of(book: Casebook) -> dict[str, list[tuple[str, str]]]:
    """Give each telling word, in order, with (address, title) of the lessons and cases that have it, lessons first.

    A number out of its sentence says nothing to those who browse; who looks for one types it.
    """
    index: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for card in cards(book):
        for word in dict.fromkeys(telling_words(card.heard_of)):
            if not word.isdigit():
                index[word].append((card.address, card.title))
    return dict(sorted(index.items()))


def _page(here: str, letters: dict[str, int], current: str, entries: list[Word]) -> Page:
    name = current.upper() if current != "0" else "Numbers"
    title = f"Index of words: {name}" if current else "Index of words"
    body = fill("atoz", here, title=title, letters=letters, folder=FOLDER, current=current, entries=entries)
    return Page(here, title, "Every word of titles, summaries and lessons, with the pages that have it.", body, KIND)
