"""/id/TLG-C-7KD3/: the address for citing. It never moves, and leads to wherever the record is now."""

from collections.abc import Iterator

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill, link


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the permanent address of each record."""
    targets = [(case.id, case.title, f"/cases/{slug}/") for slug, case in book.cases.items()]
    targets += [(lesson.id, lesson.title, f"/lessons/{slug}/") for slug, lesson in book.lessons.items()]
    for identifier, title, target in targets:
        here = f"/id/{identifier}/"
        head = Markup(
            '<meta http-equiv="refresh" content="0; url={0}"><link rel="canonical" href="{0}"><meta name="robots" content="noindex">'
        )
        yield Page(
            path=here,
            title=f"{identifier}: {title}",
            description=f"The permanent address of {title}.",
            body=fill("permanent", here, identifier=identifier, title=title, target=target),
            kind="Permanent",
            is_listed=False,
            head=head.format(link(here, target)),
        )
