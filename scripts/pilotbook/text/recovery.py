"""Read on behind a slip in the form of a file, so that one run tells every other problem too.

A slip is mended in a copy that nobody sees: the copy is read, and what is wrong in it is told at the places of the file
itself. Nothing of the copy is kept or published. A mend is tried only where the file can be read further with it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pilotbook.text.looksalike import Odd, merges_left, odd_signs
from pilotbook.text.plaintext import Refused, hidden_fault, hidden_places
from pilotbook.text.tries import HOLE, Change, Try, tries_at

__all__ = ["HOLE", "Attempt", "Copy", "Rest", "recover"]

# A record holds seldom more than a few slips; a file of hundreds is none of ours.
MOST_SLIPS = 40
MOST_KINDS_HIDDEN = 12
# Lines within which one slip is likely to be seen twice.
FAR = 15
# Each try reads the whole copy: so many letters are read in all, a hundred times the longest record. A file made to be slow has
# no more.
MOST_READ = 2_000_000


@dataclass(frozen=True)
class Attempt:
    """What one reading of a text gave: its data with marks, the slips that left it readable, and the one that stopped it."""

    data: Any
    marks: Any
    faults: list[Refused]
    stop: Refused | None


@dataclass(frozen=True)
class Copy:
    """A text as it was mended, with each change, so that a place in it can be told as a place of the file.

    blurred: the lines of which only a guess was read; nothing else is told of them.
    """

    text: str
    changes: tuple[Change, ...] = ()
    blurred: frozenset[int] = frozenset()

    def changed(self, changes: Iterable[Change]) -> "Copy":
        """Give the copy with more changes, each at its place in the text that those before it have left."""
        lines, made = self.text.split("\n"), tuple(changes)
        for change in made:
            line = lines[change.line]
            lines[change.line] = line[: change.column] + change.new + line[change.column + len(change.old) :]
        return replace(self, text="\n".join(lines), changes=(*self.changes, *made))

    @cached_property
    def _on_line(self) -> Mapping[int, list[Change]]:
        """Give the changes of each line, the last first."""
        found: dict[int, list[Change]] = {}
        for change in reversed(self.changes):
            found.setdefault(change.line, []).append(change)
        return found

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Give the place in the file, from 1, of a place in the copy, from 1. No change adds a line or takes one away."""
        at = column - 1
        for change in self._on_line.get(line - 1, ()):
            if at <= change.column:
                continue
            if at >= change.column + len(change.new):
                at += len(change.old) - len(change.new)
            else:
                # Within what was put in: as near to what stood there as can be.
                at = min(at, change.column + max(len(change.old) - 1, 0))
        return line, max(at, 0) + 1

    def told(self, fault: Refused) -> Refused:
        """Give a fault of the copy at its place in the file."""
        return Refused(self.place(fault.line, fault.column), fault.what, fault.mend, fault.rule)


@dataclass(frozen=True)
class Rest:
    """What could be read behind the slips of a file: the slips themselves, and the data with its marks (None where none)."""

    faults: list[Refused] = field(default_factory=list)
    data: Any = None
    marks: Any = None
    blurred: frozenset[int] = frozenset()
    # The places, from 1, of values that were put in quotes: where such a value is wrong even so, that alone is told.
    quoted: frozenset[tuple[int, int]] = frozenset()


def recover(text: str, attempt: Callable[[str], Attempt], faults: list[Refused]) -> Rest:
    """Read on behind every slip that can be passed. `faults`: what was found before the text could be looked at."""
    copy = Copy(text)
    found = list(faults)
    for fault, changed in _signs(copy):
        found.append(fault)
        copy = changed
    read = attempt(copy.text)
    quoted: set[tuple[int, int]] = set()
    guessed = 0
    left = iter(range(MOST_READ // max(len(text), 1)))
    for _ in range(MOST_SLIPS):
        if read.stop is None:
            break
        made = _further(copy, read.stop, attempt, left)
        if made is None:
            break
        tried, changed, further = made
        # A guess that asks for another close by was wrong: what could be told behind it would lead astray.
        if tried.is_guess and guessed and read.stop.line - guessed <= FAR:
            return Rest(found)
        guessed = read.stop.line if tried.is_guess else guessed
        found.append(copy.told(tried.said(read.stop)))
        quoted |= {copy.place(*place) for place in tried.quoted_at}
        copy, read = changed, further
    found += _rest_of(copy, read, found)
    if read.stop is not None or not isinstance(read.data, dict):
        return Rest(found)
    return Rest(found, read.data, _marks(copy, read.marks), copy.blurred, frozenset(quoted))


def _rest_of(copy: Copy, read: Attempt, found: list[Refused]) -> Iterator[Refused]:
    told = {fault.line for fault in found}
    stop = [read.stop] if read.stop else []
    for fault in (*read.faults, *stop):
        placed = copy.told(fault)
        # What is odd on a line that was guessed, or that broke, is the same mistake.
        if fault is read.stop or (placed.line not in told and not (read.stop and fault.line == read.stop.line)):
            yield placed


def _signs(copy: Copy) -> Iterator[tuple[Refused, Copy]]:
    """Take out of the copy what cannot be seen, what only looks like YAML, and the second part of each open merge."""
    hidden: dict[str, list[tuple[int, int]]] = {}
    for line, column, char in hidden_places(copy.text):
        hidden.setdefault(char, []).append((line, column))
    if 0 < len(hidden) <= MOST_KINDS_HIDDEN:
        out = ((line, column, char) for char, places in hidden.items() for line, column in places)
        # From the end of a line to its beginning, so that each still stands where it was found.
        copy = copy.changed(Change(line - 1, column - 1, char, "") for line, column, char in sorted(out, reverse=True))
        for char, places in hidden.items():
            yield hidden_fault(places[0], char, more=len(places) - 1), copy
    if merges := list(merges_left(copy.text)):
        lines = copy.text.split("\n")
        copy = copy.changed(Change(line, 0, lines[line], "") for _, passed in merges for line in passed)
        for fault, _ in merges:
            yield fault, copy
    groups: dict[tuple[str, str], list[Odd]] = {}
    # Each time the first of each line: a line may begin with several.
    while odds := list(odd_signs(copy.text)):
        for odd in odds:
            groups.setdefault((odd.char, odd.meant.strip()), []).append(odd)
        copy = copy.changed(Change(odd.line - 1, odd.column - 1, odd.char, odd.meant) for odd in odds)
    for group in groups.values():
        first = min(group, key=lambda odd: (odd.line, odd.column))
        yield first.fault(copy.place(first.line, first.column), more=len(group) - 1), copy


def _further(
    copy: Copy, stop: Refused, attempt: Callable[[str], Attempt], left: Iterator[int]
) -> tuple[Try, Copy, Attempt] | None:
    """Give the first mend with which the copy can be read on; of mere guesses the one with which it can be read furthest.

    left: yields once for each try that may still be made.
    """
    best: tuple[Try, Copy, Attempt] | None = None
    for tried in tries_at(copy.text.split("\n"), stop):
        if next(left, None) is None:
            return None
        changed = copy.changed(reversed(tried.changes))
        read = attempt(changed.text)
        if _reach(read) <= max(stop.line, tried.last + 1):
            continue
        if not tried.is_guess:
            return tried, changed, read
        # Of two that reach as far, the one that leaves fewer slips.
        if best is None or (_reach(read), -len(read.faults)) > (_reach(best[2]), -len(best[2].faults)):
            blurred = copy.blurred | {change.line + 1 for change in tried.changes}
            best = tried, replace(changed, blurred=blurred), read
    return best


def _reach(read: Attempt) -> float:
    """Give the line at which reading stopped; beyond all lines where it did not."""
    return read.stop.line if read.stop else float("inf")


def _marks(copy: Copy, marks: Any) -> Any:
    """Move marks, in pairs of line and column from 0, to the places of the file."""
    if not copy.changes:
        return marks
    changed = {change.line for change in copy.changes}
    for index in range(0, len(marks), 2):
        if marks[index] in changed:
            marks[index + 1] = copy.place(marks[index] + 1, marks[index + 1] + 1)[1] - 1
    return marks
