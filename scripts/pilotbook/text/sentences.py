"""Take a text apart into its sentences."""

import re
from collections.abc import Iterator

# A stop, with the quotation marks, brackets and emphasis that it closes, and a blank before what is no small letter: "it
# rose.” The". A line end is an end too.
_END = re.compile(r"[.!?…][\"”’)_*]* (?=[^a-z])|\n")
# After these a stop ends nothing: "St. Mary's", "e.g. rent", "J. Smith". Tested on what comes before the next word.
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|cf|vs|Mr|Mrs|Ms|Dr|St|Prof|Cllr|No|no|approx|pp?|Rev)|\b[A-Z])\. $")
# An empty line, or the line end before a list entry: "- visits", "2. letters".
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:[-+*]|[0-9]+[.)])\s)")


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a prose field as they were written, each on one line; a list entry is a sentence."""
    for paragraph in _PARAGRAPH.split(text):
        line = " ".join(paragraph.split())
        yield from (line[begin:end].strip() for begin, end in spans(line))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends, in a text of single blanks whose line ends begin a new paragraph."""
    begin = 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[begin : end.end()]):
            yield begin, end.end()
            begin = end.end()
    yield begin, len(text)
