"""Read a notebook of the book: its cells, and on which lines they stand. Reading takes no part of Jupyter."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pilotbook.publish.book import BookFailed
from pilotbook.text import markdown
from pilotbook.text.yamlfile import Loader

# The tags by which a cell asks that its output is not shown.
UNSHOWN = {"remove-output", "remove_output"}
# {src}`report-2025` in prose, with the blank before it.
_CITED = re.compile(r"\s*\{src\}`[^`]*`")
_reader = MarkdownIt("commonmark")


@dataclass(frozen=True)
class Cell:
    """A code cell: its code, the line of the file on which that begins, and whether the page shows what it makes."""

    code: str
    line: int
    is_shown: bool


@dataclass(frozen=True)
class Notebook:
    """A notebook: its name from `book/`, such as 'evidence/reaching-families', what it asks to be run by, and its cells.

    id: by which it is cited, '' where its head gives none; line_of_id: where it stands, or the head begins. title, abstract:
    its heading and first paragraph, as plain words. authors: as its head names them; none where the editors of the book
    answer for it.
    """

    name: str
    kernel: str
    cells: tuple[Cell, ...]
    id: str = ""
    line_of_id: int = 1
    title: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()

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
    tokens = _reader.parse("\n".join(text.split("\n")[skipped:]))
    cells = [
        _cell(token.content, skipped + token.map[0] + 2)
        for token in tokens
        if token.type == "fence" and token.level == 0 and token.map and token.info.startswith("{code-cell}")
    ]
    told = _said(name, head)
    return Notebook(
        name,
        json.dumps(told.get("kernelspec"), sort_keys=True),
        tuple(cells),
        id=str(told.get("id") or ""),
        line_of_id=next((n for n, line in enumerate(head.split("\n"), start=2) if line.startswith("id:")), 1),
        title=_first(tokens, "heading_open"),
        abstract=_first(tokens, "paragraph_open"),
        authors=_names(told.get("authors")),
    )


def _said(name: str, head: str) -> dict[str, Any]:
    """Give what the head of a notebook says. Raises BookFailed with the line where it cannot be read."""
    line, what = 1, "it is no list of names and values"
    try:
        told = yaml.load(head, Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        what = str(error.problem)
    else:
        if isinstance(told, dict):
            return told
    raise BookFailed(
        f"book/{name}.md:{line}: the head of this notebook cannot be read: {what} [yaml]\n"
        "    Write each setting on a line of its own, as in 'id: TLG-N-7KD3'."
    )


def _first(tokens: Sequence[Token], kind: str) -> str:
    """Give the words of the first heading or paragraph, without marks that cite a source; '' where there is none."""
    found = (inline.content for opened, inline in pairwise(tokens) if opened.type == kind and opened.level == 0)
    return markdown.to_text(_CITED.sub("", next(found, "")))


def _names(told: object) -> tuple[str, ...]:
    return tuple(map(str, told)) if isinstance(told, list) else (str(told),) if told else ()


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
