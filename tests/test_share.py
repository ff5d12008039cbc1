"""Shared pages: a picture of each record, safe whatever its title holds, and tags that make up no host."""

import json
import struct
from pathlib import Path

import pytest
import typst
from books import read, real_book
from pilotbook.pages.kinds import case as case_page
from pilotbook.pages.page import Page
from pilotbook.pages.poster import Poster
from pilotbook.pages.poster_words import case_poster, lesson_poster
from pilotbook.pages.summaries import case_row, lesson_row
from pilotbook.publish import share, typeset
from pilotbook.publish.address import base_address
from pilotbook.publish.code import PACKAGE
from pilotbook.publish.site import set_into
from pilotbook.publish.store import Store

HOSTILE = '</text><script>alert(1)</script>"&<image href="https://example.org/x"/>\x00\x0b'
POSTER = Poster(
    "Case study", "Made-up visits", ("Direction of effect: better", "Strength of evidence: 3 of 5, causation")
)
BASE = "https://example.org/book/"


def page(**changes: object) -> Page:
    whole = {
        "path": "/cases/made-up/",
        "title": "Made up",
        "description": "Words.",
        "body": "",
        "kind": case_page.KIND,
        "poster": POSTER,
    }
    return Page(**{**whole, **changes})  # type: ignore[arg-type]


def tags_of(page: Page, base: str) -> dict[str, str]:
    found = read(share.tags(page, "Pilotbook", base)).find_all("meta")
    return {str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in found}


def posters() -> list[Poster]:
    book = real_book()
    cases = [case_poster(case_row(book, slug)) for slug in book.cases]
    return cases + [lesson_poster(lesson_row(book, slug)) for slug in book.lessons]


def test_every_case_and_lesson_says_its_title_and_how_sure_we_are() -> None:
    book = real_book()

    for slug, case in book.cases.items():
        poster = case_poster(case_row(book, slug))
        assert (poster.kind, poster.title) == ("Case study", case.title)
        assert [line.partition(": ")[0] for line in poster.verdict] == ["Direction of effect", "Strength of evidence"]
    for slug, lesson in book.lessons.items():
        poster = lesson_poster(lesson_row(book, slug))
        assert (poster.kind, poster.title) == ("Lesson", lesson.title)
        assert [line.partition(": ")[0] for line in poster.verdict] == ["Confidence", "Evidence"]


def cut_short(poster: Poster) -> list[str]:
    """Give what the picture of a poster has no room for."""
    layout, told = PACKAGE / "theme" / "poster.typ", typeset.inputs(share.told(poster))
    compiler = typst.Compiler(layout, font_paths=typeset.fonts(), sys_inputs=told)
    return list(json.loads(compiler.query("<cut>", field="value")))


def test_no_card_of_the_book_is_cut_short() -> None:
    assert [words for poster in posters() for words in cut_short(poster)] == []


def test_a_picture_is_as_large_as_sites_ask_and_the_same_bytes_each_time() -> None:
    first = share.picture(POSTER)

    assert struct.unpack(">II", first[16:24]) == (1200, 630)
    assert share.picture(POSTER) == first
    assert len(first) < 90_000


def test_a_hostile_title_is_text_in_the_picture() -> None:
    assert share.picture(Poster(HOSTILE, HOSTILE, (HOSTILE,))).startswith(b"\x89PNG")
    assert share.picture(Poster("Case study", '#panic("x") $x$ `raw` @ref <cut>', ())).startswith(b"\x89PNG")


def test_a_very_long_title_is_cut_at_a_word_and_so_is_each_line() -> None:
    long = Poster("Case study", "Wonderful words " * 60, ("Long " * 100, "Short", "Long " * 99))

    assert cut_short(long) == [long.title, long.verdict[0], long.verdict[2]]


def test_without_an_address_the_tags_hold_words_and_no_picture() -> None:
    tags = tags_of(page(), base="")

    assert tags == {
        "og:type": "article",
        "og:site_name": "Pilotbook",
        "og:locale": "en_GB",
        "og:title": "Made up",
        "og:description": "Words.",
        "twitter:card": "summary",
    }


def test_with_an_address_the_picture_is_named_by_its_whole_address() -> None:
    tags = tags_of(page(), base=BASE)

    assert tags["og:image"] == "https://example.org/book/cases/made-up/share.png"
    assert tags["og:url"] == "https://example.org/book/cases/made-up/"
    assert tags["og:image:alt"] == (
        "Case study: Made-up visits. Direction of effect: better. Strength of evidence: 3 of 5, causation"
    )
    assert tags["twitter:card"] == "summary_large_image"


def test_a_page_without_a_record_shows_the_picture_of_the_book() -> None:
    assert tags_of(page(path="/cases/", poster=None), base=BASE)["og:image"] == "https://example.org/book/share.png"


def test_hostile_words_cannot_leave_a_tag() -> None:
    html = set_into("<head>%%HEAD%%</head>", page(title=HOSTILE, description=HOSTILE), base=BASE)

    assert read(html).find(["script", "image"]) is None


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("html:\n  baseurl: https://example.org/book\n", BASE),
        ("html:\n  baseurl: https://example.org/book/\n", BASE),
        ("html:\n  baseurl: ''\n", ""),
        ("html:\n  baseurl: example.org\n", ""),
        ("html:\n  baseurl: javascript:alert(1)\n", ""),
        ("title: Pilotbook\n", ""),
    ],
)
def test_the_address_is_the_one_in_the_settings_or_none(tmp_path: Path, written: str, address: str) -> None:
    (tmp_path / "_config.yml").write_text(written, encoding="utf-8")

    assert base_address(tmp_path) == address


def test_only_records_and_the_home_page_have_a_picture(tmp_path: Path) -> None:
    store = Store(tmp_path)

    made = share.make_posters([("/cases/made-up/", POSTER)], store, jobs=1)

    assert list(made) == ["cases/made-up/share.png", "share.png"]
    pictures = {name: store.file(digest) for name, digest in made.items()}
    assert pictures["cases/made-up/share.png"].read_bytes() == share.picture(POSTER)  # type: ignore[union-attr]
    assert pictures["share.png"].read_bytes() == share.picture(share.SITE)  # type: ignore[union-attr]


def test_a_picture_is_drawn_once_for_the_same_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(poster: Poster) -> bytes:
        drawn.append(poster.title)
        return poster.title.encode()

    monkeypatch.setattr(share, "picture", draw)
    store = Store(tmp_path)
    first = share.make_posters([("/cases/made-up/", POSTER), ("/cases/twin/", POSTER)], store, jobs=1)
    store.close()

    assert share.make_posters([("/cases/made-up/", POSTER)], Store(tmp_path), jobs=1).items() < first.items()
    assert first["cases/twin/share.png"] == first["cases/made-up/share.png"]
    assert drawn == ["Made-up visits", "What public-service pilots tried, found, and did not publish"]
    other = Poster("Case study", "Other visits", POSTER.verdict)
    assert share.make_posters([("/cases/made-up/", other)], Store(tmp_path), jobs=1) != first
    assert drawn[2:] == ["Other visits"]


def canonical(page: Page, base: str) -> list[str]:
    return [str(link["href"]) for link in read(share.tags(page, "Pilotbook", base)).find_all("link", rel="canonical")]


def test_each_page_names_its_own_whole_address_where_that_is_known() -> None:
    assert canonical(page(path="/areas/"), BASE) == ["https://example.org/book/areas/"]
    assert canonical(page(path="/areas/"), "") == []


def test_a_page_that_only_leads_on_names_where_it_leads() -> None:
    leading = page(path="/id/TLG-C-MAD1/", leads_to="/cases/made-up/")

    assert canonical(leading, BASE) == ["https://example.org/book/cases/made-up/"]
    assert tags_of(leading, BASE)["og:url"] == "https://example.org/book/cases/made-up/"


def test_the_page_of_what_is_not_there_has_no_address_of_its_own() -> None:
    missing = page(path="/404.html", poster=None)

    assert canonical(missing, BASE) == []
    assert "og:url" not in tags_of(missing, BASE)
