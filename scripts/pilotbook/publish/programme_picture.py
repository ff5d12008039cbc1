"""Set the picture of the programme over time into its page of prose: it is made from records, which Jupyter Book does not read."""

from collections.abc import Mapping

from pilotbook.casebook import Casebook
from pilotbook.charts.counted import pilots, programme_label
from pilotbook.charts.phases import programme_phases
from pilotbook.pages import chart_cite
from pilotbook.views.missing_results import as_of

# A comment, because prose cannot write one: HTML in Markdown is off. The Sphinx extension leaves it.
MARK = "<!-- the programme over time -->"
PAGE = "programme/index.html"


def set_in(files: Mapping[str, bytes], book: Casebook) -> dict[str, bytes]:
    """Give the page of the programme with its picture, and what can be taken of it, by path.

    Nothing where the page leaves no place for one.
    """
    page = files.get(PAGE, b"").decode()
    if MARK not in page:
        return {}
    chart = programme_phases(pilots(book), programme_label(book), as_of(book))
    if chart is None:
        return {PAGE: page.replace(MARK, "").encode()}
    shown = f"<div data-pagefind-ignore>{chart.to_html('charts')}</div>"
    # A page of prose is not cited as a text of its own, so neither is its chart; its data and its picture can be taken all the same.
    whole, taken = chart_cite.set_in(page.replace(MARK, shown), chart.downloads(), None, PAGE)
    return {PAGE: whole.encode(), **{f"programme/charts/{name}": data for name, data in taken.items()}}
