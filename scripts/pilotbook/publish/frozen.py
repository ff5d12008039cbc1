"""How a finished page is rewritten, once, to be kept in a release: it says when it stood, and leads on to the living book.

What is kept does not name its release: marks stand for name and date, and are filled in where it is served. So a page that has
not changed is kept once, whichever releases hold it, and its bytes as served never change.
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from html import escape

from pilotbook.pages.render import link
from pilotbook.publish.facts import resolved
from pilotbook.publish.manifest import file_of
from pilotbook.record import formatting

# A record can hold no such sign, and no tool writes one.
NAME, DATE, DAY = "\x1fname\x1f", "\x1fdate\x1f", "\x1fday\x1f"
_MARK = b"\x1f"
# Files that lie beside pages and can be made again from what is kept, or that other sites show.
LEFT_OUT = (".pdf", ".png", ".zip")
_TAG = re.compile(r"<(?:a|area|form|link|img|script|source)\b[^>]*>")
_ADDRESS = re.compile(r'\s(href|src|action)="([^"]*)"')
_DOWNLOAD = re.compile(r"\sdownload(?:=\"[^\"]*\")?(?=[\s>])")
# What speaks of the living page, or loads what a release does not hold.
_LIVING = re.compile(
    r'<link rel="(?:canonical|cite-as|latest-version|predecessor-version|version-history)"[^>]*>'
    r'|<meta (?:name="robots"|property="og:(?:url|image)[^"]*")[^>]*>'
    r"|<script [^>]*_static/suggest\.js[^>]*></script>\n?"
    r'|<p class="since-release">.*?</p>\n?',
    re.DOTALL,
)
_LED_NOWHERE = re.compile(r"<a(?=[\s>])(?![^>]*\shref=)([^>]*)>(.*?)</a>", re.DOTALL)
# Relations by which a browser loads something; others only name an address.
_LOADING = re.compile(r'\srel="[^"]*\b(?:stylesheet|icon|preload|modulepreload)\b')
_DATA = re.compile(r'(<script type="application/ld\+json">)(.*?)(</script>)', re.DOTALL)
_CITED = re.compile(r'<p class="cite".*?</p>|<meta name="(?:DC\.identifier|citation_public_url)"[^>]*>', re.DOTALL)
_NUMBER = re.compile(r'<meta name="citation_technical_report_number" content="([\w-]+)">')
_MAIN = re.compile(r"<main\b[^>]*>")


class CannotKeep(Exception):
    """A page loads something that the release does not hold."""


@dataclass(frozen=True)
class Place:
    """Where a page stands: its address, the id of its record ('' where it shows none), and the site's whole address, or ''.

    number: the id that it is cited by, where that is not its record's: a notebook has one of its own.
    """

    here: str
    record: str
    base: str
    number: str = ""

    @property
    def kept(self) -> str:
        """Give the whole address of the page as kept, with a mark for the release."""
        return f"{self.base or '/'}v/{NAME}{self.here}"


def frozen(html: str, place: Place, kept: Collection[str]) -> str:
    """Give a finished page as a release keeps it; kept: the files of the release, by their paths in the site.

    Links to what is kept stay within the release, others lead to the living book, and a link to a file that is not kept is words.
    Raises CannotKeep where the page loads what is not kept.
    """
    page = _LIVING.sub("", html)
    page = _DATA.sub(lambda match: f"{match[1]}{_data(match[2], place)}{match[3]}", page)
    page = _CITED.sub(lambda match: with_kept_address(match[0], place), page)
    page = _TAG.sub(lambda match: _tag(match[0], place, kept), page)
    page = _LED_NOWHERE.sub(r'<span\1>\2</span> <small class="note">(not kept in the release)</small>', page)
    page = page.replace("</head>", f"{_head(place)}</head>", 1)
    return _MAIN.sub(lambda match: match[0] + _banner(place), page, count=1)


def number_of(html: str) -> str:
    """Give the id that a finished page is cited by, as it tells reference managers, or ''."""
    found = _NUMBER.search(html)
    return found[1] if found else ""


def with_kept_address(text: str, place: Place) -> str:
    """Give a citation with the address of the page as kept in place of those of the living one."""
    number = place.record or place.number
    living = [place.here.lstrip("/"), *([f"id/{number}/"] if number else [])]
    for address in living:
        whole = f"{place.base or '/'}{address}"
        # An address ends where it is cited: that of a longer one must not be cut short.
        text = re.sub(rf"(?<![\w/.:]){re.escape(whole)}(?![\w/-])", lambda _: place.kept, text)
    return text


def filled(data: bytes, name: str, date: str) -> bytes:
    """Give what is kept as it is served in a release of this name and date (ISO)."""
    if _MARK not in data:
        return data
    for mark, told in ((NAME, name), (DATE, date), (DAY, formatting.date(date))):
        data = data.replace(mark.encode(), told.encode())
    return data


def _tag(tag: str, place: Place, kept: Collection[str]) -> str:
    is_relation = tag.startswith("<link ") and not _LOADING.search(tag)
    if not is_relation and not tag.startswith(("<a ", "<area ", "<form ")):
        return _ADDRESS.sub(lambda match: _loaded(match, place, kept), tag)
    new = _ADDRESS.sub(lambda match: _led(match, place, kept), tag)
    if " href=" in new or " action=" in new:
        return new
    # Without an address a link is words, with nothing to save, and a relation says nothing.
    return "" if is_relation else _DOWNLOAD.sub("", new)


def _loaded(match: re.Match[str], place: Place, kept: Collection[str]) -> str:
    written = match[2]
    if not _is_ours(written):
        return match[0]
    file = file_of(resolved(place.here, written).partition("#")[0])
    if file not in kept:
        raise CannotKeep(f"{place.here} loads {file}, which the release does not hold")
    return match[0]


def _led(match: re.Match[str], place: Place, kept: Collection[str]) -> str:
    name, written = match[1], match[2]
    if not _is_ours(written) or written.startswith(("#", "?")):
        return match[0]
    target = resolved(place.here, written).partition("#")[0]
    if file_of(target) in kept:
        return match[0]
    # What follows the path stays: a question for the search page, or a place on a page.
    rest = written[len(re.split(r"[?#]", written, maxsplit=1)[0]) :]
    return f' {name}="{_living(target, place.here)}{rest}"' if target.endswith("/") else ""


def _is_ours(written: str) -> bool:
    return not re.match(r"[a-z][a-z0-9+.-]*:|//", written, re.IGNORECASE)


def _head(place: Place) -> str:
    """Give what the page says of its versions: this one is kept for citing, and the living one is for search engines."""
    own = escape(place.kept) if place.base else "./"
    living, changes = _living(place.here, place.here), _living("/changes/", place.here)
    return (
        f'<meta name="robots" content="noindex"><link rel="canonical" href="{own}"><link rel="cite-as" href="{own}">'
        f'<link rel="latest-version" href="{living}"><link rel="version-history" href="{changes}">'
    )


def _living(target: str, here: str) -> str:
    """Give the way from the page that is kept of `here` to a page of the living book."""
    return link(f"/v/x{here}", target)


def _banner(place: Place) -> str:
    top = link(place.here, "/")
    anchor = f"#{place.record}" if place.record else ""
    return (
        f'\n<p class="callout callout-limits release-note">This is the page as it stood in <a href="{top}">release {NAME}</a> '
        f'(<time datetime="{DATE}">{DAY}</time>). <a href="{top}since/{anchor}">See what has changed since.</a></p>'
    )


def _data(told: str, place: Place) -> str:
    """Give JSON-LD that speaks of the page as kept; the way to it through the living book is left out."""
    graph = json.loads(told)
    nodes = [node for node in graph.get("@graph", [graph]) if node.get("@type") != "BreadcrumbList"]
    own = place.kept if place.base else "./"
    nodes = [{**node, "url": own} if "url" in node else node for node in nodes]
    whole = {"@context": graph.get("@context", "https://schema.org"), "@graph": nodes}
    # The marks stay as they are: they are filled in by name before anybody reads this as JSON.
    written = json.dumps(whole, ensure_ascii=False, sort_keys=True).replace("\\u001f", "\x1f")
    return written.replace("<", "\\u003c")


def tombstone(html: str, because: str, date: str, record: str, here: str) -> str:
    """Give what stands in place of a kept page that was withdrawn: why and when, in the frame of that page; it says nothing else.

    html: the page as it was kept, whose styles and menu stay.
    """
    head = re.sub(
        r"<meta (?!charset|http-equiv=\"Content-Security-Policy\"|name=\"(?:viewport|color-scheme)\")[^>]*>"
        r"|<link rel=\"describedby\"[^>]*>",
        "",
        html,
    )
    head = _DATA.sub("", head)
    page = re.sub(r"<title>.*?</title>", "<title>A withdrawn page</title>", head, count=1, flags=re.DOTALL)
    page = page.replace("</head>", '<meta name="robots" content="noindex"></head>', 1)
    living = _living(f"/id/{record}/" if record else here, here)
    body = (
        f'<main id="content" class="wide page" tabindex="-1"><h1>This page was withdrawn</h1>'
        f'<p class="lead">It was part of <a href="{link(here, "/")}">release {NAME}</a>, and was taken out of it on '
        f'<time datetime="{date}">{formatting.date(date)}</time>.</p><p><strong>Why:</strong> {escape(because)}</p>'
        f'<p>What the book says now, if anything: <a href="{living}">{escape(record) or "the page today"}</a>.</p></main>'
    )
    return re.sub(r"<main\b.*</main>", lambda _: body, page, count=1, flags=re.DOTALL)
