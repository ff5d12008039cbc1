"""The map of the site for search engines, and what robots may read. Only pages that say they are to be listed stand in it.

https://www.sitemaps.org/protocol.html. A record's page tells the day on which the record was last checked; no other page tells
a day, because none is known.
"""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# What one file may hold.
_MOST = 50_000
# Pages that lead to others, and the one that tells of none.
_UNLISTED = ("/404.html", "/search/")


def files(addresses: Sequence[str], days: Mapping[str, str], base: str, most: int = _MOST) -> dict[str, str]:
    """Give robots.txt and, where the site's whole address `base` is known, the sitemap: {path in the site: text}.

    addresses: of the pages to list, '/cases/x/'. days: the ISO day of those that have one. More than `most` addresses are
    spread over several files under one index.
    """
    robots = "User-agent: *\nAllow: /\n"
    if not base:
        # A sitemap holds whole addresses or none.
        return {"robots.txt": robots}
    listed = [address for address in addresses if address not in _UNLISTED]
    parts = [_urls(part, days, base) for part in _batched(sorted(listed), most)] or [_urls((), days, base)]
    found = {"robots.txt": f"{robots}\nSitemap: {base}sitemap.xml\n"}
    if len(parts) == 1:
        return {**found, "sitemap.xml": parts[0]}
    named = {f"sitemap-{number}.xml": text for number, text in enumerate(parts, start=1)}
    inner = "".join(f"<sitemap><loc>{_whole(name, base)}</loc></sitemap>\n" for name in named)
    return {**found, **named, "sitemap.xml": f"{_HEAD}<sitemapindex {_SPACE}>\n{inner}</sitemapindex>\n"}


def _batched(addresses: Sequence[str], most: int) -> list[Sequence[str]]:
    return [addresses[start : start + most] for start in range(0, len(addresses), most)]


def _urls(addresses: Sequence[str], days: Mapping[str, str], base: str) -> str:
    inner = "".join(
        f"<url><loc>{_whole(address, base)}</loc>{_day(days.get(address, ''))}</url>\n" for address in addresses
    )
    return f"{_HEAD}<urlset {_SPACE}>\n{inner}</urlset>\n"


def _day(day: str) -> str:
    return f"<lastmod>{day}</lastmod>" if day else ""


def _whole(address: str, base: str) -> str:
    return escape(f"{base}{quote(address.lstrip('/'))}")
