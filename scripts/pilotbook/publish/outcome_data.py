"""The data behind the table of outcomes, as small scripts beside those of the search.

- `search/outcomes-columns.*.js`: the facets of every outcome, one number an outcome and facet;
- `search/outcomes-cards-N.*.js`: the words of a row, 50 to a file, in the order in which the table shows them at first;
- `search/outcomes-orders.*.js`: what outcomes are sorted by beside their facets: their own words, and the title of their case.
"""

from typing import Any

from pilotbook.casebook import Casebook
from pilotbook.pages.outcome_row import design_told, numbers_told, source_address, source_told
from pilotbook.publish.shelved import facet_data, order
from pilotbook.publish.shelved import scripts as scripts_of
from pilotbook.record import formatting
from pilotbook.views import outcomes
from pilotbook.views.outcomes import Listed

# As many rows as the table shows at a time.
CHUNK = 50


def scripts(book: Casebook) -> dict[str, str]:
    """Give the text of each file by its name."""
    rows = outcomes.listed(book)
    titles = [(row.outcome.label.casefold(), row.case.casefold()) for row in rows]
    files: dict[str, Any] = {
        f"cards-{start // CHUNK}": [_card(row) for row in rows[start : start + CHUNK]]
        for start in range(0, len(rows), CHUNK)
    }
    files["orders"] = {"title": order(titles), "case": order([(case, label) for label, case in titles])}
    every, held = outcomes.facets(book), list(map(outcomes.codes_of, rows))
    told = {
        "count": len(rows),
        "chunk": CHUNK,
        "facets": [facet_data(facet, [codes[facet.key] for codes in held]) for facet in every],
        "columns": [
            {"key": column.key, "title": column.title, "isShown": column.is_shown} for column in outcomes.columns(every)
        ],
    }
    return scripts_of(files, told, "outcomes-")


def _card(row: Listed) -> dict[str, str]:
    """Give the words of a row; what has none is left out."""
    outcome, told = row.outcome, row.told
    words = {
        "address": row.address,
        "title": f"{outcome.label}{outcome.wanted}",
        "measure": told.measure,
        "case": row.case,
        "record": row.record,
        "sample": told.sample or told.unsized,
        "compared": told.compared and f"Against: {told.compared}",
        "numbers": numbers_told(row),
        "direction": outcome.finding if row.is_found else "",
        "design": design_told(row),
        "told": source_told(told),
        "read": formatting.capital(told.read),
        "source": source_address(row),
    }
    return {name: text for name, text in words.items() if text}
