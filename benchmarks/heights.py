"""Measure how tall the page of each case is in a browser, on two sites: `python benchmarks/heights.py BEFORE AFTER`.

BEFORE and AFTER are folders of built sites that hold the same records. Run by hand, from the root, with what tests need; the
figures are kept in benchmarks/heights.md. Only pages that both sites have are compared.
"""

import statistics
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

WIDTHS = (390, 1280)
SCREEN = 844


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def slugs(site: Path) -> set[str]:
    """Give the short name of each case that the site has a page of."""
    # A record that moved or was withdrawn has a short page that leads on.
    pages = site.glob("cases/*/index.html")
    return {page.parent.name for page in pages if 'id="sources"' in page.read_text(encoding="utf-8")}


def heights(browser: Browser, site: Path, names: list[str], width: int) -> Iterator[int]:
    """Yield the height of each case's page in CSS pixels, as it stands when it has been read in."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(viewport={"width": width, "height": SCREEN})
    page = context.new_page()
    for name in names:
        page.goto(f"http://127.0.0.1:{server.server_port}/cases/{name}/", wait_until="load")
        page.evaluate("() => document.fonts.ready")
        yield page.evaluate("document.documentElement.scrollHeight")
    context.close()
    server.shutdown()


def main(before: Path, after: Path) -> None:
    """Print a table of medians, and one of every page, in Markdown."""
    names = sorted(slugs(before) & slugs(after))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        found = {width: [list(heights(browser, site, names, width)) for site in (before, after)] for width in WIDTHS}
        print(
            f"| Width | Pages | Median before | Median after | After, of before | Tallest before | Tallest after |\n{'|--:' * 7}|"
        )
        for width, (old, new) in found.items():
            middle = statistics.median(old), statistics.median(new)
            told = f"{middle[0]:,.0f} | {middle[1]:,.0f} | {middle[1] / middle[0]:.0%} | {max(old):,} | {max(new):,}"
            print(f"| {width} px | {len(names)} | {told} |")
        print(
            f"\n| Case |{''.join(f' {width} px before | after |' for width in WIDTHS)}\n|---|{'--:|' * 2 * len(WIDTHS)}"
        )
        for number, name in enumerate(names):
            told = "".join(f" {old[number]:,} | {new[number]:,} |" for old, new in found.values())
            print(f"| {name} |{told}")
        browser.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
