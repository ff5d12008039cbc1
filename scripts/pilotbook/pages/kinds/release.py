"""/v/2026.1/: what a release holds, with the checksum of each of its files. Its pages are kept; this one is made anew."""

from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.exports.dataset import citation
from pilotbook.exports.package import media_type
from pilotbook.pages import cited
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.released import Release

KIND = Kind("release", untraced="it lists what is kept, and the records behind it are kept with it")
SUMS = "SHA256SUMS"


def recipes(book: Casebook) -> Recipes:
    """Yield the page of each release."""
    for release in book.releases:
        yield Recipe(KIND, release.address, _page, needs(release, book.base))


def needs(release: Release, base: str) -> dict[str, Any]:
    """Gather what the page of a release is made from: of what has changed since, nothing."""
    kept = [(each, release.kept(each.address)) for each in release.records if each.stands]
    rows = [(each.kind, each.id, each.title, each.version, address) for each, address in kept]
    return {
        "name": release.name,
        "date": release.date,
        "commit": release.commit,
        "rows": sorted(rows, key=lambda row: (row[2].casefold(), row[1])),
        "files": dict(release.files),
        "withdrawn": release.withdrawn,
        "base": base,
    }


def _page(here: str, name: str, date: str, commit: str, files: dict[str, str], base: str, **values: Any) -> Page:
    pages = sorted(
        path.removesuffix("index.html") for path in files if path.startswith("evidence/") and path.endswith(".html")
    )
    tables = sorted(path for path in files if path.startswith("data/"))
    notebooks = [(_called(path), f"{here}{path}") for path in pages]
    shown = {
        "name": name,
        "date": date,
        "commit": commit,
        "notebooks": notebooks,
        "tables": tables,
        "count": len(files),
    }
    sums = "".join(f"{digest}  {path}\n" for path, digest in sorted(files.items()))
    cite = citation(date, base, name)
    return Page(
        path=here,
        title=f"Release {name}",
        description=f"The book as it stood in release {name}: records, pages, tables and checksums.",
        body=fill("release", here, citation=cite, **shown, **values),
        kind=KIND,
        is_article=True,
        beside={SUMS: sums, **cite.files()},
        head=cited.data_head(cite, here, base, [(path, f"{name}: {path}", media_type(path)) for path in tables]),
    )


def _called(path: str) -> str:
    """Give what a kept notebook is called: 'evidence/reaching-families/' → 'Reaching families'."""
    name = path.strip("/").rpartition("/")[2].replace("-", " ").capitalize()
    return "Evidence: the list" if path == "evidence/" else name
