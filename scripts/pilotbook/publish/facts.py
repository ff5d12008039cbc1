"""What a finished page says of itself: its places, where it leads, what it loads, and numbers that nobody stands behind.

Read once for each page and kept with it, for the manifest, the search and the guard of numbers alike. Every figure is written
by an element that carries the path of the record it came from (`data-path`). A digit anywhere else in the text is a number that
somebody typed into a template or let slip past the trace. Headings, dates, sources and labels such as O1 are not figures, and
neither are the words of the vocabulary, which name what they name wherever they stand ("Children under 5").
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Any
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from pilotbook.publish import inert, policy
from pilotbook.publish.unmade import STRAY
from pilotbook.record.reference import YEARS

# Attributes that make a browser fetch a file; `href` of a link to another page is told apart by its element.
_LOADING = ("src", "href", "xlink:href", "poster", "data")
# Where a digit is no figure, or has its path beside it: headings, dates, code, pictures, and what names a source or a way.
_QUIET = (
    "h1, h2, h3, h4, time, code, svg, script, style, nav, title, [data-path], .src, .sources, .cite, .breadcrumb, .trace, "
    ".since-release, "
    # What the glossary says of words; its own page stands behind it.
    "[aria-labelledby=words-used]"
)
# What may stand anywhere: "21 November 2026" and "May 2026"; "TLG-C-7KD3", "O1" and "CY12"; and the years that texts may hold.
_ALLOWED = re.compile(
    r"\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b"
    rf"|{YEARS.pattern}"
    r"|\b(?:TLG-[CLN]-[0-9A-Z]{4}|CC-BY-4\.0|OGL-UK-3\.0|(?:CY|[OSFC])[1-9]\d?)\b"
)
_DIGIT = re.compile(r"\d")
# Relations of a link in the head that name an address and load nothing.
_TELLING = {
    "license", "canonical", "cite-as", "alternate", "describedby", "version-history", "predecessor-version", "latest-version"
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What a page says of itself.

    ids: of its elements. links, loads: addresses from the root of the site ('/cases/x/#O1'), each once; those of other hosts
    only among `outside`, which it loads. is_searched: whether search may read it. is_listed: whether search engines may.
    faults: what is wrong with the page alone.
    """

    ids: tuple[str, ...]
    links: tuple[str, ...]
    loads: tuple[str, ...]
    outside: tuple[str, ...]
    is_searched: bool
    faults: tuple[str, ...]
    is_listed: bool = True

    @classmethod
    def read(cls, told: dict[str, Any]) -> "Facts":
        """Take back what was kept as JSON, where tuples are lists."""
        values: dict[str, Any] = {
            name: tuple(map(intern, value)) if isinstance(value, list | tuple) else value
            for name, value in told.items()
        }
        return cls(**values)

    def shared(self) -> "Facts":
        """Give the same, each text held once: pages lead to the same places, and a book of thousands has millions of links."""
        return Facts.read(vars(self))


def facts_of(address: str, html: str, *, names: Sequence[str] | None = None) -> Facts:
    """Read the page at `address` ('/cases/x/' or '/404.html').

    names: the words with a digit that are no figures here; None where no number on the page needs a record behind it.
    """
    tree = LexborHTMLParser(html)
    ids: list[str] = []
    links: list[str] = []
    loads: list[str] = []
    outside: list[str] = []
    # Of a bare list of selectors, a node that fits two is given twice.
    for node in tree.css(":is([id], [href], [src], [srcset], [poster], [data])"):
        attributes = node.attributes
        if name := attributes.get("id"):
            ids.append(name)
        # Most such elements have an id and nothing else.
        if len(attributes) == 1 and name:
            continue
        leads = attributes.get("href") if node.tag in ("a", "area") else None
        if leads is not None:
            links.append(leads)
        for written in _loading(node.tag, attributes):
            (outside if _is_elsewhere(written) else loads).append(written)
    faults = [f"has two elements with the id '{name}'" for name, times in Counter(ids).items() if times > 1]
    if not html.rstrip().endswith("</html>"):
        faults.append("is cut short")
    faults += dict.fromkeys(inert.faults(tree))
    known = set(ids)
    is_searched = tree.css_first("[data-pagefind-body]") is not None
    is_listed = tree.css_first('meta[name="robots"][content*="noindex"]') is None
    there: dict[str, None] = {}
    # A page leads to most of its places more than once; a fault is told once.
    for written in dict.fromkeys(links):
        if _is_elsewhere(written) or urlsplit(written).scheme:
            continue
        target = resolved(address, written)
        path, _, anchor = target.partition("#")
        if path != address:
            there[target] = None
        elif anchor and unquote(anchor) not in known:
            faults.append(f"links to {written}, but there is no such place on that page")
    faults += policy.faults(html, tree)
    if names is not None:
        faults += [f"{STRAY}: “{text}”" for text in _stray_in(tree, names)]
    loaded = dict.fromkeys(resolved(address, written).partition("#")[0] for written in loads if written)
    loaded.pop(address, None)
    return Facts(tuple(ids), tuple(there), tuple(loaded), tuple(outside), is_searched, tuple(faults), is_listed)


Attributes = Mapping[str, str | None]


def _loading(tag: str | None, attributes: Attributes) -> Iterator[str]:
    """Yield what a browser fetches for an element."""
    for name in _LOADING:
        written = attributes.get(name)
        if written is not None and not (name == "href" and _only_tells(tag, attributes)):
            yield written
    for part in (attributes.get("srcset") or "").split(","):
        if part.strip():
            yield part.split()[0]


def _only_tells(tag: str | None, attributes: Attributes) -> bool:
    """Say whether a browser fetches nothing for the address of an element: it leads there, or names a relation."""
    relation = (attributes.get("rel") or "").split()
    return tag in ("a", "area", "base") or bool(_TELLING.intersection(relation))


def _is_elsewhere(written: str) -> bool:
    return urlsplit(written).scheme in ("http", "https") or written.startswith("//")


def resolved(here: str, written: str) -> str:
    """Give an address as written on the page `here` from the root of the site, as a browser resolves it."""
    parts = urlsplit(written)
    path = unquote(parts.path)
    if not path:
        return f"{here}#{parts.fragment}" if parts.fragment else here
    # Above the root, a browser stays at the root; on a disk it would leave the site, which the manifest must see. So the
    # page's folder is joined without its first slash: only then does what climbs out keep its dots.
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(here).lstrip("/"), path))
    whole = "/" if whole == "." else whole if whole.startswith("/") else f"/{whole}"
    slash = "/" if (path.endswith(("/", "/.", "/..")) or path in (".", "..")) and not whole.endswith("/") else ""
    return f"{whole}{slash}" + (f"#{parts.fragment}" if parts.fragment else "")


def stray_numbers(html: str, names: Sequence[str] = ()) -> list[str]:
    """Give each piece of text in the main part of a page that holds a number without a record behind it, or in a name."""
    return _stray_in(LexborHTMLParser(html), names)


def _stray_in(tree: LexborHTMLParser, names: Sequence[str]) -> list[str]:
    """Give them from the page as it was read; what is quiet is taken out of it."""
    main = tree.css_first("main") or tree.body
    if main is None:
        return []
    for node in main.css(_QUIET):
        node.decompose()
    pieces = (
        " ".join(text.split()) for text in main.text(deep=True, separator="\0").split("\0") if _DIGIT.search(text)
    )
    named = _any_of(tuple(names))
    return [text for text in pieces if _DIGIT.search(_ALLOWED.sub("", named.sub("", text)))]


@lru_cache(maxsize=1)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Find any of some names as whole words, however they are capitalised; the longest where one begins another."""
    # Those whose digits may stand anywhere, such as a year, are no exception to make.
    words = {" ".join(name.split()) for name in names if _DIGIT.search(_ALLOWED.sub("", name))}
    either = "|".join(map(re.escape, sorted(words, key=lambda name: (-len(name), name)))) or "(?!)"
    return re.compile(rf"(?<![\w£$€])(?<!\d[-–/.,])(?:{either})(?!\w|%|[-–/.,]\d)", re.IGNORECASE)
