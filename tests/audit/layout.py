"""What no tool of others asks well: text spacing, target size, motion, headings, landmarks, names, room on a small screen."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page

from audit import views
from audit.findings import Finding

PROBES = ("spacing", "targets", "motion", "headings", "landmarks")
# The rest offend good practice only.
CRITERIA = {
    "text-spacing-cut-off": "1.4.12", "text-spacing-overlaps": "1.4.12", "text-spacing-scrolls": "1.4.12",
    "target-size": "2.5.8", "control-without-name": "4.1.2", "reflow": "1.4.10",
}  # fmt: skip
_SCRIPT = (Path(__file__).parent / "probes.js").read_text("utf-8")
_CONTROLS = "button|link|textbox|searchbox|combobox|checkbox|radio|listbox|option|switch|slider|spinbutton|tab|menuitem"
_NAMELESS = re.compile(rf"^\s*- ((?:{_CONTROLS})(?: \[[^\]]*\])*(?::.*)?)$", re.MULTILINE)


def found(page: Page, probe: str) -> list[tuple[str, str]]:
    """Ask an open page one question and give what it found: (rule, element)."""
    if not page.evaluate("typeof probes === 'object'"):
        page.evaluate(_SCRIPT)
    return [(rule, element) for rule, element in page.evaluate(f"probes.{probe}()")]


def nameless(page: Page) -> list[tuple[str, str]]:
    """Give each control that the browser hands to screen readers without a name."""
    tree = page.locator("body").aria_snapshot()
    return [("control-without-name", line) for line in _NAMELESS.findall(tree)]


def overflow(page: Page, width: int) -> int:
    """Give by how many pixels a page is wider than a window of `width` pixels."""
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def check(browser: Browser, address: str, paths: Sequence[str]) -> Iterator[Finding]:
    """Yield what each question finds on each of these pages, everything open, on a phone and on a desk."""
    for path in paths:
        for width in (390, 1280):
            page = views.open_page(browser, address, path, width)
            views.unfold(page)
            for rule, element in _asked(page, width):
                yield Finding("layout", f"/{path}", rule, element, f"light, {width} px", CRITERIA.get(rule, ""))
            page.context.close()


def _asked(page: Page, width: int) -> Iterator[tuple[str, str]]:
    for probe in PROBES:
        yield from found(page, probe)
    yield from nameless(page)
    if width == 390 and (wide := overflow(page, 320)):
        yield "reflow", f"{wide} pixels wider than 320"
