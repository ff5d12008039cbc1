"""What Sphinx needs of us: the theme, the facts of the footer, and sources cited in prose.

`` {src}`key` `` cites a source of `book/sources.yml`; an empty `{sources}` directive lists what the page cites. Sources of
prose are checked by the same model as those of cases, so their tier and how they were read are always known.
"""

import itertools
import json
import os
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole

from pilotbook.pages.markup import source_entry
from pilotbook.publish.proselist import prose_sources
from pilotbook.sphinxname import SITE

_TABLE = re.compile(r'<table class="docutils.*?</table>', re.DOTALL)
_TITLED_SECTION = re.compile(r"\A\s*<section([^>]*)>(\s*<h1>.*)</section>\s*\Z", re.DOTALL)
_FOLD_LABEL = re.compile(r'<p class="(collapsed|expanded) admonition-title">(.*?)</p>')


class CitedSource(nodes.General, nodes.Inline, nodes.Element):
    """A citation in the text, numbered once the whole page is known."""


class SourceList(nodes.General, nodes.Element):
    """The place where a page lists what it cites."""


class SourceRole(SphinxRole):
    """Cite a source: `` {src}`key` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave a mark with the key; the page's list gives it its number."""
        return [CitedSource(key=self.text.strip())], []


class SourcesDirective(SphinxDirective):
    """List the sources that the page cites, in order of first use."""

    def run(self) -> list[nodes.Node]:
        """Leave a mark where the list is to stand."""
        return [SourceList()]


def number_sources(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each citation of a page its number, and make the list."""
    known = prose_sources(Path(app.srcdir) / "sources.yml")
    order: list[str] = []
    for mark in list(doctree.findall(CitedSource)):
        key = mark["key"]
        if key not in known:
            raise ExtensionError(f"{docname}: there is no source '{key}' in book/sources.yml")
        if key not in order:
            order.append(key)
        number = order.index(key) + 1
        html = (
            f'<a class="src" href="#source-{number}" aria-label="[{number}] source" data-pagefind-ignore>[{number}]</a>'
        )
        mark.replace_self(nodes.raw("", html, format="html"))
    lists = list(doctree.findall(SourceList))
    if order and not lists:
        raise ExtensionError(f"{docname}: cites sources but has no {{sources}} directive")
    for place in lists:
        items = [source_entry(known[key], str(number), f"source-{number}") for number, key in enumerate(order, 1)]
        place.replace_self(nodes.raw("", f'<ol class="sources">{"".join(items)}</ol>', format="html"))


def link_to_made_pages(app: Sphinx, doctree: nodes.document) -> None:
    """Let prose link to a made page by its root path, as in [Sheffield](/cases/sheffield-family-hubs/).

    Sphinx knows only its own pages; whether the address exists is checked over the finished site.
    """
    for mark in list(doctree.findall(addnodes.pending_xref)):
        target = str(mark.get("reftarget", ""))
        if mark.get("reftype") == "myst" and target.startswith("/"):
            mark.replace_self(nodes.reference("", "", *mark.children, internal=True, refuri=target))


def give_context(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Hand the layout the facts of the footer, and drop the scripts that other extensions add."""
    context["site"] = json.loads(os.environ.get(SITE, "{}")) or {"name": "Pilotbook"}
    context["script_files"] = []
    context["css_files"] = []
    context["metatags"] = ""
    root = context["content_root"]
    # Prose links to made pages by root path; the site must work under any sub-path.
    for name in ("body", "toc"):
        if isinstance(context.get(name), str):
            context[name] = context[name].replace('href="/', f'href="{root}')
    # The label would hide the visible words "Show code cell source" from people who speak to their computer.
    body = context.get("body", "").replace(' aria-label="Toggle hidden content"', "")
    # Code is for those who unfold it; a search for its words would find every notebook.
    body = body.replace('<details class="admonition hide', '<details data-pagefind-ignore class="admonition hide')
    context["body"] = scrolling_tables(valid_html(body))


def valid_html(html: str) -> str:
    """Mend what HTML does not allow or advises against: paragraphs in a summary, and a title inside a section of its own."""
    html = _FOLD_LABEL.sub(r'<span class="\1 admonition-title">\2</span>', html)
    return _TITLED_SECTION.sub(r"<div\1>\2</div>", html)


def scrolling_tables(html: str) -> str:
    """Let each table of prose scroll by itself, by touch and by keyboard, so that the page never runs off a narrow screen."""
    number = itertools.count(1)
    box = '<div class="table-scroll" role="region" aria-label="Table {}" tabindex="0">{}</div>'
    return _TABLE.sub(lambda table: box.format(next(number), table.group()), html)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all of it."""
    app.add_html_theme("pilotbook", str(Path(__file__).parent / "theme"))
    app.add_node(CitedSource)
    app.add_node(SourceList)
    app.add_role("src", SourceRole())
    app.add_directive("sources", SourcesDirective)
    app.connect("doctree-resolved", number_sources)
    app.connect("doctree-read", link_to_made_pages)
    # After the extensions that add scripts to each page.
    app.connect("html-page-context", give_context, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
