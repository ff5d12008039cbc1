"""The data behind search, explorer and suggestions, as small scripts beside the search page.

- `search/columns.js`: the facets of every page that can be found, one number a page and facet;
- `search/cards-N.js`: what a result shows, 5 to a file;
- `search/words-p.js`: the words that begin with p, to mend spelling;
- `search/common-x.js`: where a word of very many pages stands in titles and summaries;
- `search/ids.js`: the page of each record, by the end of its id;
- `search/orders.js`: what pages are sorted by: title, place and date;
- `search/outcomes-*.js`: the same of outcomes, for their table (`outcome_data`).

But for `columns.js`, a mark of its content stands in each name ("cards-3.1a2b3c4d.js"), and the columns tell those marks: a page that
stays open while the book is published anew mixes nothing of the two.

Scripts and not JSON, because a browser lets a page opened from a folder load no JSON.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.pages.cards import Card, cards, first_sentences
from pilotbook.pages.needs import key_of
from pilotbook.publish import outcome_data
from pilotbook.publish.code import code_digest
from pilotbook.publish.scripts import made_with
from pilotbook.publish.search import Indexed
from pilotbook.publish.shelved import facet_data, order
from pilotbook.publish.shelved import scripts as scripts_of
from pilotbook.publish.store import Store
from pilotbook.text.search_words import STOP_WORDS, letter, telling_words, words_in
from pilotbook.views.facets import Facet, columns, facets

_ENTRY = "pagefind/pagefind-entry.json"
# Cards to a file. Results come in any order, so with larger files a reader would load many cards that are not shown.
CHUNK = 5
# So many letters of a name from Pagefind; see `_short`.
_WIDTH = 5
# A word on more pages than this is answered from a list of its own: its piece of the index is the largest.
COMMON = 500
# A question of so many telling words says which page it is of.
_QUESTION = 3
# The page that explains terms.
GLOSSARY = "/method/glossary/"
# What a page is that shows no record, by the beginning of its address.
_KINDS = {
    "/approaches/": "approach",
    "/areas/": "area",
    "/evidence/": "evidence",
    "/missing-results/": "evidence",
    **dict.fromkeys(
        ("/brief/", "/changed-course/", "/compare/", "/expected/", "/new/", "/outcomes/", "/places/", "/worse/"), "list"
    ),
    "/contribute/": "manual",
    "/accessibility/": "manual",
    "/style/": "manual",
}


def make(
    book: Casebook, files: Mapping[str, str], indexed: Sequence[Indexed], store: Store
) -> tuple[dict[str, str], int]:
    """Give the digest of each script by its path in the site, and the number of pages that can be found.

    files: those of the index, by their paths. They are made once for an index and the records that they tell of.
    """
    digests = [view.digest for view in book.views.values()]
    records = [digests, list(book.lessons.values()), book.vocabulary, list(book.notebooks)]
    key = key_of([code_digest(), made_with(), dict(sorted(files.items())), *records])
    kept = store.get("search data", key)
    told = json.loads(kept) if kept else {}
    if not told or not all(map(store.has, told["files"].values())):
        entry = store.file(files[_ENTRY]) if _ENTRY in files else None
        texts, count = scripts(book, indexed, entry.read_text("utf-8") if entry else "")
        texts |= outcome_data.scripts(book)
        named = {f"search/{name}": store.keep(text.encode()) for name, text in texts.items()}
        told = {"files": named, "count": count}
        store.put("search data", key, json.dumps(told).encode())
    return told["files"], int(told["count"])


def scripts(book: Casebook, indexed: Sequence[Indexed], entry: str = "") -> tuple[dict[str, str], int]:
    """Give the text of each file of `search/` by its name, and the number of pages that can be found.

    entry: what Pagefind reads first. It comes with the facets, or else costs a first search a way there and back.
    """
    found = findable(book, indexed)
    names = {page.address: page.name for page in indexed}
    # Every word of every page is read once: in a large book this is most of the work.
    pages = Counter(word for page in indexed for word in set(telling_words(f"{page.title} {page.text}")))
    files: dict[str, Any] = {
        **_cards(found),
        **_words(found, pages),
        **_common(found, pages),
        "ids": _ids(found, book),
        "orders": {**_orders(found), "dates": [_months(card.date) for card in found]},
    }
    told = _columns(found, facets(book), [names[card.address] for card in found], _terms(found, book))
    more = {"questions": _questions(found, indexed), "abbreviations": _abbreviations(book), "entry": entry}
    texts = scripts_of(files, {**told, **more})
    # A page that is not made with the data, such as any with a box for searching, asks for those of today.
    today = next(text for name, text in texts.items() if name.startswith("columns."))
    return {**texts, "columns.js": today}, len(found)


def findable(book: Casebook, indexed: Iterable[Indexed]) -> list[Card]:
    """Give the card of every page in the index: lessons, cases, then notebooks and prose."""
    made = {card.address: card for card in cards(book)}
    there = {page.address: page for page in indexed}
    # Cards of records come in the order in which an explorer shows them before anybody sorts.
    known = [card for card in made.values() if card.address in there]
    prose = [_prose(page, book) for address, page in there.items() if address not in made and not _is_record(address)]
    return known + sorted(prose, key=lambda card: (card.facets["kind"], card.address))


def _is_record(address: str) -> bool:
    """Say whether a page shows a record; one that was withdrawn is indexed like all, and left out of what is found."""
    return address.startswith(("/cases/", "/lessons/"))


def _prose(page: Indexed, book: Casebook) -> Card:
    """Give the card of a page that shows no record; a subject's tells what it is, and goes by its other names too."""
    starts = (kind for start, kind in _KINDS.items() if page.address.startswith(start))
    kind = "guide" if page.address == "/contribute/" else next(starts, "guide")
    lists: Mapping[str, Mapping[str, Any]] = {
        "approach": book.vocabulary.approaches,
        "area": book.vocabulary.policy_areas,
    }
    term = lists.get(kind, {}).get(page.address.rstrip("/").rpartition("/")[2])
    if term is None:
        text = page.text.removeprefix(page.title).lstrip(". ")
        return Card(page.address, page.title, first_sentences(text), "", {"kind": (kind,)}, page.title)
    line = f"{term.about.rstrip('.')}." if term.about else ""
    elsewhere = " ".join(getattr(term, "elsewhere", ()))
    return Card(page.address, page.title, line, "", {"kind": (kind,)}, f"{page.title} {line} {elsewhere}")


def _names(found: Sequence[Card]) -> dict[str, int]:
    """Give the pages that people ask for by name, "glossary" or "housing and homelessness", by what the name tells. They are few.

    An approach is none: before it stand the lessons on it.
    """
    named = {
        _name(card.title): number
        for number, card in enumerate(found)
        if set(card.facets["kind"]) & {"area", "guide", "evidence", "list"}
    }
    return {name: number for name, number in named.items() if name}


def _terms(found: Sequence[Card], book: Casebook) -> dict[str, int]:
    """Give the page that explains each term of statistics, by what the term tells: "difference in differences" too."""
    page = next((number for number, card in enumerate(found) if card.address == GLOSSARY), None)
    names = (name for term in book.glossary for name in term.names)
    return {} if page is None else {_name(name): page for name in names if _name(name)}


def _questions(found: Sequence[Card], indexed: Iterable[Indexed]) -> dict[str, int]:
    """Give the pages whose heading asks a question, by what it tells: "3. How many people do you need?" is many people need.

    A question of fewer than three telling words is asked of anything, and one of several pages leads to none.
    """
    asks = {page.address: page.asks for page in indexed}
    told = [
        (_name(re.sub(r"^\d+\. ", "", question)), number)
        for number, card in enumerate(found)
        if set(card.facets["kind"]) & {"area", "guide", "evidence", "list"}
        for question in asks.get(card.address, ())
    ]
    times = Counter(name for name, _ in told)
    return {name: number for name, number in told if times[name] == 1 and len(name.split()) >= _QUESTION}


def _abbreviations(book: Casebook) -> dict[str, list[str]]:
    """Give the ways to write each abbreviation, by the word of the index: {"ehcp": ["education, health and care plan"]}."""
    return {"".join(words_in(short)): list(ways) for short, ways in book.vocabulary.abbreviations.items()}


def _name(text: str) -> str:
    """Give a name as it is asked for: "What is a confidence interval?" asks for a confidence interval."""
    return " ".join(telling_words(text))


def _ids(found: Sequence[Card], book: Casebook) -> dict[str, int]:
    """Give the page of each record and notebook by the end of its id: "TLG-C-B6B1" is C-B6B1."""
    notebooks = {address: identifier for identifier, _, address in book.notebooks}
    ids = [card.record or notebooks.get(card.address, "") for card in found]
    return {identifier.partition("-")[2]: number for number, identifier in enumerate(ids) if identifier}


def _columns(
    found: Sequence[Card], every: Sequence[Facet], names: Sequence[str], terms: Mapping[str, int]
) -> dict[str, Any]:
    ids, twins = _short(names)
    return {
        "count": len(found),
        "chunk": CHUNK,
        "ids": ids,
        "idWidth": _WIDTH,
        "twins": twins,
        "common": COMMON,
        "stopWords": sorted(STOP_WORDS),
        "names": _names(found),
        "terms": terms,
        "facets": [facet_data(facet, [card.facets.get(facet.key, ()) for card in found]) for facet in every],
        "columns": [
            {"key": column.key, "title": column.title, "isShown": column.is_shown} for column in columns(every)
        ],
    }


def _short(names: Sequence[str]) -> tuple[str, dict[str, int]]:
    """Give the beginnings of the names that Pagefind's results go by, in one text, and the whole names of those that share one.

    Names are drawn by hash and cannot be compressed; five marks tell nearly all of 10,000 apart.
    """
    # "zz_2b32dc5": all begin with the language.
    bare = [name.partition("_")[2] for name in names]
    times = Counter(name[:_WIDTH] for name in bare)
    twins = {name: number for number, name in enumerate(bare) if times[name[:_WIDTH]] > 1}
    return "".join(name[:_WIDTH].ljust(_WIDTH) for name in bare), twins


def _months(date: str) -> int:
    """Give a partial date as months since the year 0; 0 where it is not known."""
    parts = re.findall(r"\d+", date)
    return int(parts[0]) * 12 + (int(parts[1]) - 1 if len(parts) > 1 else 0) if parts else 0


def _cards(found: Sequence[Card]) -> dict[str, list[dict[str, Any]]]:
    shown = ("address", "title", "line", "place", "when", "level", "direction", "caution", "confidence", "balance")
    rows = [
        {
            name: value
            for name in (*shown, "record")
            if (value := getattr(card, name)) is not None and value != "" and value is not False
        }
        for card in found
    ]
    return {f"cards-{start // CHUNK}": rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)}


def _words(found: Iterable[Card], pages: Counter[str]) -> dict[str, dict[str, tuple[int, int]]]:
    """Give every word of the pages by first letter, with the number of titles, summaries and lessons that have it, and of pages.

    A word that stands in a page's text only has 0 first: it is known, and a slip is mended into it where no other is as near.
    A number is never mended, and a large book has very many: one is told only where it is too common to look up.
    """
    heard: Counter[str] = Counter()
    for card in found:
        heard.update(set(telling_words(card.heard_of)))
    # One for each letter, if empty: a reader may type what no page has.
    drawers: dict[str, dict[str, tuple[int, int]]] = {first: {} for first in f"0{ascii_lowercase}"}
    for word in sorted(pages.keys() | heard.keys()):
        # "2019" is typed right or not at all.
        if word.isdigit() and pages[word] <= COMMON:
            continue
        drawers[letter(word)][word] = (heard[word], pages[word])
    return {f"words-{first}": words for first, words in drawers.items()}


def _common(found: Sequence[Card], pages: Counter[str]) -> dict[str, list[int]]:
    """Give, for each word that very many pages have, the pages that have it in title, summary or statement.

    Looking such a word up in the index costs the most and tells the least. A book of today's size has none.
    """
    common = {word for word, count in pages.items() if count > COMMON and word.isascii()}
    heard: dict[str, list[int]] = {word: [] for word in sorted(common)}
    for number, card in enumerate(found):
        for word in common.intersection(telling_words(card.heard_of)):
            heard[word].append(number)
    return {f"common-{word}": records for word, records in heard.items()}


def _orders(found: Sequence[Card]) -> Mapping[str, list[int]]:
    """Give the rank of each page by title and by place, so that the explorer sorts without loading the titles."""

    def ranks(key: str) -> list[int]:
        return order([(getattr(card, key).casefold(), card.title.casefold()) for card in found])

    return {"title": ranks("title"), "place": ranks("place")}
