"""The form of an issue: whatever its body holds, it becomes a record that can be read, or is refused with a reason."""

import datetime
import random
import re
from functools import cache

from books import TINY
from elevenanswers import ANSWERS, body
from formslips import SENTENCES, VALUES, WORDS
from pilotbook.doors.beginning import CannotBegin, Desk
from pilotbook.doors.from_issue import Private, proposed
from pilotbook.doors.new_record import BadDraft
from pilotbook.publish import disk
from pilotbook.record.questions import QUESTIONS
from pilotbook.text.issue_form import NotAForm
from pilotbook.text.private import private_in
from soundbooks import WORDS as ODD_WORDS

from fuzz.spoilt import TEXTS, at_random, spoilt
from fuzz.told import assert_placed

# No answer may end in a file that is no YAML, or whose fields have the wrong shape.
_NEVER = ("text-control", "encoding", "shape", "field")
_SLUGS = ("made-up", "con", "../x", "madeup-vale-hub-letters", "a" * 80, "É", " ", "x\n")
_PATH = re.compile(r"case_studies/[a-z0-9]+(-[a-z0-9]+)*\.yml")
_MARKS = (
    "<!-- hidden -->", "_No response_", "### Summary", "- [x] yes", "Source: S1, page 2", "Source: S9", "Why: ",
    "Interest: none", "\n", "\n\n", "; ", ";", ", ", " and ", "https://example.org/x", "2026-03", "read in full",
    "own report", "\r\n", "\u200b", "\u202e", "|", "{O1.result}",
)  # fmt: skip


@cache
def _desk() -> Desk:
    return Desk(disk.read_records(TINY)[0], datetime.date(2026, 11, 21))


def issue(chance: random.Random) -> str:
    """Make a record of the body of an issue that somebody filled in without looking."""
    raw = _body(chance)
    slug = chance.choice(_SLUGS) if chance.random() < 0.1 else ""
    try:
        found = proposed(raw, _desk(), chance.choice((None, 12)), slug)
    except (NotAForm, Private, BadDraft, CannotBegin) as refused:
        # A reason, and how to mend it: below it, or for a name that was given with the command in a sentence of its own.
        assert "\n    " in str(refused) or (slug and ". " in str(refused)), f"refused without a mend: {refused}"
        return f"issue {type(refused).__name__}"
    written = found.text.encode()
    assert _PATH.fullmatch(found.path), found.path
    assert_placed(found.problems, {found.path: written})
    never = [str(each) for each in found.problems if each.rule in _NEVER or each.rule.startswith("yaml-")]
    assert not never, f"{never}\n{found.text}"
    assert not private_in(found.text), "what is private stands in the record"
    return "issue became a record" + (" that is refused" if found.problems else "")


def _body(chance: random.Random) -> bytes:
    kind = chance.randrange(10)
    if kind == 0:
        return at_random(chance)
    if kind < 3:
        return spoilt(body().encode(), chance)
    answers = {**ANSWERS, **{name: _answer(chance) for name in ANSWERS if chance.random() < 0.2}}
    text = body(answers, "".join(chance.choice("X x") for _ in range(3)))
    if kind == 3:
        parts = text.split("### ")
        chance.shuffle(parts)
        text = "### ".join(parts)
    if kind == 4:
        text = text.replace(chance.choice(QUESTIONS).asks, chance.choice(QUESTIONS).asks)
    return text.encode("utf-8", "replace")


def _answer(chance: random.Random) -> str:
    words = (
        *(_HARMLESS if chance.random() < 0.7 else WORDS),
        *VALUES,
        *SENTENCES,
        *ODD_WORDS,
        *_MARKS,
        *_MARKS,
        *ANSWERS.values(),
        *_TEXTS,
    )
    return chance.choice((" ", "\n", "")).join(chance.choice(words) for _ in range(chance.choice((0, 1, 2, 4, 12))))


_TEXTS = tuple(text.encode("utf-8", "replace").decode() for text in TEXTS)
# Where one word of a form is private nothing else of it is looked at.
_HARMLESS = tuple(word for word in WORDS if not private_in(word))
