"""A problem in a contributed file: where it is, what it is, and how to mend it."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

LISTED = 30


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one file, ordered by place so that reports read from top to bottom.

    is_advice: the record is sound as it stands, but its readers would be better served, or it may hold a slip.
    also: other files that have a part in it, such as the one that has the same id.
    """

    path: str
    line: int
    column: int
    what: str
    mend: str
    rule: str
    is_advice: bool = False
    also: tuple[str, ...] = ()

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


def spelt_alike(name: str, choices: Iterable[str]) -> str | None:
    """Give the name that `name` is a misspelling of, or None: another name that looks like it may be another thing.

    Word by word, with the same first letter, and one letter missing, added or changed over. A wrong letter is no slip:
    Herefordshire is not Hertfordshire.
    """
    words = _words(name)
    close = (choice for choice in sorted(choices) if len(_words(choice)) == len(words))
    return next((each for each in close if all(map(_is_slip, words, _words(each)))), None)


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name[:100].casefold())


def _is_slip(written: str, meant: str) -> bool:
    if written == meant:
        return True
    return len(meant) > 3 and written[:1] == meant[:1] and _slips(written, meant) == 1


def _slips(first: str, second: str) -> int:
    """Count the letters to add, leave out or change over with their neighbour; another letter counts as two."""
    before, last = list[int](), list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        now = [row]
        for column, other in enumerate(second, start=1):
            best = min(now[-1] + 1, last[column] + 1, last[column - 1] + 2 * (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                best = min(best, before[column - 2] + 1)
            now.append(best)
        before, last = last, now
    return last[-1]


def choose(word: str, choices: Iterable[str]) -> str:
    """Give the sentence that mends a word chosen from a list: the near match, those that hold the word, or the list."""
    words = sorted(choices)
    # Of a name of several words half may be another's: 'people-over-40' is not 'people-who-abuse'.
    if match := near_match(word, words, cutoff=0.75 if "-" in word.strip("-") else 0.6):
        return f"Use '{match}'."
    beginning = re.sub(r"[\W_]+", "", word.casefold())[:4]
    if len(beginning) >= 3 and (
        alike := [each for each in words if beginning in re.sub(r"[\W_]+", "", each.casefold())]
    ):
        words = alike
    return one_of(words)


def one_of(choices: Iterable[str]) -> str:
    """Give the sentence that lists what may be chosen; of labels such as S1 and S12 none is a misspelling of another."""
    words = sorted(
        choices,
        key=lambda word: (re.sub(r"[0-9]", "", word), len(word), word) if word[-1:].isdigit() else (word, 0, word),
    )
    more = f" … ({len(words)} in all)" if len(words) > LISTED else ""
    return f"Choose one of: {', '.join(words[:LISTED])}{more}."
