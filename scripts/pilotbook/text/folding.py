"""When are two names the same to a reader?"""

import re
import unicodedata

# Quotation marks and dashes that a word processor puts in by itself.
_MARKS = {"'": "\u2018\u2019", '"': "\u201c\u201d", "-": "\u2010\u2011\u2013\u2014"}
_TYPED = str.maketrans({mark: plain for plain, marks in _MARKS.items() for mark in marks})


def folded(text: str) -> str:
    """Give a name as it is compared: without case, with plain marks and single blanks, in one Unicode form.

    'Ynys Môn' written with one letter ô, and with an o and a mark above it, look alike and are alike.
    """
    return " ".join(unicodedata.normalize("NFKC", text.translate(_TYPED)).casefold().split())


def same_address(url: str) -> str:
    """Give a web address as it is compared: without http or https, 'www.', a part of the page, or the last slash."""
    whole = re.sub(r"^https?://(www\.)?", "", url.split("#")[0], flags=re.IGNORECASE).rstrip("/?")
    host, slash, path = whole.partition("/")
    return host.casefold() + slash + path
