"""Turn contributors' text into safe HTML, and refuse text that the page would not show as written.

The subset is paragraphs, lists, emphasis and links. markdown-it-py reads it with raw HTML off, so `<b>` is shown as
typed; nh3 then lets only the allowed elements through.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markupsafe import Markup

from pilotbook.text.hosts import is_plain_host
from pilotbook.text.problems import shown

_TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "code", "br"}
_SCHEMES = {"http", "https", "mailto"}
_reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).disable(
    [
        "image",
        "html_block",
        "html_inline",
        "reference",
        "lheading",
        "heading",
        "hr",
        "code",
        "fence",
        "blockquote",
        "entity",
        # A sign that is there only to take away the meaning of the next one would vanish: "\\\\server", "C:\\_share".
        "escape",
    ]
)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Take '*' for emphasis where words begin or end with it. Within a word it is a sign, as '_' is anywhere: "__init__.py"."""
    if silent or state.src[state.pos] != "*":
        return False
    found = state.scanDelims(state.pos, False)
    for _ in range(found.length):
        state.push("text", "", 0).content = "*"
        ends = found.can_open, found.can_close
        state.delimiters.append(Delimiter(ord("*"), found.length, len(state.tokens) - 1, -1, *ends))
    state.pos += found.length
    return True


_reader.inline.ruler.at("emphasis", _emphasis)
# What Markdown may take for an order within a line, or for the name of a sign.
_SIGNS = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;))")
# And at the beginning of one: "- an entry", "1. an entry", "# a heading", "---".
_OPENING = re.compile(r"^([0-9]{1,9}(?=[.)])|)([-+.)]|#{1,6})(?=\s|$|--+$)")
# Only a link or a list can be at fault; reading every label and date as Markdown would take most of a check's time.
# "[a link]", "<b>", "- entry", "1. entry", "+" alone on its line.
_MARKED = re.compile(r"[\[<]|^\s*([-+*]|[0-9]+[.)])(\s|$)", re.MULTILINE)
# What Markdown elsewhere turns into something, and this subset would print as the signs that were typed.
_AS_TYPED = (
    (r"^ {0,3}#{1,6} +\S", "a heading", "Make it a sentence of its own, or '**bold**'."),
    (r"^ {0,3}> ?\S", "a quotation by '>'", "Put what is quoted in quotation marks."),
    (
        r"^ *\|.*\|\s*$|^ *\|?(?: *:?-{3,}:? *\|)+",
        "a table",
        "Tell it in sentences or a list; each figure has a field of its own.",
    ),
    (r"^ {0,3}(?:`{3,}|~{3,})", "a block of code", "Leave out the line of '```'."),
    (
        r"^ {0,3}(?:(?:- *){3,}|(?:_ *){3,}|(?:\* *){3,}|={3,})$",
        "a line across",
        "Leave it out; begin a new paragraph by an empty line.",
    ),
    (r"^\s*[-+*] +\[[ xX]\] ", "a box to tick", "Leave out the brackets."),
    (r"~~\S(?:.*?\S)?~~", "text struck through", "Leave out what no longer holds."),
    (r"\[\^[^\]\s]+\]", "a footnote", "Put the words in the text, or under 'note'."),
)
_TYPED = tuple((re.compile(pattern, re.MULTILINE), what, mend) for pattern, what, mend in _AS_TYPED)
# What each of those above and below has: a mark at the beginning of a line, or "[", "<" or "~" anywhere. Most texts are
# labels, dates and plain sentences that have neither, and are asked no more.
_SUSPECT = re.compile(r"[\[<~]|^\s*(?:[-+*#>|:_=`]|[0-9]+[.)])", re.MULTILINE)
# Elements that people type or paste; '<5' and '<name>' are no such thing.
_ELEMENT = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|center|code|del|details|div|em|font|form|h[1-6]|hr|i|iframe|img|input|ins|kbd|li|link|mark|meta"
    r"|ol|p|pre|s|script|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video)"
    r"(?:\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
# "- 12% of families", "+ £3m": a number with a sign before it, or an entry of a list?
_SIGNED = re.compile(r"^\s*[-+] +£?[0-9][0-9.,]*", re.MULTILINE)


# One line that neither Markdown nor HTML makes anything of: no sign of theirs in it, no mark of a list at its beginning, no
# blank at its ends, and no control or no-break blank, which are written anew.
_PLAIN = re.compile(r"(?![-+\d\s#=:])[^\\`*_\[\]<>&|~\"\x00-\x1f\x7f-\xa0\ufeff]*(?<!\s)")


@lru_cache(maxsize=20_000)
def to_html(text: str) -> Markup:
    """Give the HTML of a prose field: safe to set into a page as it is."""
    # Most fields are one plain sentence, which takes a hundredth of the time so.
    return Markup(f"<p>{text}</p>") if text and _PLAIN.fullmatch(text) else allowed(_reader.render(text))


def allowed(html: str) -> Markup:
    """Give what of some HTML may stand on a page: the few elements of the subset, and links to the web or to mail.

    The reader above makes nothing else. This is the second wall, for the day on which it does.
    """
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}, "*": set()}, url_schemes=_SCHEMES, link_rel="noopener"
    )
    return Markup(clean.strip())


def to_inline_html(text: str) -> Markup:
    """Give the HTML of one paragraph without its <p>, for headings, cells and list items."""
    html = to_html(text)
    return Markup(html[3:-4]) if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>") else html


def to_text(text: str) -> str:
    """Give the plain words of a prose field, for titles, descriptions and search."""
    # Line ends between paragraphs and entries become single blanks.
    return re.sub(r"\s+", " ", Markup(to_html(text)).striptags()).strip()


def from_text(text: str) -> str:
    """Give plain words as Markdown that any reader of it reads back as those words, on one line: for the twins of pages."""
    return _OPENING.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", " ".join(text.split())))


def is_web_address(text: str) -> bool:
    """Say whether `text` is a whole http address of a public host, without a user name, in letters that look like no others."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host_is_plain = is_plain_host(parts.hostname or "") and "@" not in parts.netloc and port != 0
    return bool(
        host_is_plain
        and parts.scheme in ("http", "https")
        and len(text) <= 2000
        # What RFC 3986 allows in no address, and what would end an attribute or a cell.
        and not re.search(r"[\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f]", text)
        # No name of a host has a longer part.
        and all(len(part) <= 63 for part in (parts.hostname or "").split("."))
    )


def typed_element(text: str) -> str | None:
    """Give the first HTML element that somebody typed or pasted into `text`, or None; '<5' and '<name>' are none."""
    element = _ELEMENT.search(text)
    return element.group() if element else None


def faults(text: str) -> Iterator[tuple[str, str]]:
    """Yield (what, mend) for what the page would not show as written, or not as it was meant."""
    if not _SUSPECT.search(text):
        return
    for pattern, what, mend in _TYPED:
        if pattern.search(text):
            yield f"has {what}, which is shown as typed", mend
            return
    if element := typed_element(text):
        mend = "Leave it out; '*so*' is emphasis, '[words](https://…)' a link, and an empty line begins a paragraph."
        yield f"has HTML, {shown(element, 30)}, which is shown as typed", mend
        return
    if not _MARKED.search(text):
        return
    blocks = _reader.parse(text)
    if (signed := _SIGNED.search(text)) and any(block.type == "bullet_list_open" for block in blocks):
        sign = signed.group().strip()[0]
        mend = f"Write '{sign}' right before the number if it is its sign; or begin the entry with a word."
        yield f"has {shown(signed.group())}, which is shown as an entry of a list", mend
        return
    yield from _list_faults(blocks)
    for block in blocks:
        yield from _link_faults(block.children or [])


def _list_faults(blocks: Sequence[Token]) -> Iterator[tuple[str, str]]:
    # A list inside a list inside a list opens at level 4.
    if any(block.type.endswith("list_open") and block.level >= 4 for block in blocks):
        yield "nests lists too deep", "Use at most two levels."
        return
    for block, following in pairwise(blocks):
        if block.type == "list_item_open" and following.type == "list_item_close":
            yield "has a list entry with nothing in it", "Write the entry, or take its mark away."
            return
    for block in blocks:
        if "start" in block.attrs:
            start = block.attrs["start"]
            yield (
                f"has a list that begins with {start}",
                "Begin with 1, or begin the line with a word if no list is meant.",
            )
            return


def _link_faults(inline: Sequence[Token]) -> Iterator[tuple[str, str]]:
    for before, token in pairwise([Token("text", "", 0), *inline]):
        if token.type != "link_open":
            continue
        address = str(token.attrs.get("href", ""))
        if not is_web_address(address) and not address.startswith("mailto:"):
            yield f"links to {shown(address)}", "Link to a whole address that begins with https://."
        if before.type == "text" and before.content.endswith("!"):
            yield "shows an image", "Describe it in words, or link to it without the '!'."
        if "title" in token.attrs:
            yield "gives a link a title, which is not shown", "Put the words in the text."
