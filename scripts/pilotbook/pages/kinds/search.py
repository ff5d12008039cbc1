"""The search page: a form that works by its address, filled in by scripts; without them, ways to the same answers."""

from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.pages.kinds.atoz import FOLDER
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.views.facets import Facet, cases_by_value, facets

KIND = Kind("search", untraced="what it counts is the book itself")
# What a search needs is asked for with the page, not one after another; the engine only where words are searched for. From a
# folder on disk nothing can be fetched. A phone sets the few titles of this page in a face of its own, and all of it until what
# was found stands there, unless the face of text is at hand: 22 and 29 KB would hold back what was asked for. It stands in the
# page itself, for a file would come too late; the policy (publish/policy.py) names it by its digest, so its words are always
# the same, and its element tells it the name of the file that a page is made with.
AHEAD = """{
  const { currentScript, documentElement, head, referrer } = document;
  const asks = /[?&]q=[^&]/.test(location.search);
  documentElement.dataset.faces = "own";
  if (asks && !referrer.startsWith(`${location.origin}/`)) documentElement.dataset.waits = "";
  const ask = (how) => head.append(Object.assign(document.createElement("link"), how));
  if (location.protocol !== "file:") {
    ask({ rel: "preload", as: "script", href: `${currentScript.dataset.columns || "columns"}.js` });
    if (asks) {
      ask({ rel: "modulepreload", href: "../pagefind/pagefind.js" });
      ask({ rel: "preload", as: "fetch", crossOrigin: "", href: "../pagefind/wasm.unknown.pagefind" });
    }
  }
}"""


def recipes(book: Casebook) -> Recipes:
    """Yield the search page."""
    browse = []
    for facet in facets(book):
        if facet.folder:
            counts = {code: len(slugs) for code, slugs in cases_by_value(book, facet.key).items()}
            # An area without a case has a page all the same: the gap is worth knowing.
            shown = [
                (code, label, counts.get(code, 0))
                for code, label in facet.values.items()
                if code in counts or facet.key == "area"
            ]
            browse.append((facet, shown))
    yield Recipe(KIND, "/search/", _page, {"browse": browse})


def _page(here: str, browse: list[tuple[Facet, Any]]) -> Page:
    body = fill("search", here, browse=browse, index=FOLDER)
    description = "Search lessons, cases, evidence and guides, and narrow what is found."
    return Page(
        here, "Search", description, body, KIND, head=Markup(f'<script data-columns="%%COLUMNS%%">{AHEAD}</script>')
    )
