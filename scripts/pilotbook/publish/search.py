"""Index the finished pages with Pagefind. It runs last, and reads only what is marked `data-pagefind-body`."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# What the site does not load: Pagefind's own interface and highlighter, and its engine for other languages.
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "wasm.unknown.pagefind")
_SIGNATURE = b"pagefind_dcd"


class SearchFailed(Exception):
    """Pagefind did not finish; the message holds what it said."""


@dataclass(frozen=True)
class Indexed:
    """A page as Pagefind indexed it: the name it goes by in results, its address, title and text."""

    name: str
    address: str
    title: str
    text: str


def index(site: Path) -> list[Indexed]:
    """Make `site/pagefind/` and give the pages indexed, by address."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--force-language", "en"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SearchFailed((done.stdout + done.stderr)[-2000:])
    for pattern in _UNUSED:
        for path in (site / "pagefind").glob(pattern):
            path.unlink()
    return sorted(_fragments(site / "pagefind" / "fragment"), key=lambda page: page.address)


def _fragments(folder: Path) -> Iterator[Indexed]:
    """Read what Pagefind keeps of each page: gzipped JSON behind a signature."""
    for path in folder.glob("*.pf_fragment"):
        whole = gzip.decompress(path.read_bytes())
        if not whole.startswith(_SIGNATURE):
            raise SearchFailed(f"{path.name} is not as Pagefind 1 writes it. Use the Pagefind of requirements.txt.")
        page = json.loads(whole.removeprefix(_SIGNATURE))
        yield Indexed(path.stem, page["url"], page["meta"].get("title", ""), page["content"])
