"""Before publishing, count and follow everything: records in = pages out = rows = search records; every link resolves."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from pilotbook.casebook import Casebook
from pilotbook.exports import downloads
from pilotbook.exports.download import rows_of
from pilotbook.publish.facts import Facts
from pilotbook.publish.store import digest_of

_EMPTY = digest_of(b"")


def faults(
    book: Casebook,
    records: Iterable[tuple[str, str | None]],
    pages: Mapping[str, Facts],
    site: Mapping[str, str],
    rows: Mapping[str, int],
    indexed: int,
) -> list[str]:
    """Give everything that stops this site from being published; an empty list means that it is whole.

    records: the address of each made page, and the id of the record that it shows. pages: what each finished page says of
    itself, by its address. site: the digest of each file by its path in the site. rows: counted in the finished downloads.
    """
    found = _records_shown(book, list(records), site)
    found += _rows_complete(book, rows)
    found += _addresses_lost(book, site)
    # Where search lost a page on the way, readers would never find it and nobody would see.
    searched = sum(facts.is_searched for facts in pages.values())
    if searched != indexed:
        found.append(f"{searched} pages are meant for search but {indexed} are in its index")
    found += [f"{_name(address)} {fault}" for address, facts in pages.items() for fault in facts.faults]
    # Equal bytes have equal digests, so empty files are found without opening any.
    found += [f"{path} is empty" for path, digest in site.items() if digest == _EMPTY and path != ".nojekyll"]
    return found + _lost(pages, site, book.base)


def _records_shown(book: Casebook, made: list[tuple[str, str | None]], site: Mapping[str, str]) -> list[str]:
    # Counted by id and not by address: a record that has two pages would have two truths.
    wanted = {view.id for view in book.views.values()} | {lesson.id for lesson in book.lessons.values()}
    shown = Counter(record for _, record in made if record)
    found = [f"{record} has {shown[record]} pages instead of one" for record in sorted(wanted) if shown[record] != 1]
    found += [f"{record} has a page but no record" for record in sorted(set(shown) - wanted)]
    addresses = Counter(path for path, _ in made)
    found += [f"two pages want the address {path}" for path, times in sorted(addresses.items()) if times > 1]
    return found + [
        f"the page {path} was made but is not in the site" for path in sorted(addresses) if file_of(path) not in site
    ]


def _addresses_lost(book: Casebook, site: Mapping[str, str]) -> list[str]:
    """Give every address that a release gave out and that does not answer, with the last release that had it."""
    last = {address: release.name for release in book.releases for address in release.addresses}
    return [
        f"{address} was an address of release {name}, and nothing answers there"
        for address, name in sorted(last.items())
        if file_of(address) not in site
    ]


def _rows_complete(book: Casebook, rows: Mapping[str, int]) -> list[str]:
    found = []
    for download in downloads():
        if download.rows and rows.get(download.name) != (wanted := rows_of(download, book)):
            found.append(f"data/{download.name} has {rows.get(download.name, 'no')} rows instead of {wanted}")
    return found


def _lost(pages: Mapping[str, Facts], site: Mapping[str, str], base: str) -> list[str]:
    """Give what leads or loads somewhere that is not there."""
    found = []
    # Each place that something leads to is looked up once, with the first page that leads there.
    wanted: dict[str, str] = {}
    for address, facts in pages.items():
        for target in facts.links:
            wanted.setdefault(target, address)
    anchors: dict[str, set[str]] = {}
    for target, address in wanted.items():
        path, _, anchor = target.partition("#")
        if not _is_there(path, site):
            found.append(f"{_name(address)} links to {target}, which is not there")
        elif anchor and (page := _page(path)) in pages:
            if page not in anchors:
                anchors[page] = set(pages[page].ids)
            if unquote(anchor) not in anchors[page]:
                found.append(f"{_name(address)} links to {target}, but there is no such place on that page")
    loaded: dict[str, str] = {}
    for address, facts in pages.items():
        # What is shown at any address tells the site's own by its whole address.
        strange = [other for other in facts.outside if not (base and other.startswith(base))]
        found += [f"{_name(address)} loads {other} from another host" for other in strange]
        for target in facts.loads:
            loaded.setdefault(target, address)
    return found + [
        f"{_name(address)} loads {target}, which is not there"
        for target, address in loaded.items()
        if file_of(target) not in site
    ]


def _is_there(path: str, site: Mapping[str, str]) -> bool:
    return file_of(path) in site or f"{path.strip('/')}/index.html" in site


def _page(path: str) -> str:
    """Give the address of the page that a path leads to: '/cases/x' → '/cases/x/'."""
    return path if path.endswith("/") or Path(path).suffix else f"{path}/"


def file_of(address: str) -> str:
    """Give the file of an address in the site: '/cases/x/' → 'cases/x/index.html'."""
    return (f"{address}index.html" if address.endswith("/") else address).removeprefix("/")


def address_of(file: str) -> str:
    """Give the address of a page by its file: 'cases/x/index.html' → '/cases/x/'."""
    return "/" + file.removesuffix("index.html") if file.endswith("/index.html") or file == "index.html" else f"/{file}"


def _name(address: str) -> str:
    return file_of(address)
