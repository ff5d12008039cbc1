"""Read what somebody tells of a source in one line of plain words, as far as it is sure; the rest is told as not known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pilotbook.record.fact import TIERS
from pilotbook.record.mends import date_in_words
from pilotbook.text.folding import folded
from pilotbook.text.markdown import is_web_address

MOST = 99
NOT_TOLD = "not told"
LOWEST_TIER = "6"
_LABELLED = re.compile(r"^\s*(?:[-*+]\s+|[0-9]{1,2}[.)]\s+)?(?:S(?P<label>[1-9][0-9]?)\s*[:.)–-]\s*)?", re.IGNORECASE)
# "[words](https://…)", "<https://…>".
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(\s*(https?://[^\s()<>]{1,2000})\s*\)|<(https?://[^\s<>]{1,2000})>")
# Words of a link that name nothing.
_LINK_WORDS = {"report", "link", "here", "pdf", "source", "website", "web page", "article", "read it here", "read more"}
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`;]{1,2000}")
_NAMED = re.compile(
    r"^(title|publisher|published by|published|date|address|link|url|read|seen|kind|what it is|tier)\s*:\s*(?=\S)", re.I
)
_MEANS = {"published by": "publisher", "date": "published", "link": "url", "address": "url", "seen": "read"}
_MEANS |= {"what it is": "kind", "tier": "kind"}
_PART = re.compile(
    r"\b(?:not|only|part(?:ly)?|some|most|much|parts|excerpts?|summary|abstract|opening|first (?:page|part)|skimmed)\b",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"\b(?:in full|all of it|all of them|it all|the whole(?: of it)?|whole|fully|complete(?:ly)?|full)\b", re.I
)
_SECOND = re.compile(r"\bsecond[ -]hand\b|\bthrough a (?:copy|report)\b", re.IGNORECASE)
_READ = re.compile(
    r"(?:(?:we|i) )?(?:have )?(?:did )?(?:not )?read\b.{0,60}|(?:in )?full|(?:in )?part|second[ -]hand|excerpt|all of it|"
    r"(?:abstract|summary) only",
    re.IGNORECASE,
)
_READ_ON = re.compile(r"\bread on (.{4,30})$", re.IGNORECASE)
_WHEN = re.compile(r"^(?:published|dated|in|on|from)\s+(?:in\s+|on\s+)?", re.IGNORECASE)
_KINDS = {label: tier for tier, labels in (
    ("1", ("independent evaluation", "independent research", "peer-reviewed article", "peer reviewed article")),
    ("2", ("official statistics", "parliament", "audit", "government guidance")),
    ("3", ("own report", "own account", "the programme's own report", "report of the programme")),
    ("4", ("press release", "announcement")),
    ("5", ("news", "comment", "newspaper", "blog")),
    ("6", ("aggregator", "repost", "ai-assisted text")),
) for label in labels} | {label.casefold(): tier for tier, label in TIERS.items()}  # fmt: skip


@dataclass
class Told:
    """What one line tells of a source: its parts as they were recognised, and what no part could be made of."""

    label: str = ""
    texts: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def lines_of(text: str) -> list[str]:
    """Give the lines that tell of a source each; an address that stands alone belongs to the line before it."""
    lines: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        if bare and lines and _ADDRESS.fullmatch(bare.strip("<>- ")) and not _ADDRESS.search(lines[-1]):
            lines[-1] += f"; {bare}"
        elif bare:
            lines.append(bare)
    return lines


def told_in(line: str) -> Told:
    """Give what a line tells of a source: parts between semicolons, else between bars or commas."""
    found = _LABELLED.match(line)
    told = Told(f"S{found['label']}" if found and found["label"] else "")
    rest = line[found.end() :] if found else line
    for piece in _pieces(rest[:4000], told):
        _sort(_bare(piece), told)
    _name_texts(told, is_sure=";" in rest or "|" in rest)
    return told


def _bare(piece: str) -> str:
    """Give a piece without the signs around it; brackets are taken off where they hold all of it."""
    piece = piece.strip(" \t.,;-–*_")
    return piece[1:-1].strip() if re.fullmatch(r"\([^()]*\)", piece) else piece


def _pieces(line: str, told: Told) -> Iterator[str]:
    """Yield the pieces of a line, its address taken out, in which commas and semicolons may stand."""
    if link := _LINK.search(line):
        told.parts["url"] = link[2] or link[3]
        words = "" if folded(link[1] or "") in _LINK_WORDS else link[1] or ""
        line = f"{line[: link.start()]} {words} {line[link.end() :]}"
    elif address := _ADDRESS.search(line):
        told.parts["url"] = address.group().rstrip(".,)")
        before = re.sub(r"\b(?:address|link|url|at)\s*:?\s*$", "", line[: address.start()], flags=re.IGNORECASE)
        line = f"{before}{';' if ';' in line else ','}{line[address.end() :]}"
    for mark in (";", "|", " – ", " - "):
        if mark in line:
            return (yield from line.split(mark))
    # A comma inside quotation marks is the title's.
    yield from (part for part in re.findall(r"\"[^\"]*\"|“[^”]*”|[^,]+", line))


def _sort(piece: str, told: Told) -> None:
    """Put one piece where it belongs."""
    named = _NAMED.match(piece)
    value = piece[named.end() :].strip() if named else piece
    name = _MEANS.get(named[1].casefold(), named[1].casefold()) if named else ""
    if not value:
        return
    date = date_in_words(_WHEN.sub("", value))
    if name in ("title", "publisher"):
        told.parts.setdefault(name, value)
    elif name == "url":
        told.parts.setdefault("url", value)
    elif name == "published" or (date and not name):
        told.parts.setdefault("published", date) if date else told.rest.append(value)
    elif name == "kind" or (not name and _tier(value)):
        tier = _tier(f"tier {value}") or _tier(value)
        told.parts.setdefault("tier", tier) if tier else told.rest.append(value)
    elif name == "read" or _READ.fullmatch(value):
        _sort_reading(value, told)
    elif folded(value) != NOT_TOLD:
        told.texts.append(value)


def _sort_reading(value: str, told: Told) -> None:
    if (day := _READ_ON.search(value)) and len(date := date_in_words(day[1])) == 10:
        told.parts.setdefault("accessed", date)
        value = value[: day.start()].strip()
    if _SECOND.search(value):
        told.parts.setdefault("seen", "second_hand")
    elif _PART.search(value):
        told.parts.setdefault("seen", "excerpt")
    elif _FULL.search(value):
        told.parts.setdefault("seen", "full")
    elif value and "accessed" not in told.parts:
        told.rest.append(value)


def _tier(text: str) -> str:
    if number := re.fullmatch(r"(?:tier|kind) ([1-6])", text, re.IGNORECASE):
        return number[1]
    return _KINDS.get(folded(text).removeprefix("an ").removeprefix("a "), "")


def _name_texts(told: Told, *, is_sure: bool) -> None:
    """Make the first text the title and the second the publisher; with commas alone more than two may be one title."""
    texts = [text.strip("\"“”' ") for text in told.texts]
    if not is_sure and len(texts) > 2 - len({"title", "publisher"} & told.parts.keys()):
        texts = [", ".join(texts)]
    for name in ("title", "publisher"):
        if texts and name not in told.parts:
            told.parts[name] = texts.pop(0)
    told.rest += texts


# What a source needs, by its part, as it is asked.
WANTED = {
    "title": "What is its title?",
    "publisher": "Who published it?",
    "published": "When did it come out? Such as 2026, 2026-09 or 16 September 2026.",
    "url": "What is its web address? It begins with https://.",
    "read": "Did you read it in full, in part, or second hand?",
    "kind": "What is it: independent evaluation, official statistics, own report, press release, news or repost?",
}
_NEEDED = {
    "title": "title",
    "publisher": "publisher",
    "published": "published",
    "url": "url",
    "seen": "read",
    "tier": "kind",
}
_SEEN = {"full": "in full", "excerpt": "in part", "second_hand": "second hand"}


def lacks(told: Told) -> tuple[str, ...]:
    """Give the parts of a source, as WANTED names them, that a line does not tell."""
    has_address = is_web_address(told.parts.get("url", ""))
    return tuple(
        asked for name, asked in _NEEDED.items() if name not in told.parts or (name == "url" and not has_address)
    )


def as_line(told: Told) -> str:
    """Give the line that tells the same of a source, each part by its name."""
    said = {asked: told.parts[name] for name, asked in _NEEDED.items() if name in told.parts}
    if "read" in said:
        said["read"] = _SEEN[said["read"]]
    if "accessed" in told.parts:
        said["read"] = f"{said.get('read', '')} read on {told.parts['accessed']}".strip()
    parts = "; ".join([*(f"{name}: {value}" for name, value in said.items()), *told.rest])
    return f"{told.label}: {parts}" if told.label else parts


def entry(told: Told, label: str, day: str) -> dict[str, Any]:
    """Give a source of the record, with what is not told said so."""
    parts, notes = told.parts, []
    address = parts.get("url", "")
    gap = {"missing": "not_read", "note": "No address was given."}
    if "tier" not in parts:
        notes.append("What kind of source it is was not told; the lowest tier stands.")
    if "seen" not in parts:
        notes.append("How much of it was read was not told.")
    return {
        "id": label,
        "title": parts.get("title", NOT_TOLD),
        "publisher": parts.get("publisher", NOT_TOLD),
        "published": parts.get("published") or {"missing": "not_read"},
        "accessed": parts.get("accessed", day),
        "url": address if is_web_address(address) else gap,
        "seen": parts.get("seen", "excerpt"),
        "tier": parts.get("tier", LOWEST_TIER),
        **({"note": " ".join(notes)} if notes else {}),
    }
