"""The words of a page that a reader sees, and a short name for them by which likeness can be told."""

import hashlib
import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

# What surrounds the words of a page and changes from day to day.
_AROUND = "script, style, noscript, template, svg, nav, header, footer, aside, form, iframe"
_WORD = re.compile(r"\w+")
# Fewer words say nothing of a page: it may be drawn by scripts.
FEW = 50
# What follows says nothing more of whether two pages are one; each word costs some microseconds.
MOST = 20_000
# Of 64 bits. Pages of which nine tenths are the same differ in some 9, halves in some 21, and strangers in some 32.
CLEARLY, ALIKE = 20, 3
_NOT_FOUND = re.compile(
    r"^\W*(error\W*)?404\b|^\W*410\b|\b(error|http) 404\b|\b404 (error|not found)\b"
    r"|\b(page|file|document|content)( \w+){0,4} (not|n[o']t be|cannot be|can.t be|could not be) found\b"
    r"|\b(can.?t|cannot|couldn.?t|could not) find (the|that|this|your) page\b"
    r"|\bpage (does not|doesn.t|no longer) exists?\b|\bpage no longer available\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Words:
    """What a page says: its title, its first heading, how many words it shows, and their name ('' where too few or no text)."""

    title: str = ""
    heading: str = ""
    count: int = 0
    digest: str = ""

    @property
    def says_not_found(self) -> bool:
        """Say whether its title or first heading says that there is no such page."""
        return any(_NOT_FOUND.search(" ".join(text.split())) for text in (self.title, self.heading))


def read(html: str) -> Words:
    """Give the words of a page; of its main part where it marks one."""
    tree = LexborHTMLParser(html)
    title, heading = _text(tree, "title"), _text(tree, "h1")
    for around in tree.css(_AROUND):
        around.decompose()
    part = tree.css_first("main, [role=main], article") or tree.body
    words = _WORD.findall(part.text(separator=" ").casefold())[:MOST] if part is not None else []
    return Words(title, heading, len(words), sketch(words) if len(words) >= FEW else "")


def _text(tree: LexborHTMLParser, selector: str) -> str:
    found = tree.css_first(selector)
    return found.text(strip=True)[:300] if found is not None else ""


def sketch(words: list[str]) -> str:
    """Give 64 bits, in 16 signs, that are much alike for texts that are much alike (Charikar's simhash, of three words at a time)."""
    counts = [0] * 64
    for place in range(max(1, len(words) - 2)):
        told = hashlib.blake2b(" ".join(words[place : place + 3]).encode(), digest_size=8).digest()
        bits = int.from_bytes(told, "big")
        for bit in range(64):
            counts[bit] += 1 if bits >> bit & 1 else -1
    return f"{sum(1 << bit for bit, count in enumerate(counts) if count > 0):016x}"


def apart(one: str, other: str) -> int:
    """Count the bits in which two sketches differ, of 64."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
