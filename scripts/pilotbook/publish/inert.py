"""What on a finished page leads elsewhere than its words say: the last look, whichever way the page was made.

Words of records are escaped, and prose is read without HTML. Each of those walls is ours and may have a hole one day; this looks at
the page as a browser will have it. Scripts and styles of a page's own are looked at with its policy (`policy.faults`).
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

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


def faults(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield what is wrong with a page: "leads to 'javascript:alert(1)', whose beginning 'javascript:' no page may have"."""
    for node in tree.css(_REFUSED):
        yield f"has an element that no page may have: <{node.tag}>"
    for node in tree.css("meta[http-equiv]"):
        yield from _order(node)
    for node in tree.css(_SELECTED):
        yield from _led(node)


def _led(node: LexborNode) -> Iterator[str]:
    """Yield each address of an element whose scheme is not one that a page may have."""
    # Each time it is asked for, the table of attributes is made anew.
    attributes = node.attributes
    for name in _LEADING:
        written = attributes.get(name)
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
