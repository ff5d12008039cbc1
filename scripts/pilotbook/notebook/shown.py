"""A table as a notebook shows it, and the links by which a reader follows it to its cases."""

import pandas as pd
from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.record import Case

# Notebooks stand at /evidence/<name>/.
ROOT = "../../"


class Shown:
    """A table in a notebook, as HTML with a caption and headings."""

    def __init__(self, caption: str, frame: pd.DataFrame) -> None:
        self.caption, self.frame = caption, frame

    def _repr_html_(self) -> str:
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in self.frame.columns)
        rows = Markup("").join(
            Markup("<tr>{}</tr>").format(Markup("").join(map(_cell, record, self.frame.columns, range(len(record)))))
            for record in self.frame.itertuples(index=False)
        )
        return str(
            Markup(
                '<div class="table-scroll" role="region" aria-label="{0}" tabindex="0"><table class="stack"><caption>{0}</caption>'
                "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
            ).format(self.caption, head, rows)
        )


def _cell(value: object, label: str, index: int) -> Markup:
    if index == 0:
        return Markup('<th scope="row">{}</th>').format(value)
    return Markup('<td data-label="{}">{}</td>').format(label, value)


def case_link(slug: str, title: str) -> Markup:
    """Give the link to a case."""
    return Markup('<a href="{}cases/{}/">{}</a>').format(ROOT, slug, title)


def place(book: Casebook, slug: str, path: str) -> tuple[Case, str, str]:
    """Give the case, the path of a fact in it and the address of its page, as `markup` takes them."""
    return book.cases[slug], path, f"{ROOT}cases/{slug}/"
