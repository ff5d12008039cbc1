"""Put the finished site together in a fresh folder: the book, made pages set into the shell, assets, downloads."""

import re
import shutil
from collections.abc import Callable
from html import escape
from pathlib import Path

import vl_convert

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.exports import casebook_json, csv
from pilotbook.pages.kinds import all_pages
from pilotbook.pages.page import Page
from pilotbook.pages.render import link
from pilotbook.publish import share, styles
from pilotbook.publish.code import PACKAGE
from pilotbook.publish.kept import kept
from pilotbook.publish.version import NAME
from pilotbook.record.schema import schemas
from pilotbook.views.tables import tables

# What Jupyter Book leaves behind that no reader asks for; its search page runs text from headings as code.
_UNWANTED = ("search", "genindex", "shell", "reports", "_sources", "_sphinx_design_static", "_downloads")
_UNWANTED_FILES = ("searchindex.js", "objects.inv", ".buildinfo", ".nojekyll")
_OURS = {path.name for path in (PACKAGE / "theme" / "static").iterdir()}
_TOKENS = re.compile(r"%%(ROOT|TITLE|HEAD|BODY|CURRENT:[a-z-]*|INTRO)%%")

Step = Callable[[str], None]


def assemble(
    book: Casebook, built: Path, site: Path, drawn: Path, step: Step = lambda _: None, base: str = ""
) -> list[Page]:
    """Fill the empty folder `site`; `built` holds what Jupyter Book made, `drawn` keeps pictures from build to build.
    `base` is the whole address of the site, where it is known.

    Gives the made pages for the manifest.
    """
    shell = (built / "shell" / "index.html").read_text(encoding="utf-8")
    intro = _article(built / "index.html")
    _copy_book(built, site)
    made = list(all_pages(book))
    for page in made:
        step(page.path)
        write(site, page.path, set_into(shell, page, intro, base))
        share.write(page, NAME, site, drawn)
        for chart in page.charts:
            _write_chart(chart, site / page.path.strip("/") / "charts", drawn)
    for name, text in downloads(book).items():
        write(site, f"/data/{name}", text)
    write(site, styles.ADDRESS, styles.stylesheet())
    # Loaded only when a reader asks to explore a chart; from our own site, so no other host is asked.
    write(site, "/_static/vega.js", vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))
    write(site, "/.nojekyll", "")
    return made


def _write_chart(chart: Chart, folder: Path, drawn: Path) -> None:
    """Write the downloads of a chart: data, and the picture with its title and source."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{chart.name}.csv").write_bytes(chart.csv().encode())
    content = "\0".join((chart.svg, chart.title, chart.subtitle, chart.source))
    for suffix, draw in ((".svg", lambda: chart.whole_svg().encode()), (".png", chart.png)):
        shutil.copyfile(kept(drawn, content, suffix, draw), folder / f"{chart.name}{suffix}")


def _article(path: Path) -> str:
    """Give what a prose page holds below its title: the home page opens with the words of book/index.md."""
    html = path.read_text(encoding="utf-8")
    match = re.search(r'<article class="prose">.*?<h1>.*?</h1>\n?(.*?)</div>', html, re.DOTALL)
    if match is None:
        raise ValueError(f"{path.name} has no title and text")
    return match.group(1).strip()


def _copy_book(built: Path, site: Path) -> None:
    """Copy the book's pages and pictures, and only our own static files."""
    shutil.copytree(built, site, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_UNWANTED, *_UNWANTED_FILES))
    for path in sorted((site / "_static").iterdir()):
        if path.name not in _OURS:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def set_into(shell: str, page: Page, intro: str = "", base: str = "") -> str:
    """Set a page into the shell. Tokens are replaced in one pass, so text that looks like a token stays text."""
    root = "" if page.path == "/404.html" else link(page.path, "/")
    folder = page.path.strip("/").split("/")[0]

    def value(match: re.Match[str]) -> str:
        token = match.group(1)
        if token.startswith("CURRENT:"):
            return ' aria-current="true"' if token == f"CURRENT:{folder}" else ""
        return {
            "ROOT": root or "./",
            "TITLE": escape(page.title),
            "HEAD": f"{share.head(page, NAME, base)}{page.head}",
            "BODY": str(page.body).replace("%%INTRO%%", intro, 1) if page.kind == "Home" else str(page.body),
            "INTRO": "",
        }[token]

    return _TOKENS.sub(value, shell)


def downloads(book: Casebook) -> dict[str, str]:
    """Give every file of /data/ by name."""
    files = {f"{name}.csv": csv(table) for name, table in tables(book).items()}
    return files | {"casebook.json": casebook_json(book)} | schemas(book.vocabulary)


def write(site: Path, address: str, text: str) -> None:
    """Write the file of an address: a folder's index.html, or the file itself."""
    path = site / (address + "index.html" if address.endswith("/") else address).lstrip("/")
    if not path.resolve().is_relative_to(site.resolve()):
        raise ValueError(f"{address} leads out of the site")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
