"""Run the audit over `_site/` and write benchmarks/audit.json: `make audit`. Exits 1 when anything is found or not run.

`--again focus` asks named checks once more of the very site that was audited, after a fault of the check itself was mended.
"""

import argparse
import datetime
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from served import chromium, chromium_path, served

from audit import axe, findings, lighthouse, pdf, views
from audit.findings import Finding
from audit.portions import MODULES, SITE, axe_script, looked_at, no_tools, read

HERE = Path(__file__).parent
RESULT = views.ROOT / "benchmarks" / "audit.json"


# Pages of a portion: small enough that all processes end at about the same time.
_AT_ONCE = 6


@dataclass
class Audit:
    """What was run and what came of it."""

    checks: list[dict[str, Any]] = field(default_factory=list)
    not_run: list[dict[str, str]] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    scores: list[lighthouse.Scores] = field(default_factory=list)

    def take(self, name: str, tool: str, what: str, found: Iterable[Finding]) -> None:
        """Keep what a check found."""
        new = sorted(set(found))
        self.found += new
        faults = sum(1 for _ in findings.gathered(new))
        self.checks.append({"check": name, "tool": tool, "what": what, "found": faults})
        print(f"{name:<11} {faults:>4} found   {what}", flush=True)

    def leave(self, name: str, why: str) -> None:
        """Note that a check could not be run."""
        self.not_run.append({"check": name, "why": why})
        print(f"{name:<11} not run: {why}", flush=True)


def main() -> None:
    """Audit the built site: all side by side but Lighthouse, which measures time and so has the computer to itself."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--again", nargs="+", default=[], metavar="CHECK", help="ask these checks once more")
    again = parser.parse_args().again
    site = SITE.resolve()
    if not (site / "index.html").is_file():
        sys.exit("There is no site to audit. Run 'make site' first.")
    audit = Audit()
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        name = f"Chromium {browser.version}"
        browser.close()
    checks = [*in_browser(name), *outside_it(site)]
    if again:
        ask_again(audit, site, [check for check in checks if check[0] in again])
        return
    side_by_side(audit, checks)
    if lacking := no_tools() or no_chromium():
        audit.leave("lighthouse", lacking)
    else:
        what = f"{len(lighthouse.PAGES)} pages on a desk and on a slow phone, one run each, a second where the first missed the goal"
        with served(site) as address:
            audit.scores = list(lighthouse.measure(address, MODULES))
        found = (finding for scores in audit.scores for finding in lighthouse.findings(scores))
        audit.take("lighthouse", f"Lighthouse {npm('lighthouse')}", what, found)
    RESULT.write_text(json.dumps(result(audit, site, name), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    tell(audit)
    sys.exit(bool(audit.found or audit.not_run))


# A check: its name, its tool, what it looks at, the calls that it is made of, and why it cannot be run ('' if it can).
Check = tuple[str, str, str, list[tuple[Any, ...]], str]


def ask_again(audit: Audit, site: Path, checks: list[Check]) -> None:
    """Put what these checks find now in the place of what they found in the site of the same version."""
    told = json.loads(RESULT.read_text("utf-8"))
    if told["version"] != views.version_of(site)[0]:
        sys.exit(f"The site is not the one that was audited, which was {told['version']}. Run 'make audit'.")
    side_by_side(audit, checks)
    now = {check["check"]: check for check in audit.checks}
    told["checks"] = [now.get(check["check"], check) for check in told["checks"]]
    kept = [each for each in told["violations"] if each["check"] not in now]
    told["violations"] = [*kept, *findings.gathered(audit.found)]
    RESULT.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    tell(audit)
    sys.exit(bool(told["violations"] or audit.not_run))


def side_by_side(audit: Audit, checks: list[Check]) -> None:
    """Run checks in as many processes as there are cores."""
    with ProcessPoolExecutor(max(1, (os.cpu_count() or 1)), multiprocessing.get_context("spawn")) as pool:
        asked = [[pool.submit(*part) for part in parts] for _, _, _, parts, lacking in checks if not lacking]
        for check, tool, what, _, lacking in checks:
            if lacking:
                audit.leave(check, lacking)
            else:
                audit.take(check, tool, what, [each for part in asked.pop(0) for each in part.result()])


def in_browser(browser: str) -> Iterator[Check]:
    """Yield the checks that look at open pages."""
    kinds, states, sizes = len(views.KINDS), sum(1 for _ in views.states()), len(views.WIDTHS) * len(views.COLOURS)
    portions = [tuple(views.KINDS[start : start + _AT_ONCE]) for start in range(0, kinds, _AT_ONCE)]
    tool = f"axe-core {axe.version(axe_script())} in {browser}"
    what = (
        f"{kinds} kinds of page, closed and with everything open, and {states} states that a reader brings about, each in "
        f"{sizes} combinations of width (320, 390, 820, 1280 pixels) and colours (light, dark, forced)"
    )
    yield "axe", tool, what, [(looked_at, "states", ()), *((looked_at, "axe", each) for each in portions)], ""
    what = f"each stop of the Tab key on {kinds} kinds of page at 390 and 1280 pixels: the picture changes, nothing lies over it"
    yield "focus", f"pictures compared, {browser}", what, [(looked_at, "focus", each) for each in portions], ""
    what = (
        f"text spacing, target size, reduced motion, headings, landmarks and names of controls on {kinds} kinds of page at "
        "390 and 1280 pixels; no scrolling sideways at 320"
    )
    yield "layout", f"our own questions, {browser}", what, [(looked_at, "layout", each) for each in portions], ""


def outside_it(site: Path) -> Iterator[Check]:
    """Yield the checks that are programs of their own, and those of files."""
    pages, kinds = sum(1 for _ in site.rglob("*.html")), len(views.KINDS)
    what = f"the code of all {pages} pages"
    yield "nu", f"Nu HTML checker {npm('vnu-jar')}", what, [(read, "nu")], no_tools() or no_java()
    what = f"{kinds} kinds of page at 1280 pixels"
    yield "pa11y", f"pa11y {npm('pa11y')} (HTML_CodeSniffer)", what, [(read, "pa11y")], no_tools() or no_chromium()
    briefs = len(pdf.briefs(site))
    what = f"tags, language, title, headings, address, version and date of {briefs} PDF briefs"
    tool = f"pikepdf {version('pikepdf')} and pypdf {version('pypdf')}"
    yield "pdf", tool, what, [(read, "pdf")], "" if briefs else "the site has no PDF"


def no_java() -> str:
    """Say that Java is missing, or nothing."""
    return "" if shutil.which("java") else "Java is not installed (version 11 or newer is needed)"


def no_chromium() -> str:
    """Say that the tools of others have no browser to start, or nothing."""
    return "" if chromium_path() else "there is no Chromium on this computer that Node can start"


def npm(package: str) -> str:
    """Give the version of a package that package-lock.json pins."""
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))
    return str(lock["packages"][f"node_modules/{package}"]["version"])


def result(audit: Audit, site: Path, browser: str) -> dict[str, Any]:
    """Give what the file of results holds."""
    version, day = views.version_of(site)
    return {
        "tested_on": datetime.date.today().isoformat(),
        "version": version,
        "version_date": day,
        "with_changes_not_committed": bool(uncommitted()),
        "browser": browser,
        "pages": [f"/{path}" for path in views.KINDS],
        "widths": list(views.WIDTHS),
        "colours": list(views.COLOURS),
        "states": [state.name for state in views.states()],
        "checks": audit.checks,
        "not_run": audit.not_run,
        "violations": list(findings.gathered(audit.found)),
        "lighthouse": [lighthouse.recorded(scores) for scores in audit.scores],
    }


def uncommitted() -> str:
    """Give what has changed since the last commit in the files that the site is built from."""
    command = ["git", "status", "--porcelain", "--", "book", "case_studies", "scripts", "_config.yml", "_toc.yml"]
    return subprocess.run(command, cwd=views.ROOT, capture_output=True, encoding="utf-8", check=True).stdout


def tell(audit: Audit) -> None:
    """Print the scores, and each rule that found something with the first pages on which it did."""
    for scores in audit.scores:
        print(f"{scores.page:<9} {scores.device:<8} {' / '.join(map(str, scores.scores.values()))}")
    faults = sorted(findings.gathered(audit.found), key=lambda fault: (fault["check"], fault["rule"]))
    for (check, rule), same in groupby(faults, key=lambda fault: (fault["check"], fault["rule"])):
        pages = sorted({fault["page"] for fault in same})
        print(f"{check}: {rule[:100]}: {', '.join(pages[:3])}{f' and {len(pages) - 3} more' if len(pages) > 3 else ''}")
    print(f"{len(faults)} found. All of it is in {RESULT.relative_to(views.ROOT)}.")


if __name__ == "__main__":
    main()
