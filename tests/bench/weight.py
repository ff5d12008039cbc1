"""Weigh a built site: its files and bytes, and what a reader's browser fetches for a case page."""

import gzip
import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.scaled import Scaled

_ASSET = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"?]+)')
_FACE = re.compile(r"([\w.-]+\.woff2)")


def weight(project: Scaled) -> dict[str, Any]:
    """Give files, bytes and pages of the site, what a case page takes with its styles and scripts (gzip), and its fonts."""
    site = project.site.resolve()
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = [site / "cases" / slug / "index.html" for slug in project.slugs()]
    kept: dict[Path, int] = {}
    weights = {page.parent.name: sum(_weights(page, kept)) for page in pages}
    heaviest = max(weights, key=lambda slug: (weights[slug], slug), default="")
    fonts = {name for path in kept if path.suffix == ".css" for name in _FACE.findall(path.read_text(encoding="utf-8"))}
    sizes = {path.name: path.stat().st_size for path in files if path.suffix == ".woff2"}
    return {
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        "pages": sum(path.suffix == ".html" for path in files),
        "heaviest_case_page": heaviest,
        "heaviest_case_page_gzip_bytes": weights.get(heaviest, 0),
        "median_case_page_gzip_bytes": int(statistics.median(weights.values())) if weights else 0,
        "font_bytes": sum(sizes.get(name, 0) for name in fonts),
    }


def _weights(page: Path, kept: dict[Path, int]) -> Iterator[int]:
    """Yield the compressed bytes of a page and of each style sheet and script that it names; `kept` has those weighed."""
    html = page.read_text(encoding="utf-8")
    yield len(gzip.compress(html.encode(), 9))
    for name in _ASSET.findall(html):
        path = (page.parent / name).resolve()
        if path.is_file():
            if path not in kept:
                kept[path] = len(gzip.compress(path.read_bytes(), 9))
            yield kept[path]
