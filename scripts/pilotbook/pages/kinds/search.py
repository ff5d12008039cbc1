"""The search page: a form that works by its address, filled in by scripts; without them, ways to the same answers."""

from collections.abc import Iterator

from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.pages.kinds.atoz import FOLDER
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill
from pilotbook.views.facets import cases_by_value, facets

# What a search needs is asked for with the page, not one after another; the engine only where words are searched for. From a
# folder on disk nothing can be fetched. A phone sets the few titles of this page in a face of its own: 22 KB would hold back
# what was found.
AHEAD = Markup("""<style>@media (max-width: 44rem) { html:root { --font-title: var(--font-title-own); } }</style>
<script>document.head.dataset.faces = "own";
if (location.protocol !== "file:") document.head.insertAdjacentHTML("beforeend",
'<link rel="preload" as="script" href="columns.js">' +
(/[?&]q=[^&]/.test(location.search) ? '<link rel="modulepreload" href="../pagefind/pagefind.js">' +
'<link rel="preload" as="fetch" crossorigin href="../pagefind/wasm.en.pagefind">' : ""));</script>""")


def pages(book: Casebook) -> Iterator[Page]:
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
    body = fill("search", "/search/", browse=browse, index=FOLDER)
    description = "Search lessons, cases, evidence and guides, and narrow what is found."
    yield Page("/search/", "Search", description, body, kind="Search", is_listed=False, head=AHEAD)
