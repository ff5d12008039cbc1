"""A table as a notebook shows it, and the links by which a reader follows it to its cases."""

import pandas as pd
from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.charts import frame_html
from pilotbook.record import Case

# A table with more rows is folded: on a phone 180 rows are fifty screens. On paper it is whole.
MOST = 30
# Notebooks stand at /evidence/<name>/.
ROOT = "../../"


class Shown:
    """A table in a notebook, as HTML with a caption and headings."""

    def __init__(self, caption: str, frame: pd.DataFrame) -> None:
        self.caption, self.frame = caption, frame

    def _repr_html_(self) -> str:
        table = frame_html.table(self.caption, list(self.frame.columns), self.frame.itertuples(index=False))
        if len(self.frame) <= MOST:
            return str(table)
        return str(Markup("<details><summary>{}: show the table</summary>{}</details>").format(self.caption, table))


def case_link(slug: str, title: str) -> Markup:
    """Give the link to a case."""
    return Markup('<a href="{}cases/{}/">{}</a>').format(ROOT, slug, title)


def place(book: Casebook, slug: str, path: str) -> tuple[Case, str, str]:
    """Give the case, the path of a fact in it and the address of its page, as `markup` takes them."""
    return book.cases[slug], path, f"{ROOT}cases/{slug}/"
