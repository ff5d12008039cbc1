"""Move a record in an older form to the present one, in its own text: comments, order and layout stay as they are.

What a program can know is changed; what a person must judge is told with its line. The weaker claim is written where the old
form does not say which is meant: a gap that nobody backed becomes the book's, never the pilot's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document, Path

VERSION = "0.2.0"
OLD_VERSIONS = ("0.1.0",)
RULE = "migrate"
# What was "on" in each part: many readers of YAML take that word for "true".
_DAYS = {"intervention": "changed_on", "rating": "judged_on", "lifecycle": "since", "disputes": "raised_on"}
_WHICH = (
    "Choose: not_read (the source is there, the part you read does not hold it), not_found (name the search), or "
    "not_published with 'source' and 'locator', or 'said_by' and 'said_on'."
)


@dataclass(frozen=True)
class Moved:
    """A record in the present form: its whole text, and what a person must judge, with the lines of the new text."""

    text: str
    judge: tuple[Problem, ...]


@dataclass(frozen=True)
class _Edit:
    """A word at a place (line and column from 1) that becomes another; '' takes its whole line away."""

    line: int
    column: int
    old: str
    new: str


def moved(document: Document) -> Moved:
    """Move a record to the present form. One that is in it already comes back as it was, with nothing to judge."""
    data = document.data
    if data.get("schema_version") not in OLD_VERSIONS:
        return Moved(document.text, ())
    has_unread = any(source.get("seen") != "full" for source in _entries(data.get("sources")))
    edits: list[_Edit] = []
    judge: list[Problem] = []
    for path, node in _nodes(data):
        for edit, problem in _of_node(document, path, node, has_unread):
            edits += [edit] if edit else []
            judge += [problem] if problem else []
    # Only a whole line that is taken away moves what follows.
    lines = document.text.split("\n")
    gone = sorted(edit.line for edit in edits if _is_whole_line(lines, edit))
    told = tuple(replace(each, line=each.line - sum(line < each.line for line in gone)) for each in sorted(judge))
    return Moved(_edited(document.text, edits), told)


_Step = tuple[_Edit | None, Problem | None]


def _of_node(document: Document, path: Path, node: dict[str, Any], has_unread: bool) -> Iterator[_Step]:
    if not path:
        yield _word(document, ("schema_version",), node["schema_version"], VERSION), None
    if "missing" in node:
        yield from _reason(document, path, node, has_unread)
    if node.get("named_in_advance") == "unknown":
        yield _away(document, (*path, "named_in_advance")), None
    if node.get("decision") == "undecided" and not _has_words(node.get("decision_reason")):
        yield _away(document, (*path, "decision")), None
    if "on" in node:
        yield _Edit(*document.place((*path, "on"), key=True), "on", _DAYS.get(str(path[0]), "on")), None
    if path[:1] == ("costs",) and len(path) == 2 and _asks_what_of(node):
        mend = "Add 'of:' pilot, programme, evaluation or later_phase."
        yield None, _judge(document, path, "the sum does not say what it is of", mend)


def _reason(document: Document, path: Path, node: dict[str, Any], has_unread: bool) -> Iterator[_Step]:
    place, reason = (*path, "missing"), node["missing"]
    is_source = path[:1] == ("sources",)
    if reason == "unknown" and has_unread:
        yield _word(document, place, reason, "not_read"), None
    elif reason == "unknown":
        yield (
            None,
            _judge(document, place, "'unknown' says not whose gap it is, and every source was read in full", _WHICH),
        )
    elif reason == "not_published" and not is_source:
        told = "'not_published' names nobody who says so"
        if has_unread:
            told += ", so it became 'not_read'"
            yield _word(document, place, reason, "not_read"), _judge(document, place, told, _WHICH)
        else:
            yield None, _judge(document, place, told, _WHICH)


def _asks_what_of(cost: dict[str, Any]) -> bool:
    figures = any(isinstance(cost.get(name), dict) and "value" in cost[name] for name in ("planned", "actual"))
    return figures and "of" not in cost and not str(cost.get("type")).endswith("_claimed")


def _has_words(reason: Any) -> bool:
    return isinstance(reason, dict) and "text" in reason


def _word(document: Document, path: Path, old: str, new: str) -> _Edit:
    return _Edit(*document.place(path), old, new)


def _away(document: Document, path: Path) -> _Edit:
    return _Edit(*document.place(path, key=True), f"{path[-1]}", "")


def _judge(document: Document, path: Path, what: str, mend: str) -> Problem:
    return replace(document.problem(path, what, mend, RULE), is_advice=True)


def _nodes(value: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
        for name, inner in value.items():
            yield from _nodes(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _nodes(inner, (*path, index))


def _entries(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _is_whole_line(lines: list[str], edit: _Edit) -> bool:
    return not edit.new and lines[edit.line - 1].strip().startswith(edit.old)


def _edited(text: str, edits: list[_Edit]) -> str:
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda each: (each.line, each.column), reverse=True):
        line = lines[edit.line - 1]
        start = edit.column - 1
        if edit.new:
            at = line.index(edit.old, start)
            lines[edit.line - 1] = line[:at] + edit.new + line[at + len(edit.old) :]
        elif _is_whole_line(lines, edit):
            del lines[edit.line - 1]
        else:
            # Within braces: "{id: O1, named_in_advance: unknown, kind: outcome}" loses the field and one comma.
            lines[edit.line - 1] = line[:start].rstrip(" ") + " " + re.sub(r"^\w+: \w+(,\s*)?", "", line[start:])
    return "\n".join(lines)
