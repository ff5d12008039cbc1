"""A chart as a page shows it: title that states the finding, static picture, sentence, data table and source line."""

from collections.abc import Mapping
from csv import writer
from dataclasses import dataclass
from functools import cached_property
from io import StringIO

import altair as alt
import pandas as pd
from markupsafe import Markup, escape

from pilotbook.charts import drawing

# A spreadsheet would run a cell that begins so; a leading apostrophe keeps it text, as in the tables of the casebook.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_KINDS = {"csv": "Download the data for this chart", "svg": "Download the picture", "png": "Download the picture"}


@dataclass(frozen=True)
class Chart:
    """A chart and what stands around it.

    frame: the rows that are drawn, already aggregated. labels: column → heading; only these columns are in the table.
    sentence: what the picture shows, for those who cannot see it. Every number in it stands in the frame.
    path: the part of a record that its figures come from, where it is one record's chart.
    """

    name: str
    title: str
    subtitle: str
    sentence: str
    source: str
    frame: pd.DataFrame
    labels: Mapping[str, str]
    picture: alt.TopLevelMixin
    path: str = ""

    @cached_property
    def svg(self) -> str:
        """Draw the picture as SVG, the same bytes each time, with one name for the whole and none inside."""
        return self._named(drawing.svg(self.picture))

    def png(self) -> bytes:
        """Draw the picture as PNG with title, subtitle and source, since it will stand alone; the same bytes each time."""
        return drawing.png(self.picture, self._said)

    @property
    def spec(self) -> str:
        """Give the specification that a reader's browser draws from when asked to, as JSON safe inside a page."""
        return drawing.spec(self.picture)

    def downloads(self) -> dict[str, bytes]:
        """Give the files that a reader may take away, by name: data, and the picture in two formats."""
        whole = self._named(drawing.svg(self.picture, self._said))
        parts = {"csv": self.csv().encode(), "svg": whole.encode(), "png": self.png()}
        return {f"{self.name}.{kind}": content for kind, content in parts.items()}

    @property
    def _said(self) -> drawing.Words:
        return drawing.Words(self.title, (self.subtitle, f"Source: {self.source}."))

    def _named(self, drawn: str) -> str:
        bare = drawing.one_name(drawn, self.name)
        return bare.replace("<svg ", f'<svg role="img" aria-label="{escape(self.sentence)}" ', 1)

    def table_html(self) -> Markup:
        """Give the data as an HTML table with a caption."""
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(label) for label in self.labels.values())
        rows = Markup("").join(
            Markup("<tr>{}</tr>").format(
                Markup("").join(_cell(record[name], index) for index, name in enumerate(self.labels))
            )
            for record in self.frame.to_dict("records")
        )
        return Markup(
            '<div class="table-scroll" role="region" aria-label="{0}" tabindex="0"><table><caption>{0}</caption>'
            "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
        ).format(f"Data: {self.subtitle}", head, rows)

    def csv(self) -> str:
        """Give the data as CSV (RFC 4180); text that a spreadsheet would run gets a leading apostrophe."""
        out = StringIO()
        lines = writer(out, lineterminator="\r\n")
        lines.writerow(self.labels.values())
        lines.writerows(map(_safe, record) for record in self.frame[list(self.labels)].itertuples(index=False))
        return out.getvalue()

    def to_html(self, base: str | None = None) -> Markup:
        """Give the whole figure; with `base`, the address of the folder of its downloads, also the links to them."""
        return Markup(
            '<figure class="chart" id="chart-{}"{}><figcaption><p class="chart-title">{}</p><p class="chart-subtitle">{}</p>'
            '<p>{}</p></figcaption><div class="chart-picture" role="region" aria-label="{}" tabindex="0">{}</div>'
            "<details data-pagefind-ignore><summary>See the data as a table</summary>{}</details>{}"
            '<p class="chart-foot">Source: {}.</p></figure>'
        ).format(
            self.name,
            Markup(' data-path="{}"').format(self.path) if self.path else "",
            self.title,
            self.subtitle,
            self.sentence,
            f"Picture: {self.title}",
            Markup(self.svg),
            self.table_html(),
            "" if base is None else self._links(base),
            self.source,
        )

    def _links(self, base: str) -> Markup:
        folder = f"{base}/" if base and not base.endswith("/") else base
        links = Markup("").join(
            Markup('<li><a href="{}" download>{}</a></li>').format(
                folder + name, f"{_KINDS[kind]} ({kind.upper()}, {max(1, round(len(content) / 1024)):,} KB)"
            )
            for name, content in self.downloads().items()
            if (kind := name.rpartition(".")[2])
        )
        return Markup('<ul class="chart-downloads" data-pagefind-ignore>{}</ul>').format(links)

    def _repr_html_(self) -> str:
        return str(self.to_html())


def _cell(value: object, index: int) -> Markup:
    shown = value if isinstance(value, Markup) else _shown(value)
    if index == 0:
        return Markup('<th scope="row">{}</th>').format(shown)
    kind = ' class="number"' if isinstance(value, int | float) and not isinstance(value, bool) else ""
    return Markup("<td{}>{}</td>").format(Markup(kind), shown)


def _shown(value: object) -> str:
    """Write a value for people: thousands marked, a true minus sign, nothing where there is nothing."""
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    whole = f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return whole.replace("-", "\N{MINUS SIGN}")


def _safe(value: object) -> object:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
