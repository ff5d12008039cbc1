"""HTML_CodeSniffer, through pa11y, on one page of each kind."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from served import FLAGS, chromium_path

from audit import views
from audit.findings import Finding

HERE = Path(__file__).parent


def check(address: str) -> Iterator[Finding]:
    """Yield each error that pa11y finds at WCAG 2 AA."""
    pages = {address + path: f"/{path}" for path in views.KINDS}
    command = ["node", "pa11y.mjs", str(chromium_path()), json.dumps(FLAGS), *pages]
    said = subprocess.run(command, cwd=HERE, capture_output=True, encoding="utf-8", timeout=600, check=True).stdout
    for url, issues in json.loads(said).items():
        for issue in issues:
            criterion = ".".join(issue["code"].split(".")[3].split("_")[:3])
            yield Finding("pa11y", pages[url], issue["code"], issue["context"][:200], "light, 1280 px", criterion)
