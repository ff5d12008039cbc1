"""axe-core on an open page, with every rule it has for WCAG 2.2 AA and good practice; nothing is left out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from audit import views
from audit.findings import Finding

BUNDLED = AXE_SCRIPT
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Rules that axe leaves off unless they are named.
ALSO = [
    "target-size", "label-content-name-mismatch", "p-as-heading", "table-fake-caption", "td-has-header",
    "css-orientation-lock",
]  # fmt: skip
_RUN = """async ([tags, also]) => {
  const criterion = (tags) => tags.map((tag) => tag.match(/^wcag(\\d)(\\d)(\\d+)$/)).find(Boolean)?.slice(1).join(".") ?? "";
  const rules = Object.fromEntries(also.map((id) => [id, { enabled: true }]));
  const runOnly = { type: "tag", values: tags };
  const { violations } = await axe.run(document, { runOnly, rules, resultTypes: ["violations"] });
  return violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.html, criterion(rule.tags)]));
}"""


def newest(modules: Path) -> str:
    """Give the script of the axe that npm installed."""
    return (modules / "axe-core" / "axe.min.js").read_text("utf-8")


def version(script: str) -> str:
    """Give the version that a script of axe names in its first line."""
    return script[:200].partition("axe v")[2].split()[0]


def violations(page: Page, script: str = BUNDLED) -> list[tuple[str, str, str]]:
    """Give the rule, the element and the criterion of WCAG of each violation on a page as it stands."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(script)
    return [(rule, html[:200], criterion) for rule, html, criterion in page.evaluate(_RUN, [TAGS, ALSO])]


def check(browser: Browser, address: str, script: str, paths: Sequence[str]) -> Iterator[Finding]:
    """Yield what axe finds on each of these pages, in all colours and widths."""
    for path in paths:
        for width in views.WIDTHS:
            page = views.open_page(browser, address, path, width)
            for colours in views.COLOURS:
                views.colour(page, colours)
                for is_open in (True, False) if views.folds(page) else (False,):
                    views.unfold(page, is_open=is_open)
                    state = f"{colours}, {width} px" + (", all open" if is_open else "")
                    yield from _found(page, script, path, state)
            page.context.close()


def check_states(browser: Browser, address: str, script: str) -> Iterator[Finding]:
    """Yield what axe finds in each state that a reader brings about, in all colours and widths."""
    for each in views.states():
        for width in views.WIDTHS:
            page = views.open_page(browser, address, each.path, width)
            each.reach(page)
            for colours in views.COLOURS:
                views.colour(page, colours)
                yield from _found(page, script, each.path, f"{each.name}, {colours}, {width} px")
            page.context.close()


def _found(page: Page, script: str, path: str, state: str) -> Iterator[Finding]:
    for rule, element, criterion in violations(page, script):
        yield Finding("axe", f"/{path}", rule, element, state, criterion)
