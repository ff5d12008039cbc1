"""Cases side by side: chosen by search, in an address, on a phone by the row, and each cell leads to its record."""

import re
from collections.abc import Callable

import pytest
from audit import axe, layout
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]
CARA, SURE_START = "TLG-C-B6B1", "TLG-C-8VQ2"


def test_a_reader_sets_a_case_beside_one_that_search_finds(visit: Visit) -> None:
    page = visit("cases/cara-hampshire/")
    page.get_by_role("link", name="Compare with another case").click()
    expect(page.locator("#compare-status")).to_have_text("Choose one more case to set beside it.")

    page.get_by_label("Add a case").fill("sure start leaflets manchester")
    page.get_by_role("button", name=re.compile("Add.*Home visits and leaflets")).click()

    expect(page.locator("#compare-status")).to_have_text("Two cases side by side.")
    assert page.url.endswith(f"/compare/?a={CARA}&b={SURE_START}")
    cells = page.get_by_role("row", name="How many", exact=False).get_by_role("cell")
    expect(cells.nth(1)).to_contain_text("Families, 3,444 in all")
    assert axe.violations(page) == []
    page.go_back()
    expect(page.locator("#compare-status")).to_have_text("Choose one more case to set beside it.")
    page.go_forward()
    page.get_by_role("link", name=re.compile("O1.*Outcomes, CARA")).click()
    assert page.url.endswith("/cases/cara-hampshire/#O1")


def test_each_cell_leads_to_a_place_that_is_there(visit: Visit) -> None:
    page = visit(f"compare/?a={CARA}&b={SURE_START}")
    expect(page.locator("#compare-table td")).to_have_count(20)
    addresses = set(page.locator("#compare-table td a").evaluate_all("all => all.map(a => a.href)"))

    for address in sorted({address.partition("#")[0] for address in addresses}):
        page.goto(address)
        there = set(page.locator("[id]").evaluate_all("all => all.map(one => one.id)"))
        assert {one.partition("#")[2] for one in addresses if one.startswith(f"{address}#")} <= there


def test_on_a_phone_each_case_is_named_again_in_each_row(visit: Visit) -> None:
    page = visit(f"compare/?a={CARA}&b={SURE_START}", width=390, color_scheme="dark")
    cells = page.locator("#compare-table td")
    expect(cells).to_have_count(20)

    named = cells.nth(1).evaluate("cell => getComputedStyle(cell, '::before').content")

    assert named.startswith('"Home visits and leaflets')
    assert axe.violations(page) == []
    assert [fault for probe in layout.PROBES for fault in layout.found(page, probe)] == []


def test_a_lesson_and_what_is_no_id_are_told_and_four_cases_are_the_most(visit: Visit) -> None:
    page = visit(f"compare/?a={CARA}&b=TLG-L-0KSV&c=<img src=x onerror=alert(1)>&d={SURE_START}&e=TLG-C-QN4D")

    expect(page.locator("#compare-status")).to_have_text("Two cases side by side.")
    expect(page.locator("#compare-untold > li")).to_contain_text(
        ["TLG-L-0KSV is a lesson, and only cases are compared", "in the address is no id of a case."]
    )
    assert page.locator("#compare-untold img").count() == 0
    page.get_by_role("button", name=re.compile("Remove.*CARA")).click()
    expect(page.locator("#compare-heading")).to_be_focused()


def test_without_javascript_the_page_leads_to_tables(visit: Visit) -> None:
    page = visit("compare/", java_script_enabled=False)

    assert "Comparing needs JavaScript" in (page.locator("main noscript").text_content() or "")
    assert page.get_by_role("main").get_by_role("button").count() == 0
