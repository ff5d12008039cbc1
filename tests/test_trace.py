"""Each figure leads to its source and line, and a number without a record behind it stops the build."""

import re
from pathlib import Path

import pytest
from books import TINY, tiny_book
from bs4 import BeautifulSoup
from pilotbook.casebook import Casebook
from pilotbook.pages.fact_html import trace_anchor
from pilotbook.pages.kinds import all_pages
from pilotbook.publish import disk
from pilotbook.publish.facts import stray_numbers
from pilotbook.record.facts import FIGURES, facts
from pilotbook.record.reference import stray_number
from pilotbook.rules import check

CASE = "case_studies/madeup-town-doorstep-visits.yml"
SLUG = "madeup-town-doorstep-visits"


def traced_texts(book: Casebook) -> dict[tuple[str, str, int], str]:
    """Give the text of each traced element: {(page, path, n-th on the page): text}."""
    found: dict[tuple[str, str, int], str] = {}
    for page in all_pages(book):
        if not page.kind.untraced:
            seen: dict[str, int] = {}
            for element in BeautifulSoup(str(page.body), "html.parser").select("[data-path]"):
                path = str(element["data-path"])
                seen[path] = seen.get(path, 0) + 1
                found[page.path, path, seen[path]] = element.get_text()
    return found


def book_with(change: tuple[bytes, bytes]) -> Casebook:
    """Give the tiny casebook with one piece of the doorstep case replaced."""
    files, _ = disk.read_records(TINY)
    assert files[CASE].count(change[0]) == 1
    shelf, problems = check({**files, CASE: files[CASE].replace(*change)})
    assert shelf is not None and not problems
    return Casebook.of(shelf)


def test_one_changed_value_changes_exactly_the_elements_that_show_it() -> None:
    before = traced_texts(tiny_book())

    after = traced_texts(book_with((b"baseline: {value: 31, unit: '%'", b"baseline: {value: 29, unit: '%'")))

    changed = {(page, path) for page, path, n in before if before[page, path, n] != after[page, path, n]}
    assert before.keys() == after.keys()
    # The chart of the case's outcomes is drawn from the same figure, and says so.
    assert {path for _, path in changed} == {"TLG-C-MAD1/outcomes/O1/baseline", "TLG-C-MAD1/outcomes"}
    # It is a figure to start a plan from, too.
    assert {page for page, _ in changed} == {f"/cases/{SLUG}/", "/plan/reach/"}


def test_a_result_named_in_the_summary_changes_on_every_page_that_shows_the_summary() -> None:
    before = traced_texts(tiny_book())

    after = traced_texts(
        book_with((b"result: {value: 42, unit: '%', period: 2024", b"result: {value: 41, unit: '%', period: 2024"))
    )

    changed = {key for key in before if before[key] != after[key]}
    # The chart is drawn from it, and the interval about it is worked out from it.
    worked_out = {"TLG-C-MAD1/outcomes", "TLG-C-MAD1/outcomes/O1/computed/intervals"}
    assert {path for _, path, _ in changed} == {"TLG-C-MAD1/outcomes/O1/result", *worked_out}
    assert {page for page, _, _ in changed} >= {f"/cases/{SLUG}/", "/areas/made-up-hubs/", "/places/madeup-town/"}
    figures = [key for key in changed if key[1].endswith("/result")]
    pairs = {(before[key], after[key]) for key in figures}
    assert pairs == {("42%", "41%"), ("about 3 in 7", "about 2 in 5")}


def test_every_figure_has_a_row_that_says_source_place_reading_and_line() -> None:
    book = tiny_book()
    page = next(page for page in all_pages(book) if page.path == f"/cases/{SLUG}/")
    body = BeautifulSoup(str(page.body), "html.parser")

    rows = {row["id"]: row.get_text(" ", strip=True) for row in body.select("table.trace tbody tr")}

    figures = [fact for fact in facts(book.cases[SLUG]) if isinstance(fact.value, FIGURES)]
    assert list(rows) == [trace_anchor(figure.path) for figure in figures]
    assert rows["trace-outcomes-O1-baseline"].startswith(
        "31% Families coming to a made-up hub: baseline S1 , read in full: table 3"
    )
    lines = (TINY / CASE).read_text(encoding="utf-8").split("\n")
    for figure in figures:
        line = lines[book.line(SLUG, figure.steps) - 1]
        assert rows[trace_anchor(figure.path)].endswith(str(book.line(SLUG, figure.steps)))
        assert str(getattr(figure.value, "value", "")) in line or "value" not in line


def test_the_link_beside_each_figure_leads_to_its_row() -> None:
    for page in all_pages(tiny_book()):
        if page.kind.name == "case":
            body = BeautifulSoup(str(page.body), "html.parser")
            anchors = {element["id"] for element in body.select("[id]")}
            for figure in body.select("data.fig"):
                link = figure.find_next_sibling("a", class_="src")
                assert link is not None and str(link["href"]).removeprefix("#") in anchors


@pytest.mark.parametrize(
    "html",
    [
        "<p>It fell by 12%.</p>",
        "<p>About 4,100 families</p>",
        '<p>Up <data class="fig" data-path="TLG-C-MAD1/outcomes/O1/result">42%</data>, or 11 points</p>',
        "<td>£3</td>",
        "<br>7 families<hr>",
    ],
)
def test_a_number_outside_a_traced_element_is_found(html: str) -> None:
    assert len(stray_numbers(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<p><data data-path="TLG-C-MAD1/outcomes/O1/result">42%</data> came</p>',
        "<p>Checked on 21 November 2026, from 2012–15 and 2024/25, in July 2025.</p>",
        "<h2>Year 7 pupils</h2><p>See O1, S12 and TLG-C-7KD3.</p>",
        '<p><a class="src" href="#S1">[S1, S2]</a></p><ol class="sources"><li>Trials 22:773</li></ol>',
        "<time datetime='2026-11-21'>21.11.2026</time><svg><text>12</text></svg>",
    ],
)
def test_dates_headings_labels_and_sources_are_not_figures(html: str) -> None:
    assert stray_numbers(html) == []


NAMES = ("2024", "Made-up children under 5", "Supporting Families 2", "Zone 4 (north)", "Zone 4")


@pytest.mark.parametrize(
    "html",
    [
        "<dd>Made-up children under 5</dd>",
        "<dd>Supporting Families 2 and Zone 4</dd>",
        "<p>made-up children  under 5, ZONE 4 (NORTH)</p>",
        "<p>Zone 4 in 2024/25</p>",
    ],
)
def test_words_of_the_vocabulary_may_hold_digits_wherever_they_stand(html: str) -> None:
    assert stray_numbers(html, NAMES) == [] and len(stray_numbers(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<dd>Zone 42</dd>",
        "<dd>Zone 4 4</dd>",
        "<p>5</p>",
        "<p>under 5</p>",
        "<p>Supporting Families 23</p>",
        "<p>3Zone 4</p>",
        "<p>Zone 4.5</p>",
        "<p>£Zone 4–6</p>",
    ],
)
def test_a_number_beside_such_words_or_a_part_of_them_is_found(html: str) -> None:
    assert len(stray_numbers(html, NAMES)) == 1


@pytest.mark.parametrize("text", ["1990s", "in 2024", "2019–21", "2024/25", "(2026)", "2024²"])
def test_a_year_that_a_text_may_hold_a_page_may_show(text: str) -> None:
    assert stray_number(text) is None and stray_numbers(f"<p>{text}</p>") == []


@pytest.mark.parametrize("text", ["£2024", "2024%", "20245", "2024.5", "1,2024", "20{O1.result}24", "২০২৪"])
def test_what_is_no_year_is_refused_in_a_text(text: str) -> None:
    assert stray_number(text) is not None


def test_digits_may_stand_in_every_text_of_a_record_that_holds_no_figures() -> None:
    files, _ = disk.read_records(TINY)
    lesson = "case_studies/lessons/call-on-families.yml"
    text = files[lesson].decode()
    changed = re.sub(r"^record_owner: .*$", "record_owner: Team 4 of 9", text, count=1, flags=re.M)
    shelf, problems = check({**files, lesson: changed.encode()})
    assert shelf is not None and not problems and changed != text

    page = next(page for page in all_pages(Casebook.of(shelf)) if page.path == "/lessons/call-on-families/")

    assert "Team 4 of 9" in page.body and stray_numbers(str(page.body)) == []


def test_no_page_of_either_casebook_shows_a_number_that_no_record_stands_behind() -> None:
    real = Path(__file__).parents[1]
    shelf, _ = check(*disk.read_records(real))
    assert shelf is not None

    found = [
        (page.path, text)
        for book in (tiny_book(), Casebook.of(shelf))
        for page in all_pages(book)
        if not page.kind.untraced
        for text in stray_numbers(str(page.body))
    ]

    assert found == []


def test_a_figure_that_rests_on_news_or_reposts_alone_is_fenced_off() -> None:
    files, _ = disk.read_records(TINY)
    text = files[CASE].replace(b"tier: 1", b"tier: 6").replace(b"tier: 2", b"tier: 5").replace(b"tier: 3", b"tier: 5")
    shelf, _ = check({**files, CASE: text})
    assert shelf is not None

    book = Casebook.of(shelf)
    page = next(page for page in all_pages(book) if page.path == f"/cases/{SLUG}/")

    body = BeautifulSoup(str(page.body), "html.parser")
    baseline = body.select_one('[data-path="TLG-C-MAD1/outcomes/O1/baseline"]')
    assert baseline is not None and baseline.parent is not None
    assert "news or repost only" in baseline.parent.get_text()
    assert book.ratings[SLUG].outcomes["O1"].sms is None
