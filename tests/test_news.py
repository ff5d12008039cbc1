"""What is new: by the day on which something entered this book, told once each, on a page and in feeds that others read."""

from collections.abc import Callable
from dataclasses import replace

import feedparser
import pytest
from books import book_of, pages_of
from bs4 import BeautifulSoup
from pilotbook.casebook import Casebook, Change
from pilotbook.pages.kinds import area, case, corrections, home, news
from pilotbook.pages.page import Page
from pilotbook.record import Case, Lesson
from pilotbook.views.news import news as news_of

BASE = "https://pilots.example.org/book/"
FIRST, LATER = Change("2026-01-05", "case: a made-up case"), Change("2026-03-01", "case: its made-up source")
MEND = {"corrected_on": "2026-04-02", "what": "It said 30 families; it is 13.", "told_by": "Madeup Council"}


@pytest.fixture
def book(make_case: Callable[..., Case], make_lesson: Callable[..., Lesson]) -> Casebook:
    """Give a lesson whose past is not known, a case that changed, and one that was corrected on the day after it entered."""
    changed = make_case(id="TLG-C-MAD1", title="A made-up </title><script>alert(1)</script> & case")
    corrected = make_case(id="TLG-C-MAD2", title="A corrected made-up case", corrections=[MEND])
    pasts = {
        "case_studies/changed.yml": (LATER, FIRST),
        "case_studies/corrected.yml": (Change("2026-04-01", "case: another"),),
    }
    made = book_of({"changed": changed, "corrected": corrected}, {"old": make_lesson()})
    return replace(made, pasts=pasts, base=BASE)


def text_of(page: Page) -> str:
    return " ".join(BeautifulSoup(str(page.body), "html.parser").get_text(" ").split())


def test_news_is_told_by_the_day_newest_first_and_a_record_without_a_past_by_its_last_check(book: Casebook) -> None:
    told = [(item.day, item.kind, item.id, item.entered) for item in news_of(book)]

    assert told == [
        ("2026-11-21", "checked", "TLG-L-MAD9", ""),
        ("2026-04-02", "correction", "TLG-C-MAD2", "2026-04-01"),
        ("2026-04-01", "new", "TLG-C-MAD2", "2026-04-01"),
        ("2026-03-01", "changed", "TLG-C-MAD1", "2026-01-05"),
        ("2026-01-05", "new", "TLG-C-MAD1", "2026-01-05"),
    ]


def test_a_feed_is_read_by_others_with_stable_ids_days_and_whole_addresses(book: Casebook) -> None:
    (page,) = pages_of(news, book)

    feed = feedparser.parse(page.beside["feed.xml"].encode())

    assert not feed.bozo
    assert feed.feed.links[0].href == f"{BASE}new/feed.xml"
    assert [(entry.title, entry.updated[:10]) for entry in feed.entries] == [
        ("Checked: A made-up lesson", "2026-11-21"),
        ("Correction: A corrected made-up case", "2026-04-02"),
        ("New: A corrected made-up case", "2026-04-01"),
        ("Changed: A made-up </title><script>alert(1)</script> & case", "2026-03-01"),
        ("New: A made-up </title><script>alert(1)</script> & case", "2026-01-05"),
    ]
    assert [entry.link for entry in feed.entries[1:3]] == [f"{BASE}id/TLG-C-MAD2/"] * 2
    assert [entry.get("published", "")[:10] for entry in feed.entries] == [
        "",
        "2026-04-01",
        "2026-04-01",
        "2026-01-05",
        "2026-01-05",
    ]
    assert feed.entries[1].summary == "It said 30 families; it is 13. We were told by Madeup Council."
    assert len({entry.id for entry in feed.entries}) == 5


def test_the_ids_of_a_feed_stay_when_the_site_moves_and_its_links_work_from_any_host(book: Casebook) -> None:
    (page,), (moved,) = pages_of(news, book), pages_of(news, replace(book, base=""))
    feed, elsewhere = (feedparser.parse(each.beside["feed.xml"].encode()) for each in (page, moved))

    assert [entry.id for entry in feed.entries] == [entry.id for entry in elsewhere.entries]
    assert elsewhere.entries[0].link == "../id/TLG-L-MAD9/"


def test_each_policy_area_has_a_feed_of_its_own_records(book: Casebook) -> None:
    feeds = {page.path: feedparser.parse(page.beside["feed.xml"].encode()) for page in pages_of(area, book)}

    assert {path: len(feed.entries) for path, feed in feeds.items()} == {
        f"/areas/{code}/": 5 if code == "made-up-hubs" else 0 for code in book.vocabulary.policy_areas
    }


def test_a_correction_stands_on_the_page_of_its_record_and_in_the_register(book: Casebook) -> None:
    (register,) = pages_of(corrections, book)
    shown = {page.path: text_of(page) for page in pages_of(case, book)}

    words = "2 April 2026 : It said 30 families; it is 13. We were told by Madeup Council."
    assert f"Corrected {words}" in shown["/cases/corrected/"]
    assert "Corrected" not in shown["/cases/changed/"]
    assert "2 April 2026: A corrected made-up case (TLG-C-MAD2) It said 30 families; it is 13." in text_of(register)


def test_a_book_without_a_correction_says_so(book: Casebook) -> None:
    views = {slug: view for slug, view in book.views.items() if slug == "changed"}
    (register,) = pages_of(corrections, replace(book, views=views))

    assert "No record of this book holds a correction." in text_of(register)


def test_the_home_page_shows_what_entered_last_with_its_day_or_says_what_it_goes_by(book: Casebook) -> None:
    (page,), (without) = pages_of(home, book), next(pages_of(home, replace(book, pasts={})))

    assert "Cases that entered this book last. 1 April 2026 A corrected made-up case" in text_of(page)
    assert "Cases that rest on the newest sources. A " in text_of(without)


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2026-10", "October 2026 (past when this record was last checked, and none was found or read)"),
        ("2026-12", "December 2026"),
    ],
)
def test_results_that_are_late_are_told_beside_their_day(make_case: Callable[..., Case], due: str, told: str) -> None:
    record = make_case(
        results_due=due,
        reviewed_on="2026-11-21",
        evaluation_registry="https://registry.example.org/123",
    )
    (page,) = pages_of(case, book_of({"due": record}))
    strip = BeautifulSoup(str(page.body), "html.parser").select("dd")

    assert told in [item.get_text() for item in strip]
    assert [item.a["href"] for item in strip if item.get_text() == "Its entry"] == ["https://registry.example.org/123"]
