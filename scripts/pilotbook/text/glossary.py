"""The terms of book/method/glossary.md, and which of them a page uses.

That page is the one place where a term is explained. It holds them in Sphinx's own `{glossary}` directive: a line for the
term, a line for each other name, then the meaning, set in by two blanks. Sphinx gives each name an anchor.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

# Words of the field itself, such as 'pilot', stand on every page; those of statistics are what stops a reader.
EXPLAINED = "Statistics and method"
MOST = 12
# "## Statistics and method" and everything to the next heading of that rank, or to the end.
_SECTION = re.compile(r"^## (.+?)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
# What stands between "```{glossary}" and its closing fence.
_BLOCK = re.compile(r"^```\{glossary\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Lines that begin at the margin (names), then lines that are set in (the meaning).
_ENTRY = re.compile(r"((?:^\S.*\n)+)((?:^[ ]{2}.*\n?)+)", re.MULTILINE)
# A citation with the blank before it: " {src}`magenta-2020`". Made pages have no list of these sources.
_ROLE = re.compile(r"\s*\{src\}`[^`]*`")


@dataclass(frozen=True)
class Term:
    """A term of the glossary: its names, the usual one first, and its meaning in Markdown."""

    names: tuple[str, ...]
    meaning: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Give a part of each name, without which the name cannot stand in a text: its longest word."""
        return tuple(max(re.split(r"[\s-]", name.casefold()), key=len) for name in self.names)

    @property
    def anchor(self) -> str:
        """Give the id that Sphinx puts on the term: 'term-Benefit-cost-ratio'."""
        return "term-" + re.sub(r"[^A-Za-z0-9]+", "-", self.names[0]).strip("-")


class Glossary(tuple[Term, ...]):
    """The terms that pages explain, with one name for them all: every page of a record is made from them."""

    @cached_property
    def digest(self) -> str:
        """Name the terms by all that they say."""
        return hashlib.sha256(repr(tuple(self)).encode()).hexdigest()[:32]


def explained_terms(text: str) -> Glossary:
    """Give the terms that pages explain, from the text of the glossary page, in its order."""
    return Glossary(term for name, body in _SECTION.findall(text) if name == EXPLAINED for term in _terms(body))


def _terms(body: str) -> Iterator[Term]:
    for block in _BLOCK.findall(body):
        for names, meaning in _ENTRY.findall(block):
            yield Term(tuple(names.splitlines()), _ROLE.sub("", " ".join(meaning.split())))


def terms_used(terms: Sequence[Term], words: str) -> list[Term]:
    """Give the terms that `words` use, in the glossary's order; of more than 12, those that come first in the words."""
    # Most pages use few of the terms, and to look for a part of a word is far quicker than to match its forms.
    folded = words.casefold()
    found = ((_first_use(term, folded), term) for term in terms if any(part in folded for part in term.parts))
    used = sorted(((place, term) for place, term in found if place is not None), key=lambda pair: pair[0])
    chosen = {term for _, term in used[:MOST]}
    return [term for term in terms if term in chosen]


def _first_use(term: Term, folded: str) -> int | None:
    """Give where a name of the term first stands in words without capitals: whole, one or many."""
    found = (_whole(use, folded) for use in _uses_of(term.names))
    return min((place for place in found if place is not None), default=None)


def _whole(use: re.Pattern[str], folded: str) -> int | None:
    """Give where a name first stands with no letter or hyphen right before it: "trials" is "trial", "retrial" is not."""
    # A pattern that looks behind itself would be tried at every letter; one that begins with a word is found by that word.
    match = use.search(folded)
    while match and match.start() and (folded[match.start() - 1].isalnum() or folded[match.start() - 1] in "_-"):
        match = use.search(folded, match.start() + 1)
    return match.start() if match else None


@lru_cache(maxsize=1_000)
def _uses_of(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    # "p value", "p-value" and a name broken over two lines are one.
    parts = (r"[\s-]+".join(map(re.escape, re.split(r"[\s-]", name.casefold()))) for name in names)
    return tuple(re.compile(rf"{name}(?:s|es)?(?![\w-])") for name in parts)
