"""A problem in a contributed file: where it is, what it is, and how to mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

LISTED = 12


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one file, ordered by place so that reports read from top to bottom.

    is_advice: the record is sound as it stands, but its readers would be better served.
    """

    path: str
    line: int
    column: int
    what: str
    mend: str
    rule: str
    is_advice: bool = False

    def __str__(self) -> str:
        """Give the two lines that an author reads: the place and fault, then the mend."""
        place = f"{_one_line(self.path)}:{self.line}:{self.column}"
        kind = "advice: " if self.is_advice else ""
        return f"{place}: {kind}{_one_line(self.what)} [{self.rule}]\n    {_one_line(self.mend)}"


def _one_line(text: str) -> str:
    # What a contributor wrote, or named a file, must not start a line of its own in a log.
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in " ".join(text.split()))


def shown(text: str, limit: int = 60) -> str:
    """Give what was written as a message shows it: in quotation marks, on one line, cut short with '…'."""
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= limit else f"'{line[: limit - 1]}…'"


def joined(names: Iterable[str]) -> str:
    """Give names in quotation marks as a list in words: 'a', 'b' and 'c'."""
    *first, last = [f"'{name}'" for name in names]
    return f"{', '.join(first)} and {last}" if first else last


def near_match(word: str, choices: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Give the choice that `word` most likely meant, or None where nothing is close."""
    by_folded = {choice.casefold(): choice for choice in sorted(choices)}
    matches = difflib.get_close_matches(word[:100].casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[matches[0]] if matches else None


def choose(word: str, choices: Iterable[str]) -> str:
    """Give the sentence that mends a word chosen from a list: the near match, or the list."""
    words = sorted(choices)
    if match := near_match(word, words):
        return f"Use '{match}'."
    more = f" … ({len(words)} in all)" if len(words) > LISTED else ""
    return f"Choose one of: {', '.join(words[:LISTED])}{more}."
