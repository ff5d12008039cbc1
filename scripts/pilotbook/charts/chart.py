"""A chart across cases as a page shows it: title that states the finding, picture, sentence, data table and source line."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import altair as alt
import pandas as pd
from markupsafe import Markup, escape

from pilotbook.charts import described, downloads, frame_html, rendering
from pilotbook.charts.theme import PAGE, PHONE, Room


@dataclass(frozen=True)
class Chart:
    """A chart and what stands around it.

    frame: the rows that are drawn, already aggregated. labels: column → heading; only these columns are in the table.
    sentence: what the picture shows, for those who cannot see it. Every number in it stands in the frame. units: column → what
    its numbers are of; a column of whole numbers that is not named there holds counts.
    draw: gives the picture for the room that there is: a page's or a phone's.
    """

    name: str
    title: str
    subtitle: str
    sentence: str
    source: str
    frame: pd.DataFrame
    labels: Mapping[str, str]
    draw: Callable[[Room], alt.TopLevelMixin]
    units: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """Name all that the chart shows; equal names are equal pictures, so one is drawn once."""
        words = (self.name, self.title, self.subtitle, self.sentence, self.source)
        rows = self.frame.to_json(orient="split", date_format="iso", default_handler=str, double_precision=15)
        return hashlib.sha256(json.dumps([*words, dict(self.labels), rows]).encode()).hexdigest()[:32]

    @cached_property
    def picture(self) -> alt.TopLevelMixin:
        """Give the picture for a page."""
        return self.draw(PAGE)

    @cached_property
    def svg(self) -> str:
        """Draw the picture as SVG, the same bytes each time, with one name for the whole and none inside."""
        return self._named(rendering.svg(self.picture), self.name)

    @cached_property
    def phone_svg(self) -> str:
        """Draw the picture as narrow as a phone, its letters as large as on a page."""
        return self._named(rendering.svg(self.draw(PHONE)), f"{self.name}-phone")

    def whole_svg(self) -> str:
        """Draw the picture as SVG with title, subtitle and source, since it will stand alone."""
        return rendering.titled(self.svg, self.title, (self.subtitle, f"Source: {self.source}."))

    @property
    def spec(self) -> str:
        """Give the specification that a reader's browser draws from when asked to, as JSON safe inside a page."""
        return rendering.spec(self.picture)

    def downloads(self) -> dict[str, bytes]:
        """Give the files that a reader may take away, by name: data, picture, metadata. The build draws the PNG."""
        rows = [
            dict(zip(self.labels, row, strict=True)) for row in self.frame[list(self.labels)].itertuples(index=False)
        ]
        told = described.described(self, rows, (), ("csv", "svg", "png"))
        parts = {"csv": self.csv().encode(), "svg": self.whole_svg().encode(), "json": told}
        return {f"{self.name}.{kind}": content for kind, content in parts.items()}

    def _named(self, drawn: str, name: str) -> str:
        bare = rendering.one_name(drawn, name)
        return bare.replace("<svg ", f'<svg role="img" aria-label="{escape(self.sentence)}" ', 1)

    def table_html(self) -> Markup:
        """Give the data as an HTML table with a caption."""
        rows = ([record[name] for name in self.labels] for record in self.frame.to_dict("records"))
        return frame_html.table(f"Data: {self.subtitle}", list(self.labels.values()), rows)

    def csv(self) -> str:
        """Give the data as CSV (RFC 4180); text that a spreadsheet would run gets a leading apostrophe."""
        rows = self.frame[list(self.labels)].itertuples(index=False)
        return downloads.csv(
            self.labels.values(), ([None if pd.isna(value) else value for value in row] for row in rows)
        )

    def to_html(self, base: str | None = None) -> Markup:
        """Give the whole figure; with `base`, the address of the folder of its downloads, also the links to them."""
        links = "" if base is None else frame_html.downloads(self._links(base), described.place(self.name))
        return Markup(
            '<figure class="chart" id="chart-{}"><figcaption><div class="chart-title">{}</div><p class="chart-subtitle">{}</p>'
            "<p>{}</p></figcaption>{}"
            "<details data-pagefind-ignore><summary>See the data as a table</summary>{}</details>{}"
            '<p class="chart-foot">Source: {}.</p></figure>'
        ).format(
            self.name,
            self.title,
            self.subtitle,
            self.sentence,
            self._picture_html(),
            self.table_html(),
            links,
            self.source,
        )

    def _links(self, base: str) -> list[tuple[str, str]]:
        return downloads.links(self.name, base, len(self.csv().encode()), ("svg", "png"))

    def _picture_html(self) -> Markup:
        """Give the picture for a page and for a phone; the style sheet shows the one that fits, and hides the other from all."""
        return Markup(
            '<div class="chart-picture"><div class="chart-wide">{}</div><div class="chart-phone">{}</div></div>'
        ).format(Markup(self.svg), Markup(self.phone_svg))

    def _repr_html_(self) -> str:
        return str(self.to_html())
