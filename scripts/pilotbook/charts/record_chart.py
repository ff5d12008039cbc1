"""A chart of one record: plain rows, drawn by a template in the page's own type and colours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from pilotbook.charts import described, downloads, parts, sheet
from pilotbook.charts.panels import Marks, Panel, cut

Row = Mapping[str, Any]
# So many marks of a chart a phone shows at once, and so few are not worth a press.
_AT_ONCE, _LITTLE = 10, 6


@dataclass(frozen=True)
class RecordChart:
    """A chart of one record and what stands around it.

    section: the part of the page that it belongs to: outcomes, costs, cycles or ledger. rows: what is drawn, and sums that
    cannot be. labels: key of a row → heading; only these are in the table. sentence: what the picture shows, for those who
    cannot see it. Every number in it stands in the rows. sources: the published sources of its figures, where they are
    known. units: key → what its numbers are of; a column of whole numbers that is not named there holds counts. path: the
    part of the record that its figures come from.
    """

    name: str
    section: str
    title: str
    subtitle: str
    sentence: str
    source: str
    path: str
    rows: tuple[Row, ...]
    labels: Mapping[str, str]
    panels: tuple[Panel, ...]
    sources: tuple[Mapping[str, str], ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def room(self) -> int:
        """Give the letters of the longest value in any panel, so that the axes of all are equally long."""
        return max((panel.room for panel in self.panels if isinstance(panel, Marks)), default=0)

    @property
    def folded(self) -> tuple[tuple[Panel, ...], tuple[Panel, ...]]:
        """Give what a phone shows at once, where a mark takes three lines, and what it shows at a press: () where that is little."""
        return cut(self.panels, _AT_ONCE, _LITTLE)

    @property
    def headings(self) -> tuple[str, ...]:
        """Give the headings of the table."""
        return tuple(self.labels.values())

    @property
    def table(self) -> Markup:
        """Give the data as a table."""
        rows = ([row[name] for name in self.labels] for row in self.rows)
        return parts.table(f"Data: {self.subtitle}", self.headings, rows)

    def csv(self) -> str:
        """Give the data as CSV (RFC 4180); text that a spreadsheet would run gets a leading apostrophe."""
        return downloads.csv(self.headings, ([row[name] for name in self.labels] for row in self.rows))

    def svg(self) -> str:
        """Draw the chart with title, subtitle and source and in colours of its own, since it will stand alone."""
        drawn = sheet.sheet((self.title, self.subtitle, self.source), self.panels, self.room)
        return str(parts.part("record-chart.svg").record_chart_svg(sheet.writable(self.sentence), drawn)).strip()

    def downloads(self) -> dict[str, bytes]:
        """Give the files that a reader may take away, by name: data, picture, metadata."""
        told = described.described(self, self.rows, self.sources, ("csv", "svg"))
        parts = {"csv": self.csv().encode(), "svg": self.svg().encode(), "json": told}
        return {f"{self.name}.{kind}": content for kind, content in parts.items()}

    def to_html(self, base: str | None = None) -> Markup:
        """Give the whole figure; with `base`, the address of the folder of its downloads, also the links to them."""
        links = [] if base is None else downloads.links(self.name, base, len(self.csv().encode()), ["svg"])
        return Markup(parts.part("record-chart.html").record_chart(self, links, described.place(self.name)))

    def _repr_html_(self) -> str:
        return str(self.to_html())
