"""Find words by which a text says that one thing caused another: 'led to', 'reduced waits', 'helped families to stay'.

It reads sentences with patterns and a little grammar, and knows no records. Causal words are let off where the text does
not vouch for them: they are denied, asked, meant, perhaps so, somebody's saying, a quotation, the doing itself, or the
work of something other than the pilot. `tests/wording/sentences.yml` shows what it tells apart, and how well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pilotbook.causal.exceptions import is_excused, surroundings
from pilotbook.causal.patterns import causal_matches
from pilotbook.text.sentences import spans


@dataclass(frozen=True)
class Finding:
    """Causal words as written, where they begin in the text, and the nearest words that tell only what was seen."""

    start: int
    words: str
    better: str


def causal_words(text: str) -> Iterator[Finding]:
    """Yield every place where `text` vouches for a cause, in order."""
    plain, origin = _plain(text)
    for begin, end in spans(plain):
        for start, stop, better in causal_matches(plain[begin:end]):
            if not is_excused(surroundings(plain[begin:end], start, stop)):
                first, last = origin[begin + start], origin[begin + stop - 1]
                yield Finding(first, text[first : last + 1], better)


# “it cut waits” and "it cut waits"; an opening mark that is never closed hides nothing.
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")
# The address of a link, "](https://example.org/led-to)", or one written out.
_LINKED = re.compile(r"\]\([^()\s]*\)|https?://\S+")
# "{O1.result}": a figure stands there, so it is blotted out as a word and not as a blank.
_REFERENCE = re.compile(r"\{[^{}\s]*\}")
# The marks of emphasis, code and links, between which words are read as usual: "**led** to".
_MARKS = re.compile(r"[*`\[\]]")

# Blanks and line ends, with the mark of a list entry after them: "\n- ", "\n\n2. ".
_BLANKS = re.compile(r"\s+(?:(?:[-+]|\d+[.)])\s+)?")


def _plain(text: str) -> tuple[str, list[int]]:
    """Give the text in single blanks with quotations, figures and marks blotted out, and where each letter came from.

    A new paragraph or list item begins with a line end; any other line end is a blank, so that it hides nothing.
    """
    masked = _QUOTED.sub(lambda match: _blotted(match.group()), text)
    masked = _LINKED.sub(lambda match: " " * len(match.group()), masked)
    masked = _REFERENCE.sub(lambda match: "_" * len(match.group()), masked)
    masked = _MARKS.sub(" ", masked)
    parts: list[str] = []
    origin: list[int] = []
    reached = 0
    for gap in _BLANKS.finditer(masked):
        blank, begins = gap.group(), gap.start()
        parts.append(masked[reached:begins])
        origin += range(reached, begins)
        is_new = "\n" in blank and (blank.count("\n") > 1 or blank.strip())
        if is_new or not blank.strip():
            parts.append("\n" if is_new else " ")
            origin.append(begins)
            reached = gap.end()
        else:
            reached = begins
    parts.append(masked[reached:])
    origin += range(reached, len(masked))
    return "".join(parts), origin


def _blotted(quotation: str) -> str:
    """Blot out a quotation but for its last mark and a stop before that: '“It cut waits.”' → '_____________.”'.

    The stop may end the sentence around it, so it has to be seen.
    """
    before = quotation[-2] if quotation[-2] in ".!?" else "_"
    return "_" * (len(quotation) - 2) + before + quotation[-1]
