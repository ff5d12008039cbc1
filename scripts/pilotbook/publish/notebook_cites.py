"""How each notebook is cited: by the id at its head, as of the day to which what it reads is true."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.charts import parts
from pilotbook.exports import citations
from pilotbook.exports.citations import Citation
from pilotbook.pages import chart_cite, cited
from pilotbook.publish.cells import Notebook
from pilotbook.publish.notebooks import Archive, page_of
from pilotbook.publish.store import Store
from pilotbook.views.missing_results import as_of

# Comments, because prose cannot write them: HTML in Markdown is off. The Sphinx extension leaves both on each notebook.
HEAD = "<!-- what the head says of how to cite this notebook -->"
BOX = "<!-- how to cite this notebook -->"
# The file beside a notebook's page that holds its code; the box links to it.
CODE = "code.py"
_ABOVE = {"evidence": (("Evidence", "/evidence/"),)}


def citations_of(root: Path, book: Casebook, store: Store, notebooks: Iterable[Notebook]) -> dict[Notebook, Citation]:
    """Give the citation of each notebook; all of them have run."""
    archive = Archive(root, book, store)
    return {each: _citation(each, (archive.reads(each) or {}).get("reads", {}), book) for each in notebooks}


def _citation(notebook: Notebook, reads: Mapping[str, Any], book: Casebook) -> Citation:
    told = {"id": notebook.id, "title": notebook.title, "abstract": notebook.abstract}
    return citations.of_notebook(told, notebook.authors, day_of(reads, book), book.base)


def day_of(reads: Mapping[str, Any], book: Casebook) -> str:
    """Give the latest day, ISO, on which a record that was read of `book` was checked; of the whole book where none was.

    reads: what `publish/reads.py` noted, as plain data.
    """
    fields, values = reads.get("fields", {}), reads.get("values", {})
    lessons = {*fields.get("lessons", ()), *values.get("ledger", ()), *values.get("standings", ())}
    days = [book.views[slug].reviewed_on for slug in fields.get("cases", ()) if slug in book.views]
    days += [book.lessons[slug].reviewed_on for slug in lessons if slug in book.lessons]
    return max(days, default=None) or as_of(book)


def set_in(files: Mapping[str, bytes], cites: Mapping[Notebook, Citation], base: str) -> dict[str, bytes]:
    """Give the pages of `files`, {path in the site: bytes}, that say how to cite them and their charts, with files beside them.

    A chart in two notebooks is one file of data; its metadata cite the first of them, by name.
    """
    changed: dict[str, bytes] = {}
    for notebook, citation in cites.items():
        page, folder = page_of(notebook)
        here = f"/{page.removesuffix('index.html')}"
        html = _with_box(files[page].decode(), citation, here, base)
        charts = {f"{name}.json": files[f"{folder}{name}.json"] for name in chart_cite.charts_on(html)}
        html, told = chart_cite.set_in(html, charts, citation, f"{base or '/'}{here.lstrip('/')}", "../charts/")
        changed[page] = html.encode()
        beside = {**citation.files(), CODE: code_of(notebook)}
        changed |= {f"{here.lstrip('/')}{name}": text.encode() for name, text in beside.items()}
        changed |= {path: data for name, data in told.items() if (path := f"{folder}{name}") not in changed}
    return changed


def code_of(notebook: Notebook) -> str:
    """Write the code of a notebook as one script, cell after cell."""
    head = f"# {notebook.title} ({notebook.id}): the code of the notebook book/{notebook.name}.md, cell by cell.\n"
    return "\n\n".join([head, *(f"{cell.code.strip()}\n" for cell in notebook.cells)])


def _with_box(page: str, citation: Citation, here: str, base: str) -> str:
    crumbs: Sequence[tuple[str, str]] = _ABOVE.get(here.split("/")[1], ())
    page = page.replace(HEAD, str(cited.head(citation, here, base, crumbs)), 1)
    return page.replace(BOX, str(parts.part("cite.html").cite_notebook(citation)), 1)
