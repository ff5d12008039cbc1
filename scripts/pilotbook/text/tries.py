"""What may have been meant by a line at which the reading of a file stopped: mends to be tried on a copy, likeliest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pilotbook.text.plaintext import Refused
from pilotbook.text.problems import shown

# Stands in the copy for a value of which nothing can be read.
HOLE = "this value cannot be read"
# "  - id: ", "title: ", "- ": what comes before the value of a line.
_HEAD = re.compile(r"(?P<head>(?P<dent> *)(?:- +)*(?:(?P<key>[A-Za-z_][\w-]*) *:(?: +|$))?)(?P<value>.*)")
_NO_BLANK = re.compile(r"(?P<dent> *(?:- +)*)(?P<key>[a-z_]+):(?=[^\s/:])")
_NO_DASH_BLANK = re.compile(r"(?P<dent> *)-(?=[a-z_]+: )")
_EQUALS = re.compile(r" *(?:- +)*(?P<key>[a-z_]+)(?P<sign> *= *)(?=\S)")
_NO_COLON = re.compile(r" *(?:- +)*(?P<key>[a-z_]+)(?P<sign> +)(?=\S)")
_FIELD = re.compile(r"\s*(?:- )?[a-z_]+:(?: |$)")
_LONGEST_SHOWN = 90
# A line of a record has seldom more than 150; of a longer one the parts are not looked for.
_LONGEST_LINE = 2_000


@dataclass(frozen=True)
class Change:
    """`old` becomes `new` on a line, at a column; both from 0."""

    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True)
class Try:
    """Changes that may be what was meant.

    is_guess: what then stands there may be something else, so nothing is told of it. what, mend, rule, place: said instead of
    what the reader of YAML said, where more is known. quoted_at: where values were put in quotes, line and column from 1.
    """

    changes: tuple[Change, ...]
    last: int
    is_guess: bool = False
    what: str = ""
    mend: str = ""
    rule: str = ""
    place: tuple[int, int] | None = None
    quoted_at: tuple[tuple[int, int], ...] = ()

    def said(self, stop: Refused) -> Refused:
        """Give the fault as it is told, now that the mend is known."""
        place = self.place or (stop.line, stop.column)
        return Refused(place, self.what or stop.what, self.mend or stop.mend, self.rule or stop.rule)


def tries_at(lines: list[str], stop: Refused) -> Iterator[Try]:
    """Yield what may be meant by the line at which reading stopped."""
    at = stop.line - 1
    if stop.rule in ("yaml-depth", "yaml-size", "yaml-key", "yaml-shape", "encoding") or at >= len(lines):
        return
    line = lines[at]
    if "\t" in line or any("\t" in each[: len(each) - len(each.lstrip())] for each in lines):
        yield from _tabs(lines, at)
        if "tab" in stop.what:
            return
    if stop.rule == "yaml-document" or line in ("---", "..."):
        yield Try((Change(at, 0, line, ""),), at)
    if line.startswith("=" * 7) and not line.strip("= "):
        what = "this line is left over from a merge that was not finished"
        mend = "Delete it, and look whether two versions stand beside it."
        yield Try((Change(at, 0, line, ""),), at, what=what, mend=mend, rule="merge-marks")
    if line.lstrip().startswith("```"):
        what, mend = "'```' belongs to a page about records, not to a record", "Delete the line."
        yield Try((Change(at, 0, line, ""),), at, what=what, mend=mend)
    yield from _blanks(line, at)
    if at and _NO_DASH_BLANK.match(lines[at - 1]):
        yield from _blanks(lines[at - 1], at - 1)
    # An anchor or alias in front of a list or fields is no text that lacks quotes.
    if stop.rule not in ("yaml-alias", "yaml-tag") or not re.search(r"[\[{].*[*&!]|[*&!].*[\[{]", line):
        yield from _quotes(lines, at, stop)
    if stop.rule == "yaml-syntax":
        yield from _colons(line, at)
        yield from _levels(lines, at, is_too_far="too far" in stop.what)
        yield from _above(lines, at)
        yield from _holes(lines, at)


def _tabs(lines: list[str], at: int) -> Iterator[Try]:
    """A tab on this line is a space; before the first word of a line it is two, or as many as the lines beside it have."""
    line = lines[at]
    if "\t" in line.strip() or line.endswith("\t"):
        yield Try((Change(at, 0, line, line.replace("\t", " ")),), at)
    dented = [(number, each[: len(each) - len(each.lstrip())]) for number, each in enumerate(lines)]
    dented = [(number, dent) for number, dent in dented if "\t" in dent]
    mend = "Indent with spaces, two for each level."
    if len(dented) > 1:
        changes = tuple(Change(number, 0, dent, dent.replace("\t", "  ")) for number, dent in dented)
        yield Try(changes, at, mend=f"{mend} Tabs stand before {len(dented)} lines.")
    for number, dent in dented[:1]:
        beside = [_dent(each) for each in (*reversed(lines[:number]), *lines[number + 1 :]) if each.strip()][:1]
        for width in dict.fromkeys((*beside, len(dent.replace("\t", "")), len(dent.replace("\t", "  ")))):
            yield Try((Change(number, 0, dent, " " * width),), number, is_guess=True, mend=mend)


def _blanks(line: str, at: int) -> Iterator[Try]:
    """A space is missing behind a colon or a dash."""
    if found := _NO_BLANK.match(line):
        right = f"{found['key']}: {line[found.end() :]}"
        mend = f"Type a space after the colon: {shown(right, _LONGEST_SHOWN)}."
        yield Try((Change(at, found.end(), "", " "),), at, what="no space follows this field's colon", mend=mend)
    if found := _NO_DASH_BLANK.match(line):
        right = f"- {line[found.end() :]}"
        mend = f"Type a space after the dash: {shown(right, _LONGEST_SHOWN)}."
        place = (at + 1, found.end())
        yield Try((Change(at, found.end(), "", " "),), at, what="no space follows this dash", mend=mend, place=place)


def _colons(line: str, at: int) -> Iterator[Try]:
    """A colon is missing, or stands as '='."""
    if re.fullmatch(r" *(?:- +)?[a-z_]+ *", line):
        name = line.strip(" -")
        mend = f"Write '{name}:' with a colon, if it names what stands below it."
        yield Try((Change(at, len(line.rstrip()), "", ":"),), at, is_guess=True, mend=mend)
    for pattern in (_EQUALS, _NO_COLON):
        if (found := pattern.match(line)) and ": " not in line[: found.end("key") + 2]:
            right = f"{found['key']}: {line[found.end() :]}"
            mend = f"Write 'field: value', with a colon and a space: {shown(right, _LONGEST_SHOWN)}."
            yield Try((Change(at, found.start("sign"), found["sign"], ": "),), at, is_guess=True, mend=mend)


def _quotes(lines: list[str], at: int, stop: Refused) -> Iterator[Try]:
    """A text wants quotes: inside { }, on its line, over its lines, or from a line above."""
    found = _HEAD.fullmatch(lines[at])
    if not found:
        return
    value, begins = found["value"].rstrip(), found.end("head")
    if value[:1] in ("{", "[") and len(value) <= _LONGEST_LINE and not stop.what.startswith("the value goes on"):
        for edits, bad in _flows(value):
            changes = tuple(Change(at, begins + start, old, new) for start, old, new in edits)
            places = tuple((at + 1, begins + start + 1) for start, _, _ in edits)
            what, mend = needs_quotes(bad) if bad else ("", "")
            yield Try(
                changes, at, what=what, mend=mend, place=places[0] if bad else None, quoted_at=places if bad else ()
            )
    if value and (found["key"] or found["head"].strip()):
        bare = _bare(value)
        mend = f"Put the whole text in quotes: {quoted(bare)}." if len(bare) <= _LONGEST_SHOWN else ""
        if begun := re.match(r"[|>][+-]?\s+(?=\S)", value):
            bare = value[begun.end() :]
            mend = f"Begin the text on the next line, or leave out '{begun.group().strip()}'."
        if stop.rule in ("yaml-alias", "yaml-tag"):
            mend = ""
        change = Change(at, begins, value, quoted(bare))
        yield Try((change,), at, mend=mend, quoted_at=((at + 1, begins + 1),))
        yield from _over_lines(lines, at, begins)
    first = at
    while first and (above := _HEAD.fullmatch(lines[first])) and not _begins_text(above):
        first -= 1
        if (above := _HEAD.fullmatch(lines[first])) and _begins_text(above) and first < at:
            yield from _over_lines(lines, first, above.end("head"))
    for up in range(at - 1, max(at - 6, -1), -1):
        above = _HEAD.fullmatch(lines[up])
        if above and above["key"] and above["value"] and len(above["dent"]) < _dent(lines[at]):
            yield from _over_lines(lines, up, above.end("head"))
            return


def needs_quotes(text: str) -> tuple[str, str]:
    """Say (what, mend) of a text that cannot stand bare inside { } or [ ]."""
    as_whole = f"Write {quoted(text)}, marks and all" if len(text) <= _LONGEST_SHOWN else "Put the whole text in them"
    mend = f"{as_whole}: there commas, colons and some signs have a meaning of their own."
    return f"the text {shown(text, 40)} needs quotation marks inside {{ }} and [ ]", mend


def _begins_text(found: re.Match[str]) -> bool:
    return bool(found["key"] and found["value"])


def _dent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _over_lines(lines: list[str], first: int, begins: int) -> Iterator[Try]:
    """Quote a text from its first line to the last that is set in below it."""
    last = first
    while last + 1 < len(lines) and lines[last + 1].strip() and _dent(lines[last + 1]) > _dent(lines[first]):
        last += 1
    # A line that names a field is none of the text, wherever it begins.
    if any(_FIELD.match(line) for line in lines[first + 1 : last + 1]):
        return
    if last == first or lines[first][begins : begins + 1] in ("'", '"', "{", "[", "|", ">"):
        return
    changes = []
    for number in range(first, last + 1):
        start = begins if number == first else 0
        old = lines[number][start:]
        new = old.replace("'", "''")
        changes.append(
            Change(number, start, old, ("'" if number == first else "") + new + ("'" if number == last else ""))
        )
    mend = "Begin the text on the next line after '>-', or put the whole of it in quotes."
    yield Try(tuple(changes), last, mend=mend, quoted_at=((first + 1, begins + 1),))


def quoted(text: str) -> str:
    """Give a text in YAML's quotation marks, in those that it does not hold itself where there are such."""
    if "'" not in text:
        return f"'{text}'"
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


def _bare(value: str) -> str:
    """Give a text without the quotation marks around the whole of it: 'St Mary's' in marks is St Mary's."""
    mark = value[:1]
    if mark in ("'", '"'):
        # Two marks are those around it; of three one belongs to the text; four may be two quotations.
        if value.endswith(mark) and len(value) > 1 and (value.count(mark) == 2 or value.count(mark) % 2):
            return value[1:-1]
        if value.count(mark) == 1:
            return value[1:]
    return value


_ENTRY = re.compile(r"(?P<head>\s*(?:(?P<key>[a-z_]+):\s+)?)(?P<value>.*?)(?P<tail>\s*)", re.DOTALL)
_NEEDS_QUOTES = re.compile(r"^[%@`*&!|>?\"'#-]|: |:$| #|[?\[\]{}\"]|^[^']*'")


_CLOSER = {"{": "}", "[": "]"}
Edit = tuple[int, str, str]


def _flows(value: str) -> Iterator[tuple[list[Edit], str]]:
    """Yield (edits, the first text that needed quotes) for '{…}' or '[…]' on one line; an edit is (where, old, new)."""
    stack, marks = _open_brackets(value)
    if stack and not marks:
        yield [(len(value), "", "".join(_CLOSER[each] for each in reversed(stack)))], ""
    closer = _CLOSER[value[0]]
    is_closed = value.endswith(closer)
    inner = value[1:-1] if is_closed else value[1:]
    entries: list[str] = []
    for part in _parts(inner):
        # What follows a comma and is no field goes on with the text before it.
        if entries and value[0] == "{" and not re.match(r"\s*[a-z_]+:\s", part):
            entries[-1] += "," + part
        else:
            entries.append(part)
    edits: list[Edit] = []
    begins = 1
    for entry in entries:
        if (found := _ENTRY.fullmatch(entry)) and _is_bad(found["value"]):
            edits.append((begins + found.start("value"), found["value"], quoted(_bare(found["value"]))))
        begins += len(entry) + 1
    if edits:
        bad = _bare(edits[0][1])
        yield [*edits, *([] if is_closed else [(len(value), "", closer)])], bad


def _is_bad(text: str) -> bool:
    """Say whether a text inside { } or [ ] cannot stand there without quotes."""
    is_whole = text[:1] in ("{", "[") and not _open_brackets(text)[0] and text[-1:] in ("}", "]")
    if not text or is_whole or re.fullmatch(r"'(?:[^']|'')*'|\"[^\"]*\"", text):
        return False
    return bool(_NEEDS_QUOTES.search(text)) or ", " in text


def _parts(inner: str) -> list[str]:
    """Split at the commas that stand in no brackets and in no quotation marks that open a value."""
    parts, depth, begins, mark = [], 0, 0, ""
    for index, char in enumerate(inner):
        if mark:
            # A mark closes where a comma, a bracket or the end follows.
            if char == mark and re.match(r"\s*(?:[,}\]]|$)", inner[index + 1 :]):
                mark = ""
        elif char in "'\"" and re.search(r"(?:^|[:,\[{]\s*)$", inner[begins:index]):
            mark = char
        elif char in "{[":
            depth += 1
        elif char in "}]":
            depth -= 1
        elif char == "," and depth <= 0:
            parts.append(inner[begins:index])
            begins = index + 1
    return [*parts, inner[begins:]]


def _open_brackets(text: str) -> tuple[list[str], int]:
    """Give the brackets that are not closed, and how many quotation marks are left open."""
    stack: list[str] = []
    mark = ""
    for index, char in enumerate(text):
        if mark:
            mark = "" if char == mark else mark
        elif char in "'\"" and re.search(r"[:,\[{]\s*$", text[:index]):
            mark = char
        elif char in "{[":
            stack.append(char)
        elif char in "}]" and stack:
            stack.pop()
    return stack, int(bool(mark))


def _levels(lines: list[str], at: int, *, is_too_far: bool) -> Iterator[Try]:
    """The line is set in too far or too little: try the levels above it, the nearest first."""
    here = _dent(lines[at])
    is_entry = lines[at].lstrip().startswith("- ")
    levels: dict[int, str] = {}
    for line in reversed(lines[:at]):
        if is_entry and (entry := re.match(r"( *)- +([a-z_]+):", line)):
            levels.setdefault(len(entry[1]), entry[2])
        if line.strip() and (found := _HEAD.fullmatch(line)) and found["key"]:
            # "  - id: S1" has its fields two further in.
            dent = len(found["head"]) - len(found["head"].lstrip(" -")) if "-" in found["head"] else len(found["dent"])
            levels.setdefault(dent, found["key"])
            if found["dent"] == "" and "-" not in found["head"]:
                break
    for level in sorted(levels, key=lambda each: abs(each - here)):
        if level == here:
            continue
        last = at
        while last + 1 < len(lines) and lines[last + 1].strip() and _dent(lines[last + 1]) > here:
            last += 1
        changes = tuple(
            Change(number, 0, " " * _dent(lines[number]), " " * max(_dent(lines[number]) + level - here, 0))
            for number in range(at, last + 1)
        )
        what = f"this line begins with {_blanks_in_words(here)}; '{levels[level]}' above it, with {_blanks_in_words(level)}"
        quote = "if it goes on with the text above, put the whole of that in quotes"
        other = quote if is_too_far else "else line it up with its neighbours"
        mend = f"Begin it with {_blanks_in_words(level)} if it stands beside '{levels[level]}'; {other}."
        yield Try(changes[:1], at, is_guess=True, what=what, mend=mend)
        yield Try(changes, at, is_guess=True, what=what, mend=mend)


def _above(lines: list[str], at: int) -> Iterator[Try]:
    """The line above is set in too far or too little, or begins with a dash that is none."""
    above = next((number for number in range(at - 1, -1, -1) if lines[number].strip()), None)
    for number in (at, above):
        if number is not None and (dash := re.match(r" *- +(?=[a-z_]+:)", lines[number])):
            for dent in (_dent(lines[number]), len(dash.group())):
                place = (number + 1, _dent(lines[number]) + 1)
                what, mend = "no list goes on at this '- '", "Leave the dash out, or line it up with the other dashes."
                change = Change(number, 0, dash.group(), " " * dent)
                yield Try((change,), number, is_guess=True, what=what, mend=mend, place=place)
    if above is None or _dent(lines[above]) == _dent(lines[at]):
        return
    here, level = _dent(lines[above]), _dent(lines[at])
    what = f"this line begins with {_blanks_in_words(here)}; the one below it, with {_blanks_in_words(level)}"
    mend = f"Begin it with {_blanks_in_words(level)} if the two stand beside one another; else line it up with its neighbours."
    change = Change(above, 0, " " * here, " " * level)
    yield Try((change,), above, is_guess=True, what=what, mend=mend, place=(above + 1, here + 1))


def _blanks_in_words(count: int) -> str:
    return "no space" if not count else "1 space" if count == 1 else f"{count} spaces"


def _holes(lines: list[str], at: int) -> Iterator[Try]:
    """Nothing of the value can be read: leave it out, with all that is set in below it; or leave the line out."""
    found = _HEAD.fullmatch(lines[at])
    last = at
    while last + 1 < len(lines) and (not lines[last + 1].strip() or _dent(lines[last + 1]) > _dent(lines[at])):
        last += 1
    below = [Change(number, 0, lines[number], "") for number in range(at + 1, last + 1) if lines[number].strip()]
    if found and found["key"]:
        yield Try((Change(at, found.end("head"), found["value"], HOLE), *below), last, is_guess=True)
    yield Try((Change(at, 0, lines[at], ""),), at, is_guess=True)
    yield Try((Change(at, 0, lines[at], ""), *below), last, is_guess=True)
