"""Where the site is published, as `_config.yml` says; a build depends on no remote and makes no host up."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem


def base_address(root: Path) -> str:
    """Give the address where the site is published, as `_config.yml` says, ending in '/'; '' where it does not say."""
    html = _settings(root).get("html")
    address = str(html.get("baseurl") or "") if isinstance(html, dict) else ""
    # "example.org/book" without a scheme would be taken for a path of whoever shows the tags.
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        return ""
    return address if address.endswith("/") else f"{address}/"


def title_of(root: Path) -> str:
    """Give the name of the book, in the letters that a header of the web can hold."""
    return _plain(_settings(root).get("title")) or "Pilotbook"


def contact_of(root: Path) -> str:
    """Give the address by which those who run the book can be reached, as `contact` in `_config.yml` says, or ''."""
    return _plain(_settings(root).get("contact"))


def archived_origin(root: Path) -> str:
    """Give the address of the public repository that Software Heritage keeps, as `_config.yml` says, or '': nobody guesses it."""
    origin = str(_settings(root).get("software_heritage") or "")
    return origin if urlsplit(origin).scheme in ("http", "https") and urlsplit(origin).netloc else ""


def _settings(root: Path) -> Mapping[str, Any]:
    document = yamlfile.read("_config.yml", (root / "_config.yml").read_bytes())
    return {} if isinstance(document, Problem) else document.data


def _plain(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return " ".join(text.encode("ascii", "ignore").decode().split())
