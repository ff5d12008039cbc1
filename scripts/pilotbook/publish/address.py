"""Where the site is published, as `_config.yml` says; a build depends on no remote and makes no host up."""

from pathlib import Path
from urllib.parse import urlsplit

from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem


def base_address(root: Path) -> str:
    """Give the address where the site is published, as `_config.yml` says, ending in '/'; '' where it does not say."""
    document = yamlfile.read("_config.yml", (root / "_config.yml").read_bytes())
    html = {} if isinstance(document, Problem) else document.data.get("html")
    address = str(html.get("baseurl") or "") if isinstance(html, dict) else ""
    # "example.org/book" without a scheme would be taken for a path of whoever shows the tags.
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        return ""
    return address if address.endswith("/") else f"{address}/"
