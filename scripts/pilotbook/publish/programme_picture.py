"""Set the picture of the programme over time into its page of prose: it is made from records, which Jupyter Book does not read."""

from collections.abc import Mapping

from pilotbook.casebook import Casebook
from pilotbook.charts.counted import pilots, programme_label
from pilotbook.charts.phases import programme_phases
from pilotbook.views.missing_results import as_of

# A comment, because prose cannot write one: HTML in Markdown is off. The Sphinx extension leaves it.
MARK = "<!-- the programme over time -->"
PAGE = "programme/index.html"


def set_in(files: Mapping[str, bytes], book: Casebook) -> dict[str, bytes]:
    """Give the page of the programme with its picture, by its path in `files`; nothing where the page leaves no place for one."""
    page = files.get(PAGE, b"").decode()
    if MARK not in page:
        return {}
    chart = programme_phases(pilots(book), programme_label(book), as_of(book))
    shown = f"<div data-pagefind-ignore>{chart.to_html()}</div>" if chart else ""
    return {PAGE: page.replace(MARK, shown).encode()}
