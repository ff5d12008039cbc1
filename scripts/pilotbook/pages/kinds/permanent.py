"""/id/TLG-C-7KD3/: the address for citing. It never moves, and leads to wherever the record is now."""

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill, link

KIND = Kind("permanent")
_HEAD = Markup('<meta http-equiv="refresh" content="0; url={}"><meta name="robots" content="noindex">')


def recipes(book: Casebook) -> Recipes:
    """Yield the permanent address of each record and notebook."""
    targets = [(view.id, view.title, f"/cases/{slug}/") for slug, view in book.views.items()]
    targets += [(lesson.id, lesson.title, f"/lessons/{slug}/") for slug, lesson in book.lessons.items()]
    targets += list(book.notebooks)
    targets += [(gone.id, gone.title, gone.address) for gone in book.gone]
    for identifier, title, target in targets:
        needs = {"identifier": identifier, "title": title, "target": target}
        # Letters are made small by programs and by people who read an id aloud.
        for written in (identifier, identifier.lower()):
            yield Recipe(KIND, f"/id/{written}/", _page, needs)


def _page(here: str, identifier: str, title: str, target: str) -> Page:
    return Page(
        path=here,
        title=f"{identifier}: {title}",
        description=f"The permanent address of {title}.",
        body=fill("permanent", here, identifier=identifier, title=title, target=target),
        kind=KIND,
        leads_to=target,
        head=_HEAD.format(link(here, target)),
    )
