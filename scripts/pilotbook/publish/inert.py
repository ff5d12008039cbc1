"""What on a finished page could run, or lead elsewhere than its words say: the last look, whichever way the page was made.

Words of records are escaped, prose is read without HTML, and the policy of a page stops what is left. Each of those walls is ours
and may have a hole one day; this looks at the page as a browser will have it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pilotbook.publish.code import PACKAGE
from pilotbook.text.problems import shown

# Elements that bring in another page, a program or another root for addresses, or that change an address by themselves.
_REFUSED = "iframe, frame, frameset, object, embed, applet, portal, base, foreignObject, animate, animateMotion, animateTransform, set"
# Attributes that lead somewhere, load something or send something.
_LEADING = (
    "href",
    "xlink:href",
    "src",
    "srcset",
    "action",
    "formaction",
    "poster",
    "data",
    "ping",
    "background",
    "cite",
)
_SELECTED = f":is({', '.join(f'[{name}]' for name in _LEADING if ':' not in name)})"
_SCHEMES = {"http", "https", "mailto"}
# A browser leaves out blanks and controls before and within a scheme: "java\nscript:" is one.
_PASSED_OVER = re.compile(r"[\x00-\x20\x7f]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# The name of an attribute that is run: it cannot be written by references, so where the text has none, the page has none.
_HANDLER = re.compile(r"""[\s"'/]on[a-z]+\s*=""", re.IGNORECASE)
_DATA = {"application/json", "application/ld+json"}
# What a style may load: a place on the page itself.
_OUTER = re.compile(r"@import|url\(\s*[\"']?(?!#)|image-set\(|expression\(", re.IGNORECASE)
_INLINE = re.compile(r"<script>(.+?)</script>", re.DOTALL)
_ROOT = re.compile(r"\{\{ root \}\}")


def faults(tree: LexborHTMLParser, html: str) -> Iterator[str]:
    """Yield what is wrong with a page, read and as it is written: "has a script that is not ours: 'alert(1)'"."""
    for node in tree.css("script"):
        if not (node.attributes.get("src") or node.attributes.get("type") in _DATA or _is_ours(_text(node))):
            yield f"has a script that is not ours: {shown(_text(node), 40)}"
    for node in tree.css(_REFUSED):
        yield f"has an element that no page may have: <{node.tag}>"
    for node in tree.css("meta[http-equiv]"):
        yield from _order(node)
    if _HANDLER.search(html):
        for node in tree.css("*"):
            yield from (f"has a script in an attribute: {name}" for name in node.attributes if name.startswith("on"))
    for node in tree.css(_SELECTED):
        yield from _led(node)
    for node in tree.css(":is(style, [style])"):
        if _OUTER.search(f"{node.attributes.get('style') or ''} {_text(node) if node.tag == 'style' else ''}"):
            yield f"has a style that loads something: <{node.tag}>"


def _led(node: LexborNode) -> Iterator[str]:
    """Yield each address of an element whose scheme is not one that a page may have."""
    for name in _LEADING:
        written = node.attributes.get(name)
        if written is None:
            continue
        scheme = _SCHEME.match(_PASSED_OVER.sub("", written))
        if scheme and scheme[1].lower() not in _SCHEMES:
            yield f"leads to {shown(written, 40)}, whose beginning '{scheme[1].lower()}:' no page may have"


def _order(node: LexborNode) -> Iterator[str]:
    """Yield a fault where an order to the browser is none that pages give: a policy, or to go on within the site."""
    name, content = ((node.attributes.get(each) or "").strip() for each in ("http-equiv", "content"))
    target = re.fullmatch(r"0; url=(.*)", content)
    goes_on = name.lower() == "refresh" and target and not re.match(r"//|[a-z][a-z0-9+.-]*:", target[1], re.IGNORECASE)
    if not goes_on and name.lower() != "content-security-policy":
        yield f"gives the browser an order that no page may give: {shown(f'{name} {content}', 40)}"


def _text(node: LexborNode) -> str:
    return node.text(deep=True) or ""


def _is_ours(script: str) -> bool:
    return any(ours.fullmatch(script) for ours in _ours())


@lru_cache(maxsize=1)
def _ours() -> tuple[re.Pattern[str], ...]:
    """Give what finds the few scripts that stand in the head of our own pages, for whichever root a page has."""
    places = [PACKAGE / "theme" / "layout.html", *sorted((PACKAGE / "pages" / "kinds").glob("*.py"))]
    found = (script for path in places for script in _INLINE.findall(path.read_text(encoding="utf-8")))
    return tuple(re.compile(r"[\w:/.%-]*".join(map(re.escape, _ROOT.split(script)))) for script in found)
