"""Words that look like something else stay words: in pictures, offline and in prose; and names that are not what they seem."""

import random
import re
from html import unescape

import altair as alt
import pytest
from books import tiny_book
from hypothesis import example, given
from hypothesis import strategies as st
from madeup import CASE
from markdown_it import MarkdownIt
from markupsafe import Markup
from pilotbook.charts import rendering
from pilotbook.doors.new_record import _other
from pilotbook.pages.kinds import all_recipes, cases
from pilotbook.publish.offline import with_file_links
from pilotbook.record.text import is_slug
from pilotbook.rules import check
from pilotbook.text import hosts, markdown, yamlfile
from pilotbook.text.problems import Problem
from test_form_rules import by_browser

ODD = 'Families with role="none" aria-x="y" set id="clip0" url(#clip1) href="#gradient_1"'


def test_words_that_look_like_a_part_of_a_drawing_are_drawn() -> None:
    picture = (
        alt.Chart(alt.Data(values=[{"a": ODD, "b": 1}]))
        .mark_bar()
        .encode(x="b:Q", y=alt.Y("a:N", axis=alt.Axis(labelLimit=900)))
    )

    drawn = rendering.one_name(rendering.svg(picture), "made-up")

    assert ODD in [unescape(words) for words in re.findall(r"<text[^>]*>([^<]*)</text>", drawn)]
    assert not re.search(r"<[^<>]*\s(?:role|aria-[a-z]+)=", drawn)


def test_an_id_of_a_drawing_is_made_its_own_and_its_uses_with_it() -> None:
    cut = '<clipPath id="clip0"/><g clip-path="url(#clip0)" aria-label="a &gt; b">'
    svg = f'<svg role="img">{cut}<use href="#gradient_1"/>id="clip0"</g></svg>'

    assert rendering.one_name(svg, "x") == (
        '<svg><clipPath id="x-clip0"/><g clip-path="url(#x-clip0)"><use href="#x-gradient_1"/>id="clip0"</g></svg>'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<p>They typed href="cases/" into the page.</p>',
        '<p>action="../search/" and content="0; url=../cases/x/"</p>',
        '<p title="a > b">href="cases/"</p>',
        '<p data-href="cases/" title="x">y</p>',
        '<script type="application/json">{"a": "x href=\\"cases/\\" y"}</script>',
    ],
)
def test_the_offline_copy_changes_no_word(html: str) -> None:
    assert with_file_links(html) == html


def test_the_offline_copy_changes_a_link_beside_such_words() -> None:
    assert with_file_links('<p>href="a/" <a class="x > y" href="cases/">href="b/"</a></p>') == (
        '<p>href="a/" <a class="x > y" href="cases/index.html">href="b/"</a></p>'
    )


# Signs in prose.


@pytest.mark.parametrize(
    "text",
    [
        r"The files are on \\server\_share and in __init__.py.",
        r"C:\_tmp, C:\*.txt and a\.b",
        "_so_ __said__ snake_case",
        "2*3*4, 2**3**4 and a*b*c",
        "p < .05*, p < .01**",
        "a * b * c",
        r"\# \- \> \! \( \[S1\]",
        "One line\\\nand the next",
    ],
)
def test_a_sign_is_shown_as_it_was_typed(text: str) -> None:
    assert markdown.to_text(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*so* and **bold**", "<p><em>so</em> and <strong>bold</strong></p>"),
        ('(*so*), "**bold**".', '<p>(<em>so</em>), "<strong>bold</strong>".</p>'),
        ("***both*** `C:\\x`", "<p><em><strong>both</strong></em> <code>C:\\x</code></p>"),
    ],
)
def test_emphasis_and_code_are_still_what_they_were(text: str, html: str) -> None:
    assert markdown.to_html(text) == html


@given(st.text(st.sampled_from("ab \\_#~|{}()!.,:;\"'/-+=^%&@$?>")))
@example("\\\\a\\_b __c__")
def test_no_sign_but_those_of_emphasis_code_links_and_lists_ever_vanishes(text: str) -> None:
    # A list begins with a mark of its own; entries are told apart elsewhere.
    written = f"a {' '.join(text.split())}"

    assert markdown.to_text(written).split() == written.split()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: Phase #2 of the visits", (1, 14)),
        ("a:\n  - hub #3", (2, 9)),
        ("a: {b: one #two\n}", (1, 12)),
        ("a: one\n  two #three", (2, 7)),
    ],
)
def test_a_text_that_a_hash_would_cut_short_is_refused_at_the_hash(text: str, place: tuple[int, int]) -> None:
    told = yamlfile.read("a.yml", text.encode())

    assert isinstance(told, Problem) and (told.rule, told.line, told.column) == ("yaml-comment", *place)


@given(st.text(st.sampled_from("ab \\_*`#~|[]<>{}()!.,-+")))
@example("__init__.py and \\\\server *so* [a](b) <b>")
def test_plain_words_written_as_markdown_are_read_by_others_as_they_are(text: str) -> None:
    written = f"a {' '.join(text.split())}"

    assert Markup(MarkdownIt("commonmark").render(markdown.from_text(written))).striptags().split() == written.split()


# Names and hosts.


@pytest.mark.parametrize("name", ["page-2", "page-17", "all", "index", "con", "com9"])
def test_a_name_that_the_site_or_a_computer_keeps_is_refused_with_that_reason(
    name: str, tiny_files: dict[str, bytes]
) -> None:
    old = "case_studies/madeup-town-rent-advice.yml"
    files = {(f"case_studies/{name}.yml" if path == old else path): raw for path, raw in tiny_files.items()}

    (problem,) = check(files)[1]

    assert (problem.rule, problem.what) == ("file-name", f"'{name}' cannot be an address")
    assert (
        problem.mend
        == f"Rename the file, such as '{name}-pilot.yml': the site or a computer keeps that name for itself."
    )
    assert "keeps that word for itself" in _other(name) and is_slug(f"{name}-pilot")


def test_a_name_that_only_begins_so_is_good() -> None:
    assert is_slug("page-turners") and is_slug("page-2-of-two") and is_slug("front-page-2")


def test_no_page_of_the_book_itself_stands_where_a_record_or_a_word_of_a_list_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cases, "ROWS", 1)
    book = tiny_book()
    lists = book.vocabulary.model_dump()
    named = {*book.cases, *book.lessons, *(code for of in lists.values() if isinstance(of, dict) for code in of)}
    shared = {"cases", "lessons", "places", "areas", "approaches", "programmes", "groups", "plan", "gap-map"}

    steps = [recipe.path.strip("/").split("/") for recipe in all_recipes(book)]

    own = {(step[0], step[1]) for step in steps if len(step) == 2 and step[0] in shared and step[1] not in named}
    assert ("cases", "page-2") in own
    assert [each for each in sorted(own) if is_slug(each[1])] == []


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("xn--pple-43d.com", "аpple.com"),  # noqa: RUF001 - the Cyrillic letter is the point.
        ("xn--80ak6aa92e.com", "аррӏе.com"),  # noqa: RUF001
        ("xn--caf-dma.fr", None),
        ("xn--lln-k2a.cymru", None),
        ("www.gov.uk", None),
        ("www.xn--gv-8ja.uk", None),
        ("xn--ab.com", "?.com"),
        ("a.xn--a-ecp.com", "a.a⒈.com"),
    ],
)
def test_a_host_is_known_by_the_letters_that_a_browser_shows(host: str, shown: str | None) -> None:
    assert hosts.disguised(host) == shown
    assert markdown.is_web_address(f"https://{host}/a") is (shown is None)


def test_a_browser_reads_a_host_as_the_checker_does() -> None:
    chance = random.Random(3)
    letters = "abcdefxyz\u00e9\u0175\u0177\u0430\u0440\u04cf\u65e5\u00df\u0131\u017f019-"
    told = ["".join(chance.choices(letters, k=chance.randint(1, 12))).encode("punycode").decode() for _ in range(200)]
    spoilt = ["".join(chance.choices("abcxyz019-", k=chance.randint(1, 9))) for _ in range(100)]
    addresses = [f"https://www.xn--{label}.com/a" for label in ("pple-43d", "caf-dma", *told, *spoilt)]
    records = [{**CASE, "sources": [{**CASE["sources"][0], "url": address}]} for address in addresses]

    found = [{problem["rule"] for problem in problems} for problems in by_browser(records)["problems"]]

    good = [markdown.is_web_address(address) for address in addresses]
    assert ["url" not in rules for rules in found] == good
    assert good[:2] == [False, True] and 20 < sum(good) < 280


def test_an_address_in_disguise_is_told_as_what_it_looks_like(tiny_files: dict[str, bytes]) -> None:
    path = "case_studies/madeup-town-rent-advice.yml"
    raw = re.sub(rb"https://example\.org/[^\s\"]+", b"https://xn--pple-43d.com/a", tiny_files[path], count=1)

    problems = check({**tiny_files, path: raw})[1]

    assert [str(problem).partition(": ")[2] for problem in problems] == [
        "'url': 'https://xn--pple-43d.com/a' leads to 'аpple.com', in letters that may be taken for others [url]\n"  # noqa: RUF001
        "    Copy the address from a page of the publisher; type no host by hand."
    ]
