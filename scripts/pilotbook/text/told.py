"""What is told to people in lines, of our own words and of words that somebody else wrote, which are never taken for ours.

A line is a tuple of parts. A plain `str` is ours; a `Said` comes from a record, a file's name or a list, and may be anything.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Longer words of others are cut: whoever wants all of them reads the record.
_LONGEST = 300
Line = tuple[str, ...]
# A backtick would end what stands between two, and a bar would begin the next cell of a table even there.
_HARMLESS = str.maketrans("`|", "'\N{BROKEN BAR}")


class Said(str):
    """Words that somebody else wrote."""

    __slots__ = ()


class Bare(Said):
    """Words of somebody else that need no quotation marks in plain text: a place, an address, a whole message."""

    __slots__ = ()


@dataclass(frozen=True)
class Section:
    """A heading and its lines, each with how far it is indented."""

    heading: str
    lines: tuple[tuple[int, Line], ...]


def as_text(sections: Iterable[Section]) -> str:
    """Write sections as plain text, for a terminal."""
    return "\n\n".join("\n".join(_text_lines(section)) for section in sections) + "\n"


def _text_lines(section: Section) -> list[str]:
    lines = [f"{'  ' * depth}{'- ' if depth else ''}{_plain(line)}" for depth, line in section.lines]
    return [f"{section.heading}:", *lines] if section.heading else lines


def _plain(line: Line) -> str:
    return "".join(map(_plain_part, line))


def _plain_part(part: str) -> str:
    if not isinstance(part, Said):
        return part
    return _seen(part) if isinstance(part, Bare) else f"'{_seen(part)}'"


def as_markdown(sections: Sequence[Section], most: int, whole: str) -> str:
    """Write sections as Markdown that is safe to post, of at most `most` signs.

    Words of others stand between backticks, on one line: there no host makes a mention, a reference, a link, an image,
    mathematics or HTML of them. Lines that there is no room for are counted under their heading; the longest section gives
    way first. whole: how to read them.
    """
    lines = [[_markdown_line(*told) for told in section.lines] for section in sections]
    heads = [f"### {section.heading}\n" if section.heading else "" for section in sections]
    left_out = [0] * len(sections)

    def written() -> str:
        parts = []
        for head, of, out in zip(heads, lines, left_out, strict=True):
            told = f"- {out:,} more {'line' if out == 1 else 'lines'} of this part left out here: {whole}"
            more = [told] if out else []
            parts.append("\n".join([*([head] if head else []), *of, *more]).rstrip("\n"))
        return "\n\n".join(parts) + "\n"

    sizes = [sum(len(line) + 1 for line in of) for of in lines]
    over = len(written()) - most
    while over > 0 and any(sizes):
        longest = sizes.index(max(sizes))
        # The note that some are left out takes room of its own.
        over += 0 if left_out[longest] else len(whole) + 60
        gone = len(lines[longest].pop()) + 1
        sizes[longest] -= gone
        over -= gone
        left_out[longest] += 1
    return written()


def _markdown_line(depth: int, line: Line) -> str:
    told = "".join(f"`{_seen(part).translate(_HARMLESS) or ' '}`" if isinstance(part, Said) else part for part in line)
    return f"{'  ' * (depth - 1)}- {told}" if depth else f"{told}\n"


def _seen(text: str) -> str:
    """Give words on one line, without anything that nobody sees, cut where they are long."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


# What may stand outside backticks: no sign that a host gives a meaning that reaches somebody, and no word that it makes a link.
# The workflow that posts it (.github/workflows/tell.yml) looks for the same; a test holds the two equal.
UNSAFE = r"[^A-Za-z0-9 .,;:()'%→*-]|www\.|GH-[0-9]"


def is_safe(markdown: str) -> bool:
    """Say whether Markdown holds nothing but what `as_markdown` writes, whoever wrote it."""
    outside = (re.sub(r"`[^`]+`", "", line.removeprefix("### ")) for line in markdown.split("\n"))
    return "|" not in markdown and not any(re.search(UNSAFE, line) for line in outside)
