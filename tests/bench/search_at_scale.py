"""Measure search over made-up books of 1,000 and 10,000 cases, in Chromium, and write benchmarks/results.md (`make bench`).

Each made-up case is a real record dealt out anew: its outcomes, costs and sources are kept, so that pages are as long as real
ones; title, summary, places, subjects and stage are drawn by lot, and two made-up words come with each, so that the vocabulary
grows with the book. Every title says that the case is made up. Charts are left out: search does not read them. Needs a built
site (`make site`) for the frame of the pages.
"""

import random
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import uvicorn
from pilotbook.casebook import Casebook
from pilotbook.doors import serve
from pilotbook.pages.kinds import case as case_pages
from pilotbook.pages.kinds import explore, lesson
from pilotbook.pages.kinds import search as search_page
from pilotbook.publish import run, search, search_data, site
from pilotbook.publish.book import PACKAGE
from pilotbook.record import Case
from pilotbook.text.search_words import telling_words
from playwright.sync_api import sync_playwright
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results.md"
SIZES = tuple(int(n) for n in sys.argv[1:]) or (1_000, 10_000)
# Cases that speak to lessons: enough that a lesson's page is long, few enough that it stays a page.
WITH_LESSONS = 600
QUERIES = [
    "leaflets", "procurment", "temporay accomodation", "housing", "families", "council", "randomised trial", "savings",
    "early help for families", "who pays for prevention", "data sharing", "hospital admissions", "employment support",
    "homeless people", "evaluation", "stepped wedge", "children in care", "domestic abuse", "school breakfast", "Wigan",
]  # fmt: skip
LIMIT_KB, LIMIT_MS = 400, 300
SYLLABLES = [
    first + rest for first in "bdfgklmnprstvz" for rest in ("a", "e", "i", "o", "u", "ar", "en", "is", "ol", "um")
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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


def made_up(book: Casebook, count: int) -> Casebook:
    """Give a made-up casebook of `count` cases, the same each time."""
    lot = random.Random(2026)
    real = list(book.cases.values())
    words = [word for case in real for word in telling_words(case.title)]
    sentences = [part for case in real for part in case.summary.split(". ") if "{" not in part]
    cases = {f"made-up-{n}": _made_up_case(lot, n, real, words, sentences, book) for n in range(count)}
    lessons = book.lessons
    documents = {
        f"case_studies/{slug}.yml": book.documents[f"case_studies/{_base(book, case)}.yml"]
        for slug, case in cases.items()
    }
    return replace(book, cases=cases, lessons=lessons, documents=documents, histories={})


def _base(book: Casebook, case: Case) -> str:
    """Give the slug of the real case that a made-up one has its outcomes and sources from."""
    return next(slug for slug, real in book.cases.items() if real.sources is case.sources)


def _made_up_case(
    lot: random.Random, n: int, real: list[Case], words: list[str], said: list[str], book: Casebook
) -> Case:
    base = lot.choice(real)
    rare = ["".join(lot.choices(SYLLABLES, k=4)) for _ in range(2)]
    title = " ".join(["Made-up case", rare[0], *lot.choices(words, k=5)])
    places = lot.sample(list(book.vocabulary.places), k=lot.choice([1, 1, 1, 2]))
    changes: dict[str, Any] = {
        "id": f"TLG-C-M{n:05d}",
        "title": title,
        "summary": ". ".join([*lot.sample(said, k=3), f"It is called {rare[1]}."]),
        "places": tuple(base.places[0].model_copy(update={"place": place}) for place in places),
        "policy_area": tuple(lot.sample(list(book.vocabulary.policy_areas), k=lot.choice([1, 2]))),
        "stage": lot.choice(["ended", "ended", "ended", "live", "planned", "announced"]),
        "lessons": base.lessons if n < WITH_LESSONS else (),
    }
    return base.model_copy(update=changes)


def build(book: Casebook, folder: Path) -> tuple[float, float]:
    """Write the pages that search reads and uses into `folder`; give the seconds of writing and of indexing."""
    began = time.perf_counter()
    shell = next((ROOT / "_build" / "book").glob("*/_build/dirhtml/shell/index.html")).read_text("utf-8")
    for module in (case_pages, lesson, search_page, explore):
        for page in module.pages(book):
            site.write(folder, page.path, site.set_into(shell, page))
    shutil.copytree(PACKAGE / "theme" / "static", folder / "_static")
    written = time.perf_counter()
    search_data.write(folder, book, search.index(folder))
    return written - began, time.perf_counter() - written


def without_charts() -> None:
    """Leave charts out: drawing 10,000 would take most of an hour, and search does not read them."""
    for module in (case_pages, lesson):
        module.for_case = module.for_lesson = lambda *_: ()  # type: ignore[attr-defined]


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


def measure(book: Casebook, count: int) -> Measured:
    """Build a made-up book of `count` cases in a folder of its own and measure search on it."""
    with tempfile.TemporaryDirectory() as folder:
        built, indexed = build(made_up(book, count), Path(folder))
        traffic = Traffic(serve.application(Path(folder)))
        with Served(traffic) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            first = dict(first_queries(browser, address, traffic))
            later = dict(later_queries(browser, address))
            return Measured(count, built, indexed, first, later, *facet(browser, address, traffic))


class Served:
    """Serve an application on this computer while the block runs."""

    def __init__(self, app: ASGIApp) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(64)
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()


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
        f"Ten times the cases move {ratio:.2f} times the bytes of a first query. A facet without words fetched "
        f"{'an' if any(m.facet_fetched_index for m in found) else 'no'} index of words.",
        "",
        f"| query at {large.cases:,} cases | first, KB | later, ms |",
        "|---|---:|---:|",
        *(f"| {query} | {large.first_kb[query]:.0f} | {large.later_ms[query]:.0f} |" for query in QUERIES),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure every size, write the page, print it, and say what is over the limits: a busy machine is no fault of the book."""
    without_charts()
    book = run.open_casebook(ROOT)
    found = [measure(book, size) for size in SIZES]
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
