"""How a page is rewritten once, to be kept: where it leads, what it says of itself, and that it names no release."""

import json

import pytest
from books import read
from pilotbook.publish.frozen import CannotKeep, Place, filled, frozen, tombstone, with_kept_address

BASE = "https://example.org/book/"
KEPT = {"cases/one/index.html", "cases/two/index.html", "cases/one/cite.bib", "_static/style.css"}
PAGE = """<!DOCTYPE html><html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>One</title><meta name="DC.identifier" content="{base}id/TLG-C-MAD9/">
<meta property="og:url" content="x"><meta property="og:image:alt" content="x"><meta property="og:title" content="One">
<link rel="canonical" href="x"><link rel="cite-as" href="x"><link rel="license" href="https://example.org/licence">
<link rel="describedby" type="application/x-bibtex" href="cite.bib"><link rel="alternate" href="../../feed.xml">
<link rel="stylesheet" href="../../_static/style.css?v=1"><script src="../../_static/suggest.js?v=1" defer></script>
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "Report", "url": "{base}cases/one/"}},
{{"@type": "BreadcrumbList"}}]}}</script></head><body data-root="../../"><form action="../../search/"></form>
<main id="content" tabindex="-1"><p class="cite" id="cite-text">Available at: {base}id/TLG-C-MAD9/</p>
<p class="since-release">Changed since 2025.1</p>{body}</main></body></html>"""


def kept(body: str = "", base: str = BASE) -> str:
    html = PAGE.format(body=body, base=base or "/")
    return frozen(html, Place("/cases/one/", "TLG-C-MAD9", base), KEPT)


def served(body: str = "", base: str = BASE) -> str:
    return filled(kept(body, base).encode(), "2026.1", "2026-12-01").decode()


@pytest.mark.parametrize(
    ("written", "led"),
    [
        ('<a href="../two/">two</a>', '<a href="../two/">two</a>'),
        ('<a href="../two/#O1">two</a>', '<a href="../two/#O1">two</a>'),
        ('<a href="#O1">here</a>', '<a href="#O1">here</a>'),
        ('<a href="../">cases</a>', '<a href="../../../../cases/">cases</a>'),
        ('<a href="../../">home</a>', '<a href="../../../../">home</a>'),
        ('<a href="../../method/#levels">how</a>', '<a href="../../../../method/#levels">how</a>'),
        ('<a href="../../search/?q=a#b">find</a>', '<a href="../../../../search/?q=a#b">find</a>'),
        ('<a href="https://example.org/a/">out</a>', '<a href="https://example.org/a/">out</a>'),
        ('<a href="mailto:a@example.org">us</a>', '<a href="mailto:a@example.org">us</a>'),
        ('<a href="cite.bib" download="x.bib">bib</a>', '<a href="cite.bib" download="x.bib">bib</a>'),
        (
            '<a href="brief.pdf" download>brief</a>',
            '<span>brief</span> <small class="note">(not kept in the release)</small>',
        ),
    ],
)
def test_a_link_stays_in_the_release_or_leads_to_the_living_book(written: str, led: str) -> None:
    assert led in kept(written)


def test_all_but_what_is_rewritten_stays_as_it_is() -> None:
    body = '<article class="prose"><aside><abbr title="x">x</abbr><ul><li><a href="../two/">two</a></li></ul></aside></article>'

    assert body in kept(body)


def test_what_a_page_loads_must_be_kept_with_it() -> None:
    with pytest.raises(CannotKeep, match=r"/cases/one/ loads cases/one/made-up\.svg, which the release does not hold"):
        kept('<img src="made-up.svg" alt="">')


def test_it_tells_machines_of_itself_by_its_own_whole_address() -> None:
    page = read(served())
    own = f"{BASE}v/2026.1/cases/one/"
    links = {str(each["rel"][0]): str(each["href"]) for each in page.head.find_all("link")}

    assert links == {
        "license": "https://example.org/licence",
        "describedby": "cite.bib",
        "stylesheet": "../../_static/style.css?v=1",
        "canonical": own,
        "cite-as": own,
        "latest-version": "../../../../cases/one/",
        "version-history": "../../../../changes/",
    }
    assert page.find("meta", attrs={"name": "DC.identifier"})["content"] == own
    assert json.loads(page.find("script").text)["@graph"] == [{"@type": "Report", "url": own}]
    assert page.select_one(".cite").text == f"Available at: {own}"
    assert [str(each.get("property")) for each in page.find_all("meta", property=True)] == ["og:title"]
    assert page.select_one(".since-release") is None and "suggest" not in str(page)


def test_without_a_whole_address_it_is_told_from_the_root_and_from_where_it_stands() -> None:
    page = read(served(base=""))

    assert page.select_one(".cite").text == "Available at: /v/2026.1/cases/one/"
    assert page.find("link", rel="canonical")["href"] == "./"


def test_what_is_kept_names_no_release_and_what_is_served_does() -> None:
    assert "2026.1" not in kept()
    banner = read(served()).select_one(".release-note")
    assert (
        banner.text == "This is the page as it stood in release 2026.1 (1 December 2026). See what has changed since."
    )
    assert banner.find("time")["datetime"] == "2026-12-01"
    assert "\x1f" not in served()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("UR  - https://example.org/book/id/TLG-C-MAD9/", "UR  - https://example.org/book/v/N/cases/one/"),
        ("url = {https://example.org/book/cases/one/}", "url = {https://example.org/book/v/N/cases/one/}"),
        ("see https://example.org/book/cases/one/more/", "see https://example.org/book/cases/one/more/"),
        (
            "see http://other.org/?u=https://example.org/book/id/TLG-C-MAD8/",
            "see http://other.org/?u=https://example.org/book/id/TLG-C-MAD8/",
        ),
    ],
)
def test_a_citation_names_the_page_as_it_is_kept_and_no_other_address_changes(text: str, kept: str) -> None:
    place = Place("/cases/one/", "TLG-C-MAD9", BASE)

    assert filled(with_kept_address(text, place).encode(), "N", "2026-12-01").decode() == kept


def test_in_place_of_a_withdrawn_page_nothing_of_it_is_left_but_its_frame() -> None:
    stone = filled(
        tombstone(kept("<p>Secret</p>"), "A <court>", "2027-03-01", "TLG-C-MAD9", "/cases/one/").encode(),
        "2026.1",
        "2026-12-01",
    )
    page = read(stone.decode())

    assert "Secret" not in str(page) and "Report" not in str(page) and "One" not in str(page)
    assert page.title.text == "A withdrawn page"
    assert "Why: A <court>" in page.main.text
    assert [str(a["href"]) for a in page.main.find_all("a")] == ["../../", "../../../../id/TLG-C-MAD9/"]
    assert page.find("link", rel="stylesheet") is not None
    assert page.find("meta", {"http-equiv": "Content-Security-Policy"}) is not None
