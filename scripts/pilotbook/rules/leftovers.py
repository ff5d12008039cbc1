"""Rules on words that were meant to be replaced: those of the draft and of the guide, and marks such as TBC."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from pilotbook.record.case import Case
from pilotbook.record.lesson import Lesson
from pilotbook.record.samples import SAMPLES, sample
from pilotbook.rules.inside import texts_in
from pilotbook.text.folding import folded
from pilotbook.text.problems import Problem, shown
from pilotbook.text.yamlfile import Document

Found = Iterator[Problem]
# The words of `pilotbook new`, in doors/new_record.py; a test holds the two together.
DRAFT = (
    "TITLE in at most 16 words",
    "What was tried. What was found. How sure we are.",
    "What was done, for whom, set against what.",
    "What was to be put right.",
    "What it is called",
    "As the source prints it",
    "Who put it out",
    "Your team or mailbox",
    "Your team",
    "Say if you have a part in the pilot",
    "A short name",
    "When …, … tends to ….",
    "Begin with a verb.",
    "What lies behind it.",
    "Where not to use it.",
)
_DRAFT = {folded(words) for words in DRAFT}
_LONGEST = max(map(len, DRAFT))
# The record in contribute/file.md: somebody who copies it begins a record of their own.
GUIDE_ID = "TLG-C-4T9W"
# In capitals anywhere, or as the whole of a text however it is written.
_MARKS = re.compile(r"(?<![\w-])(?:TBC|TBD|TBA|TODO|FIXME|XXX+)(?![\w-])|(?i:\blorem ipsum\b)")
_WHOLE = re.compile(
    r"(?:tb[acd]|to ?do|fixme|x{3,}|\?+|\.{3}|…|placeholder|to be (?:confirmed|added|completed|decided|done|filled in|written)"
    r"|insert .* here|(?:your|the) (?:text|title|name) here|\[.*\]|<[^:@]*>)\.?",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(r"(?:.*\.)?(?:example\.(?:org|com|net)|example|invalid|test|localhost|local)")


def own_words_written(record: Case | Lesson, document: Document) -> Found:
    """The words of a draft, of the guide's example, and marks such as TBC are replaced by the record's own.

    They would be published as they stand. What is not known is left out, or said with its reason, such as
    `{missing: not_yet_due}`. An address at example.org leads nowhere; only `example.org/made-up` may stand, which says itself
    that it is made up. Good: `publisher: Leeds City Council`.
    """
    if record.id == GUIDE_ID:
        mend = "Draw your own with 'pilotbook new', or make up four digits and capitals."
        yield document.problem(("id",), f"'{record.id}' is the id of the guide's example", mend, "draft-words")
    for place, name, text in texts_in(record):
        if fault := _left(name, text):
            yield document.problem_in(place, fault[0], *fault[1:], "draft-words")


# Codes, units and dates come again and again.
@lru_cache(maxsize=20_000)
def _left(name: str, text: str) -> tuple[str, str, str] | None:
    """Give (words, what, mend) where a text holds words that were to be replaced."""
    if name in ("url", "archive_url"):
        return _example_address(name, text)
    if text in _of_samples():
        what = f"'{name}' still holds the words of the example"
        return text, what, "Write your own, or leave the field out if it may be."
    # Most texts are longer than any of these, and a check reads thousands.
    is_short = len(text) <= _LONGEST
    if is_short and (folded(text) in _DRAFT or folded(text.rstrip(".")) in _DRAFT):
        return (
            text,
            f"'{name}' still holds the words of the draft",
            "Write your own, or leave the field out if it may be.",
        )
    if found := (is_short and _WHOLE.fullmatch(text.strip())) or _MARKS.search(text):
        what = f"'{name}' holds {shown(found.group(), 30)}"
        return found.group(), what, "Write what is known, or the reason why it is not: {missing: not_yet_due}."
    return None


@cache
def _of_samples() -> frozenset[str]:
    """Give the sentences of the entries that editors offer whole: who takes one may forget a line of it."""
    return frozenset(text for name in SAMPLES for text in _texts(sample(name)) if len(text.split()) > 3)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    else:
        for part in data.values() if isinstance(data, dict) else data:
            yield from _texts(part)


def _example_address(name: str, url: str) -> tuple[str, str, str] | None:
    parts = urlsplit(url)
    host = (parts.hostname or "").casefold()
    if not _EXAMPLES.fullmatch(host) or (host.endswith("example.org") and "made-up" in parts.path):
        return None
    return url, f"'{name}' leads to {host}, which is kept for examples", "Copy the address of the source itself."
