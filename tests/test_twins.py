"""What programs that read for people are given: twins of records, llms.txt, the sitemap and robots.txt."""

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from books import book_of, pages_of, tiny_book
from markdown_it import MarkdownIt
from pilotbook.casebook import Casebook
from pilotbook.exports import downloads
from pilotbook.exports.download import whole
from pilotbook.pages.kinds import case as case_page
from pilotbook.pages.kinds import lesson as lesson_page
from pilotbook.publish import sitemap
from pilotbook.record import Case

BASE = "https://pilots.example.org/book/"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "A *bold* [link](x) <b>tag</b> `code` | # _and_ \\"


def twin_of(book: Casebook, slug: str) -> str:
    (page,) = (each for each in pages_of(case_page, book) if each.path == f"/cases/{slug}/")
    return page.beside["index.md"]


def test_a_twin_gives_each_figure_with_its_design_source_and_level_with_its_bounds() -> None:
    twin = twin_of(tiny_book(), "madeup-town-doorstep-visits")

    assert "- Level 3 of 5: Causation." in twin
    assert "- Bounds: 3 to 4, by what was not read. From what we read; could be up to 4." in twin
    assert "- Finding: better (a main outcome)" in twin
    assert "- Design: difference-in-differences; score 3" in twin
    assert "- After: 42% \\[S1, table 3\\]" in twin
    assert "Case study TLG-C-MAD1 of Pilotbook, version of 21 November 2026." in twin


def test_a_twin_gives_each_gap_with_its_reason_and_whose_it_is() -> None:
    lines = twin_of(tiny_book(), "madeup-town-doorstep-visits").splitlines()

    assert "- After: missing: not published (a gap of the pilot)" in lines
    assert "- Before: missing: searched for, not found (a gap of this book)" in lines
    assert not [line for line in lines if line.endswith("missing: ")]


def test_a_twin_says_how_each_source_was_read() -> None:
    sources = twin_of(tiny_book(), "madeup-town-doorstep-visits").split("## Sources")[1]

    assert sources.count("- S") == 3
    assert "Read in full; independent evaluation or research. <https://example.org/made-up/evaluation>" in sources


def test_a_hostile_title_stays_words_in_a_twin(make_case: Callable[..., Case]) -> None:
    book = book_of({"made-up": make_case(title=HOSTILE, lessons=[])})
    tokens = MarkdownIt("commonmark", {"html": True}).parse(twin_of(book, "made-up"))
    head = tokens[1]

    assert head.children is not None
    assert {child.type for child in head.children} == {"text"} or "".join(c.content for c in head.children) == HOSTILE
    assert not [token for token in tokens if token.type == "html_block"]


def test_the_twin_of_a_lesson_gives_both_sides_and_the_ceiling() -> None:
    twins = [page.beside["index.md"] for page in pages_of(lesson_page, tiny_book())]

    assert any("## For it" in twin and "- Confidence can be at most" in twin for twin in twins)
    assert all("- Evidence against it was last searched for" in t or "No search for evidence" in t for t in twins)


def test_the_head_of_a_record_leads_to_its_twin_and_its_data() -> None:
    page = next(pages_of(case_page, tiny_book()))

    assert '<link rel="alternate" type="text/markdown" href="index.md">' in page.head
    assert '<link rel="alternate" type="application/json" href="record.json">' in page.head


@pytest.mark.parametrize("base", ["", BASE])
def test_llms_txt_lists_the_twin_of_every_record_with_its_bounds(base: str) -> None:
    (llms,) = (each for each in downloads() if each.name == "llms.txt")
    text, _ = whole(llms, replace(tiny_book(), base=base))

    assert llms.path == "llms.txt"
    assert text.startswith("# Pilotbook: lessons from public-service pilots in England\n\n> ")
    for slug, view in tiny_book().views.items():
        level = f"level {view.level} ({view.level_name}), could be {view.bounds.low} to {view.bounds.high}"
        assert f"]({base}cases/{slug}/index.md): {view.id}, {level}\n" in text
    assert text.count("/index.md)") == len(tiny_book().views) + len(tiny_book().lessons)


def addresses(xml: str) -> dict[str, str | None]:
    tree = ElementTree.fromstring(xml)
    return {url.findtext(f"{SPACE}loc") or "": url.findtext(f"{SPACE}lastmod") for url in tree}


def test_a_sitemap_holds_whole_addresses_with_the_day_of_a_record_and_of_nothing_else() -> None:
    made = sitemap.files(["/cases/x/", "/", "/404.html", "/search/"], {"/cases/x/": "2026-11-21"}, BASE)

    assert addresses(made["sitemap.xml"]) == {BASE: None, f"{BASE}cases/x/": "2026-11-21"}
    assert made["robots.txt"] == f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n"


def test_without_an_address_of_the_site_there_is_no_sitemap() -> None:
    assert sitemap.files(["/"], {}, "") == {"robots.txt": "User-agent: *\nAllow: /\n"}


def test_more_addresses_than_one_file_may_hold_are_spread_under_an_index() -> None:
    made = sitemap.files([f"/cases/{number}/" for number in range(5)], {}, BASE, most=2)

    index = ElementTree.fromstring(made["sitemap.xml"])
    listed = [each.findtext(f"{SPACE}loc") for each in index]
    assert listed == [f"{BASE}sitemap-{number}.xml" for number in (1, 2, 3)]
    assert sum(len(addresses(made[f"sitemap-{number}.xml"])) for number in (1, 2, 3)) == 5
