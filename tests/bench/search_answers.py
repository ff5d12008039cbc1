"""Ask a built site what officials ask, and write benchmarks/search.md: how near the top the right page stands, and each query
that search once got wrong, with what it gives now.

Questions and right pages are those of tests/search/. Of questions that are held out only the mean is told, so that nobody tunes by
them. `python -m bench.search_answers _site` (with tests/ on PYTHONPATH).
"""

import sys
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page, sync_playwright
from served import chromium, served

ROOT = Path(__file__).parents[2]
SEARCHES = ROOT / "tests" / "search"
TOLD = ROOT / "benchmarks" / "search.md"
# Name, file, part, whether single questions are told.
SETS = [
    ("the first 30", "judged", "judged", True),
    ("the first 15 held out", "judged", "held_out", False),
    ("20 of the second forty", "judged_2", "judged", True),
    ("the other 20, held out", "judged_2", "held", False),
    ("20 of the third forty, by somebody fresh", "judged_3", "judged", True),
    ("the other 20, held out", "judged_3", "held_out", False),
]
ASK = """async ([question, count]) => {
    const { records, slips, missing, weaker } = await finder.find({ question });
    const found = (await finder.cards(records.slice(0, count))).map((card) => card.address);
    return { found, count: records.length, slips, missing: missing.map(({ word, offer }) => [word, offer ?? ""]), weaker };
}"""


def answer(page: Page, question: str, count: int = 20) -> dict[str, Any]:
    """Give what the engine of a search page finds: the first addresses, how many, what was mended, what no page has."""
    return page.evaluate(ASK, [question, count])


def rank(found: list[str], wanted: list[str]) -> int | None:
    """Give the place of the first page that is wanted; None where it is not among those found."""
    return next((n for n, address in enumerate(found, 1) if address in wanted), None)


def judged(page: Page) -> list[str]:
    """Give a table of the means, and one of the questions whose right page does not come first."""
    means, missed = [], []
    for name, file, part, is_told in SETS:
        entries = yaml.safe_load((SEARCHES / f"{file}.yml").read_text(encoding="utf-8"))[part]
        ranks = [(entry["query"], rank(answer(page, entry["query"])["found"], entry["wants"])) for entry in entries]
        means.append(f"| {name} | {len(ranks)} | {sum(1 / place for _, place in ranks if place) / len(ranks):.3f} |")
        missed += [f"| {query} | {place or 'after 20'} |" for query, place in ranks if is_told and place != 1]
    return [
        "| questions | number | mean reciprocal rank |", "|---|---:|---:|", *means, "",
        "## Not first", "", "| question that is not held out | place of the right page |", "|---|---:|", *missed,
    ]  # fmt: skip


def faults(page: Page) -> list[str]:
    """Give a table of what search once got wrong and what it gives now."""
    rows = []
    for fault in yaml.safe_load((SEARCHES / "faults.yml").read_text(encoding="utf-8")):
        told = answer(page, str(fault["query"]), 3)
        said = [f"read as “{meant}”" for _, meant in told["slips"]]
        said += [f"no page has “{word}”{f'; offered: “{offer}”' if offer else ''}" for word, offer in told["missing"]]
        first = " ".join(f"`{address}`" for address in told["found"]) or "nothing"
        query = str(fault["query"]).replace("|", "\\|")
        rows.append(f"| {fault['of']} | {query} | {told['count']} | {first} | {'; '.join(said)} |")
    return ["| fault | typed | pages | first three | said beside it |", "|---|---|---:|---|---|", *rows]


def main() -> None:
    """Ask, write the page and print it."""
    with served(Path(sys.argv[1])) as address, sync_playwright() as playwright:
        page = chromium(playwright).new_page()
        page.goto(f"{address}search/")
        page.wait_for_function("document.getElementById('search-status').textContent.includes('page')")
        lines = [
            "# What search answers", "",
            "Made by `python -m bench.search_answers _site`. Mean reciprocal rank: 1 where the right page comes first, a half",
            "where it comes second; the mean over the questions. What is loaded, and how long it takes: [results.md](results.md).", "",
            *judged(page), "",
            "## What search once got wrong", "",
            "`tests/search/faults.yml` says what each must give; a browser test holds it.", "",
            *faults(page),
        ]  # fmt: skip
    TOLD.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(TOLD.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
