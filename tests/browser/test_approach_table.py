"""The table of approaches: sorted and narrowed by its own script, in an address that can be sent, and whole without it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def names(page: Page) -> list[str]:
    return page.locator("#approaches tbody tr:visible th a").all_inner_texts()


def test_a_reader_sorts_approaches_by_what_was_fairly_tested_and_narrows_them_to_a_subject(visit: Visit) -> None:
    page = visit("approaches/")
    every = names(page)

    page.get_by_role("button", name="Fairly tested").click()
    expect(page.get_by_role("columnheader", name="Fairly tested")).to_have_attribute("aria-sort", "descending")
    counts = [
        int(n) for n in page.locator("#approaches tbody th a").evaluate_all("all => all.map(a => a.dataset.fair)")
    ]
    assert counts == sorted(counts, reverse=True)

    page.get_by_label("Policy area").select_option(label="Breakfast clubs")
    expect(page.get_by_role("status").filter(has_text="have cases on: Breakfast clubs")).to_be_visible()
    narrowed = names(page)
    assert "Free provision at school" in narrowed and len(narrowed) < len(every)

    page.reload()
    assert names(page) == narrowed


def test_on_a_phone_a_row_is_short_until_it_is_opened(visit: Visit) -> None:
    page = visit("approaches/", width=390, java_script_enabled=False)
    row = page.locator("#approaches tbody tr").first
    shut = row.bounding_box()

    assert row.locator("td:visible").count() == 0 and shut and shut["height"] < 150
    row.locator("summary").first.click()

    expect(row.get_by_text("cases:").first).to_be_visible()
    assert row.locator("td:visible").count() == 4


def test_the_table_is_whole_without_javascript(visit: Visit) -> None:
    page = visit("approaches/", java_script_enabled=False)

    assert len(names(page)) == 32
    assert page.get_by_label("Policy area").is_hidden()
