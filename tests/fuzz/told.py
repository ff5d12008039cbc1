"""What must hold of every problem that is told: a place that is in the file, and two lines with nothing hidden in them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from pilotbook.text.plaintext import Refused, read_bytes
from pilotbook.text.problems import Problem

_SHAPE = re.compile(r"[^\n]+?:\d+:\d+: [^\n]+ \[[a-z0-9-]+\]\n    [^\n]+")


def assert_placed(problems: Sequence[Problem], files: Mapping[str, bytes]) -> None:
    """Assert that each problem names a file of `files` and a line and column that are in it, and can be printed as it is."""
    for problem in problems:
        told = str(problem)
        assert _SHAPE.fullmatch(told), f"not of the shape of a message: {told!r}"
        assert all(line.isprintable() for line in told.split("\n")), f"a message with hidden signs: {told!r}"
        assert problem.path in files, f"told of a file that nobody gave: {told}"
        assert any(_is_in(problem, text) for text in _texts(files[problem.path])), f"a place that is not there: {told}"


def _is_in(problem: Problem, text: str) -> bool:
    lines = text.split("\n")
    return 1 <= problem.line <= len(lines) and 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def _texts(raw: bytes) -> Iterator[str]:
    """Yield a file's text as an author may see it: as UTF-8, and in the encoding that it was most likely saved in."""
    yield raw.decode("utf-8", errors="replace").replace("\r\n", "\n")
    with suppress(Refused):
        yield read_bytes(raw)[0]


def outcome(problems: Sequence[Problem]) -> str:
    """Say what became of a file."""
    return "refused" if any(not problem.is_advice for problem in problems) else "sound"
