"""Whether everybody can use each kind of page, as far as a program can tell; `make audit` asks more, in more states."""

from collections.abc import Callable

import pytest
from audit import axe, focus, layout, views
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.book, pytest.mark.browser]

Visit = Callable[..., Page]
# A page with one fault of each kind, made up to see that each question finds its own.
FAULTY = """<!DOCTYPE html><html lang="en"><title>Made up</title>
<style>.box { height: 1.2em; overflow: hidden; width: 9em } .over { position: relative; top: -3.5em }
 .small { width: 20px; height: 20px; padding: 0; border: 0 } .still:focus { outline: none }
 .moves { transition: color 1s } html { scroll-behavior: smooth }
 .curtain { position: fixed; inset: 0; background: red }
</style>
<main><h1>Made up</h1><h3>A level left out</h3>
<p class="box">Made-up words that fill their box</p>
<p>Made-up words below</p><p class="over">Made-up words above</p>
<button class="small" aria-label="one"></button><button class="small"></button>
<p class="moves">Made-up words</p><a class="still" href="#a">Made-up link</a>
<div style="height: 2000px"></div></main><main></main>
<nav></nav><nav></nav><footer></footer>"""


def opened(visit: Visit, path: str, **options: object) -> Page:
    page = visit(path, **options)
    views.settle(page)
    views.unfold(page)
    return page


@pytest.mark.parametrize(("colours", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("path", views.KINDS, ids=lambda path: path or "home")
def test_axe_finds_nothing_on_any_kind_of_page(visit: Visit, path: str, colours: str, width: int) -> None:
    page = opened(visit, path, color_scheme=colours, width=width)

    assert axe.violations(page) == []


@pytest.mark.parametrize("path", views.KINDS, ids=lambda path: path or "home")
def test_each_kind_of_page_keeps_its_room_its_order_and_its_names(visit: Visit, path: str) -> None:
    page = opened(visit, path, width=390)

    assert [fault for probe in layout.PROBES for fault in layout.found(page, probe)] == []
    assert layout.nameless(page) == []


@pytest.fixture
def faulty(browser: Browser) -> Page:
    """Give the faulty page, open on a phone."""
    page = browser.new_page(viewport={"width": 390, "height": 600}, reduced_motion="reduce")
    page.set_content(FAULTY)
    return page


@pytest.mark.parametrize(
    ("probe", "rules"),
    [
        ("spacing", {"text-spacing-cut-off", "text-spacing-overlaps"}),
        ("targets", {"target-size"}),
        ("motion", {"motion", "smooth-scrolling"}),
        ("headings", {"heading-skips"}),
        ("landmarks", {"one-banner", "one-main", "landmark-named-once"}),
    ],
)
def test_each_question_finds_its_fault(faulty: Page, probe: str, rules: set[str]) -> None:
    assert {rule for rule, _ in layout.found(faulty, probe)} == rules


def test_a_control_without_a_name_is_found(faulty: Page) -> None:
    assert layout.nameless(faulty) == [("control-without-name", "button")]


def test_a_stop_that_looks_the_same_with_focus_is_found(faulty: Page) -> None:
    assert [(rule, "Made-up link" in element) for rule, element in focus.unseen(faulty)] == [("focus-unseen", True)]


def test_a_stop_that_something_lies_over_is_found(faulty: Page) -> None:
    faulty.evaluate("document.body.insertAdjacentHTML('beforeend', '<div class=curtain></div>')")

    assert "focus-covered" in {rule for rule, _ in focus.unseen(faulty)}
