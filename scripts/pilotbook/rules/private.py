"""The personal data gate: what must not be public is refused wherever it stands in a file, and no message repeats it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from pilotbook.record.case import Case
from pilotbook.record.lesson import Lesson
from pilotbook.rules.inside import parts
from pilotbook.rules.small import texts_of
from pilotbook.text.located import Document, Path
from pilotbook.text.plaintext import seen_text, words_in
from pilotbook.text.private import KINDS, Hidden, Private, hidden_parts, named_person, private_in
from pilotbook.text.problems import Problem
from pilotbook.text.wordlists import FIRST_NAMES

# The help of each rule that reads a file as it was written.
HELP = {
    "personal-data": "No field holds a person's e-mail address, a telephone, National Insurance or NHS number, a date of birth, "
    "or the postcode of a home.\n\n"
    "What is sent is public before any check has run, and git keeps every version. Mailboxes of a team, addresses of an "
    "office and numbers that begin with 0800 or 0300 may stand. No message repeats what was found. "
    "Good: `record_owner: family.hubs@example.org`.",
    "secret": "No field holds a password, a key or a token, nor an address that lets in whoever has it.\n\n"
    "Whoever reads it can use it, so it is changed where it was given out before anything else. "
    "Good: an address without `?token=…`.",
}
_OUT = "if it was sent already, tell the editors: git keeps it ('Take out what must not be public' in the runbook)."
# What to write instead of what is private, by its kind; "" is of any other.
INSTEAD = {
    "email": "Name a team, its shared mailbox or a page instead",
    "postcode": "Name the town or the area; with an office's postcode write the office's name before it",
    "": "Take it out",
}
_MENDS = {kind: f"{instead}; {_OUT}" for kind, instead in INSTEAD.items()} | {
    "secret": "Have it changed or revoked where it was given out, now; then take it out, and tell the editors: git keeps it.",
}
_TITLES = frozenset(("Mr", "Mrs", "Ms", "Miss"))
# No service is for these: who wrote, who judged, who took part as an organisation.
NAMED_RIGHTLY = frozenset({"contributors", "partners", "rating", "sources", "searches", "raters", "disclosure"})


def guarded(
    path: str, raw: bytes, document: Document | None, problems: Iterable[Problem]
) -> tuple[Problem, ...] | None:
    """Give every problem of a file in which something is private, with nothing of it in any message; None where nothing is.

    raw: the file as it was written, so that what is in a comment, or in a file that cannot be read, is found too.
    document: the same file read, for what was written with escapes or over several lines; None where it cannot be read.
    problems: what other rules found, whose messages may quote it.
    """
    problems = tuple(problems)
    # A message may quote what was read behind a wrong encoding, or around a hidden sign; of a sound file all is seen.
    text = document.text if document and not problems else seen_text(raw)
    written = private_in(text)
    otherwise = list(_otherwise(document, {text[each.start : each.end] for each in written}))
    if not written and not otherwise:
        return None
    found = [_problem(path, _place(text, each.start), each.kind) for each in written]
    found += [
        _problem(path, document.place_in(place, value[each.start : each.end]), each.kind)
        for place, value, each in otherwise
        if document
    ]
    hidden = hidden_parts(
        [text[each.start : each.end] for each in written]
        + [value[each.start : each.end] for _, value, each in otherwise]
    )
    return tuple(sorted({*found, *(_veiled(problem, hidden) for problem in problems)}))


def _problem(path: str, place: tuple[int, int], kind: str) -> Problem:
    what = f"this looks like {KINDS[kind]}, which must not be public"
    mend = _MENDS.get(kind, _MENDS[""])
    if kind == "secret":
        return Problem(path, *place, what, mend, "secret")
    return Problem(path, *place, what, mend, "personal-data")


def _place(text: str, start: int) -> tuple[int, int]:
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _otherwise(document: Document | None, seen: set[str]) -> Iterator[tuple[Path, str, Private]]:
    """Yield what is private in values that do not stand in the file as they are read.

    With escapes, such as "jane\\x40example.org", or with a number that goes on in the next line of its text.
    """
    if document is None:
        return
    has_escapes = "\\" in document.text
    for path, value in _values(document.data, ()):
        if (has_escapes or " " in value) and value not in document.text:
            yield from ((path, value, each) for each in private_in(value) if value[each.start : each.end] not in seen)


def _values(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for name, inner in data.items():
            yield from _values(inner, (*path, name))
    elif isinstance(data, list):
        for index, inner in enumerate(data):
            yield from _values(inner, (*path, index))


def _veiled(problem: Problem, hidden: Hidden) -> Problem:
    """Give a problem whose message holds nothing private, in other words where it did."""
    if not hidden.is_in(f"{problem.what} {problem.mend}"):
        return problem
    what = "what is wrong here cannot be told without repeating what is private"
    return replace(problem, what=what, mend="Take out what is private; then check again.", also=())


def people_unnamed(record: Case | Lesson, document: Document) -> Iterator[Problem]:
    """A person whom a service was for is told by what they were, not by name.

    Consent to be named in a report is no consent to be named here for good. A person who spoke for an organisation may be
    named. This is asked, as a program knows few names: look for others yourself. The message does not repeat the name.

    Good: 'A mother of two said that she came back for the visits.'
    """
    for path, name, text in _prose(record):
        # Nearly all texts name nobody: to look for the names themselves is quicker than for how they are told.
        if not _names_in(text):
            continue
        if found := named_person(text):
            what = f"'{name}' seems to name a person whom the service was for"
            mend = "Say who they were instead of the name, such as 'a mother of two'."
            yield document.problem_in(path, found[0], what, mend, "person-named", before=text[: found[1]])


def _names_in(text: str) -> bool:
    words = words_in(text)
    return not FIRST_NAMES.isdisjoint(words) or not _TITLES.isdisjoint(words)


def _prose(record: BaseModel) -> Iterator[tuple[Path, str, str]]:
    for path, item in parts(record):
        if path[:1] and path[0] in NAMED_RIGHTLY:
            continue
        for name in texts_of(type(item)):
            value: Any = getattr(item, name)
            texts: Sequence[Any] = value if isinstance(value, tuple) else (value,)
            yield from (((*path, name), name, text) for text in texts if isinstance(text, str))


ASKED: Mapping[str, Callable[..., Iterator[Problem]]] = {"person-named": people_unnamed}
