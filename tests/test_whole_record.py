"""However little of the page of a case is unfolded, every value of its record stands there, each gap once, and old anchors answer."""

import re
from functools import cache
from html import unescape

import pytest
from books import read, real_book, tiny_book
from pilotbook.pages.kinds import case as kind
from pilotbook.record import Case, Figure, Missing
from pilotbook.record.facts import Fact, facts
from pilotbook.record.outcome import Effect
from pilotbook.text import markdown

# Links from ledgers, notebooks, other sites and citations lead to these.
ANCHORS = {
    *(
        "did-not-work",
        "problem",
        "tried",
        "outcomes",
        "costs",
        "lessons",
        "rating",
        "gaps",
        "related",
        "traces",
        "sources",
    ),
    "cite",
}
SOME = [("tiny", slug) for slug in tiny_book().cases] + [("real", slug) for slug in list(real_book().cases)[::15]]


@cache
def made(book: str, slug: str) -> tuple[Case, str]:
    """Give a case of one of the casebooks, and its page."""
    of = tiny_book() if book == "tiny" else real_book()
    return of.cases[slug], str(kind.recipe(of, slug, ()).page().body)


def letters(html: str) -> str:
    """Give what a reader may read, and where links lead, without blanks: a mark may stand between two words."""
    shown = re.sub(r'<a [^>]*href="([^"]*)"[^>]*>', r"\1 ", html)
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", " ", shown)))


def told(fact: Fact) -> str:
    """Give a value as the page must have it: figures as they are told, words as they are written; '' of codes."""
    if isinstance(fact.value, Figure | Effect):
        return fact.told
    # A unit is told with its figure, and prose with figures set in it is told with those.
    if not isinstance(fact.value, str) or fact.kind == "choice" or fact.path.endswith("/unit"):
        return ""
    text = markdown.to_text(fact.value)
    return "" if "{" in text or re.fullmatch(r"[\w.-]*", text) else text


@pytest.mark.parametrize(("book", "slug"), SOME)
def test_every_value_of_a_record_stands_on_its_page(book: str, slug: str) -> None:
    case, html = made(book, slug)
    page = letters(html)

    assert [fact.path for fact in facts(case) if re.sub(r"\s+", "", told(fact)) not in page] == []


@pytest.mark.parametrize(("book", "slug"), SOME)
def test_each_gap_is_told_once_and_above_it_only_the_verdict_tells_it(book: str, slug: str) -> None:
    case, html = made(book, slug)
    page = read(html)
    gaps = {f"{case.id}/{fact.path}" for fact in facts(case) if isinstance(fact.value, Missing)}
    asked = sorted(gap for gap in gaps if "/sources/" not in gap)
    listed = [str(mark["data-path"]) for mark in page.select(".gaps li span") if not mark.find_parent("small")]
    elsewhere = {
        str(mark["data-path"])
        for mark in page.select("[data-path]")
        if not mark.find_parent(class_=["gaps", "verdict"])
    }

    assert sorted(path for path in listed if path in gaps) == asked
    assert elsewhere & set(asked) == set()


@pytest.mark.parametrize(("book", "slug"), SOME)
def test_anchors_that_were_given_out_still_lead_to_a_place_on_the_page(book: str, slug: str) -> None:
    case, html = made(book, slug)
    ids = re.findall(r' id="([^"]+)"', html)

    assert ANCHORS - set(ids) == set()
    assert {item.id for item in (*case.outcomes, *case.sources, *case.cycles, *case.searches)} - set(ids) == set()
    assert len(ids) == len(set(ids))


def test_no_page_of_a_real_case_has_an_anchor_twice_or_lacks_one() -> None:
    found = {slug: re.findall(r' id="([^"]+)"', made("real", slug)[1]) for slug in real_book().cases}

    assert {slug: ids for slug, ids in found.items() if len(ids) != len(set(ids)) or ANCHORS - set(ids)} == {}
