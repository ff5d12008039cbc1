"""Measure search over made-up books of 1,000 and 10,000 cases, in Chromium, and write benchmarks/results.md (`make bench`).

The books are those that the build is measured on (`bench.multiply`): the real records and copies of them, so that pages are as
long as real ones. Each copy has a made-up word of its own in its title and texts, so that the vocabulary grows with the book;
places, subjects and stages are those of the real book, as many times over. Only the pages that search reads and uses are made,
as a build makes them: cases and lessons with their charts, the search page and the explorer.

`python -m bench.search_at_scale 1000 10000` (with tests/ on PYTHONPATH).
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pilotbook.doors import serve
from pilotbook.pages.kinds import case, explore, lesson
from pilotbook.pages.kinds import search as search_page
from pilotbook.publish import book as prose
from pilotbook.publish import run, scripts, search, search_data, site, styles
from pilotbook.publish.manifest import file_of
from pilotbook.publish.store import Store
from pilotbook.publish.work import cores
from playwright.sync_api import sync_playwright
from served import chromium, listening
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bench import multiply

RESULTS = multiply.ROOT / "benchmarks" / "results.md"
SIZES = tuple(int(n) for n in sys.argv[1:]) or (1_000, 10_000)
QUERIES = [
    "leaflets", "procurment", "temporay accomodation", "housing", "families", "council", "randomised trial", "savings",
    "early help for families", "who pays for prevention", "data sharing", "hospital admissions", "employment support",
    "homeless people", "evaluation", "stepped wedge", "children in care", "domestic abuse", "school breakfast", "Wigan",
]  # fmt: skip
LIMIT_KB, LIMIT_MS = 400, 300


@dataclass(frozen=True)
class Measured:
    """What one size of book costs: kilobytes of each first query, milliseconds of each later one, and of a facet."""

    cases: int
    build_seconds: float
    index_seconds: float
    first_kb: dict[str, float]
    later_ms: dict[str, float]
    facet_kb: float
    facet_ms: float
    facet_fetched_index: bool


def build(root: Path) -> tuple[float, float]:
    """Make the pages that search reads and uses of the project at `root`, into its `_site`; give the seconds of pages and index."""
    work = root / "_build"
    store = Store(work / "store")
    book = run.open_casebook(root, store, cores())
    frame = site.Frame((prose.build(root, work) / "shell" / "index.html").read_text(encoding="utf-8"))
    began = time.perf_counter()
    recipes = [recipe for kind in (case, lesson, search_page, explore) for recipe in kind.recipes(book)]
    made = site.make_pages(recipes, frame, store, cores())
    written = time.perf_counter()
    files = {name: digest for page in made for name, digest in page.files.items()}
    found, indexed = search.index(
        {file_of(page.path): files[file_of(page.path)] for page in made if page.facts.is_searched}, store, work
    )
    data, _ = search_data.scripts(book, indexed)
    ended = time.perf_counter()
    files |= found | {f"search/{name}": store.keep(text.encode()) for name, text in data.items()}
    files |= {f"_static/{name}": store.keep(content) for name, content in scripts.static().items()}
    files[styles.ADDRESS.lstrip("/")] = store.keep(styles.published().encode())
    store.lay(files, root / "_site")
    store.close()
    return written - began, ended - written


class Traffic:
    """Count what the server sends, compressed as any host sends it: a worker's fetches too, which a page does not see."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.bytes = 0
        self.addresses: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.addresses.append(scope.get("path", ""))

        async def counted(message: Message) -> None:
            self.bytes += sum(len(name) + len(value) + 4 for name, value in message.get("headers", ()))
            self.bytes += len(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, counted)

    def begin(self) -> None:
        """Count from nothing."""
        self.bytes, self.addresses = 0, []


def first_queries(browser: Any, address: str, traffic: Traffic) -> Iterator[tuple[str, float]]:
    """Yield each query with the kilobytes that it moves in a browser that has nothing yet: page, scripts, data and index."""
    for query in QUERIES:
        context = browser.new_context()
        page = context.new_page()
        traffic.begin()
        page.goto(f"{address}search/?q={query.replace(' ', '+')}")
        page.wait_for_function("q => document.getElementById('search-results').dataset.shown === q", arg=query)
        # What was asked for is there; what is still on its way is the browser's own (an icon).
        page.wait_for_load_state("networkidle")
        yield query, traffic.bytes / 1024
        context.close()


LATER = """([question]) => new Promise((done) => {
  const box = document.getElementById('search-box'), list = document.getElementById('search-results');
  const watch = new MutationObserver(() => {
    if (list.dataset.shown === question) { watch.disconnect(); done(performance.now() - began); }
  });
  watch.observe(list, { attributes: true, childList: true });
  box.focus();
  box.value = question;
  const began = performance.now();
  box.dispatchEvent(new Event('input', { bubbles: true }));
})"""


def later_queries(browser: Any, address: str) -> Iterator[tuple[str, float]]:
    """Yield each query with the milliseconds from the last key to its results, on a page that has searched before."""
    page = browser.new_context().new_page()
    page.goto(f"{address}search/?q=prevention")
    page.wait_for_function("document.getElementById('search-results').dataset.shown === 'prevention'")
    for query in QUERIES:
        yield query, page.evaluate(LATER, [query])


def facet(browser: Any, address: str, traffic: Traffic) -> tuple[float, float, bool]:
    """Give the kilobytes and milliseconds of a facet without words, and whether it fetched an index of words."""
    page = browser.new_context().new_page()
    traffic.begin()
    page.goto(f"{address}search/?stage=ended")
    page.wait_for_function("document.getElementById('search-results').children.length > 0")
    page.wait_for_load_state("networkidle")
    kilobytes, fetched = traffic.bytes / 1024, any("pagefind" in address for address in traffic.addresses)
    took = page.evaluate(
        """() => new Promise((done) => {
            const list = document.getElementById('search-results'), began = performance.now();
            new MutationObserver(() => done(performance.now() - began)).observe(list, { childList: true });
            document.querySelector('input[name=level]:not(:checked)').click();
        })"""
    )
    return kilobytes, took, fetched


def measure(count: int) -> Measured:
    """Build a made-up book of `count` cases in a folder of its own and measure search on it."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "book"
        multiply.multiply(root, count)
        built, indexed = build(root)
        traffic = Traffic(serve.application(root / "_site"))
        with listening(traffic) as address, sync_playwright() as playwright:
            browser = chromium(playwright)
            first = dict(first_queries(browser, address, traffic))
            later = dict(later_queries(browser, address))
            return Measured(count, built, indexed, first, later, *facet(browser, address, traffic))


def report(found: list[Measured]) -> str:
    """Write what was measured as a page of Markdown."""
    small, large = found[0], found[-1]
    lines = [
        "# Search at scale",
        "",
        "Made by `make bench` on made-up books; kilobytes as moved, compressed, in a browser that has nothing yet (page, styles,",
        "scripts, facets, spelling, index and results together); milliseconds from the last key to the results, the pause",
        "of 40 ms before a search included.",
        "",
        "| cases | pages written, s | indexed, s | first query, KB: median, most "
        "| later query, ms: median, most | facet, KB | facet, ms |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for m in found:
        first, later = list(m.first_kb.values()), list(m.later_ms.values())
        lines.append(
            f"| {m.cases:,} | {m.build_seconds:.0f} | {m.index_seconds:.0f} | {statistics.median(first):.0f}, {max(first):.0f} "
            f"| {statistics.median(later):.0f}, {max(later):.0f} | {m.facet_kb:.0f} | {m.facet_ms:.0f} |"
        )
    ratio = statistics.median(large.first_kb.values()) / statistics.median(small.first_kb.values())
    lines += [
        "",
        f"{large.cases / small.cases:g} times the cases move {ratio:.2f} times the bytes of a first query. A facet without words "
        f"fetched {'an' if any(m.facet_fetched_index for m in found) else 'no'} index of words.",
        "",
        f"| query at {large.cases:,} cases | first, KB | later, ms |",
        "|---|---:|---:|",
        *(f"| {query} | {large.first_kb[query]:.0f} | {large.later_ms[query]:.0f} |" for query in QUERIES),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure every size, write the page, print it, and say what is over the limits: a busy machine is no fault of the book."""
    found = [measure(size) for size in SIZES]
    text = report(found)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text, encoding="utf-8")
    print(text)
    last = found[-1]
    over = [f"“{query}” moves {kb:.0f} KB" for query, kb in last.first_kb.items() if kb > LIMIT_KB]
    over += [f"“{query}” takes {ms:.0f} ms" for query, ms in last.later_ms.items() if ms > LIMIT_MS]
    over += ["a facet fetches the index of words"] if last.facet_fetched_index else []
    print("Over the limits: " + "; ".join(over) if over else f"Within {LIMIT_KB} KB and {LIMIT_MS} ms.")


if __name__ == "__main__":
    main()
