"""The pages, read by extruct and signposting, and what leads search engines to them."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit
from xml.etree import ElementTree

from validate.told import Skipped

# One page of each kind that tells what it is: its JSON-LD types in order.
KINDS = {
    "index.html": ["WebSite"],
    "data/index.html": ["Dataset", "BreadcrumbList"],
    "cases/*/index.html": ["Report", "BreadcrumbList"],
    "lessons/*/index.html": ["Report", "BreadcrumbList"],
}
MOST = 5
HERE = "https://pilots.example.org/"


def some(site: Path, pattern: str) -> list[Path]:
    """Give the first pages of a kind that tell a record; one that is gone tells nothing."""
    found = [path for path in sorted(site.glob(pattern)) if "noindex" not in path.read_text("utf-8")[:4000]]
    # The list of cases stands a folder higher than any case.
    return found[:MOST]


def structured(site: Path) -> str:
    """See that each page has one block of JSON-LD, Open Graph and Dublin Core, and no block of a kind twice."""
    import extruct

    count = 0
    for pattern, wanted in KINDS.items():
        for path in some(site, pattern):
            address = f"{HERE}{path.parent.relative_to(site).as_posix()}/"
            # `uniform` breaks on links of Dublin Core.
            told = extruct.extract(path.read_text("utf-8"), base_url=address, uniform=False)
            blocks = told["json-ld"]
            assert len(blocks) == 1, f"{address} has {len(blocks)} blocks of JSON-LD"
            types = [each["@type"] for each in blocks[0]["@graph"]]
            assert types == wanted, f"{address} tells {types}"
            assert max(Counter(types).values()) == 1
            assert len(told["opengraph"]) == 1, f"{address} has no one block of Open Graph"
            count += 1
    return f"{count} pages"


def links(site: Path) -> str:
    """See that the typed links of a record's page lead to files that are there, and name one address to cite."""
    from signposting import LinkRel, find_signposting_html

    count, base = 0, _base(site)
    with served(site) as host:
        for pattern in ("cases/*/index.html", "lessons/*/index.html", "data/index.html"):
            for path in some(site, pattern):
                address = f"{host}{path.parent.relative_to(site).as_posix()}/"
                told = find_signposting_html(address)
                assert told.citeAs and told.license, f"{address} names no address to cite, or no licence"
                # The library keeps one relation of its own for what it does not know; 'alternate' is none of Signposting's.
                for each in told.signposts:
                    if each.rel in (LinkRel.describedby, LinkRel.cite_as):
                        target = urlsplit(str(each.target).replace(base, host, 1)).path.lstrip("/")
                        file = site / target / "index.html" if target.endswith("/") else site / target
                        assert file.is_file(), f"{address} leads to {target}, which is not there"
                        count += 1
    return f"{count} links"


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Show the site on this computer, and give its address."""
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def sitemap(site: Path) -> str:
    """See that every address of the sitemap is there, and that robots.txt names it."""
    robots = (site / "robots.txt").read_text("utf-8")
    if "Sitemap:" not in robots:
        raise Skipped("_config.yml does not say where the site is published (html.baseurl), so there is none")
    base = robots.partition("Sitemap: ")[2].strip().removesuffix("sitemap.xml")
    found = [each.text or "" for each in ElementTree.parse(site / "sitemap.xml").iter() if each.tag.endswith("}loc")]
    lost = [each for each in found if not (site / each.removeprefix(base) / "index.html").is_file()]
    assert found and not lost, lost[:5]
    return f"{len(found)} addresses"


def _base(site: Path) -> str:
    """Give the whole address that the site says it has, on its home page; where it says none, one that stands nowhere."""
    told = re.search(r'<link rel="canonical" href="([^"]+)"', (site / "index.html").read_text("utf-8"))
    return told[1] if told else "http://nowhere.invalid/"
