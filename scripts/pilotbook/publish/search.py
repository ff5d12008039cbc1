"""Index the finished pages with Pagefind. It runs last, and reads only what is marked `data-pagefind-body`."""

import json
import subprocess
import sys
from pathlib import Path

from pilotbook.publish import searchorder


class SearchFailed(Exception):
    """Pagefind did not finish; the message holds what it said."""


def index(site: Path) -> int:
    """Make `site/pagefind/` and give the number of pages indexed."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--force-language", "en"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SearchFailed((done.stdout + done.stderr)[-2000:])
    # Its own interface is not ours: pages would offer two.
    for path in (site / "pagefind").glob("pagefind-*ui.*"):
        path.unlink()
    try:
        searchorder.settle(site / "pagefind")
    except searchorder.UnknownShape as error:
        raise SearchFailed(f"{error}. Use the Pagefind of requirements.txt.") from error
    entry = json.loads((site / "pagefind" / "pagefind-entry.json").read_text(encoding="utf-8"))
    return sum(language["page_count"] for language in entry["languages"].values())
