"""What always holds, whatever is written."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pilotbook.rules import check
from pilotbook.text import markdown, yamlfile
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document

ROOT = Path(__file__).parent.parent
NAME = "case_studies/manchester-sure-start-outreach-trial.yml"
REAL = (ROOT / NAME).read_text(encoding="utf-8")
VOCABULARY = (ROOT / "case_studies/vocabulary.yml").read_bytes()
TINY = (Path(__file__).parent / "tiny/case_studies/madeup-town-doorstep-visits.yml").read_text(encoding="utf-8")

# Marks that mean something to YAML, to Markdown or to HTML come far more often than by chance.
ODD = "\t\n\r '\"\\#:-?*&!|>%@`{}[](),.~<=+_$£/0179aéÅאع€\u200b\u202e\ufeff\u2028\x00\x1b\x85😀\u200d"
odd_text = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), max_size=200)
WORDS = re.findall(r"\S+", "id a - : ? { } [ ] , ' \" # &x *x !!t | >- --- ... %YAML no ~ 1:30 <<: \\x00")
YAML_PARTS = [*WORDS, "\n", "\n", "\n  ", "\t", " ", " ", ": ", "- ", '"\\ud800"', "x" * 210]
yaml_like = st.lists(st.sampled_from(YAML_PARTS), max_size=60).map("".join)


@st.composite
def broken_copies(draw: st.DrawFn, text: str = REAL) -> str:
    """Give the text of a real file with a few lines and letters deleted, doubled, swapped or put in."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        column = draw(st.integers(0, len(lines[at])))
        kind = draw(st.sampled_from(["delete", "double", "swap", "insert", "cut", "move", "indent"]))
        if kind == "delete" and len(lines) > 1:
            del lines[at]
        elif kind == "double":
            lines.insert(other, lines[at])
        elif kind == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "insert":
            lines[at] = lines[at][:column] + draw(st.text(st.sampled_from(ODD), max_size=3)) + lines[at][column:]
        elif kind == "cut":
            lines[at] = lines[at][:column]
        elif kind == "move":
            lines[at] = lines[at][column:] + lines[at][:column]
        else:
            lines[at] = draw(st.sampled_from([" ", "  ", "\t", "- "])) + lines[at]
    return "\n".join(lines)


def assert_told_well(problems: list[Problem], path: str, raw: bytes) -> None:
    """Assert that every problem has a place that is in the file, and two lines of text with nothing hidden in them."""
    lines = raw.decode("utf-8", errors="replace").replace("\r\n", "\n").split("\n")
    for problem in problems:
        told, mend = str(problem).split("\n")
        assert told.isprintable() and mend.startswith("    ") and mend.isprintable()
        if problem.path == path:
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    assert problems == sorted(set(problems))


def checked(raw: bytes, path: str = NAME) -> list[Problem]:
    return check({"case_studies/vocabulary.yml": VOCABULARY, path: raw})[1]


@settings(max_examples=400)
@given(st.one_of(odd_text, yaml_like))
@example("a: 'x\n")
@example("a: [")
@example("%")
@example("? [a]\n: b")
@example("a: !<")
@example("\ufeff\ufeffa: b")
def test_no_text_makes_the_reader_raise(text: str) -> None:
    raw = text.encode()

    read_in = yamlfile.read("f.yml", raw)

    assert isinstance(read_in, Document | Problem)
    if isinstance(read_in, Problem):
        assert_told_well([read_in], "f.yml", raw)


@settings(max_examples=100)
@given(st.one_of(yaml_like, broken_copies()))
def test_the_stand_in_for_libyaml_reads_the_same_data(text: str) -> None:
    raw = text.encode()
    fast = yamlfile.read("f.yml", raw)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamlfile, "Loader", yaml.SafeLoader)
        slow = yamlfile.read("f.yml", raw)

    # Whether a record is sound does not hang on the computer.
    assert isinstance(fast, Document) is isinstance(slow, Document)
    if isinstance(fast, Document) and isinstance(slow, Document):
        assert fast.data == slow.data


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(raw: bytes) -> None:
    assert isinstance(yamlfile.read("f.yml", raw), Document | Problem)


@settings(max_examples=200)
@given(broken_copies())
def test_no_broken_copy_of_a_real_case_makes_the_check_raise(text: str) -> None:
    raw = text.encode()

    assert_told_well(checked(raw), NAME, raw)


@settings(max_examples=150)
@given(broken_copies(TINY))
def test_no_broken_copy_of_a_full_case_makes_the_check_raise(text: str) -> None:
    raw = text.encode()

    assert_told_well(checked(raw), NAME, raw)


@settings(max_examples=60)
@given(
    broken_copies(
        (Path(__file__).parent / "tiny/case_studies/lessons/call-on-families.yml").read_text(encoding="utf-8")
    )
)
def test_no_broken_copy_of_a_lesson_makes_the_check_raise(text: str) -> None:
    path = "case_studies/lessons/broken.yml"

    assert_told_well(checked(text.encode(), path), path, text.encode())


@settings(max_examples=60)
@given(broken_copies(VOCABULARY.decode()))
def test_no_broken_copy_of_the_vocabulary_makes_the_check_raise(text: str) -> None:
    path = "case_studies/vocabulary.yml"

    problems = check({path: text.encode(), NAME: REAL.encode()})[1]

    assert_told_well(problems, path, text.encode())


json_like = st.recursive(
    st.text(st.sampled_from("abz019 .-S1O"), min_size=1, max_size=12),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["missing", "value", "text", "source", "id", "x", "note"]), inner, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.sampled_from(re.findall(r"^([a-z_]+):", TINY, re.M)), json_like)
@example("did_not_work", [{"missing": "not_read"}])
def test_no_value_of_any_shape_in_any_field_makes_the_check_raise(field: str, value: object) -> None:
    text = re.sub(rf"^{field}:.*?(?=^[a-z_]+:|\Z)", "", TINY, count=1, flags=re.M | re.S)
    raw = (text + f"{field}: {json.dumps(value)}\n").encode()

    assert_told_well(checked(raw), NAME, raw)


plain = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@settings(max_examples=300)
@given(st.lists(plain, min_size=1, max_size=5))
def test_a_value_that_passes_is_the_very_text_that_was_written(values: list[str]) -> None:
    written = {f"field{index}": value for index, value in enumerate(values)}
    # A double-quoted YAML scalar of one line, written out by hand.
    escaped = {k: v.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for k, v in written.items()}
    raw = "".join(f'{name}: "{value}"\n' for name, value in escaped.items()).encode()

    read_in = yamlfile.read("f.yml", raw)

    if isinstance(read_in, Document):
        # YAML itself drops blanks at the two ends of a line; those inside escapes stay.
        assert read_in.data == written


@settings(max_examples=300)
@given(st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9.:/+=<~_-]{0,30}\Z"))
@example("no")
@example("1:30")
@example("012")
@example("1.10")
@example("2024-02-30")
@example("=")
@example("0x1F")
@example(".inf")
def test_a_bare_word_is_never_taken_for_anything_but_text(word: str) -> None:
    read_in = yamlfile.read("f.yml", f"field: {word}\n".encode())

    if isinstance(read_in, Document):
        assert read_in.data == {"field": word}
    else:
        assert read_in.rule in {"yaml-syntax", "empty"}


MARKS = (
    "[x]( ) https://a.bc javascript: data:text/html, <script> ** _ ` ``` - 1. 2011. > # ![ ]( <!-- --> &lt; &#x41; \\"
)
HTML_PARTS = [
    *MARKS.split(" "),
    "\n\n",
    "\n",
    " ",
    "<img src=x onerror=y>",
    '<a href="',
    ' "t"',
    "<https://a.bc>",
    "<a@b.cd>",
]
html_like = st.lists(st.sampled_from(HTML_PARTS), max_size=30).map("".join)


def elements(html: str) -> list[tuple[str, str]]:
    """Give the name and the attributes of every tag in `html`."""
    return re.findall(r"<(/?[a-zA-Z][^\s/>]*)([^>]*)>", html)


@settings(max_examples=400)
@given(st.one_of(odd_text, html_like))
def test_html_holds_no_element_or_attribute_outside_the_list(text: str) -> None:
    assert_allowed(str(markdown.to_html(text)))


@given(st.text(alphabet="ab19 .,:;-+*_#=!?()[]<>&\"'`~|/\\’“%£\t\n\u00a0\u200b\u2003\u2028é漢", max_size=12))
def test_a_plain_line_is_shown_as_the_reader_of_markdown_would_show_it(text: str) -> None:
    assert markdown.to_html(text) == markdown.allowed(markdown._reader.render(text))


def assert_allowed(html: str) -> None:
    """Assert that HTML holds only what a field of prose may become."""
    for name, attributes in elements(html):
        assert name.lstrip("/") in {"p", "em", "strong", "a", "ul", "ol", "li", "code", "br"}
        if name == "a":
            found = re.fullmatch(r'( href="(?P<address>[^"]*)")? rel="noopener"', attributes)
            assert found
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", unescape(found["address"] or ""), re.I)
            assert not scheme or scheme[1].lower() in {"http", "https", "mailto"}
        else:
            assert attributes == ""


@settings(max_examples=300)
@given(
    st.text(
        st.characters(codec="utf-8", categories=["L", "N", "Zs", "Sc"], include_characters=" .,;:'’?%()/–<>&\"=£$|~^@")
    )
)
@example("if a < b & c > d")
@example("<script>alert(1)</script>")
@example("AT&amp;T &copy; {x} | y | $5 million to $10 million")
def test_plain_text_comes_out_as_it_was_written(text: str) -> None:
    is_autolink = re.search(r"<[a-zA-Z][^\s<>]*[:@][^\s<>]*>", text)
    begins_list = re.match(r"\s*[0-9]{1,9}[.)](\s|$)", text)

    if not is_autolink and not begins_list:
        assert markdown.to_text(text).split() == text.split()


@settings(max_examples=300)
@given(st.one_of(odd_text, html_like))
@example("a\n -")
@example("1)")
@example("\t+\tx")
def test_looking_for_markup_never_raises_and_misses_no_list_or_link(text: str) -> None:
    told = list(markdown.faults(text))

    assert all(what and mend for what, mend in told)
    if (
        "<ul>" not in markdown.to_html(text)
        and "<ol>" not in markdown.to_html(text)
        and "<a " not in markdown.to_html(text)
    ):
        assert all("shown as typed" in what for what, _ in told)
    if re.search(r"<ol>|<ul>|<a ", markdown.to_html(text)):
        assert markdown._MARKED.search(text)


@settings(max_examples=200)
@given(st.text(max_size=100))
@example("https://[")
@example("http://a.bc:99999999")
@example("http://a.bc:x")
def test_asking_whether_text_is_a_web_address_never_raises(text: str) -> None:
    assert markdown.is_web_address(text) in (True, False)
