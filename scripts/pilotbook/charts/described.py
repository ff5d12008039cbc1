"""What a chart says of itself in a file beside its data, for programs and for those who reuse it.

The build adds how the page is cited that shows it, which no chart knows: see `pages/chart_cite.py`.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from pilotbook.charts.wording import is_number
from pilotbook.record import Case

# What stands in a chart's list of downloads until the build knows the page; no text of a record can be a comment.
MARK = "<!-- how to cite the chart {} -->"
_COUNT = "count"


def place(name: str) -> Markup:
    """Give the place for the line that cites a chart."""
    return Markup(MARK).format(name)


def sources_of(case: Case, facts: Iterable[object]) -> tuple[dict[str, str], ...]:
    """Give the sources of some facts of a case, each once, in the order of the record: label, title, publisher, day, address.

    What is missing of a source is left out.
    """
    labels = {label for item in facts for label in getattr(item, "source", ())}
    told = (
        {
            "label": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "published": source.published,
            "url": source.url,
        }
        for source in case.sources
        if source.id in labels
    )
    return tuple({name: value for name, value in each.items() if isinstance(value, str)} for each in told)


def described(
    chart: Any, rows: Sequence[Mapping[str, Any]], sources: Sequence[Mapping[str, str]], kinds: Iterable[str]
) -> bytes:
    """Give the metadata of a chart as JSON: its words, the columns of its data with type and unit, its sources, its files.

    chart: a Chart or RecordChart. rows: the values of its table, by the keys of its `labels`. kinds: of its files: csv, svg.
    """
    told = {
        "name": chart.name,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "sentence": chart.sentence,
        "source": chart.source,
        "sources": list(sources),
        "rows": len(rows),
        "columns": [
            _column(heading, [row[key] for row in rows], chart.units.get(key, ""))
            for key, heading in chart.labels.items()
        ],
        "files": [f"{chart.name}.{kind}" for kind in kinds],
    }
    return as_bytes(told)


def as_bytes(told: Mapping[str, Any]) -> bytes:
    """Write metadata as a file."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _column(heading: str, values: Sequence[Any], unit: str) -> dict[str, str]:
    """Describe a column: its heading as in the CSV, whether it holds numbers, and what they are of; whole numbers are counts."""
    known = [value for value in values if value is not None and not (isinstance(value, float) and math.isnan(value))]
    if not known or not all(map(_is_a_number, known)):
        return {"name": heading, "type": "string"}
    unit = unit or (_COUNT if all(value == int(value) for value in known) else "")
    return {"name": heading, "type": "number", **({"unit": unit} if unit else {})}


def _is_a_number(value: object) -> bool:
    return is_number(value) or hasattr(value, "dtype")
