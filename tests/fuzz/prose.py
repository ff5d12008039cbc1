"""Fields of prose and addresses: whatever stands there, a page holds what it may hold, and all who read an address read one host."""

import random
import re
from urllib.parse import urlsplit

import httpx
from commonmark import words_of
from pilotbook.links.answers import is_same_page
from pilotbook.links.hosts import unfit
from pilotbook.text import markdown
from test_properties import HTML_PARTS, WORDS, assert_allowed

from fuzz.links import ADDRESSES
from fuzz.spoilt import TEXTS, at_random

_BITS = (
    "https://", "http://", "HTTP://", "//", "a.example.org", "www.gov.uk", "xn--pple-43d.com", "127.0.0.1", "[::1]",
    "localhost", ":", ":80", ":0", ":99999", "/", "/report", "?", "?a=b", "#", "#x", "@", "user:word@", "%2f", "%00", "%zz",
    "\\", "..", ".", "-", "_", "é", "ß", "İ", "\u3002", "\uff0e", "\u00ad", "\u200b", "\t", "\n", " ", "\x00", "\x7f", "\u212a",
    "\u017f", "٣", "0x7f", "1", "a" * 70, ";", "&", "=", "(", ")", "'", "|",
)  # fmt: skip


def shown(chance: random.Random) -> str:
    """Make HTML of a text, and its plain words."""
    if chance.random() < 0.2:
        text = at_random(chance).decode("utf-8", "replace")
    else:
        words = (*HTML_PARTS, *TEXTS, *WORDS, *ADDRESSES)
        text = "".join(
            chance.choice(words) + chance.choice(("", " ", "\n")) for _ in range(chance.choice((1, 3, 10, 40)))
        )
    # Half a letter is in no record: the reader of files refuses it.
    text = text.encode("utf-8", "replace").decode()
    assert_allowed(str(markdown.to_html(text)))
    plain = markdown.to_text(text)
    faults = list(markdown.faults(text))
    assert all(what and mend for what, mend in faults)
    # What is written as plain words is read back as they are.
    assert words_of(markdown.from_text(plain)) == plain
    return "text refused" if faults else "text shown"


def address(chance: random.Random) -> str:
    """Read an address as each part of the project does that reads one."""
    if chance.random() < 0.3:
        text = chance.choice(ADDRESSES)
    else:
        text = "https://a.example.org/report" if chance.random() < 0.5 else "http://www.gov.uk"
        for _ in range(chance.choice((1, 1, 2, 3))):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(_BITS) + text[at + chance.choice((0, 0, 1, 4)) :]
    if not markdown.is_web_address(text):
        return "no address"
    # Who checks a record, who asks a host and who shows a link must mean one host.
    host = urlsplit(text).hostname
    assert unfit(text) == "", f"{text!r} is taken by the checker and not asked"
    asked = httpx.URL(text).raw_host.decode()
    assert asked == host, f"{text!r} is of {host!r} and of {asked!r}"
    assert re.fullmatch(r"https?://[^/?#@\\\s]+([/?#]\S*)?", text, re.IGNORECASE), repr(text)
    assert is_same_page(text, text)
    return "address"
