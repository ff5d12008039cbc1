"""Read the Markdown that the host makes of an issue form: a heading for each question, and below it the answer.

It is text from outside and stays text: nothing in it is run, followed or taken for a path. What a reader of the issue would
not see is taken out, and told.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pilotbook.text.folding import folded
from pilotbook.text.plaintext import MAX_BYTES, hidden_at
from pilotbook.text.problems import shown

# How many kinds of hidden signs are told one by one.
_TOLD = 5
_EMPTY = {"_no response_", "*no response*"}
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_BOX = re.compile(r"^\s*[-*+] \[(?P<tick>[ xX])\] (?P<words>.+)$")


class NotAForm(Exception):
    """The text is no answered form; the message says why, and how to mend it."""


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in: answers by the words of their questions, boxes that are ticked, and what was taken out."""

    answers: dict[str, str]
    ticked: frozenset[str]
    taken_out: tuple[str, ...]


def text_of(raw: bytes) -> str:
    """Give the text of a form. Raises NotAForm where it is too large, or no text."""
    if len(raw) > MAX_BYTES:
        raise NotAForm(
            f"The form is larger than {MAX_BYTES // 1024} KiB.\n    Give the text of one issue; the host's own limit is smaller."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAForm("The form is not UTF-8 text.\n    Save the text of the issue with encoding UTF-8.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    """Give a text without what a reader of the issue would not see, and what that was, without repeating a word of it."""
    told: list[str] = []
    bare = _COMMENT.sub("", text)
    if bare != text:
        told.append("A comment was taken out, which the host does not show. Look at the issue's own text for it.")
    hidden: Counter[str] = Counter()
    # What joins two letters has no work left once one of them is gone.
    while found := hidden_at(bare):
        hidden.update(bare[at] for at in found)
        gone = set(found)
        bare = "".join(char for at, char in enumerate(bare) if at not in gone)
    for char, count in hidden.most_common(_TOLD):
        name = unicodedata.name(char, "a control character").lower()
        times = f"{count} times" if count > 1 else "once"
        told.append(f"U+{ord(char):04X} ({name}) was taken out, {times}. Read the words again that it stood in.")
    if len(hidden) > _TOLD:
        told.append(f"{len(hidden) - _TOLD} more signs that nobody sees were taken out.")
    return bare, tuple(told)


def filled(text: str, questions: Sequence[str], boxes_under: str, boxes: Collection[str]) -> Filled:
    """Read a form. Raises NotAForm where no question of it stands there, or one stands twice.

    questions: their words, in order. boxes_under: the heading of the boxes. boxes: their words.
    """
    bare, taken_out = cleaned(text)
    known = {folded(words): words for words in (*questions, boxes_under)}
    parts: dict[str, list[str]] = {}
    into: list[str] = []
    for line in bare.split("\n"):
        asked = known.get(folded(line[4:])) if line.startswith("### ") else None
        if asked is None:
            into.append(line)
        elif asked in parts:
            raise NotAForm(
                f"The question {shown(asked)} stands there twice as a heading, so it is not sure which answer is meant.\n"
                "    Edit the issue: leave one of the two, and take the '###' from other lines."
            )
        else:
            into = parts.setdefault(asked, [])
    if not parts.keys() - {boxes_under}:
        raise NotAForm(
            "No question of the form 'Send a case' stands there as a heading.\n"
            f"    Give the text of an issue that was made by it: '### {questions[0]}', and below it the answer."
        )
    answers = {asked: _answer(parts[asked]) for asked in questions if asked in parts}
    return Filled(answers, frozenset(_ticked(parts.get(boxes_under, ()), boxes)), taken_out)


def _answer(lines: Sequence[str]) -> str:
    text = "\n".join(lines).strip()
    return "" if text.casefold() in _EMPTY else text


def _ticked(lines: Collection[str], boxes: Collection[str]) -> Iterator[str]:
    known = {folded(box): box for box in boxes}
    for line in lines:
        if (box := _BOX.match(line)) and box["tick"] in "xX" and (words := known.get(folded(box["words"]))):
            yield words
