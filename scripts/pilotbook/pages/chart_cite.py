"""How a chart is cited: as a part of its page, by its own title, with the sources of its figures and where it stands.

People cite whoever shows them a chart, and forget who counted; so the line names the sources, and stands with the downloads.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from pilotbook.charts import described, parts
from pilotbook.exports.citations import LICENCES, Citation

_PLACE = re.compile(re.escape(described.MARK).replace(r"\{\}", "([^ ]+)"))
# What holds of every chart of this book, and gets lost where only its data travel.
CAUTION = (
    "Shows what this book holds, from sources of which most were read in part. What is missing here was not found or not read; "
    "that is no sign that it was not published. Cite the sources of a figure, and not only this book."
)


def set_in(
    html: str,
    files: Mapping[str, bytes],
    citation: Citation | None,
    page: str,
    folder: str = "charts/",
    bounds: str = "",
) -> tuple[str, dict[str, bytes]]:
    """Give a page with how each of its charts is cited, and the files of its charts, their metadata completed.

    files: by name, '<chart>.json' among them. page: its address, whole where the site's is known. folder: the way from the page
    to these files. Without a citation nothing is said of it, and no metadata are given.
    """
    told = {name[:-5]: json.loads(data) for name, data in files.items() if name.endswith(".json")}
    rest = {name: data for name, data in files.items() if not name.endswith(".json")}
    if citation is None:
        return _PLACE.sub("", html), rest
    lines = {name: _line(chart, citation, page) for name, chart in told.items()}
    for name, chart in told.items():
        rest[f"{name}.json"] = described.as_bytes({**chart, **_cited(chart, lines[name], citation, page, bounds)})

    def shown(match: re.Match[str]) -> str:
        name = match.group(1)
        return (
            str(parts.part("cite.html").cite_chart(name, lines[name], f"{folder}{name}.json")) if name in lines else ""
        )

    return _PLACE.sub(shown, html), rest


def charts_on(html: str) -> list[str]:
    """Give the name of each chart that a page is to say how to cite."""
    return _PLACE.findall(html)


def _address(name: str, page: str) -> str:
    return f"{page}#chart-{name}"


def _line(chart: Mapping[str, Any], citation: Citation, page: str) -> str:
    return citation.chart(chart["title"], chart["source"], _address(chart["name"], page))


def _cited(chart: Mapping[str, Any], line: str, citation: Citation, page: str, bounds: str) -> dict[str, Any]:
    """Give what the metadata of a chart say of the page that shows it."""
    shown_on = {"title": citation.title, "id": citation.number, "genre": citation.genre, "address": citation.address}
    return {
        "cite": line,
        "address": _address(chart["name"], page),
        "shown_on": {name: value for name, value in shown_on.items() if value},
        "version": citation.date,
        "licence": LICENCES[citation.licence],
        "how_sure": bounds,
        "caution": CAUTION,
    }
