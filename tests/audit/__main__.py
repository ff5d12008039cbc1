"""Run the audit over `_site/` and write benchmarks/audit.json: `make audit`. Exits 1 when anything is found or not run."""

import datetime
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from served import chromium, chromium_path, served

from audit import axe, findings, focus, layout, lighthouse, nu, pa11y, pdf, views
from audit.findings import Finding

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
RESULT = views.ROOT / "benchmarks" / "audit.json"


@dataclass
class Audit:
    """What was run and what came of it."""

    checks: list[dict[str, Any]] = field(default_factory=list)
    not_run: list[dict[str, str]] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    scores: list[lighthouse.Scores] = field(default_factory=list)

    def run(self, name: str, tool: str, what: str, check: Callable[[], Iterable[Finding]], missing: str = "") -> None:
        """Run one check and keep what it found, or say why it could not be run."""
        if missing:
            self.not_run.append({"check": name, "why": missing})
            print(f"{name:<11} not run: {missing}")
            return
        began = time.monotonic()
        found = sorted(set(check()))
        self.found += found
        faults = sum(1 for _ in findings.gathered(found))
        self.checks.append({"check": name, "tool": tool, "what": what, "found": faults})
        print(f"{name:<11} {faults:>4} found   {time.monotonic() - began:>4.0f} s   {what}", flush=True)

    def measure(self, address: str) -> Iterable[Finding]:
        """Run Lighthouse and keep the scores."""
        for scores in lighthouse.measure(address, MODULES):
            self.scores.append(scores)
            yield from lighthouse.findings(scores)


def main() -> None:
    """Audit the built site."""
    site = (views.ROOT / "_site").resolve()
    if not (site / "index.html").is_file():
        sys.exit("There is no site to audit. Run 'make site' first.")
    audit = Audit()
    with served(site) as address:
        with sync_playwright() as playwright:
            browser = chromium(playwright)
            name = f"Chromium {browser.version}"
            in_browser(audit, browser, name, address)
            browser.close()
        outside_it(audit, site, address)
    RESULT.write_text(json.dumps(result(audit, site, name), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    tell(audit)
    sys.exit(bool(audit.found or audit.not_run))


def in_browser(audit: Audit, browser: Browser, name: str, address: str) -> None:
    """Run the checks that look at open pages."""
    kinds, states, sizes = len(views.KINDS), sum(1 for _ in views.states()), len(views.WIDTHS) * len(views.COLOURS)
    script = axe.BUNDLED if no_tools() else axe.newest(MODULES)
    tool = f"axe-core {axe.version(script)} in {name}"
    what = (
        f"{kinds} kinds of page, closed and with everything open, and {states} states that a reader brings about, each in "
        f"{sizes} combinations of width (320, 390, 820, 1280 pixels) and colours (light, dark, forced)"
    )
    audit.run("axe", tool, what, lambda: axe.check(browser, address, script))
    what = f"each stop of the Tab key on {kinds} kinds of page at 390 and 1280 pixels: the picture changes, nothing lies over it"
    audit.run("focus", f"pictures compared, {name}", what, lambda: focus.check(browser, address))
    what = (
        f"text spacing, target size, reduced motion, headings, landmarks and names of controls on {kinds} kinds of page at "
        "390 and 1280 pixels; no scrolling sideways at 320"
    )
    audit.run("layout", f"our own questions, {name}", what, lambda: layout.check(browser, address))


def outside_it(audit: Audit, site: Path, address: str) -> None:
    """Run the checks that are programs of their own, and those of files."""
    pages, kinds = sum(1 for _ in site.rglob("*.html")), len(views.KINDS)
    what = f"the code of all {pages} pages"
    audit.run("nu", f"Nu HTML checker {npm('vnu-jar')}", what, lambda: nu.check(site, MODULES), no_tools() or no_java())
    what = f"{kinds} kinds of page at 1280 pixels"
    lacking = no_tools() or no_chromium()
    audit.run("pa11y", f"pa11y {npm('pa11y')} (HTML_CodeSniffer)", what, lambda: pa11y.check(address), lacking)
    briefs = len(pdf.briefs(site))
    what = f"tags, language, title, headings, address, version and date of {briefs} PDF briefs"
    tool = f"pikepdf {version('pikepdf')} and pypdf {version('pypdf')}"
    audit.run("pdf", tool, what, lambda: pdf.check(site), "" if briefs else "the site has no PDF")
    what = f"{len(lighthouse.PAGES)} pages on a desk and on a slow phone, one run each, a second where the first missed the goal"
    audit.run("lighthouse", f"Lighthouse {npm('lighthouse')}", what, lambda: audit.measure(address), lacking)


def no_tools() -> str:
    """Say what is missing for the tools that run in Node, or nothing."""
    if not shutil.which("node"):
        return "Node is not installed (version 20 or newer is needed)"
    return "" if MODULES.is_dir() else "the tools of tests/audit/package-lock.json are not installed (run 'make audit')"


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
