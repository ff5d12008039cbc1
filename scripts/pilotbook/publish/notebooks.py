"""Make what the cells of notebooks show, and set it into the pages that Jupyter Book made of their words.

An output is kept. It is made again where the notebook's code, this package, a library or something that it read has
changed; what it read is known from the run before (see `reads`). Those that must run do so in one process.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.publish import kernel
from pilotbook.publish.book import BookFailed
from pilotbook.publish.cells import Notebook, notebooks
from pilotbook.publish.code import digest_of_files, libraries, package_digest
from pilotbook.publish.reads import Reads, Seen, digest_of
from pilotbook.publish.store import Store
from pilotbook.publish.surroundings import raise_if_full

# A comment, because prose cannot write one: HTML in Markdown is off. The Sphinx extension leaves one for each cell.
MARK = "<!-- what the cell shows -->"
# How Jupyter Book writes the box around a place. Should it write otherwise one day, no place is found, and the build stops.
_BOX = '<div class="cell_output docutils container">\n'
_PLACE = re.compile(f"{_BOX}{MARK}</div>\n")


@dataclass(frozen=True)
class Output:
    """What a notebook made: the HTML of each cell, and the downloads of its charts by name."""

    cells: tuple[str, ...]
    downloads: Mapping[str, bytes]

    def to_json(self) -> bytes:
        """Give the output as a store keeps it."""
        files = {name: base64.b64encode(content).decode() for name, content in self.downloads.items()}
        return json.dumps({"cells": self.cells, "downloads": files}, sort_keys=True).encode()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Output":
        """Read what `to_json` wrote, or the kernel told."""
        return cls(tuple(told["cells"]), {name: base64.b64decode(each) for name, each in told["downloads"].items()})


def outputs(root: Path, work: Path, book: Casebook, store: Store) -> dict[Notebook, Output]:
    """Give the output of each notebook; those run of which no kept output fits. Raises BookFailed with every fault."""
    archive = Archive(root, book, store)
    found = {notebook: archive.output(notebook) for notebook in notebooks(root)}
    stale = [notebook for notebook, output in found.items() if output is None]
    made = _made(stale, root, work, archive) if stale else {}
    return {notebook: output or made[notebook] for notebook, output in found.items()}


class Archive:
    """Outputs that earlier builds made, by what they were made from. `book` is the casebook as it is now."""

    def __init__(self, root: Path, book: Casebook, store: Store) -> None:
        self._root, self._book, self._store = root, book, store
        self._code = _named(package_digest(), libraries())

    def output(self, notebook: Notebook) -> Output | None:
        """Give the output of a notebook, or None where nothing kept was made from what it reads now."""
        told = self.reads(notebook)
        if told is None:
            return None
        # Without this, every record would be opened again for each notebook, only to find that it is still the same.
        which = self._seen(notebook, told["reads"])
        before = self._store.get("notebook-seen", which)
        seen: Seen = json.loads(before) if before else {}
        kept = self._store.get(
            "notebook", self._key(notebook, told, digest_of(Reads(**told["reads"]), self._book, seen))
        )
        now = _as_json(seen)
        if now != before:
            self._store.put("notebook-seen", which, now)
        return Output.of(json.loads(kept)) if kept else None

    def reads(self, notebook: Notebook) -> dict[str, Any] | None:
        """Give what the notebook read when it last ran, fields and files; None where it never ran as it is."""
        told = self._store.get("notebook-reads", self._name(notebook))
        return None if told is None else dict(json.loads(told))

    def keep(self, notebook: Notebook, told: Mapping[str, Any]) -> Output:
        """Keep what a run told, and give its output. Raises BookFailed where it read other records than those of `book`."""
        # The process has named what was read of each record; where a record is still the same, so is its name.
        seen: Seen = {slug: list(named) for slug, named in told["seen"].items()}
        if digest_of(Reads(**told["reads"]), self._book, seen) != told["digest"]:
            raise BookFailed("A record was changed while notebooks ran. Build again.")
        self._store.put("notebook-seen", self._seen(notebook, told["reads"]), _as_json(seen))
        output, read = Output.of(told), {"reads": told["reads"], "files": told["files"]}
        self._store.put("notebook-reads", self._name(notebook), _as_json(read))
        self._store.put("notebook", self._key(notebook, read, told["digest"]), output.to_json())
        return output

    def settle(self) -> None:
        """Write what is kept, so that another process finds it."""
        self._store.flush()

    def _name(self, notebook: Notebook) -> str:
        """Name a notebook's output by everything but what it reads."""
        told = [notebook.name, notebook.kernel, [cell.code for cell in notebook.cells]]
        return _named(json.dumps(told), self._code)

    def _seen(self, notebook: Notebook, reads: Mapping[str, Any]) -> str:
        """Name what is noted of each record, for one notebook and all that it reads."""
        return _named(self._name(notebook), json.dumps(reads, sort_keys=True))

    def _key(self, notebook: Notebook, read: Mapping[str, Any], digest: str) -> str:
        files = [path for name in read["files"] if (path := self._root / name).exists()]
        return _named(self._name(notebook), digest, digest_of_files(self._root, files))


def _as_json(told: object) -> bytes:
    return json.dumps(told, sort_keys=True).encode()


def _named(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _made(stale: Sequence[Notebook], root: Path, work: Path, archive: Archive) -> dict[Notebook, Output]:
    """Run notebooks, and keep what each made, also where another fails."""
    # The process reads what this one has put by.
    archive.settle()
    made: dict[Notebook, Output] = {}
    faults = []
    # A fault in one is told with those of the others: an author mends them all at once.
    for notebook, told in zip(stale, kernel.run(stale, root, work), strict=True):
        if "fault" in told:
            faults.append(_fault(notebook, told["cell"], told["fault"]))
        else:
            made[notebook] = archive.keep(notebook, told)
    if faults:
        raise_if_full("\n".join(faults))
        raise BookFailed("\n".join(faults))
    return made


def _fault(notebook: Notebook, number: int, fault: Mapping[str, Any]) -> str:
    """Tell a fault by its line, with the cell, whose failing line is pointed at."""
    cell = notebook.cells[number]
    deep = f" (in {fault['place']})" if fault["place"] else ""
    listed = [
        f"    {'----> ' if index == fault['line'] else '      '}{index} {line}".rstrip()
        for index, line in enumerate(cell.code.split("\n"), start=1)
    ]
    line = cell.line + max(fault["line"], 1) - 1
    return "\n".join([f"{notebook.path}:{line}: this cell fails: {fault['what']}{deep}", *listed])


def set_in(files: Mapping[str, bytes], made: Mapping[Notebook, Output]) -> dict[str, bytes]:
    """Give the pages of `files`, {path in the site: bytes}, with their outputs set in, and the downloads beside them.

    Raises BookFailed where a page has not the places that its notebook asks for.
    """
    changed: dict[str, bytes] = {}
    for notebook, output in made.items():
        page, folder = page_of(notebook)
        shown = [html for html, cell in zip(output.cells, notebook.cells, strict=True) if cell.is_shown]
        changed[page] = _with_outputs(files[page].decode(), shown, notebook).encode()
        for name, content in output.downloads.items():
            # All notebooks of a folder share its charts/, so one name must mean one chart.
            if changed.setdefault(f"{folder}{name}", content) != content:
                raise BookFailed(f"{notebook.path}: another notebook offers another chart as {name}. Rename one.")
    return changed


def page_of(notebook: Notebook) -> tuple[str, str]:
    """Give the file of a notebook's page in the site, and the folder of its charts, which ends in '/'."""
    is_index = notebook.name.endswith("/index")
    page = f"{notebook.name}.html" if is_index else f"{notebook.name}/index.html"
    return page, f"{'/'.join(page.split('/')[:-2])}/charts/".lstrip("/")


def _with_outputs(page: str, shown: Sequence[str], notebook: Notebook) -> str:
    places = len(_PLACE.findall(page))
    if places != len(shown):
        raise BookFailed(f"{notebook.path}: its page has {places} places for the outputs of {len(shown)} cells.")
    left = iter(shown)

    def output(_: re.Match[str]) -> str:
        html = next(left)
        return f"{_BOX}{html}</div>\n" if html else ""

    return _PLACE.sub(output, page)
