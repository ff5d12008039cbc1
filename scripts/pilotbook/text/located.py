"""A file's plain data that knows the place of every part of it."""

import hashlib
import itertools
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pilotbook.text.problems import Problem

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A file's data (dicts, lists and text only) with the place of every part of it.

    marks: line and column, from 0, of each key and value of `data` in its order, as two numbers each; none for data that
    stands in no file.
    """

    path: str
    text: str
    data: dict[str, Any] = field(repr=False)
    marks: Sequence[int] = field(default=(), repr=False, compare=False)

    @cached_property
    def digest(self) -> str:
        """Name the file by where it stands and what it holds."""
        return hashlib.sha256(f"{self.path}\0{self.text}".encode()).hexdigest()[:32]

    @cached_property
    def _marks(self) -> dict[Path, tuple[int, int]]:
        """Map each path to the (line, column) of its value, and (path, '<key>') to that of its key."""
        # Only the path is worked out here, and only where somebody asks for a place: the marks come from the reader.
        places: dict[Path, tuple[int, int]] = {}
        numbers = iter(self.marks)
        marks = ((line + 1, column + 1) for line, column in zip(numbers, numbers, strict=True))

        def visit(value: Any, path: Path) -> None:
            places[path] = next(marks)
            if isinstance(value, dict):
                for key, inner in value.items():
                    places[(*path, key, "<key>")] = next(marks)
                    visit(inner, (*path, key))
            elif isinstance(value, list):
                for index, inner in enumerate(value):
                    visit(inner, (*path, index))

        if self.marks:
            visit(self.data, ())
        return places

    def places(self) -> set[tuple[int, int]]:
        """Give the line and column of each key and value."""
        return set(self._marks.values())

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Give line and column (from 1) of the value at `path`, or of its key; of the nearest parent if absent."""
        for end in range(len(path), -1, -1):
            step = (*path[:end], "<key>") if key and end == len(path) else path[:end]
            if step in self._marks:
                return self._marks[step]
        return 1, 1

    def place_in(self, path: Path, part: str, before: str = "") -> tuple[int, int]:
        """Give the place of `part` within the text at `path`; of that text where `part` is not found as it was written.

        before: the text that comes before `part`, where `part` may stand in it too.
        """
        start, last = self.place(path), (self.text.count("\n") + 1, sys.maxsize)
        end = min((place for place in self._marks.values() if place > start), default=last)
        # "17%" is found, but not the 1 of O1 nor the 20 of 2024. A long text may be broken over lines anywhere.
        spread = r"\s+".join(map(re.escape, part.split()))
        wanted = re.compile(rf"(?<![\w.]){spread}(?![0-9])")
        found = wanted.finditer(self.text, self._offset(start), self._offset(end))
        match = next(itertools.islice(found, len(wanted.findall(before)), None), None)
        if match is None:
            return start
        return self.text.count("\n", 0, match.start()) + 1, match.start() - self.text.rfind("\n", 0, match.start())

    def _offset(self, place: tuple[int, int]) -> int:
        lines = self.text.split("\n")[: place[0] - 1]
        return min(sum(len(line) + 1 for line in lines) + place[1] - 1, len(self.text))

    def problem(self, path: Path, what: str, mend: str, rule: str, *, key: bool = False) -> Problem:
        """Give a problem at the place of `path` in this file."""
        return Problem(self.path, *self.place(path, key=key), what, mend, rule)

    def problem_in(self, path: Path, part: str, what: str, mend: str, rule: str, *, before: str = "") -> Problem:
        """Give a problem at the place of `part` within the text at `path`, after what stands `before` it."""
        return Problem(self.path, *self.place_in(path, part, before), what, mend, rule)


def place_of(event: Any) -> tuple[int, int]:
    """Give the line and column (from 1) at which a parse event or node begins."""
    return event.start_mark.line + 1, event.start_mark.column + 1
