"""Before publishing, count and follow everything: records in = pages out = rows = search records; every link resolves."""

import csv
import io
import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.publish.numbers import TRACED_KINDS, stray_numbers
from pilotbook.views.tables import tables

# Attributes that make a browser fetch a file; `href` of a link to another page is told apart by its element.
_LOADING = {"src", "href", "xlink:href", "poster", "data"}


class _Reader(HTMLParser):
    """Collect what a page names: its anchors, links, the files it loads, and whether search may read it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.is_listed = False
        self.is_whole = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name == "href" and value is not None and tag in ("a", "area"):
                self.links.append(value)
            elif name in _LOADING and value is not None and tag != "base":
                self.loads.append(value)
            elif name == "srcset" and value:
                self.loads += [part.split()[0] for part in value.split(",") if part.strip()]
            elif name == "data-pagefind-body":
                self.is_listed = True

    def handle_endtag(self, tag: str) -> None:
        self.is_whole = self.is_whole or tag == "html"


def faults(book: Casebook, made: list[Page], site: Path, indexed: int) -> list[str]:
    """Give everything that stops this site from being published; an empty list means that it is whole."""
    site = site.resolve()
    read = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    found = _records_shown(book, made, site)
    found += _rows_complete(book, site)
    listed = sum(reader.is_listed for reader in read.values())
    if listed != indexed:
        found.append(f"{listed} pages are meant for search but {indexed} are in its index")
    found += [f"{path.relative_to(site)} is cut short" for path, reader in read.items() if not reader.is_whole]
    found += [f"{path.relative_to(site)} is empty" for path in site.rglob("*") if _is_empty(path)]
    for path, reader in read.items():
        found += _page_faults(path, reader, read, site)
    for page in made:
        if page.kind in TRACED_KINDS:
            told = stray_numbers(str(page.body))
            found += [f"{page.path} shows a number that no record stands behind: “{text}”" for text in told]
    return found


def _read(path: Path) -> _Reader:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def _is_empty(path: Path) -> bool:
    return path.is_file() and path.name != ".nojekyll" and path.stat().st_size == 0


def _records_shown(book: Casebook, made: list[Page], site: Path) -> list[str]:
    wanted = {case.id for case in book.cases.values()} | {lesson.id for lesson in book.lessons.values()}
    shown = Counter(page.record for page in made if page.record)
    found = [f"{record} has {shown[record]} pages instead of one" for record in sorted(wanted) if shown[record] != 1]
    found += [f"{record} has a page but no record" for record in sorted(set(shown) - wanted)]
    addresses = Counter(page.path for page in made)
    found += [f"two pages want the address {path}" for path, times in sorted(addresses.items()) if times > 1]
    lost = [path for path in sorted(addresses) if not _target(site, path, site).is_file()]
    return found + [f"the page {path} was made but is not in the site" for path in lost]


def _rows_complete(book: Casebook, site: Path) -> list[str]:
    found = []
    for name, table in tables(book).items():
        text = (site / "data" / f"{name}.csv").read_bytes().decode("utf-8")
        rows = sum(1 for _ in csv.DictReader(io.StringIO(text, newline="")))
        if rows != len(table.frame):
            found.append(f"data/{name}.csv has {rows} rows instead of {len(table.frame)}")
    whole = json.loads((site / "data" / "casebook.json").read_text(encoding="utf-8"))
    for name, records in (("cases", book.cases), ("lessons", book.lessons)):
        if len(whole[name]) != len(records):
            found.append(f"data/casebook.json has {len(whole[name])} {name} instead of {len(records)}")
    return found


def _page_faults(path: Path, reader: _Reader, read: dict[Path, _Reader], site: Path) -> list[str]:
    name = path.relative_to(site).as_posix()
    found = [f"{name} has two elements with the id '{anchor}'" for anchor, n in Counter(reader.ids).items() if n > 1]
    for address in reader.loads:
        if urlsplit(address).scheme in ("http", "https") or address.startswith("//"):
            found += [f"{name} loads {address} from another host"] if not _is_relation(address) else []
        elif not _is_published(_target(path, address, site), site):
            found.append(f"{name} loads {address}, which is not there")
    for address in dict.fromkeys(reader.links):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = _target(path, address, site)
        if not _is_published(target, site):
            found.append(f"{name} links to {address}, which is not there")
        elif parts.fragment and target in read and unquote(parts.fragment) not in read[target].ids:
            found.append(f"{name} links to {address}, but there is no such place on that page")
    return found


def _is_relation(address: str) -> bool:
    return address.startswith("https://creativecommons.org/")


def _is_published(file: Path, site: Path) -> bool:
    # A file beside the site is on this computer only.
    return file.is_file() and file.is_relative_to(site)


def _target(page: Path, address: str, site: Path) -> Path:
    """Give the file that an address on `page` leads to, as a web server would."""
    path = unquote(urlsplit(address).path)
    if not path:
        return page
    base = site if path.startswith("/") else page.parent
    file = (base / path.lstrip("/")).resolve()
    return file / "index.html" if path.endswith("/") or file.is_dir() else file
