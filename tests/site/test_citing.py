"""What the built pages of notebooks tell reference managers, and that no page says a thing twice in its head."""

import json
from collections import Counter

import pytest
import rispy
from pilotbook.publish.manifest import address_of
from projects import Project
from pybtex.database import parse_string
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.book
RESULTS = "/evidence/who-has-published-a-result/"
# Each author has a tag of his own.
_REPEATED = {"citation_author", "DC.creator"}


@pytest.fixture(scope="module")
def heads(small: Project) -> dict[str, LexborHTMLParser]:
    pages = sorted(small.site.rglob("*.html"))
    return {
        address_of(path.relative_to(small.site).as_posix()): LexborHTMLParser(path.read_text("utf-8"))
        for path in pages
        if "pagefind" not in path.parts
    }


def tags(page: LexborHTMLParser) -> list[tuple[str, str]]:
    found = [tag.attributes for tag in page.css("head meta")]
    named = [(each.get("name") or each.get("property"), each.get("content")) for each in found]
    return [(str(name), str(content)) for name, content in named if name]


def test_a_notebook_tells_reference_managers_a_report_with_institution_number_date_language_and_abstract(
    heads: dict[str, LexborHTMLParser],
) -> None:
    told = {name: content for name, content in tags(heads[RESULTS]) if name.startswith("citation_")}

    assert told == {
        "citation_title": "Who has published a result?",
        "citation_author": "Pilotbook editors,",
        "citation_publication_date": "2026/11/21",
        "citation_technical_report_institution": "Pilotbook",
        "citation_technical_report_number": "TLG-N-MAD1",
        "citation_language": "en-GB",
        "citation_abstract": "Look at the made-up bars.",
    }
    assert dict(tags(heads[RESULTS]))["og:type"] == "article"
    links = {tag.attributes.get("rel"): tag.attributes.get("href") for tag in heads[RESULTS].css("head link")}
    assert links["cite-as"] == "../../id/TLG-N-MAD1/"
    assert links["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_the_files_beside_a_notebook_say_the_same_to_other_readers(small: Project) -> None:
    folder = small.site / RESULTS.strip("/")
    (entry,) = parse_string((folder / "cite.bib").read_text("utf-8"), "bibtex").entries.values()
    (record,) = rispy.loads((folder / "cite.ris").read_text("utf-8"))
    (item,) = json.loads((folder / "cite.json").read_text("utf-8"))

    assert (entry.type, entry.key, entry.fields["type"]) == ("techreport", "TLG-N-MAD1", "Notebook")
    assert (record["type_of_reference"], record["authors"]) == ("RPRT", ["Pilotbook editors,"])
    assert (item["type"], item["number"], item["title"]) == ("report", "TLG-N-MAD1", "Who has published a result?")
    assert {entry.fields["url"], record["urls"][0], item["URL"]} == {"/id/TLG-N-MAD1/"}
    assert (entry.fields["date"], record["date"], item["version"]) == ("2026-11-21", "2026/11/21", "2026-11-21")


def test_the_permanent_address_leads_to_the_notebook_in_small_letters_too(heads: dict[str, LexborHTMLParser]) -> None:
    for identifier in ("TLG-N-MAD1", "tlg-n-mad1"):
        refresh = heads[f"/id/{identifier}/"].css_first("meta[http-equiv=refresh]")
        assert refresh.attributes["content"] == f"0; url=../..{RESULTS}"


def test_the_box_stands_below_the_words_and_the_contents_lead_to_it(heads: dict[str, LexborHTMLParser]) -> None:
    page = heads[RESULTS]

    assert page.css_first("article h2#cite").text() == "Cite this"
    assert "TLG-N-MAD1" in page.css_first("#cite-text").text()
    assert page.css_first(".on-this-page li:last-child > a[href='#cite']").text() == "Cite this"
    # A page of prose that is no notebook has neither.
    assert heads["/evidence/reaching-families/"].css_first("#cite") is None


def test_a_chart_of_a_notebook_is_cited_as_part_of_it(small: Project, heads: dict[str, LexborHTMLParser]) -> None:
    line = heads[RESULTS].css_first("#cite-chart-published-results").text()
    told = json.loads((small.site / "evidence" / "charts" / "published-results.json").read_text("utf-8"))

    assert "[chart]. In: Who has published a result? Notebook TLG-N-MAD1, version of 21 November 2026." in line
    assert line.endswith(f"Available at: {RESULTS}#chart-published-results")
    assert (told["cite"], told["shown_on"]["id"]) == (line, "TLG-N-MAD1")
    assert all((small.site / "evidence" / "charts" / name).is_file() for name in told["files"])


def test_no_page_says_a_thing_twice_or_leaves_a_place_unfilled(heads: dict[str, LexborHTMLParser]) -> None:
    for address, page in heads.items():
        twice = [name for name, times in Counter(name for name, _ in tags(page)).items() if times > 1]
        assert set(twice) <= _REPEATED, address
        assert "how to cite" not in (page.head.html or "")
        assert "<!-- how to cite" not in (page.body.html or ""), address
        kinds = [
            each["@type"]
            for block in page.css('script[type="application/ld+json"]')
            for each in json.loads(block.text()).get("@graph", [json.loads(block.text())])
        ]
        assert len(kinds) == len(set(kinds)), address


def test_pages_that_are_no_place_to_arrive_at_ask_not_to_be_listed(heads: dict[str, LexborHTMLParser]) -> None:
    hidden = {address for address, page in heads.items() if page.css_first("meta[name=robots][content=noindex]")}

    assert hidden == {address for address in heads if address.startswith("/id/")} | {"/404.html", "/style/"}
