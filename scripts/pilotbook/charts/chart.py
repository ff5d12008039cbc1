"""A chart as a page shows it: title that states the finding, static picture, sentence, data table and source line."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import altair as alt
import pandas as pd
import vl_convert
from markupsafe import Markup, escape

# The Government Analysis Function's palette ("Data visualisation: colours in charts"), read 2026-11-21.
CATEGORICAL = ["#12436D", "#28A197", "#801650", "#F46A25"]
GREY = "#BFBFBF"
# A list, because the converter draws no text at all when a single named font is not installed.
FONT = "Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True)
class Chart:
    """A chart and what stands around it.

    frame: the rows that are drawn, already aggregated. labels: column → heading; only these columns are in the table.
    sentence: what the picture shows, for those who cannot see it. Every number in it stands in the frame.
    """

    name: str
    title: str
    subtitle: str
    sentence: str
    source: str
    frame: pd.DataFrame
    labels: Mapping[str, str]
    picture: alt.TopLevelMixin

    @cached_property
    def svg(self) -> str:
        """Draw the picture as SVG, the same bytes each time, with one name for the whole and none inside."""
        drawn = vl_convert.vegalite_to_svg(_themed(self.picture).to_dict())
        bare = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", drawn)
        # Ids inside an SVG are the page's ids too.
        bare = re.sub(r'\b(id="|url\(#|href="#)(?=clip|gradient)', rf"\g<1>{self.name}-", bare)
        return bare.replace("<svg ", f'<svg role="img" aria-label="{escape(self.sentence)}" ', 1)

    def table_html(self) -> Markup:
        """Give the data as an HTML table with a caption."""
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(label) for label in self.labels.values())
        rows = Markup("").join(
            Markup("<tr>{}</tr>").format(
                Markup("").join(self._cell(record[name], index) for index, name in enumerate(self.labels))
            )
            for record in self.frame.to_dict("records")
        )
        return Markup(
            '<div class="table-scroll" role="region" aria-label="{0}" tabindex="0"><table><caption>{0}</caption>'
            "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
        ).format(f"Data: {self.subtitle}", head, rows)

    def _cell(self, value: object, index: int) -> Markup:
        shown = value if isinstance(value, Markup) else ("" if pd.isna(value) else _shown(value))  # type: ignore[call-overload]
        if index == 0:
            return Markup('<th scope="row">{}</th>').format(shown)
        kind = ' class="number"' if isinstance(value, int | float) and not isinstance(value, bool) else ""
        return Markup("<td{}>{}</td>").format(Markup(kind), shown)

    def csv(self) -> str:
        """Give the data as CSV."""
        out = io.StringIO()
        self.frame[list(self.labels)].rename(columns=dict(self.labels)).to_csv(out, index=False, lineterminator="\r\n")
        return out.getvalue()

    def to_html(self) -> Markup:
        """Give the whole figure."""
        return Markup(
            '<figure class="chart" id="chart-{}"><figcaption><p class="chart-title">{}</p><p class="chart-subtitle">{}</p>'
            '<p>{}</p></figcaption><div class="chart-picture" role="region" aria-label="{}" tabindex="0">{}</div>'
            "<details data-pagefind-ignore><summary>See the data as a table</summary>{}</details>"
            '<p class="chart-foot">Source: {}.</p></figure>'
        ).format(
            self.name,
            self.title,
            self.subtitle,
            self.sentence,
            f"Picture: {self.title}",
            Markup(self.svg),
            self.table_html(),
            self.source,
        )

    def _repr_html_(self) -> str:
        return str(self.to_html())


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _themed(picture: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """Set type, colours and lines of one look for all charts."""
    text = {
        "labelFontSize": 14,
        "titleFontSize": 14,
        "labelColor": "#1a2024",
        "titleColor": "#1a2024",
        "titleFontWeight": "normal",
    }
    looked: alt.TopLevelMixin = (
        picture.configure(font=FONT, background="#ffffff")
        .configure_axis(**text, gridColor="#e3e7e5", domainColor="#6f7c78", tickColor="#6f7c78", labelLimit=420)
        .configure_view(stroke=None)
        .configure_legend(labelFontSize=14, titleFontSize=14, orient="top", labelLimit=420)
        .configure_text(fontSize=14, color="#1a2024")
    )
    return looked
