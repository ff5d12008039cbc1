"""Charts as a reader meets them: the picture that fits, letters large enough, right in the dark and on paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]
CASE, NOTEBOOK, MAP = "cases/family-group-conferences/", "evidence/evidence-behind-lessons/", "gap-map/"
FUNNEL, LESSON, CLAIMS = "missing-results/", "lessons/referral-is-not-outcome/", "cases/whole-place-community-budgets/"
PAGES, RECORDS = [NOTEBOOK, FUNNEL, MAP], [CASE, CLAIMS, LESSON]
# The size of letters in each picture that is shown: what was drawn, by how much the picture is drawn smaller.
LETTERS = """() => [...document.querySelectorAll('.chart-picture svg')]
  .filter((svg) => svg.checkVisibility())
  .map((svg) => 14 * svg.getBoundingClientRect().width / svg.width.baseVal.value)"""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 390, 700, 820, 1280])
def test_letters_of_charts_are_12_pixels_or_more(visit: Visit, path: str, width: int) -> None:
    sizes = visit(path, width=width).evaluate(LETTERS)

    assert sizes and min(sizes) >= 12


@pytest.mark.parametrize(("width", "shown", "hidden"), [(390, "phone", "wide"), (1280, "wide", "phone")])
def test_one_picture_is_shown_and_the_other_is_hidden_from_all(
    visit: Visit, width: int, shown: str, hidden: str
) -> None:
    page = visit(FUNNEL, width=width)
    figure = page.locator("figure.chart").first

    expect(figure.locator(f".chart-{shown}")).to_be_visible()
    expect(figure.locator(f".chart-{hidden}")).to_be_hidden()
    expect(figure.get_by_role("img")).to_have_count(1)


@pytest.mark.parametrize("path", [*PAGES, *RECORDS])
def test_no_chart_scrolls_on_a_phone(visit: Visit, path: str) -> None:
    assert not visit(path, width=390).evaluate(
        """() => [...document.querySelectorAll('.chart-picture, .chart-rows')]
          .some((box) => box.scrollWidth > box.clientWidth)"""
    )


@pytest.mark.parametrize("path", RECORDS)
@pytest.mark.parametrize("width", [360, 390, 700, 820, 1280])
def test_a_record_s_chart_is_one_drawing_with_letters_of_14_pixels_or_more(visit: Visit, path: str, width: int) -> None:
    figure = visit(path, width=width).locator("figure.record-chart").first

    expect(figure.get_by_role("img")).to_have_count(1)
    sizes = figure.locator(".chart-rows").evaluate(
        """(rows) => [...rows.querySelectorAll('*')].filter((each) => each.textContent && !each.children.length)
          .map((each) => parseFloat(getComputedStyle(each).fontSize))"""
    )
    assert sizes and min(sizes) >= 14


@pytest.mark.parametrize("path", RECORDS[:2])
@pytest.mark.parametrize("width", [360, 390, 700, 820, 1280])
def test_no_value_lies_on_its_mark_and_none_is_cut_off(visit: Visit, path: str, width: int) -> None:
    """A value stands right of its mark, or above it, and inside the figure."""
    wrong = visit(path, width=width).evaluate(
        """() => [...document.querySelectorAll('.chart-row')].filter((row) => {
          const value = row.querySelector('.row-value').getBoundingClientRect();
          const mark = row.querySelector('.row-line rect').getBoundingClientRect();
          const figure = row.closest('figure').getBoundingClientRect();
          const apart = value.left >= mark.right || value.bottom <= mark.top + 1;
          return !apart || value.right > figure.right || value.left < figure.left;
        }).map((row) => row.textContent)"""
    )

    assert wrong == []


def marked(page: Page) -> list[str]:
    """Give the colours of the first mark and the first name of the first chart of a record, as the browser drew them."""
    found: list[str] = page.evaluate(
        """() => [getComputedStyle(document.querySelector('.row-line rect')).fill,
          getComputedStyle(document.querySelector('.row-name')).color]"""
    )
    return found


def test_a_record_s_chart_has_the_colours_of_light_dark_paper_and_forced_colours(visit: Visit) -> None:
    assert marked(visit(CASE, color_scheme="light")) == ["rgb(18, 67, 109)", "rgb(22, 29, 33)"]
    page = visit(CASE, color_scheme="dark")
    assert marked(page) == ["rgb(142, 199, 255)", "rgb(233, 238, 236)"]
    page.emulate_media(media="print", color_scheme="dark")
    assert marked(page) == ["rgb(18, 67, 109)", "rgb(0, 0, 0)"]
    assert marked(visit(CASE, color_scheme="dark", forced_colors="active")) == ["rgb(255, 255, 255)"] * 2


def colours(page: Page) -> list[str]:
    """Give the colours of the ground, the first words and the first bar of the first chart, as the browser drew them."""
    found: list[str] = page.evaluate(
        """() => ['svg > rect', 'svg text', 'svg .mark-rect path'].map((selector) =>
          getComputedStyle(document.querySelector(`.chart-wide ${selector}`)).fill)"""
    )
    return found


def test_in_the_dark_a_chart_stands_on_the_page_in_light_colours(visit: Visit) -> None:
    assert colours(visit(FUNNEL, color_scheme="dark")) == [
        "rgba(0, 0, 0, 0)",
        "rgb(233, 238, 236)",
        "rgb(142, 199, 255)",
    ]
    assert colours(visit(FUNNEL, color_scheme="light")) == ["rgba(0, 0, 0, 0)", "rgb(26, 32, 36)", "rgb(18, 67, 109)"]


def test_on_paper_a_chart_is_dark_on_white_and_not_cut_in_two(visit: Visit) -> None:
    page = visit(FUNNEL, color_scheme="dark")

    page.emulate_media(media="print", color_scheme="dark")

    assert colours(page)[1:] == ["rgb(26, 32, 36)", "rgb(18, 67, 109)"]
    expect(page.locator("figure.chart .chart-picture").first).to_have_css("break-inside", "avoid")


def test_with_forced_colours_every_number_of_the_map_can_be_read(visit: Visit) -> None:
    page = visit(MAP, forced_colors="active", color_scheme="dark")

    inks = page.locator(".chart-picture svg text").evaluate_all(
        "(texts) => texts.map((text) => getComputedStyle(text).fill)"
    )
    assert inks and all(re.fullmatch(r"rgb\(255, 255, 255\)", ink) for ink in inks)
