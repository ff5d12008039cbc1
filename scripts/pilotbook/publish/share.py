"""What a page says of itself where its address is shared: its words, and a picture of its own.

A picture is of use to other sites only by its whole address. That is known only where `_config.yml` gives it as
`html.baseurl`; without it the tags hold words alone, and no host is made up.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from types import MappingProxyType

from markupsafe import Markup, escape

from pilotbook.pages.needs import key_of
from pilotbook.pages.page import Page
from pilotbook.pages.poster import HEIGHT, WIDTH, Poster
from pilotbook.publish import typeset
from pilotbook.publish.code import code_digest
from pilotbook.publish.store import Store
from pilotbook.publish.version import NAME as BOOK

NAME = "share.png"
NOT_FOUND = "/404.html"


def poster_of(page: Page) -> tuple[str, Poster]:
    """Give the address of a page's picture from the root, and what it shows: its own, else the site's."""
    return (page.path, page.poster) if page.poster else ("/", SITE)


SITE = Poster(
    "Lessons from public-service pilots",
    "What public-service pilots tried, found, and did not publish",
    ("Each lesson with the evidence for and against it", "Each figure with its source"),
)


def head(page: Page, book: str, base: str) -> Markup:
    """Give what a page, made or of prose, says of itself in its head: its description, and its tags."""
    return Markup('<meta name="description" content="{}">').format(page.description) + tags(page, book, base)


def tags(page: Page, book: str, base: str) -> Markup:
    """Give the tags of a page for sites that show shared addresses; its own, and a picture, only where the site's is known."""
    folder, poster = poster_of(page)
    said = [
        ("og:type", "article" if page.poster or page.is_article else "website"),
        ("og:site_name", book),
        ("og:locale", "en_GB"),
        ("og:title", page.title),
        ("og:description", page.description),
    ]
    # A server shows the page of what is not there at any address.
    own = f"{base}{(page.leads_to or page.path).lstrip('/')}" if base and page.path != NOT_FOUND else ""
    if own:
        said.append(("og:url", own))
    if base:
        said += [
            ("og:image", f"{base}{folder.lstrip('/')}{NAME}"),
            ("og:image:width", str(WIDTH)),
            ("og:image:height", str(HEIGHT)),
            ("og:image:alt", poster.words),
        ]
    shown_as = "summary_large_image" if base else "summary"
    # Put together as text: a page has a dozen of these, and formatting markup piece by piece is slow.
    written = [f'<meta property="{name}" content="{escape(value)}">' for name, value in said]
    written.append(f'<meta name="twitter:card" content="{shown_as}">')
    # Relative to the page, this link would name whatever address a copy of the page stands at.
    written += [f'<link rel="canonical" href="{escape(own)}">'] if own else []
    return Markup("".join(written))


def make_posters(
    posters: Iterable[tuple[str, Poster]], store: Store, jobs: int, had: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Give the digest of each picture by its path in the site; one is drawn once for what it says.

    had: digests by path; what stands here is taken as it is, whatever its page says by now.
    """
    wanted = {f"{path.strip('/')}/{NAME}".lstrip("/"): poster for path, poster in (*posters, ("/", SITE))}
    keys = {file: key_of([code_digest(), poster]) for file, poster in wanted.items() if file not in had}
    made = store.kept_files("poster", keys, lambda file: picture(wanted[file]), jobs)
    return {file: made.get(file) or had[file] for file in wanted}


def picture(poster: Poster) -> bytes:
    """Draw a poster as PNG, the same bytes each time; whatever its words hold is set as text."""
    return typeset.png("poster", told(poster))


def told(poster: Poster) -> str:
    """Give what a poster says as JSON, as its layout takes it."""
    return json.dumps({**asdict(poster), "book": BOOK, "lang": "en"}, ensure_ascii=False)
