"""One edition of the book at a time: what a page loads later is named by its content, and the page tells the names it was made with.

A page may stay open, or be held by a browser, while the book is published anew. What it then asks for is of its own edition, or is
not there any more, and the page says so (`edition.js`); it never gets what another edition has under the same name.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from pilotbook.pages.content_names import mark, named
from pilotbook.publish.scripts import made_with
from pilotbook.publish.store import Store

# What stands in a page until names are known: of the data for finding, of records in a few rows, of figures to start from.
_COLUMNS, _RECORDS, _FIGURES = "%%COLUMNS%%", "%%RECORDS%%", "%%FIGURES%%"
_SUMMARY = re.compile(r"id/([^/]+)/summary\.js")
_FIGURE_DATA = re.compile(r"plan/([^/]+)/figures\.js")
# The pages that are made with data for finding, by their folder, and with which.
_MADE_WITH = {"explore/": "columns", "search/": "columns", "outcomes/": "outcomes-columns"}
_COLUMN_DATA = re.compile(r"search/((?:outcomes-)?columns)\.\w+\.js")
# Text of a record has a backslash before each such mark.
_BUILD = re.compile(rb'(?<!\\)"build":"\w*"')


def of_pages(files: Mapping[str, str], store: Store) -> dict[str, str]:
    """Give the files of made pages, {path: digest}, with what pages load later named by its content, and told to these pages."""
    found, summaries = _renamed(files, _SUMMARY)
    found, figures = _renamed(found, _FIGURE_DATA)
    listed = f"records.know({json.dumps(summaries, separators=(',', ':'))});\n".encode()
    digest = store.keep(listed)
    name = named("records.js", digest)
    found[f"search/{name}"] = digest
    for page in ("compare/index.html", "brief/index.html"):
        found |= _filled(found, page, _RECORDS, name.removesuffix(".js"), store)
    told = " ".join(f"{domain}:{content}" for domain, content in figures.items())
    return found | _filled(found, "plan/index.html", _FIGURES, told, store)


def of_data(files: Mapping[str, str], store: Store) -> dict[str, str]:
    """Give the pages that are made with the data for finding, {path: digest}, once those are among the files."""
    names = {match[1]: Path(path).stem for path in files if (match := _COLUMN_DATA.fullmatch(path))}
    pages = [(path, data) for folder, data in _MADE_WITH.items() for path in files if path.startswith(folder)]
    found: dict[str, str] = {}
    for path, data in pages:
        if path.endswith("index.html"):
            found |= _filled(files, path, _COLUMNS, names.get(data, ""), store)
    return found


def held_over(files: Mapping[str, str], store: Store) -> dict[str, str]:
    """Give data for finding of an earlier build as data for the scripts of today, for a preview: somebody may be at work on these."""
    return {
        path: store.keep(_BUILD.sub(f'"build":"{made_with()}"'.encode(), _read(digest, path, store), count=1))
        for path, digest in files.items()
        if _COLUMN_DATA.fullmatch(path) or path == "search/columns.js"
    }


def _renamed(files: Mapping[str, str], pattern: re.Pattern[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give the files with those of a pattern under the names of their content, and the mark of each by what its path names."""
    found = {named(path, digest) if pattern.fullmatch(path) else path: digest for path, digest in files.items()}
    return found, {path.split("/")[1]: mark(digest) for path, digest in files.items() if pattern.fullmatch(path)}


def _filled(files: Mapping[str, str], path: str, blank: str, words: str, store: Store) -> dict[str, str]:
    """Give a page with words in place of the first blank, as {path: digest}; nothing where there is no such page."""
    if path not in files:
        return {}
    # The first stands at the head of the page; a record may hold the same words, which stay.
    return {path: store.keep(_read(files[path], path, store).replace(blank.encode(), words.encode(), 1))}


def _read(digest: str, path: str, store: Store) -> bytes:
    file = store.file(digest)
    if file is None:
        raise FileNotFoundError(f"{path} was made and is gone")
    return file.read_bytes()
