"""What a page may run and load: its Content-Security-Policy, and the last look at a page for what the policy would stop.

The policy stands in the head of every page, so it holds on any host and from a folder. What a page cannot say of itself, such as
who may frame it, stands in the file `_headers`, which some hosts read; others take the same lines into their settings.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from pilotbook.pages.kinds import search
from pilotbook.publish import scripts

ADDRESS = "_headers"
# Digests of scripts that stood in the head of pages before, and still do on pages that a release keeps. When a test says that
# the digest of today's is another, and a release holds the old one, the old one goes here.
FORMER: tuple[str, ...] = ()
# Kinds of a script element that no browser runs.
_DATA = {"application/json", "application/ld+json"}
_META = re.compile(
    r'<!DOCTYPE html>\s*<html\b[^>]*>\s*<head>\s*<meta charset="utf-8">\s*'
    r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">',
    re.IGNORECASE,
)
# <img onerror=…>; whether it stands in a tag is looked at where it is found at all.
_HANDLER = re.compile(r"[\s\"'/]on\w+\s*=", re.IGNORECASE)


def digest(script: str) -> str:
    """Give the source of a policy that lets one script run that stands in a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@lru_cache(maxsize=1)
def inline() -> tuple[str, ...]:
    """Give the sources for the scripts that stand in pages: that of every head, and that of the search page."""
    return digest(scripts.ahead()), digest(search.AHEAD)


def directives(forms: str = "", former: tuple[str, ...] = ()) -> dict[str, str]:
    """Give the policy, by directive.

    forms: an address that forms lead to, besides the site. 'wasm-unsafe-eval' lets WebAssembly be compiled, which Pagefind is,
    and no text be run as code. Nothing is said of `style` attributes or of elements for style: there are none.
    """
    return {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", "'wasm-unsafe-eval'", *inline(), *former)),
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'none'",
        "form-action": f"'self' {origin}" if (origin := _origin(forms)) else "'self'",
        "base-uri": "'none'",
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def written(told: Mapping[str, str]) -> str:
    """Give a policy in one line."""
    return "; ".join(f"{name} {sources}" for name, sources in told.items())


def meta(forms: str = "") -> str:
    """Give the element of the head that holds the policy; it stands before all that is loaded."""
    return f'<meta http-equiv="Content-Security-Policy" content="{written(directives(forms))}">'


def headers(forms: str = "") -> dict[str, str]:
    """Give what a host that can send headers should send with every file."""
    told = directives(forms, FORMER) | {"frame-ancestors": "'none'"}
    return {
        "Content-Security-Policy": written(told),
        "Cross-Origin-Opener-Policy": "same-origin",
        # The site needs the clipboard, to copy a citation.
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        # Other hosts are not told which page a reader comes from.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        # For browsers that do not know frame-ancestors.
        "X-Frame-Options": "DENY",
    }


def headers_file(forms: str = "") -> str:
    """Give the file `_headers`, as Netlify and Cloudflare Pages read it."""
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers(forms).items())


def offline(html: str) -> str:
    """Give a page with the policy for a folder, where browsers differ on what 'self' is, and Pagefind comes out of a script.

    `blob:` is for Pagefind alone: no address of that kind is there unless a script that may run has made it.
    """

    def widened(match: re.Match[str]) -> str:
        told = (
            match[1]
            .replace("'self'", "'self' file:")
            .replace("script-src 'self' file:", "script-src 'self' file: blob:")
        )
        return match[0].replace(match[1], told)

    return _META.sub(widened, html, count=1)


def faults(html: str, tree: LexborHTMLParser) -> list[str]:
    """Give what of a finished page its policy would stop, and a policy that is not ours; html and tree are the same page."""
    if not html.strip():
        # That it is empty is told by itself.
        return []
    match = _META.match(html)
    if match is None:
        return ["does not begin with its Content-Security-Policy"]
    told = dict(part.strip().partition(" ")[::2] for part in match[1].split(";"))
    ours = directives()
    found = [
        f"has another {name} in its Content-Security-Policy than “{sources}”"
        for name, sources in ours.items()
        if name != "form-action" and told.get(name) != sources
    ]
    found += [
        f"has '{name}' in its Content-Security-Policy, which is none of ours" for name in told.keys() - ours.keys()
    ]
    allowed = ours["script-src"].split()
    for script in tree.css("script:not([src])"):
        if script.attributes.get("type") not in _DATA and digest(script.text()) not in allowed:
            found.append(f"holds a script that its policy does not name: “{_begun(script.text())}”")
    found += [f"holds styles of its own: “{_begun(node.text())}”" for node in tree.css("style")]
    found += [f"has a style attribute on <{node.tag}>: “{node.attributes['style']}”" for node in tree.css("[style]")]
    return found + list(_handlers(html, tree))


def _handlers(html: str, tree: LexborHTMLParser) -> list[str]:
    if not _HANDLER.search(html):
        return []
    told = ((node.tag, name) for node in tree.css("*") for name in node.attributes if name.startswith("on"))
    return [f"would run code by '{name}' of <{tag}>" for tag, name in told]


def _begun(text: str) -> str:
    return " ".join(text.split())[:60]
