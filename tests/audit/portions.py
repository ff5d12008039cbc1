"""The portions that the checks of the audit are made of. Each runs in a process of its own, which finds it here by its name."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright
from served import chromium, served

from audit import axe, focus, layout, nu, pa11y, pdf, views
from audit.findings import Finding

MODULES = Path(__file__).parent / "node_modules"
SITE = views.ROOT / "_site"


def looked_at(check: str, paths: tuple[str, ...]) -> list[Finding]:
    """Run a check of open pages in a browser and on a server of its own."""
    with served(SITE.resolve()) as address, sync_playwright() as playwright:
        browser = chromium(playwright)
        try:
            if check == "states":
                return list(axe.check_states(browser, address, axe_script()))
            if check == "axe":
                return list(axe.check(browser, address, axe_script(), paths))
            return list({"focus": focus, "layout": layout}[check].check(browser, address, paths))
        finally:
            browser.close()


def read(check: str) -> list[Finding]:
    """Run a check that is a program of its own, or reads files."""
    site = SITE.resolve()
    if check == "pa11y":
        with served(site) as address:
            return list(pa11y.check(address))
    return list(nu.check(site, MODULES) if check == "nu" else pdf.check(site))


def axe_script() -> str:
    """Give the newest axe, or the one that comes with the tests."""
    return axe.BUNDLED if no_tools() else axe.newest(MODULES)


def no_tools() -> str:
    """Say what is missing for the tools that run in Node, or nothing."""
    if not shutil.which("node"):
        return "Node is not installed (version 20 or newer is needed)"
    return "" if MODULES.is_dir() else "the tools of tests/audit/package-lock.json are not installed (run 'make audit')"
