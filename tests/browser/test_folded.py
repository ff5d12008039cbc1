"""What is folded on a page opens where a link leads into it; short records take one screen; a phone has a list of parts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]
CASE, STUB = "cases/manchester-sure-start-outreach-trial/", "cases/northumberland-test-learn-and-grow/"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize(
    "place", [f"{CASE}#trace-outcomes-O1-n", f"{CASE}#rating", f"{CASE}#cite", f"{STUB}#S1", f"{STUB}#costs"]
)
def test_an_address_that_leads_into_what_is_folded_opens_it(visit: Visit, place: str, scripts: bool) -> None:
    page = visit(place, java_script_enabled=scripts)

    folds = page.locator(f"details:has([id='{place.partition('#')[2]}'])")
    expect(folds.first).to_have_attribute("open", "")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
def test_a_record_of_which_little_is_known_takes_one_screen(visit: Visit, width: int, height: int) -> None:
    page = visit(STUB, width=width, height=height)

    assert page.locator("article").bounding_box()["height"] <= height


def test_a_phone_has_a_list_of_parts_and_a_wide_screen_a_strip_that_goes_along(visit: Visit) -> None:
    phone, wide = visit(CASE, width=390), visit(CASE)

    phone.get_by_text("On this page", exact=True).first.click()
    expect(
        phone.get_by_role("navigation", name="Parts of this page").get_by_role("link", name="How we know")
    ).to_be_visible()
    wide.locator("#how").scroll_into_view_if_needed()
    expect(wide.get_by_role("navigation", name="On this page")).to_be_in_viewport()
