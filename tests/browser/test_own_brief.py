"""A reader's own brief: marked anywhere, kept in the browser and in an address, printed, sent and taken away."""

import csv
import io
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pypdf
import pytest
from audit import axe
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]
CARA, LESSON, OTHER = "TLG-C-B6B1", "TLG-L-0KSV", "TLG-C-QN4D"
# A browser that keeps nothing throws where it is asked to.
REFUSED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"


def titles(page: Page) -> list[str]:
    return page.locator("#brief-list h3").all_inner_texts()


def test_a_reader_marks_by_keyboard_and_gets_one_brief_in_an_address_that_can_be_sent(visit: Visit) -> None:
    page = visit("cases/cara-hampshire/")
    mark = page.get_by_role("button", name=re.compile("Add to my brief.*CARA, a police response"))

    expect(mark).to_have_attribute("aria-pressed", "false")
    mark.focus()
    page.keyboard.press("Enter")
    expect(mark).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("status").filter(has_text="Added to my brief, which holds 1 record.")).to_be_visible()
    expect(page.get_by_role("link", name="My brief (1)")).to_be_visible()

    page.goto("search/?q=set+baselines")
    page.get_by_role("button", name=re.compile("Add to my brief.*Set baselines and measures")).click()
    page.get_by_role("link", name="Open my brief").click()
    expect(page.locator("#brief-status")).to_have_text("1 case and 1 lesson")
    assert page.url.endswith(f"/brief/?i={CARA},{LESSON}")
    expect(page.get_by_text("Workshops on abuse as a condition of a police caution")).to_be_visible()
    expect(page.get_by_text("Low. It rests on the reviewers of one programme.", exact=False)).to_be_visible()
    assert axe.violations(page) == []

    page.get_by_role("button", name=re.compile("Move up.*Set baselines")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#brief-status")).to_have_text("Moved: it is now 1 of 2.")
    expect(page.get_by_role("button", name=re.compile("Move down.*Set baselines"))).to_be_focused()
    page.reload()
    expect(page.locator("#brief-list > li")).to_have_count(2)
    assert titles(page)[0].startswith("Set baselines") and page.url.endswith(f"?i={LESSON},{CARA}")

    page.get_by_role("button", name=re.compile("Remove.*CARA")).click()
    assert page.url.endswith(f"?i={LESSON}")
    page.get_by_role("button", name="Clear all").click()
    expect(page.get_by_role("heading", name="Nothing is marked yet")).to_be_visible()
    assert page.url.endswith("/brief/") and page.evaluate("localStorage.length") == 0


def test_a_brief_that_came_in_an_address_overwrites_nothing_until_its_reader_says_so(visit: Visit) -> None:
    page = visit("brief/")
    page.evaluate(f"localStorage.setItem('pilotbook-brief', '{OTHER}')")

    page.goto(f"brief/?i={LESSON},{CARA}")
    expect(page.get_by_role("heading", name="This brief came in an address")).to_be_visible()
    expect(page.get_by_text("Your own brief holds 1 record and is as it was.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Move down.*Set baselines")).click()
    assert page.url.endswith(f"?i={CARA},{LESSON}")
    assert page.evaluate("localStorage.getItem('pilotbook-brief')") == OTHER

    page.get_by_role("button", name="Add these to mine").click()
    expect(page.locator("#brief-list > li")).to_have_count(3)
    assert page.evaluate("localStorage.getItem('pilotbook-brief')") == f"{OTHER},{CARA},{LESSON}"
    expect(page.get_by_role("heading", name="This brief came in an address")).to_be_hidden()


def test_what_is_no_record_is_told_as_text(visit: Visit) -> None:
    page = visit(f"brief/?i={CARA},TLG-C-0000,<script>document.title='x'</script>,../../x")

    expect(page.locator("#brief-untold > li")).to_have_text(
        [
            "TLG-C-0000: this book has no record of this id, or it could not be loaded.",
            "“<script>document.title='x'</script>” in the address is no id of a lesson or case.",
            "“../../x” in the address is no id of a lesson or case.",
        ]
    )
    assert len(titles(page)) == 1 and page.title() == "My brief – Pilotbook"
    assert axe.violations(page) == []


def test_a_record_that_was_withdrawn_is_told_as_that(visit: Visit) -> None:
    page = visit("about/")
    told = "This record was withdrawn on 2 November 2026. Why: The made-up source was taken back."
    summary = (
        'records.receive("TLG-C-0001",{"kind":"gone","title":"A made-up case","address":"cases/gone/",'
        f'"told":"{told}","by":["TLG-C-B6B1"]}});'
    )
    listed = 'records.know({"TLG-C-0001":"0123abcd"});'
    for name, text in (("search/records.*.js", listed), ("id/TLG-C-0001/summary.0123abcd.js", summary)):
        page.route(f"**/{name}", partial(Route.fulfill, body=text, content_type="text/javascript"))

    page.goto("brief/?i=TLG-C-0001")

    expect(page.locator("#brief-untold")).to_have_text(f"TLG-C-0001, A made-up case. {told} In its place: TLG-C-B6B1.")


def test_where_the_browser_keeps_nothing_the_address_does(visit: Visit) -> None:
    page = visit("about/")
    page.add_init_script(REFUSED)

    page.goto("lessons/")
    page.get_by_role("button", name="Add to my brief").first.click()
    expect(page.get_by_role("status").filter(has_text="This browser keeps no marks")).to_be_visible()
    page.get_by_role("link", name="Open my brief").click()

    expect(page.locator("#brief-status")).to_have_text("1 lesson")
    expect(page.get_by_text("This browser keeps nothing for this site.", exact=False)).to_be_visible()
    assert "?i=TLG-L-" in page.url


def test_the_table_that_is_taken_away_says_what_the_page_says(visit: Visit, tmp_path: Path) -> None:
    page = visit(f"brief/?i={CARA}")

    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the table (CSV)").click()
    taken.value.save_as(tmp_path / "brief.csv")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "brief.csv").read_text(encoding="utf-8-sig")))

    assert (row["Id"], row["Kind"], row["What it cost"]) == (CARA, "case", "Not in the part we read.")
    shown = page.locator("#brief-list dd").all_inner_texts()
    assert [row[name] for name in list(row)[3:-2]] == shown
    with page.expect_download() as cited:
        page.get_by_role("button", name="Citations (BibTeX)").click()
    assert Path(cited.value.path()).read_text(encoding="utf-8").startswith("@techreport{TLG-C-B6B1,")


def test_on_paper_a_brief_is_its_records_alone(visit: Visit) -> None:
    page = visit(f"brief/?i={LESSON},{CARA}")
    expect(page.locator("#brief-list > li")).to_have_count(2)

    page.emulate_media(media="print")

    assert page.get_by_role("button").count() == 0
    expect(page.get_by_text("Case study TLG-C-B6B1, version of", exact=False)).to_be_visible()


EIGHT = (CARA, OTHER, "TLG-C-8VQ2", LESSON, *(f"TLG-C-{name}" for name in ("4K5S", "18S3", "C8S1", "8JBM")))


def test_the_short_form_of_eight_records_fits_two_sheets_and_stands_in_the_address(visit: Visit) -> None:
    page = visit(f"brief/?i={','.join(EIGHT)}")
    expect(page.locator("#brief-list > li")).to_have_count(8)
    whole = sheets(page)

    page.get_by_label("Short: four lines a record").check()
    expect(page.locator("#brief-status")).to_have_text("Short: four lines a record.")

    assert page.url.endswith(f"/brief/?i={','.join(EIGHT)}&short")
    assert page.locator("#brief-list > li dl > div").count() == 4 * 8
    assert sheets(page) <= 2 < whole
    first = page.locator("#brief-list > li").first
    assert first.locator("dt").all_inner_texts() == [
        "What came of it",
        "How sure we are",
        "One figure",
        "What did not work",
    ]
    assert axe.violations(page) == []
    # Who opens the address sees the same form, and can ask for the whole.
    page.reload()
    expect(page.get_by_label("Short: four lines a record")).to_be_checked()
    page.get_by_label("Short: four lines a record").uncheck()
    expect(page.locator("#brief-list > li").first.locator("dt").first).to_have_text("What was tried")
    assert "short" not in page.url


def sheets(page: Page) -> int:
    """Count the sheets of paper that a page takes."""
    return len(pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages)


def test_without_javascript_the_page_leads_to_ready_made_briefs(visit: Visit) -> None:
    page = visit("brief/", java_script_enabled=False)

    told = page.locator("main noscript")
    assert "Marking needs JavaScript" in (told.text_content() or "")
    assert told.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")[:2] == [
        "../areas/",
        "../approaches/",
    ]
    assert page.get_by_role("main").get_by_role("button").count() == 0
