"""The page of downloads: the files that gather everything, every table with its columns, and how to cite the data."""

from collections.abc import Sequence
from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.exports import downloads, packages
from pilotbook.exports.dataset import citation, version_of
from pilotbook.exports.download import rows_of
from pilotbook.exports.package import media_type
from pilotbook.judgement import gaps
from pilotbook.pages import cited
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.reasons import WRITTEN
from pilotbook.views.columns import Column

KIND = Kind("data", untraced="what it counts is the book itself")
Cells = Sequence[tuple[str, str, str, str]]


def recipes(book: Casebook) -> Recipes:
    """Yield the page of downloads."""
    made = downloads()
    others = [(each.name, each.about, f"data/{each.name}") for each in packages()]
    others += [(each.name, each.about, each.path) for each in made if not each.table]
    # What most readers can open comes first.
    others.sort(key=lambda each: not each[0].endswith(".xlsx"))
    needs = {
        "tables": [
            (each.name, each.about, rows_of(each, book), [_cells(column) for column in each.table.columns])
            for each in made
            if each.table
        ],
        "releases": [(each.name, each.date, each.address) for each in reversed(book.releases)],
        "others": others,
        "version": version_of(book),
        "base": book.base,
    }
    yield Recipe(KIND, "/data/", _page, needs)


def _cells(column: Column) -> tuple[str, str, str, str]:
    return column.name, column.title, column.kind, column.help


def _page(here: str, version: str, base: str, **values: Any) -> Page:
    about = "Download every case, lesson and figure as tables, a workbook, a database or JSON."
    cite = citation(version, base)
    reasons = [(code, reason.label, gaps.whose(code)) for code, reason in WRITTEN.items()]
    shown = {**values, "citation": cite, "reasons": reasons, "is_whole": _is_whole}
    return Page(
        path=here,
        title="Data",
        description=about,
        body=fill("data", here, **shown),
        kind=KIND,
        is_article=True,
        beside=cite.files(),
        head=cited.data_head(cite, here, base, _distribution(values["tables"], values["others"])),
    )


def _is_whole(name: str) -> bool:
    """Say whether a file holds all the data; the others describe them, for programs."""
    return name.endswith((".xlsx", ".sqlite", "casebook.json"))


def _distribution(
    tables: Sequence[tuple[str, str, int, Cells]], others: Sequence[tuple[str, str, str]]
) -> list[tuple[str, str, str]]:
    """Give (name, what it is, media type) of each file of the folder."""
    named = [
        *((name, about) for name, about, path in others if path.startswith("data/")),
        *((name, about) for name, about, _, _ in tables),
    ]
    return [(name, about, media_type(name)) for name, about in named]
