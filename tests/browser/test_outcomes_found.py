"""The table of outcomes: narrowed by what was found, in an address that can be sent, taken away as CSV, and whole without scripts."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from books import real_book
from pilotbook.pages.kinds.outcomes import ROWS
from pilotbook.views.outcomes import codes_of, listed
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]


@pytest.mark.parametrize("width", [390, 1280])
def test_an_official_finds_what_came_out_worse_with_an_interval_and_takes_it_away(visit: Visit, width: int) -> None:
    rows = [codes_of(row) for row in listed(real_book())]
    worse = sum("worse" in row["finding"] for row in rows)
    exact = sum("worse" in row["finding"] and "interval" in row["size"] for row in rows)
    page = visit("outcomes/", width=width)
    status = page.locator("#explore-status")
    expect(status).to_contain_text(f"{len(rows)} outcomes")

    page.get_by_role("link", name="What came out worse").click()
    expect(status).to_contain_text(f"{worse} outcomes")
    if width < 960:
        page.locator("#explore-panel > summary").click()
    page.get_by_role("checkbox", name=re.compile("^A size with an interval")).check()
    expect(status).to_contain_text(f"{exact} outcomes")
    expect(page).to_have_url(re.compile(r"\?finding=worse&size=interval$"))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download these rows (CSV)").click()

    told = list(csv.DictReader(io.StringIO(Path(taken.value.path()).read_text("utf-8-sig"))))
    assert taken.value.suggested_filename == "pilotbook-outcomes.csv"
    assert len(told) == exact and {row["Finding, and by what design"] for row in told} == {"Worse"}
    assert all("interval" in row["Difference, or figures"] and "/cases/" in row["Address"] for row in told)
    assert len({(row["Id"], row["Address"]) for row in told}) == exact


def test_a_row_leads_to_its_outcome_its_case_and_its_source(visit: Visit) -> None:
    page = visit("outcomes/?size=interval")
    row = page.locator("#explore-table tbody tr").first
    expect(row.locator("td small").first).to_be_visible()
    links = [link.get_attribute("href") or "" for link in row.get_by_role("link").all()]

    assert [re.search("#(O|trace-outcomes-O|$)|/$", link) is not None for link in links] == [True, True, True]
    row.get_by_role("link").last.click()
    expect(page).to_have_url(re.compile(r"/cases/[a-z0-9-]+/#trace-outcomes-O\d+-effect$"))


def test_without_javascript_the_table_of_outcomes_is_whole_over_its_pages(visit: Visit) -> None:
    page = visit("outcomes/", java_script_enabled=False)

    expect(page.locator("#explore-table tbody tr")).to_have_count(min(ROWS, len(listed(real_book()))))
    expect(page.get_by_role("navigation", name="Pages of this list").get_by_role("link")).to_have_count(
        -(-len(listed(real_book())) // ROWS)
    )
    expect(page.get_by_role("button", name="Download these rows (CSV)")).to_be_hidden()
