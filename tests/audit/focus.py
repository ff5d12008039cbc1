"""Whether the keyboard's place can be seen: at each stop the picture must change, and nothing may lie over it."""

import base64
import io
from collections.abc import Iterator, Sequence
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Browser, CDPSession, Page

from audit import views
from audit.findings import Finding

# A ring of two pixels around a target of 24 by 24 changes about two hundred.
LEAST_PIXELS = 100
MOST_STOPS = 1500
CRITERIA = {"focus-unseen": "2.4.7", "focus-on-nothing": "2.4.7", "focus-covered": "2.4.11"}
# The focused element, whether it was met before, whether its middle is what lies on top there, and its box with room for a ring.
_STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  window.stops ??= new Set();
  const isNew = !window.stops.has(at);
  window.stops.add(at);
  const box = at.getClientRects().length ? [...at.getClientRects()].find((each) => each.width) ?? at.getBoundingClientRect() : null;
  if (!box) return { isNew, name: at.outerHTML.slice(0, 200), clip: null, onTop: false };
  const inside = (x, y) => [Math.min(innerWidth - 1, Math.max(0, x)), Math.min(innerHeight - 1, Math.max(0, y))];
  // A link in a picture is a mark with its name beside it, and nothing of its own may stand in the middle of both.
  const boxes = [box, ...(at.ownerSVGElement ? [...at.children].map((each) => each.getBoundingClientRect()) : [])];
  const tops = boxes.map((each) =>
    document.elementFromPoint(...inside(each.left + each.width / 2, each.top + each.height / 2)));
  const onTop = tops.some((top) => top && (at.contains(top) || top.contains(at)));
  const x = Math.max(0, box.left - 8), y = Math.max(0, box.top - 8);
  const clip = { x: x + scrollX, y: y + scrollY, scale: 1,
    width: Math.max(1, Math.min(innerWidth, box.right + 8) - x), height: Math.max(1, Math.min(innerHeight, box.bottom + 8) - y) };
  const frame = at.outerHTML.length > 200 ? at.cloneNode(false).outerHTML + " " + at.textContent.trim().slice(0, 60) : at.outerHTML;
  return { isNew, name: frame.replace(/\\s+/g, " ").slice(0, 200), clip, onTop };
}"""


def stops(page: Page, most: int = MOST_STOPS) -> Iterator[dict[str, Any]]:
    """Press Tab through a page and yield each stop: its element, box, and whether it lies on top."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or not stop["isNew"]:
            return
        yield stop


def changed_pixels(one: bytes, other: bytes) -> int:
    """Count the pixels in which two pictures of one size differ."""
    first, second = (Image.open(io.BytesIO(picture)).convert("RGB") for picture in (one, other))
    parts = ImageChops.difference(first, second).convert("L")
    return parts.width * parts.height - parts.histogram()[0]


def unseen(page: Page, most: int = MOST_STOPS) -> Iterator[tuple[str, str]]:
    """Yield (rule, element) for each stop that looks the same without focus, or that something lies over."""
    camera = page.context.new_cdp_session(page)
    for stop in stops(page, most):
        if not stop["clip"]:
            yield "focus-on-nothing", stop["name"]
            continue
        if not stop["onTop"]:
            yield "focus-covered", stop["name"]
        with_focus = _picture(camera, stop["clip"])
        page.evaluate("window.left = document.activeElement; window.left.blur()")
        without = _picture(camera, stop["clip"])
        page.evaluate("window.left.focus({ preventScroll: true })")
        if changed_pixels(with_focus, without) < LEAST_PIXELS:
            yield "focus-unseen", stop["name"]


def _picture(camera: CDPSession, clip: dict[str, float]) -> bytes:
    # Quicker than Playwright's own, which waits for fonts and hides the caret each time.
    shot = camera.send("Page.captureScreenshot", {"clip": clip, "optimizeForSpeed": True})
    return base64.b64decode(shot["data"])


def check(browser: Browser, address: str, paths: Sequence[str]) -> Iterator[Finding]:
    """Yield each stop of the keyboard that cannot be seen, on each of these pages, on a phone and on a desk."""
    for path in paths:
        for width in (390, 1280):
            page = views.open_page(browser, address, path, width)
            views.unfold(page)
            for rule, element in unseen(page):
                yield Finding("focus", f"/{path}", rule, element, f"light, {width} px", CRITERIA[rule])
            page.context.close()
