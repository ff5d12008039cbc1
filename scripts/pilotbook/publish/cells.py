"""Read a notebook of the book: its cells, and on which lines they stand. Reading takes no part of Jupyter."""

import json
from dataclasses import dataclass
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

from pilotbook.text.yamlfile import Loader

# The tags by which a cell asks that its output is not shown.
UNSHOWN = {"remove-output", "remove_output"}
_reader = MarkdownIt("commonmark")


@dataclass(frozen=True)
class Cell:
    """A code cell: its code, the line of the file on which that begins, and whether the page shows what it makes."""

    code: str
    line: int
    is_shown: bool


@dataclass(frozen=True)
class Notebook:
    """A notebook: its name from `book/`, such as 'evidence/reaching-families', what it asks to be run by, and its cells."""

    name: str
    kernel: str
    cells: tuple[Cell, ...]

    @property
    def path(self) -> str:
        """Give the path of its file from the root."""
        return f"book/{self.name}.md"


def notebooks(root: Path) -> list[Notebook]:
    """Give the notebooks of the book, by name."""
    book = root / "book"
    found = ((path, path.read_text(encoding="utf-8")) for path in sorted(book.rglob("*.md")))
    return [
        notebook_of(path.relative_to(book).with_suffix("").as_posix(), text)
        for path, text in found
        if "_build" not in path.parts and "mystnb" in _head(text)
    ]


def _head(text: str) -> str:
    return text[4:].partition("\n---\n")[0] if text.startswith("---\n") else ""


def notebook_of(name: str, text: str) -> Notebook:
    """Read a notebook as Jupyter Book does: cells are fences at the top level, options stand first in them."""
    head = _head(text)
    # The head and its two rules; lines are told as they stand in the file.
    skipped = head.count("\n") + 3
    cells = [
        _cell(token.content, skipped + token.map[0] + 2)
        for token in _reader.parse("\n".join(text.split("\n")[skipped:]))
        if token.type == "fence" and token.level == 0 and token.map and token.info.startswith("{code-cell}")
    ]
    kernel = yaml.load(head, Loader).get("kernelspec")
    return Notebook(name, json.dumps(kernel, sort_keys=True), tuple(cells))


def _cell(content: str, line: int) -> Cell:
    """Read a cell whose content begins on `line`. Options are lines with a colon, or a block between two rules."""
    lines = content.rstrip("\n").split("\n")
    # Both forms that MyST reads: ":tags: [hide-input]", or the same lines without colons between two rules.
    if lines[0].startswith("---"):
        end = 1 + next(
            (index for index, each in enumerate(lines[1:], start=1) if each.startswith("---")), len(lines) - 1
        )
        options = lines[1 : end - 1]
    else:
        end = next((index for index, each in enumerate(lines) if not each.startswith(":")), len(lines))
        options = [each.removeprefix(":") for each in lines[:end]]
    told = yaml.load("\n".join(options), Loader) or {}
    return Cell("\n".join(lines[end:]), line + end, not UNSHOWN & set(told.get("tags", [])))
