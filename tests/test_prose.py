"""Contributors' text as HTML: what is allowed comes out, what would vanish is refused."""

import pytest
from commonmark import words_of
from pilotbook.text import markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One *two* **three**.", "<p>One <em>two</em> <strong>three</strong>.</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[x](https://example.org)", '<p><a href="https://example.org" rel="noopener">x</a></p>'),
        ("<b>bold</b> <script>", "<p>&lt;b&gt;bold&lt;/b&gt; &lt;script&gt;</p>"),
        ("AT&amp;T", "<p>AT&amp;amp;T</p>"),
        ("# No heading", "<p># No heading</p>"),
        ("> No quote", "<p>&gt; No quote</p>"),
        ("    no code", "<p>no code</p>"),
        ("% of people | $5 to $10", "<p>% of people | $5 to $10</p>"),
        ("{{ cycler }} {include} /etc/passwd", "<p>{{ cycler }} {include} /etc/passwd</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
    ],
)
def test_text_becomes_this_html(text: str, html: str) -> None:
    assert markdown.to_html(text) == html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener">x</a>'),
        ('<a href="data:text/html,x">x</a>', '<a rel="noopener">x</a>'),
        ('<a href="https://example.org" onclick="x()">x</a>', '<a href="https://example.org" rel="noopener">x</a>'),
        ('<a href="mailto:a@example.org">x</a>', '<a href="mailto:a@example.org" rel="noopener">x</a>'),
        ("a<script>alert(1)</script><style>p{}</style>b", "ab"),
        ('<img src="x" onerror="x()"><iframe src="x"></iframe><p style="x" class="y">z</p>', "<p>z</p>"),
    ],
)
def test_the_second_wall_holds_without_the_first(html: str, left: str) -> None:
    assert markdown.allowed(html) == left


def test_a_paragraph_for_a_heading_has_no_paragraph_around_it() -> None:
    assert markdown.to_inline_html("One *two*.") == "One <em>two</em>."


def test_two_paragraphs_keep_their_elements_in_a_heading() -> None:
    assert markdown.to_inline_html("One.\n\nTwo.") == "<p>One.</p>\n<p>Two.</p>"


def test_plain_words_have_no_markup() -> None:
    assert markdown.to_text("One *two*,\n\n- a < b\n- [c](https://example.org)") == "One two, a < b c"


@pytest.mark.parametrize(
    "text",
    [
        "Plain. 2011 was a year; 1. is no list here.",
        "- one\n- two\n  - three",
        "See [it](https://www.gov.uk/a?b=c#d) or <team@example.org>.",
        "Snake_case and 2 * 3 and C:\\temp",
        "1. one\n2. two",
    ],
)
def test_what_is_shown_as_written_has_no_fault(text: str) -> None:
    assert list(markdown.faults(text)) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[x](/rel)", "links to '/rel'"),
        ("[x](//evil.example)", "links to '//evil.example'"),
        ("[x](http://localhost/)", "links to 'http://localhost/'"),
        ("[x](https:///path)", "links to 'https:///path'"),
        ("[x](https://:80/x)", "links to 'https://:80/x'"),
        ("[x](http://)", "links to 'http://'"),
        ("[x](https://user@example.org)", "links to 'https://user@example.org'"),
        ("<ftp://example.org>", "links to 'ftp://example.org'"),
        ("![x](https://example.org/x.png)", "shows an image"),
        ('[x](https://example.org "t")', "gives a link a title, which is not shown"),
        ("- a\n  - b\n    - c", "nests lists too deep"),
        ("- " * 150 + "x", "nests lists too deep"),
        ("- a\n-\n- b", "has a list entry with nothing in it"),
        ("2011. The year", "has a list that begins with 2011"),
        ("0) Nothing", "has a list that begins with 0"),
    ],
)
def test_what_would_vanish_or_change_has_one_fault(text: str, what: str) -> None:
    assert [told for told, _ in markdown.faults(text)] == [what]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://www.gov.uk/a/b?c=d&e=%20#f",
        "https://a-b.example.org:8080/é",
        "https://xn--caf-dma.fr/",
    ],
)
def test_a_whole_address_of_a_public_host_is_a_web_address(address: str) -> None:
    assert markdown.is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "/a",
        "www.example.org",
        "https://a@example.org",
        "https://аpple.com",  # noqa: RUF001 - the Cyrillic letter is the point.
        "https://example.org/" + "a" * 3000,
        "https://example.org/a b",
        "http://localhost",
        # No host at all.
        "https:///path",
        "https://:80/x",
        "http://",
        "http:path",
        "http://127.0.0.1",
        "https://[",
        "https://example.org:99999",
        "https://-a.org",
        # A part of a name has at most 63 letters.
        f"https://{'a' * 64}.org",
        "https://example.org/\x00",
        "https://example.org/\x7f",
        "https://example.org/\x85",
        "mailto:a@example.org",
    ],
)
def test_anything_else_is_no_web_address(address: str) -> None:
    assert not markdown.is_web_address(address)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("- null of 3", r"\- null of 3"),
        ("+", r"\+"),
        ("1. A visit", r"1\. A visit"),
        ("12) A visit", r"12\) A visit"),
        ("# of visits", r"\# of visits"),
        ("-3 points", "-3 points"),
        ("1.5 visits - or two", "1.5 visits - or two"),
        ("a *b* [c]", r"a \*b\* \[c\]"),
        ("a &amp; b & c", r"a \&amp; b & c"),
        ("---", r"\---"),
    ],
)
def test_plain_words_are_written_so_that_they_are_read_back(words: str, written: str) -> None:
    assert markdown.from_text(words) == written
    assert words_of(written) == words
