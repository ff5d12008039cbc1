"""What is like my place: a council is found by its name or its old one, in an address that can be sent, and without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]
DERBIES = ["Derby", "Derbyshire", "Derbyshire Dales", "North East Derbyshire", "South Derbyshire"]
LIKE_MINE = "places/like-mine/"


def shown(page: Page) -> list[str]:
    return page.locator(".like-councils h3:visible").all_inner_texts()


def test_an_official_types_a_council_that_has_no_pilot_and_goes_to_a_place_like_it(visit: Visit) -> None:
    page = visit("places/")
    page.get_by_role("link", name="What is like my place?").click()
    # The list is whole until the script has run, which brings the field.
    expect(page.get_by_label("Your council")).to_be_visible()
    assert shown(page) == []

    page.get_by_label("Your council").fill("derb")
    expect(page.get_by_role("status").filter(has_text="5 councils")).to_be_visible()
    assert shown(page) == DERBIES

    page.reload()
    assert shown(page) == DERBIES

    derby = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Derby", exact=True))
    derby.get_by_role("link", name="Plymouth").click()
    expect(page.get_by_role("heading", level=1, name="Plymouth")).to_be_visible()


def test_an_old_name_leads_to_the_councils_of_today(visit: Visit) -> None:
    page = visit(LIKE_MINE)

    page.get_by_label("Your council").fill("cumbria")
    expect(page.get_by_text("Replaced on 1 April 2023.").locator("visible=true")).to_have_count(1)
    page.get_by_role("link", name="Westmorland and Furness").click()

    expect(page.get_by_label("Your council")).to_have_value("Westmorland and Furness")
    assert shown(page) == ["Westmorland and Furness"]


def test_a_name_that_no_council_has_is_told(visit: Visit) -> None:
    page = visit(LIKE_MINE)

    page.get_by_label("Your council").fill("atlantis")

    expect(page.get_by_role("status").filter(has_text="No council in England has that name.")).to_be_visible()


def test_the_list_is_whole_without_javascript(visit: Visit) -> None:
    page = visit(LIKE_MINE, java_script_enabled=False)

    assert len(shown(page)) == 365
    assert page.get_by_label("Your council").is_hidden()


def test_the_search_finds_an_old_name(visit: Visit) -> None:
    page = visit("search/?q=Mendip")

    expect(page.get_by_role("link", name="What is like my place?")).to_be_visible()
