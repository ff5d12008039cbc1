"""A team goes from a gap on the map to a finished plan; what it types stays in its browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]


def test_a_team_goes_from_a_gap_on_the_map_to_a_finished_plan(visit: Visit) -> None:
    page = visit("gap-map/into-work/reach/", width=390)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_role("main").get_by_role("link", name="Plan your own test of this").click()
    expect(page.get_by_label("Policy area")).to_have_value("into-work")
    expect(page.get_by_label("What it should change")).to_have_value("reach")
    page.get_by_role("button", name=re.compile(r"^Start from 18(\.0)?%")).first.click()
    expect(page.get_by_label("The share today")).to_be_focused()
    page.get_by_label("The share today").fill("40")
    page.get_by_label("The smallest difference worth having").fill("70")
    expect(page.get_by_text("That would lead to 110%. Write a smaller difference.")).to_be_visible()
    page.get_by_label("The smallest difference worth having").fill("5")
    page.get_by_label("Whom do you count?").fill("families")
    page.get_by_label("How many may drop out before the end").fill("10")

    expect(page.get_by_text("About 1,530 families in each group (3,060 in all) to see 40% become 45%.")).to_be_visible()
    expect(page.get_by_text("begin with 1,705 families in each group")).to_be_visible()
    expect(page.get_by_text("Still to come: what you change; the hypothesis; the decision rule")).to_be_visible()
    page.get_by_label("What will you change, for whom, for how long?").fill("One made-up letter")
    page.get_by_label("Hypothesis").fill("If a letter then more come")
    page.get_by_label("Decision rule").fill("Keep it at five points")
    page.get_by_label("Stopping rule").fill("Complaints")
    page.get_by_label("Test begins").fill("2099-02")
    expect(page.get_by_text("The entry is whole.")).to_be_visible()
    entry = page.get_by_label("Entry for the record").inner_text()
    assert entry.startswith("cycles:\n  - id: CY1\n") and 'text: "One made-up letter. At least 1,534 families' in entry

    # Whoever gets the address has the plan, and no server was told what stands in it.
    page.reload()
    expect(page.get_by_label("Entry for the record")).to_have_text(entry)
    assert "One+made-up+letter" in page.url and not [url for url in asked if "letter" in url.partition("#")[0]]


def test_without_javascript_a_plan_is_a_table_and_a_sheet(visit: Visit) -> None:
    page = visit("plan/", java_script_enabled=False)

    expect(page.get_by_role("row", name="40% 45% 1,534 2,053")).to_be_visible()
    expect(page.get_by_label("Decision rule")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the entry")).to_have_count(0)
