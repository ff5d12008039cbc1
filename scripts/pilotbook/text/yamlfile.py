"""Read one YAML file into plain text data that knows its places.

The reader is deliberately poorer than YAML: every scalar stays the text that was written (`no`, `1.10` and
`2024-02-30` are words), and anchors, aliases, tags, merge keys and second documents are refused. Events are checked as
they come, so a hostile file is refused before anything is built from it.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from pilotbook.text.located import Document, Path, place_of
from pilotbook.text.looksalike import lookalike, unfit_text
from pilotbook.text.plaintext import MAX_BYTES, Refused, decode, hidden_fault, hidden_in, long_word, read_bytes
from pilotbook.text.problems import Problem, shown
from pilotbook.text.recovery import Attempt, recover
from pilotbook.text.tries import needs_quotes, quoted
from pilotbook.text.yamlfaults import UNCLOSED, explain, unclosed

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # libyaml is missing: the pure reader gives the same answers, seven times slower.
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES", "MAX_WORD", "Document", "Loader", "Path", "Refused", "parse", "read"]

# The deepest fact of a record stands six deep: the source of a figure of the comparison of an outcome.
MAX_DEPTH = 12
# The longest record has about 1,100, each name and each value counted.
MAX_NODES = 5_000
# As long as a short field may be.
MAX_WORD = 200

# A mend as long as this is still read at a glance.
_SHORT = 90
_BLANKS = {"", "~", "null", "Null", "NULL"}
# " #2 of the visits", right after a word.
_COMMENT = re.compile(r"[ \t]#")
# "|", ">-", ">2+": what opens a text of its own lines; then the line ends, or a blank comes.
_HEADER = re.compile(r"[|>][+\-0-9]{0,2}(?:$|[ \t])")
# "missing:not_read", inside { }.
_GLUED = re.compile(r"(?P<name>[a-z_]+):(?P<value>[^/].*)", re.DOTALL)
# What the parser takes for the end of a line, and nobody else does: lines are counted alike by both.
_OTHER_ENDS = re.compile("[\x85\u2028\u2029]")
_OPENING = {yaml.MappingStartEvent, yaml.SequenceStartEvent}
_CLOSING = {yaml.MappingEndEvent, yaml.SequenceEndEvent}
_NODES = {yaml.ScalarEvent, yaml.AliasEvent, *_OPENING}

HELP = {
    "empty": "A line that names a field gives its value.\n\n"
    "An empty line could mean nothing, not known, or forgotten, and a reader needs to know which. Leave the line out, or "
    "give the reason. Good: `result: {missing: not_read}`.",
    "text-word": f"A word has at most {MAX_WORD} letters.\n\nA longer one would run out of the page; a web address may be longer.",
    "yaml-alias": "A value is written out where it stands; YAML's anchors (`&`), aliases (`*`) and merge keys (`<<`) "
    "are not used.\n\n"
    "They make a figure mean what stands elsewhere, and a few lines of them can fill a computer. "
    "Good: `title: '*Free* school meals'`, in quotes where text begins with such a sign.",
    "yaml-comment": "A `#` inside a sentence is in quotes.\n\n"
    "YAML takes it for the beginning of a comment and drops the rest of the line. "
    "Good: `title: 'Phase #2 of the visits'`.",
    "yaml-depth": f"Entries stand at most {MAX_DEPTH} deep.\n\n"
    "No field needs so many; deeper nesting is a slip, or is meant to stop the reader.",
    "yaml-document": "A file holds one record.\n\nA line `---` would begin a second one, which nobody would see.",
    "yaml-duplicate": "A field stands once in each entry.\n\n"
    "Of two with one name YAML would keep the last without a word. Good: one line `stage: ended`.",
    "yaml-key": "A field's name is a word.\n\nGood: `stage: ended`.",
    "yaml-shape": "A file holds fields, beginning with `id`.\n\nA file that is empty, or is one list, is no record.",
    "yaml-size": f"A file holds at most {MAX_NODES:,} entries.\n\nMost hold under 500; a longer one is two records, or not a record.",
    "yaml-tag": "YAML's tags (`!`) are not used: each field knows what kind of value it holds.\n\n"
    "A tag could make a program of a value. Good: `title: '!Kapow, a made-up scheme'`, in quotes.",
}


def read(path: str, raw: bytes) -> Document | Problem:
    """Read the bytes of the file at `path` (as shown to the author) into a Document, or give its first Problem."""
    read_in = parse(path, raw)
    return read_in if isinstance(read_in, Document) else min(read_in)


def parse(path: str, raw: bytes) -> Document | list[Problem]:
    """Read the bytes of the file at `path` into a Document, or give every Problem that stops it."""
    whole = read_whole(path, raw)
    return list(whole.problems) if whole.problems or whole.document is None else whole.document


@dataclass(frozen=True)
class Whole:
    """A file as far as it can be read.

    document: its data with their places; behind a slip what could be read past it; None where nothing could.
    blurred: lines of which only a guess was read. quoted: places of values that want quotation marks.
    """

    document: Document | None
    problems: tuple[Problem, ...] = ()
    blurred: frozenset[int] = frozenset()
    quoted: frozenset[tuple[int, int]] = frozenset()


def read_whole(path: str, raw: bytes) -> Whole:
    """Read the bytes of the file at `path`, and where a slip stops the reader, read on behind it for what else is wrong."""
    try:
        text = decode(raw)
        if odd := unfit_text(text) or lookalike(text):
            raise odd
        read_in = _attempt(text)
        if read_in.stop is None and not read_in.faults:
            return Whole(Document(path, text, read_in.data, read_in.marks))
    except Refused:
        pass
    return _behind(path, raw)


def _behind(path: str, raw: bytes) -> Whole:
    try:
        text, faults = read_bytes(raw)
        if (odd := unfit_text(text)) and odd.rule == "git-lfs":
            raise odd
        rest = recover(text, _attempt, faults)
    except Refused as stop:
        return Whole(None, (_problem(path, stop),))
    document = None if rest.data is None else Document(path, text, rest.data, rest.marks)
    problems = tuple(sorted({_problem(path, fault) for fault in rest.faults}))
    return Whole(document, problems, rest.blurred, rest.quoted)


def _problem(path: str, fault: Refused) -> Problem:
    return Problem(path, fault.line, fault.column, fault.what, fault.mend, fault.rule)


def _attempt(text: str) -> Attempt:
    """Read a text up to the first slip that stops the reader."""
    # A file in a wrong encoding may hold so many hidden signs that some are left.
    text = _OTHER_ENDS.sub(" ", text)
    faults: list[Refused] = []
    builder = None
    try:
        builder = _Builder(_gated(text), text.split("\n"), faults)
        data = builder.build()
        if "\t" in text:
            agreed(text)
    except Refused as refused:
        return Attempt(None, None, faults, refused)
    if not isinstance(data, dict):
        return Attempt(None, None, [], _shapeless(data))
    # A text that ran on over fields has swallowed them.
    stop = min((fault for fault in faults if fault.what == UNCLOSED), key=lambda each: each.line, default=None)
    if stop is not None:
        faults.remove(stop)
    return Attempt(data, builder.marks, faults, stop)


def agreed(text: str) -> None:
    """Raise Refused where the other reader of YAML, which takes tabs for less, does not read the text.

    So a record is sound on every computer or on none: with libyaml and without.
    """
    try:
        for _ in yaml.parse(text, Loader=yaml.SafeLoader):
            pass
    except yaml.YAMLError as error:
        raise explain(error, text) from error


def _shapeless(data: Any) -> Refused:
    what = "the file is a list, not fields" if isinstance(data, list) else "the file holds no fields"
    return Refused((1, 1), what, "Begin with 'id: …' and write one field a line.", "yaml-shape")


def _gated(text: str) -> Iterator[Any]:
    """Yield parse events, refusing what a record never needs before anything is built."""
    depth = nodes = documents = 0
    event: Any
    try:
        # Each reader gives None after its last event.
        for event in iter(Loader(text).get_event, None):
            # Two of three events are scalars, and a casebook has hundreds of thousands: each is asked as little as will do.
            kind = type(event)
            if kind in _NODES:
                nodes += 1
                if kind is yaml.AliasEvent or event.anchor or event.tag or nodes > MAX_NODES:
                    _refuse_node(event, nodes)
            if kind in _OPENING:
                depth += 1
                if depth > MAX_DEPTH:
                    what, mend = f"the nesting is deeper than {MAX_DEPTH}", "Flatten it; no field needs so many levels."
                    raise Refused(place_of(event), what, mend, "yaml-depth")
            elif kind in _CLOSING:
                depth -= 1
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    mend = "Remove the '---' line; put another record in a file of its own."
                    raise Refused(place_of(event), "a second document begins here", mend, "yaml-document")
            yield event
    except yaml.YAMLError as error:
        raise explain(error, text) from error


def _refuse_node(event: Any, nodes: int) -> None:
    quoted = "Put text that begins with {} in quotes; {}."
    if isinstance(event, yaml.AliasEvent):
        mend = quoted.format("'*'", "if a repeat is meant, write it out again")
        raise Refused(place_of(event), f"'*{event.anchor}' is an alias", mend, "yaml-alias")
    if event.anchor:
        mend = quoted.format("'&'", "otherwise remove the anchor")
        raise Refused(place_of(event), f"'&{event.anchor}' is an anchor", mend, "yaml-alias")
    if event.tag:
        mend = quoted.format("'!'", "otherwise remove the tag, the field knows its type")
        raise Refused(
            place_of(event), f"{shown(event.tag.replace('tag:yaml.org,2002:', '!!'))} is a tag", mend, "yaml-tag"
        )
    if nodes > MAX_NODES:
        what = f"the file holds more than {MAX_NODES:,} entries"
        raise Refused(place_of(event), what, "Split the record; most hold under 500.", "yaml-size")


class _Builder:
    """Builds dicts, lists and text from events that have passed the gate; every scalar is its text.

    faults: those that leave the rest readable, so that one run tells them all. marks: line and column, from 0, of each
    key and value in the order in which they stand, as two numbers each.
    """

    def __init__(self, events: Iterator[Any], lines: list[str], faults: list[Refused]) -> None:
        self.events, self.lines, self.faults = events, lines, faults
        # A casebook of thousands keeps the marks of every file: numbers in a row take a tenth of the room of pairs.
        self.marks = array("L")
        # How many { } and [ ] are open around what is read.
        self.flows = 0

    def build(self) -> Any:
        """Give the data of the file."""
        root: Any = None
        for event in self.events:
            if type(event) in _NODES:
                root = self._value(event)
        return root

    def _mark(self, event: Any) -> None:
        begins = event.start_mark
        self.marks.append(begins.line)
        self.marks.append(begins.column)

    def _value(self, event: Any) -> Any:
        self._mark(event)
        if type(event) is yaml.ScalarEvent:
            if fault := _ends_here(event, self.flows > 0) or _scalar_fault(event, self.lines):
                self.faults.append(fault)
            return event.value
        self.flows += bool(event.flow_style)
        inside = self._fields() if type(event) is yaml.MappingStartEvent else self._items()
        self.flows -= bool(event.flow_style)
        return inside

    def _items(self) -> list[Any]:
        items: list[Any] = []
        for event in self.events:
            if type(event) is yaml.SequenceEndEvent:
                break
            items.append(self._value(event))
        return items

    def _fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        first: dict[str, int] = {}
        cuts: list[Refused] = []
        twice: list[Refused] = []
        for event in self.events:
            if type(event) is yaml.MappingEndEvent:
                break
            if fault := _key_fault(event, first) or _ends_here(event, self.flows > 0):
                (twice if fault.rule == "yaml-duplicate" else self.faults).append(fault)
            first.setdefault(event.value, event.start_mark.line + 1)
            is_again, before = event.value in fields, len(self.marks)
            self._mark(event)
            value = next(self.events)
            if _has_no_colon(event, value, self.lines):
                del self.marks[before:]
                if glued := _GLUED.fullmatch(event.value):
                    self._glued(event, glued, fields)
                else:
                    cuts.append(self._cut(event, fields))
            elif is_again:
                # The first stays, so that each mark has its value.
                self._value(value)
                del self.marks[before:]
            else:
                fields[event.value] = self._value(value)
        # One sentence with two commas is one mistake, and its whole text is known at the second.
        if cuts:
            cuts[0].mend = cuts[-1].mend
        self.faults += cuts[:1]
        self.faults += twice if len(twice) < 2 else [_second_entry(twice)]
        return fields

    def _glued(self, event: Any, glued: re.Match[str], fields: dict[str, Any]) -> None:
        """Say that a blank is missing after a colon, and read the field as it is meant."""
        name, value = glued["name"], glued["value"]
        what = f"no space follows the colon in {shown(event.value)}"
        mend = f"Type one: {shown(f'{name}: {value}')}."
        self.faults.append(Refused(place_of(event), what, mend, "yaml-syntax"))
        if name not in fields:
            fields[name] = value
            self._mark(event)
            self.marks.extend((event.start_mark.line, event.start_mark.column + glued.start("value")))

    def _cut(self, event: Any, fields: dict[str, Any]) -> Refused:
        """Say that a text breaks off at a comma, and join what follows to it."""
        last = next(reversed(fields), None)
        if last is not None and isinstance(fields[last], str):
            between = "," if self.lines[event.start_mark.line][event.start_mark.column - 1 :][:1] == "," else ", "
            fields[last] += f"{between}{event.value}"
        what = f"the text breaks off at the comma before {shown(event.value)}"
        mend = "Put the whole text in quotes: inside { } a comma ends it."
        if last is not None and isinstance(fields[last], str) and len(fields[last]) <= _SHORT:
            mend = f"Write {quoted(fields[last])}, marks and all: inside {{ }} a comma ends a text."
        return Refused(place_of(event), what, mend, "empty")


def _second_entry(twice: list[Refused]) -> Refused:
    """Say once that several fields of one entry stand twice: the entry after it lacks its dash."""
    first = min(twice, key=lambda fault: (fault.line, fault.column))
    what = f"here {first.what.split(' stands')[0]} and {len(twice) - 1} more of its fields begin again"
    mend = "Begin the second entry with '- ', two columns to the left; or keep one of the two."
    return Refused((first.line, first.column), what, mend, "yaml-duplicate")


def _has_no_colon(key: Any, value: Any, lines: list[str]) -> bool:
    """Say whether a 'field' inside { } is in truth the rest of a text that holds a comma."""
    bare = type(value) is yaml.ScalarEvent and not value.value and not value.style
    return bare and not lines[key.end_mark.line][key.end_mark.column :].lstrip().startswith(":")


def _key_fault(event: Any, first: dict[str, int]) -> Refused | None:
    """Say what is wrong with a field's name; raise Refused for one that is no word, as nothing can be built on it."""
    if not isinstance(event, yaml.ScalarEvent) or not event.value.strip():
        raise Refused(place_of(event), "a field name must be a word", "Write 'name: value'.", "yaml-key")
    if event.value == "<<":
        return Refused(place_of(event), "'<<' is a merge key", "Write the fields out again.", "yaml-alias")
    if event.value in first:
        what = f"{shown(event.value)} stands twice, first on line {first[event.value]}"
        return Refused(place_of(event), what, "Keep one of the two.", "yaml-duplicate")
    hidden = _hidden_by_escape(event)
    return hidden_fault(place_of(event), hidden) if hidden else None


def _ends_here(event: Any, is_flow: bool) -> Refused | None:
    """Refuse a '?' in bare text inside { } or [ ]: one reader of YAML takes it for text, the other for a sign of its own."""
    if event.style or not is_flow or "?" not in event.value:
        return None
    return Refused(place_of(event), *needs_quotes(event.value), "yaml-syntax")


def _scalar_fault(event: Any, lines: list[str]) -> Refused | None:
    value, style = event.value, event.style
    if not value.strip() or (not style and value in _BLANKS):
        return _nothing(event)
    if style and (fault := unclosed(event, lines) or _odd_header(event, lines)):
        return fault
    if style == '"' and (hidden := _hidden_by_escape(event)):
        return hidden_fault(place_of(event), hidden)
    if len(value) > MAX_WORD and (word := long_word(value, MAX_WORD)):
        what = f"the word {word} is longer than {MAX_WORD} letters"
        return Refused(place_of(event), what, "Break the word up.", "text-word")
    # A plain scalar's style is '' from libyaml and None from the pure reader.
    end = event.end_mark if not style else None
    rest = lines[end.line][end.column :] if end else ""
    # Comments are welcome, but '#' in the middle of a sentence would drop the rest of it without a word.
    # One blank before "#", as in "Phase #2"; two are how a comment is set off.
    if rest and _COMMENT.match(rest):
        place = event.end_mark.line + 1, event.end_mark.column + 2
        mend = "Put the text in quotes, or set a comment off by two spaces."
        return Refused(place, "the text stops at this '#'", mend, "yaml-comment")
    return None


def _odd_header(event: Any, lines: list[str]) -> Refused | None:
    """Refuse '>-#' and a first line that begins with a tab, in which one reader of YAML sees a fault and the other none."""
    if event.style not in ("|", ">"):
        return None
    if event.value.lstrip("\n ").startswith("\t"):
        what, mend = "the line is indented with a tab", "Indent with spaces, two for each level."
        return Refused((event.start_mark.line + 2, 1), what, mend, "yaml-syntax")
    begins = event.start_mark
    if _HEADER.match(lines[begins.line], begins.column):
        return None
    return Refused(
        place_of(event), "text follows '>' or '|' on the same line", "Begin the text on the next line.", "yaml-syntax"
    )


def _hidden_by_escape(event: Any) -> str | None:
    # Escapes such as "\u202e", in double quotes only, bring hidden characters past the check of the raw text.
    return hidden_in(event.value) if event.style == '"' else None


def _nothing(event: Any) -> Refused:
    mend = "Give a value, or remove the line; a fact may have a reason instead: {missing: not_read}."
    return Refused(place_of(event), "nothing is written here", mend, "empty")
