"""Index the finished pages with Pagefind. It runs last, and reads only what is marked `data-pagefind-body`."""

import gzip
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pilotbook.pages.needs import key_of
from pilotbook.publish import surroundings
from pilotbook.publish.book import environment
from pilotbook.publish.code import code_digest
from pilotbook.publish.store import Store

# What the site does not load: Pagefind's own interface and highlighter.
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")
# A code of no language. For English, Pagefind would cut every word to its stem, and "secondment" would be "second"; the forms
# of a word are found by words.js instead, from the words that pages have.
_LANGUAGE = "zz"
# Pagefind runs the cells of a table and the pairs of a list into one line. A mark after each keeps a label from the next.
_CELL = re.compile(rb"</(?:dt|dd|td|th|summary|caption|figcaption|button|text)>")
_MARK = " · ".encode() + rb"\g<0>"
# Pagefind holds a heading for six times as telling as text; one that stands on very many pages ("What did not work") tells nothing.
_LABEL = re.compile(rb"<(h[2-6]|dt|th|summary|caption)\b([^>]*)>(.*?)</\1>", re.DOTALL)
# Pagefind leaves out forms and their labels. Where the form is what a page is for, they are read as any other part of it; the
# choices that it offers are not, as they name everything in the book.
_FORM = re.compile(rb"<(/?)(?:form|label)\b")
_IS_CONTENT, _CHOICES = b"data-form-is-content", re.compile(rb"<select\b")
# A label on more pages than this is left out of the index.
_FEW = 12
# What each of its files begins with, once unpacked: where it does not, Pagefind has changed its form.
_SIGNATURE = b"pagefind_dcd"


class SearchFailed(Exception):
    """Pagefind did not finish; the message holds what it said."""


@dataclass(frozen=True)
class Indexed:
    """A page as Pagefind indexed it: the name it goes by in results, its address, title and text, and headings that ask something."""

    name: str
    address: str
    title: str
    text: str
    asks: tuple[str, ...] = ()


def index(pages: Mapping[str, str], store: Store, work: Path) -> tuple[dict[str, str], list[Indexed]]:
    """Index pages, given as {path in the site: digest}: the digest of each file of `pagefind/`, and the pages indexed.

    The index is made whole, once for a set of pages: Pagefind has no way to change a part of it.
    """
    key = key_of([code_digest(), version("pagefind"), dict(sorted(pages.items()))])
    kept = store.get("search index", key)
    if kept is not None:
        told = json.loads(kept)
        if all(map(store.has, told["files"].values())):
            return told["files"], [
                Indexed(name, address, title, text, tuple(asks)) for name, address, title, text, asks in told["pages"]
            ]
    # Pagefind reads a folder and nothing else, so the pages that it is to read are laid into one of their own.
    folder = work / "indexing"
    shutil.rmtree(folder, ignore_errors=True)
    store.lay(pages, folder)
    paths = sorted(folder.rglob("*.html"))
    pages_with = Counter(label for path in paths for label in set(_labels(path.read_bytes())))
    common = {label for label, count in pages_with.items() if count > _FEW}
    for path in paths:
        told = _told(path.read_bytes(), common)
        # What was laid is the store's own file: it is put aside, never written to.
        path.unlink()
        path.write_bytes(told)
    found = _indexed(folder)
    files = {
        path.relative_to(folder).as_posix(): store.keep(path.read_bytes())
        for path in sorted((folder / "pagefind").rglob("*"))
        if path.is_file()
    }
    shutil.rmtree(folder, ignore_errors=True)
    told = {"files": files, "pages": [[page.name, page.address, page.title, page.text, page.asks] for page in found]}
    store.put("search index", key, json.dumps(told).encode())
    return files, found


def _labels(page: bytes) -> Iterator[bytes]:
    """Yield what the headings and labels of a page say."""
    return (label for _, _, label in _LABEL.findall(page))


def _told(page: bytes, common: Collection[bytes]) -> bytes:
    """Give a page as it is indexed: without the labels that are common, and with a mark after each that is left."""

    def label(found: re.Match[bytes]) -> bytes:
        name, rest, said = found.groups()
        if said not in common:
            return found.group()
        return b"<%b%b data-pagefind-ignore>%b</%b>" % (name, rest, said, name)

    if _IS_CONTENT in page:
        page = _CHOICES.sub(b"<select data-pagefind-ignore", _FORM.sub(rb"<\1div", page))
    return _CELL.sub(_MARK, _LABEL.sub(label, page))


def _indexed(site: Path) -> list[Indexed]:
    """Make `site/pagefind/` and give the pages indexed, by address."""
    # Stated, because Pagefind indexes each language apart: with one language for all, one search finds every page.
    begun = surroundings.ending_with_us("import runpy; runpy.run_module('pagefind', run_name='__main__')")
    done = subprocess.run(
        [*begun, "--site", str(site), "--force-language", _LANGUAGE],
        env=environment(site.parent),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        surroundings.raise_if_full(done.stdout + done.stderr)
        raise SearchFailed((done.stdout + done.stderr)[-2000:])
    for pattern in _UNUSED:
        for path in (site / "pagefind").glob(pattern):
            path.unlink()
    return sorted(_fragments(site / "pagefind" / "fragment"), key=lambda page: page.address)


def _fragments(folder: Path) -> Iterator[Indexed]:
    """Read what Pagefind keeps of each page: gzipped JSON behind a signature."""
    for path in folder.glob("*.pf_fragment"):
        whole = gzip.decompress(path.read_bytes())
        if not whole.startswith(_SIGNATURE):
            raise SearchFailed(f"{path.name} is not as Pagefind 1 writes it. Use the Pagefind of requirements.txt.")
        page = json.loads(whole.removeprefix(_SIGNATURE))
        # "zz_2b32dc5": the name by which results speak of the page.
        heads = (anchor["text"].strip() for anchor in page["anchors"] if re.fullmatch("h[2-6]", anchor["element"]))
        asks = tuple(head for head in heads if head.endswith("?"))
        yield Indexed(path.stem, page["url"], page["meta"].get("title", ""), page["content"], asks)
