"""What Sphinx needs of us: the theme, places for what notebooks show, and sources cited in prose.

`` {src}`key` `` cites a source of `book/sources.yml`; an empty `{sources}` directive lists what the page cites. Sources of
prose are checked by the same model as those of cases, so their tier and how they were read are always known. `{audit} status`
(or `faults`, `tested`, `dates`) sets in what the last audit says for that part of the accessibility statement. An empty
`{version}` leaves a place for the version, `{programme}` one for the picture of the programme over time; both are filled when
the site is put together, as the places of notebooks are.
"""

import calendar
import itertools
import json
import os
import re
import textwrap
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup, escape
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole

from pilotbook.pages.fact_html import source_entry
from pilotbook.pages.page import Kind, Page
from pilotbook.pages.render import fill
from pilotbook.publish import notebook_cites, notebooks, programme_picture, share, version
from pilotbook.publish.cells import UNSHOWN
from pilotbook.publish.proselist import known_of, prose_sources
from pilotbook.publish.version import SITE
from pilotbook.views.audit_report import ADDRESS, PARTS, Audit

_PROSE = Kind("prose", is_searched=True)
# A table as Sphinx writes it, from its first tag to its last; prose holds no table within a table.
_TABLE = re.compile(r'<table class="docutils.*?</table>', re.DOTALL)
# <th class="head"><p>Year</p></th>
_TABLE_HEAD = re.compile(r'<th class="head[^>]*>(.*?)</th>', re.DOTALL)
# The beginning of a cell, "<td" with or without attributes.
_TABLE_CELL = re.compile(r"<td(?=[ >])")
# What the list of chapters leaves on a page that shows none of it.
_EMPTY_CONTENTS = re.compile(r'<div class="toctree-wrapper compound">\s*</div>\s*')
# <section id="x"><h1>…</section>, the whole of a page. After it stand settings for running code, which nothing here reads.
_TITLED_SECTION = re.compile(r"\A\s*<section([^>]*)>(\s*<h1>.*)</section>(?:\s|<script.*?</script>)*\Z", re.DOTALL)
# <img alt="…" src="…" />: the slash means nothing in HTML, and runs into a value without quotation marks.
_PICTURE_END = re.compile(r"(<img\b[^<>]*?) ?/>")
# <p class="collapsed admonition-title">Show what was made here</p>, which Sphinx sets into a <summary>.
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


class AuditDirective(SphinxDirective):
    """Set in one part of the accessibility statement, made from the last audit."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Fill the part; a name that is none of its parts is an error on the line."""
        part = self.arguments[0]
        if part not in PARTS:
            raise self.error(f"'{part}' is no part of the statement. Write one of: {', '.join(PARTS)}.")
        path = Path(self.env.srcdir).parent / ADDRESS
        audit = Audit.of(json.loads(path.read_text("utf-8"))) if path.is_file() else None
        html = fill("statement", "/accessibility/", part=part, audit=audit)
        return [nodes.raw("", html, format="html")]


class VersionDirective(SphinxDirective):
    """Say which version of the book this is."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for it; search is not told, so that a commit changes nothing there."""
        return [nodes.raw("", f"<p data-pagefind-ignore>{version.MARK}</p>", format="html")]


class ProgrammeDirective(SphinxDirective):
    """Show the programme over time, from its records."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for it: records are not read here."""
        return [nodes.raw("", programme_picture.MARK, format="html")]


def leave_places_for_outputs(app: Sphinx, doctree: nodes.document) -> None:
    """Give each code cell a place for what it shows: it is run elsewhere, and its output set in after Sphinx.

    Its code is not shown: a file beside the page holds the code of the whole notebook.
    """
    for cell in list(doctree.findall(nodes.container)):
        if cell.get("nb_element") != "cell_code":
            continue
        for code in [part for part in cell.findall(nodes.container) if part.get("nb_element") == "cell_code_source"]:
            cell.remove(code)
        if "hide_mode" in cell:
            cell["prompt_show"], cell["prompt_hide"] = "Show what was made here", "Hide what was made here"
        if not UNSHOWN & set(cell["cell_metadata"].get("tags", [])):
            mark = nodes.raw("", notebooks.MARK, format="html")
            cell += nodes.container("", mark, nb_element="cell_code_output", classes=["cell_output"])
        if not cell.children:
            cell.parent.remove(cell)


def number_sources(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each citation of a page its number, and make the list."""
    known = prose_sources(Path(app.srcdir) / "sources.yml")
    links = known_of(Path(app.srcdir).parent, known)
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
        _keep_with_word(mark)
        mark.replace_self(nodes.raw("", html, format="html"))
    lists = list(doctree.findall(SourceList))
    if order and not lists:
        raise ExtensionError(f"{docname}: cites sources but has no {{sources}} directive")
    for place in lists:
        items = [
            source_entry(known[key], str(number), f"source-{number}", known=links.get(key))
            for number, key in enumerate(order, 1)
        ]
        place.replace_self(nodes.raw("", f'<ol class="sources">{"".join(items)}</ol>', format="html"))


def _keep_with_word(mark: CitedSource) -> None:
    """Let no line begin with a citation: the space before it becomes a narrow one that does not break."""
    at = mark.parent.index(mark)
    before = mark.parent[at - 1] if at else None
    if isinstance(before, nodes.Text) and before.rstrip() != before:
        mark.parent[at - 1] = nodes.Text(f"{before.rstrip()}\N{NARROW NO-BREAK SPACE}")


def link_to_made_pages(app: Sphinx, doctree: nodes.document) -> None:
    """Let prose link to a made page by its root path, as in [Sheffield](/cases/sheffield-family-hubs/).

    Sphinx knows only its own pages; whether the address exists is checked over the finished site.
    """
    for mark in list(doctree.findall(addnodes.pending_xref)):
        target = str(mark.get("reftarget", ""))
        if mark.get("reftype") == "myst" and target.startswith("/"):
            mark.replace_self(nodes.reference("", "", *mark.children, internal=True, refuri=target))


def refuse_what_lies_elsewhere(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop where a page takes in a file that is not of the book: the check before has lists, this has what was really read."""
    taken = {
        **{path: docs for path, (docs, _) in [*env.images.items(), *env.dlfiles.items()]},
        **{path: {docname} for docname, paths in env.dependencies.items() for path in paths},
    }
    for path, docs in sorted(taken.items()):
        if not is_of_book(Path(app.srcdir), path):
            raise ExtensionError(f"{min(docs)}: takes in {path}, which is no file of book/")


def is_of_book(book: Path, path: str) -> bool:
    """Say whether `path`, from the folder of the book, is a file in it, with no link on the way there."""
    whole = Path(os.path.normpath(book / path))
    return whole.is_relative_to(book) and whole.resolve() == book.resolve() / whole.relative_to(book)


def give_context(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Hand the layout what stands on every page, and drop the scripts that other extensions add."""
    context["site"] = _site()
    context["script_files"] = []
    context["css_files"] = []
    context["metatags"] = ""
    is_notebook = bool(doctree) and any(cell.get("nb_element") for cell in doctree.findall(nodes.container))
    context["shared"] = _shared(pagename, context.get("title") or "", doctree, is_notebook)
    root = context["content_root"]
    # Prose links to made pages by root path; the site must work under any sub-path.
    for name in ("body", "toc"):
        if isinstance(context.get(name), str):
            context[name] = context[name].replace('href="/', f'href="{root}')
    # The label would hide the visible words "Show what was made here" from people who speak to their computer.
    body = context.get("body", "").replace(' aria-label="Toggle hidden content"', "")
    body = body.replace('<details class="admonition hide', '<details data-pagefind-ignore class="admonition hide')
    context["body"] = scrolling_tables(valid_html(body))
    if is_notebook:
        context["body"] += notebook_cites.BOX
        context["toc"] = _with_cite(context.get("toc", ""))
    if context.get("display_toc"):
        context["body"] = with_jumps(context["body"], context["toc"])


def with_jumps(body: str, contents: str) -> str:
    """Set the contents of a page, folded, under its title: for screens that have no room for a strip beside it."""
    jumps = (
        '<details class="contents jumps" data-pagefind-ignore><summary>On this page</summary>'
        f'<nav aria-label="Parts of this page">{contents}</nav></details>'
    )
    return body.replace("</h1>", f"</h1>{jumps}", 1)


def _with_cite(contents: str) -> str:
    """Let the contents of a notebook lead to how it is cited, which stands below its words."""
    entry = '<li><a class="reference internal" href="#cite">Cite this</a></li>\n'
    head, _, tail = contents.rpartition("</ul>\n</li>\n</ul>")
    return f"{head}{entry}</ul>\n</li>\n</ul>{tail}" if head else contents


def _shared(pagename: str, title: str, doctree: nodes.document | None, is_notebook: bool) -> Markup:
    """Give what a page of prose says of itself where it is listed or shared: its title and its first words."""
    path = f"/{pagename}/".removesuffix("/index/").rstrip("/") + "/"
    title = Markup(title).striptags()
    page = Page(path, title, _first_words(doctree) or title, Markup(""), kind=_PROSE, is_article=is_notebook)
    told = share.head(page, _site()["name"], _site().get("address", ""))
    return told + Markup(notebook_cites.HEAD) if is_notebook else told


def _first_words(doctree: nodes.document | None) -> str:
    """Give the first paragraph of a page as plain words, shortened; links to sources are left out."""
    first = next(doctree.findall(nodes.paragraph), None) if doctree else None
    if first is None:
        return ""
    said = (text for text in first.findall(nodes.Text) if not isinstance(text.parent, nodes.raw))
    # About as much as sites show of a shared page.
    return textwrap.shorten("".join(said).replace("\N{NARROW NO-BREAK SPACE}", ""), 240, placeholder="…")


def _site() -> dict[str, str]:
    """Give what the build tells of the site."""
    return json.loads(os.environ.get(SITE, "{}")) or {"name": "Pilotbook"}


def valid_html(html: str) -> str:
    """Mend what HTML does not allow, or a keyboard cannot use.

    A paragraph in a summary is not allowed, a title belongs outside any section, and code that scrolls must take the focus.
    """
    html = html.replace('<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">')
    html = _EMPTY_CONTENTS.sub("", html)
    html = _PICTURE_END.sub(r"\1>", html)
    html = _FOLD_LABEL.sub(r'<span class="\1 admonition-title">\2</span>', html)
    return _TITLED_SECTION.sub(r"<div\1>\2</div>", html)


def scrolling_tables(html: str) -> str:
    """Let each table of prose scroll by itself, by touch and by keyboard, so that the page never runs off a narrow screen.

    One of three columns or more is read row by row on a phone, each cell under its heading.
    """
    number = itertools.count(1)
    box = '<div class="table-scroll" role="region" aria-label="Table {}" tabindex="0">{}</div>'
    return _TABLE.sub(lambda table: box.format(next(number), _DAY.sub(_WHOLE, _stacked(table.group()))), html)


# A cell that begins with a day: its day and month stay on one line, however narrow the column.
_DAY = re.compile(rf"(<td[^>]*>(?:<p>)?)(\d{{1,2}} (?:{'|'.join(calendar.month_name[1:])}))\b")
_WHOLE = r'\1<span class="day">\2</span>'


def _stacked(table: str) -> str:
    """Give a table's cells their headings, where it has three columns or more; prose tables have no joined cells."""
    headings = [Markup(cell).striptags() for cell in _TABLE_HEAD.findall(table)]
    # Two columns of words still fit side by side on a phone.
    if len(headings) < 3:
        return table
    labels = itertools.cycle(headings)
    table = _TABLE_CELL.sub(lambda _: f'<td data-label="{escape(next(labels))}"', table)
    return table.replace('<table class="docutils', '<table class="docutils stack', 1)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all of it."""
    app.add_html_theme("pilotbook", str(Path(__file__).parents[1] / "theme"))
    app.add_node(CitedSource)
    app.add_node(SourceList)
    app.add_role("src", SourceRole())
    app.add_directive("sources", SourcesDirective)
    app.add_directive("audit", AuditDirective)
    app.add_directive("version", VersionDirective)
    app.add_directive("programme", ProgrammeDirective)
    # Jupyter Book sets it for an extension that we leave out.
    app.add_config_value("comments_config", {}, "")
    app.connect("env-check-consistency", refuse_what_lies_elsewhere)
    app.connect("doctree-resolved", number_sources)
    app.connect("doctree-read", link_to_made_pages)
    app.connect("doctree-read", leave_places_for_outputs)
    # After the extensions that add scripts to each page.
    app.connect("html-page-context", give_context, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
