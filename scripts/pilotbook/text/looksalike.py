"""Find signs that look like those of YAML and are not, and files that hold something other than their content."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pilotbook.text.plaintext import Refused

HELP = {
    "merge-marks": "A file holds one version of itself.\n\n"
    "Where two people changed the same lines, git leaves both, between lines that begin with `<<<<<<<`, `=======` and "
    "`>>>>>>>`. Somebody must choose. Good: the one part that is right, and none of the three lines.",
    "git-lfs": "A file holds its own content, and no note of where Git LFS keeps it.\n\n"
    "Such a note is what stands in a clone without Git LFS. Records are small enough for git itself.",
    "yaml-lookalike": "Blanks, colons and dashes that belong to YAML are those of the keyboard.\n\n"
    "A no-break space, a full-width colon or a long dash comes with text copied from a page or a document. It looks right, "
    "and means nothing here. Good: `stage: live`, with a plain colon and a plain space.",
}

_MERGE = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
_POINTER = "version https://git-lfs.github.com/spec/"
# Every blank that is no plain space: no-break, en, em, thin, hair, narrow, full-width …
_BLANK = r"\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_COLONS = r"\uff1a\u2236\ua789\ufe55"
_DASHES = r"\u2010-\u2015\u2212\u2022\u00b7"
_ODD = re.compile(f"[{_BLANK}{_COLONS}{_DASHES}]")
_LOOKALIKES = (
    # Before the first word of a line, alone or among plain spaces.
    re.compile(rf"^[ ]*(?P<odd>[{_BLANK}])", re.MULTILINE),
    # "stage:\u00a0live", "- id:\u2003S1", "{text:\u00a0…".
    re.compile(rf"(?:^ *(?:- +)?|[{{,] *)[a-z_]+:(?P<odd>[{_BLANK}])", re.MULTILINE),
    # "stage\uff1a live", "stage\u2236 live".
    re.compile(rf"^ *(?:- +)?[a-z_]+ ?(?P<odd>[{_COLONS}])", re.MULTILINE),
    # "– id: S1", "•id: S1".
    re.compile(rf"^ *(?P<odd>[{_DASHES}])[ {_BLANK}]*[a-z_]+: ", re.MULTILINE),
)


def unfit_text(text: str) -> Refused | None:
    """Say that a text is no finished content: a merge left open, or a note of Git LFS in its place."""
    if text.startswith(_POINTER):
        what = "this is a Git LFS pointer: the content itself was not fetched"
        return Refused((1, 1), what, "Run 'git lfs pull', or commit the file itself without LFS.", "git-lfs")
    if any(mark * 7 in text for mark in "<>|") and (match := _MERGE.search(text)):
        return _merge_fault(_place(text, match.start()))
    return None


@dataclass(frozen=True)
class Odd:
    """A sign that looks like one of YAML's and is not: where it stands, from 1, and what is meant by it."""

    line: int
    column: int
    char: str
    meant: str

    def fault(self, place: tuple[int, int], more: int = 0) -> Refused:
        """Give the refusal of it at a place; `more`: how many others of its kind the file holds."""
        kind = "a plain space" if self.meant == " " else f"'{self.meant.strip()}'"
        others = f", and {more} more like it" if more else ""
        what = f"here is U+{ord(self.char):04X} ({unicodedata.name(self.char).lower()}) where {kind} is meant{others}"
        return Refused(place, what, f"Delete it and type {kind}.", "yaml-lookalike")


def lookalike(text: str) -> Refused | None:
    """Say where a sign stands that looks like one of YAML's; None where all are what they look like."""
    odd = next(odd_signs(text), None)
    return odd.fault((odd.line, odd.column)) if odd else None


def odd_signs(text: str) -> Iterator[Odd]:
    """Yield the first sign of each line that looks like one of YAML's and is not."""
    ends = 0
    # A sign stands on one line with what makes it odd, and few lines hold one.
    for sign in _ODD.finditer(text):
        if sign.start() < ends:
            continue
        begins, ends = _line_around(text, sign.start())
        if found := [match for pattern in _LOOKALIKES if (match := pattern.search(text, begins, ends))]:
            match = min(found, key=lambda each: each.start("odd"))
            odd, after = match["odd"], text[match.end("odd") : match.end("odd") + 1]
            is_blank, is_colon = unicodedata.category(odd) == "Zs", match.re is _LOOKALIKES[2]
            bare = " " if is_blank else ":" if is_colon else "-"
            yield Odd(*_place(text, match.start("odd")), odd, bare if is_blank or after.isspace() else f"{bare} ")


def merges_left(text: str) -> Iterator[tuple[Refused, list[int]]]:
    """Yield each merge that was left open, with the lines (from 0) to pass over so that its first part is read."""
    if not any(mark * 7 in text for mark in "<>|"):
        return
    lines, opened = text.split("\n"), -1
    passed: list[int] = []
    is_second = False
    for number, line in enumerate(lines):
        if line[:7] in ("<<<<<<<", "|||||||", ">>>>>>>") and _MERGE.fullmatch(line):
            opened, is_second = (number if opened < 0 else opened), line[0] != "<"
            passed.append(number)
            if line[0] == ">":
                yield _merge_fault((opened + 1, 1)), passed
                opened, is_second, passed = -1, False, []
        elif opened >= 0 and (is_second or line.rstrip() == "======="):
            is_second = True
            passed.append(number)
    if passed:
        yield _merge_fault((opened + 1, 1)), [number for number in passed if _MERGE.fullmatch(lines[number])]


def _merge_fault(place: tuple[int, int]) -> Refused:
    mend = "Keep one of the two parts, and delete the lines that begin with '<<<<<<<', '=======' and '>>>>>>>'."
    return Refused(place, "a merge was not finished: two versions stand here", mend, "merge-marks")


def _line_around(text: str, offset: int) -> tuple[int, int]:
    """Give where the line at `offset` begins, and where it ends."""
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


# What a browser can look for too.
PATTERNS = _LOOKALIKES
