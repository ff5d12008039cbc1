"""How every chart looks, how its picture becomes bytes, and the rows that charts of single records share."""

import json
import math
import re
import struct
import textwrap
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import altair as alt
import pandas as pd
import vl_convert

# The Government Analysis Function's palette ("Data visualisation: colours in charts"), read 2026-11-21.
CATEGORICAL = ["#12436D", "#28A197", "#801650", "#F46A25"]
GREY = "#BFBFBF"
DARK_GREY = "#3D3D3D"
PALE_BLUE = "#6BACE6"
# A list, because the converter draws no text at all when a single named font is not installed.
FONT = "Liberation Sans, Arial, sans-serif"
# A page shows some 650 pixels at full size; labels at the ends of bars need half of them.
WIDTH = 290
LABEL = 52
# About as many letters of 14 pixels as stand beside one another in the width of a page.
_LETTERS = 88


@dataclass(frozen=True)
class Words:
    """What is set into a picture that will stand alone, such as on a slide: its title and the lines below."""

    title: str
    below: tuple[str, ...]

    def spec(self) -> dict[str, Any]:
        """Give the title as Vega-Lite takes it, wrapped to the width of a picture."""
        lines = [line for text in self.below for line in textwrap.wrap(text, _LETTERS)]
        return {**_TITLE, "text": textwrap.wrap(self.title, 70), "subtitle": lines}


def svg(picture: alt.TopLevelMixin, said: Words | None = None) -> str:
    """Draw a picture as SVG, the same text each time."""
    return _svg(_spec(picture, said))


def png(picture: alt.TopLevelMixin, said: Words | None = None) -> bytes:
    """Draw a picture as PNG at twice its size, so that it is sharp on a slide."""
    return _png(_spec(picture, said))


# Equal specifications are equal pictures, and drawing one takes a tenth of a second.
@lru_cache(maxsize=1024)
def _svg(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec))


@lru_cache(maxsize=1024)
def _png(spec: str) -> bytes:
    return _packed(bytes(vl_convert.svg_to_png(_svg(spec), scale=2)))


def _packed(image: bytes) -> bytes:
    """Pack a PNG again: the converter packs for speed, which leaves a picture four times as large as it need be."""
    parts, start = [], 8
    while start < len(image):
        size = struct.unpack(">I", image[start : start + 4])[0]
        parts.append((image[start + 4 : start + 8], image[start + 8 : start + 8 + size]))
        start += 12 + size
    points = zlib.compress(zlib.decompress(b"".join(data for kind, data in parts if kind == b"IDAT")), 6)
    head = [part for part in parts if part[0] not in (b"IDAT", b"IEND")]
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (*head, (b"IDAT", points), (b"IEND", b""))
    )
    return image[:8] + b"".join(written)


_INK = "#1a2024"
_TEXT = {
    "labelFontSize": 14,
    "titleFontSize": 14,
    "labelColor": _INK,
    "titleColor": _INK,
    "titleFontWeight": "normal",
    "labelLimit": 420,
}
# Type, colours and lines of one look for all charts.
_LOOK = {
    "font": FONT,
    "background": "#ffffff",
    "axis": {**_TEXT, "gridColor": "#e3e7e5", "domainColor": "#6f7c78", "tickColor": "#6f7c78"},
    "view": {"stroke": None},
    "legend": {"labelFontSize": 14, "titleFontSize": 14, "orient": "top", "labelLimit": 420},
    "text": {"fontSize": 14, "color": _INK},
}


_TITLE = {
    "anchor": "start",
    "fontSize": 18,
    "subtitleFontSize": 14,
    "subtitlePadding": 6,
    "offset": 18,
    "color": _INK,
    "subtitleColor": _INK,
}


def _spec(picture: alt.TopLevelMixin, said: Words | None) -> str:
    # Parts are checked when they are put together; checking the whole again would take as long as drawing it.
    title = {"title": said.spec()} if said else {}
    return json.dumps({**picture.to_dict(validate=False), "config": _LOOK, **title})


def spec(picture: alt.TopLevelMixin) -> str:
    """Give the specification of a picture for exploring, as JSON that is safe inside a page; each mark tells its data."""
    whole = json.loads(_spec(picture, None))
    whole.setdefault("config", {}).setdefault("mark", {})["tooltip"] = {"content": "data"}
    return json.dumps(whole, sort_keys=True).replace("<", "\\u003c")


def one_name(drawn: str, name: str) -> str:
    """Give an SVG without names inside, its ids made the chart's own: ids inside an SVG are the page's ids too."""
    bare = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", drawn)
    return re.sub(r'\b(id="|url\(#|href="#)(?=clip|gradient)', rf"\g<1>{name}-", bare)


def cut(text: str, letters: int = _LETTERS) -> str:
    """Shorten a text to what fits on a line of a picture; the table has it whole."""
    return textwrap.shorten(text, letters, placeholder="…")


Picture: TypeAlias = alt.LayerChart | alt.FacetChart
# What a row of a picture is: a heading in bold, a note, or a mark with a value and its label.
HEADING, NOTE, MARK = "heading", "note", "mark"


def bars(rows: pd.DataFrame, axis: str, colours: Mapping[str, str], top: float | None = None) -> Picture:
    """Draw rows one under another: headings, notes, and bars from zero with their labels at the end.

    rows: `kind` (heading, note, mark), `text`; for a mark also `value`, `low`, `high` (or none) and `group`, a colour's name.
    top: where the axis ends, for panels that are to be compared.
    """
    marks, y = _placed(rows, least=0)
    scale = alt.Scale(domainMin=0, domainMax=top) if top is not None else alt.Scale()
    bar = (
        alt.Chart(marks)
        .mark_bar(size=18)
        .encode(
            x=alt.X("value:Q", title=axis, axis=alt.Axis(tickCount=5), scale=scale),
            y=y,
            color=alt.Color(
                "group:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values()))
            ),
        )
    )
    return alt.layer(bar, *_intervals(marks, y), _labels(marks, y), *_words(rows, y)).properties(
        width=WIDTH, height=alt.Step(24)
    )


def points(rows: pd.DataFrame, axis: str, zero: float | None) -> Picture:
    """Draw rows one under another with a point for each mark, its interval, and a dashed line at `zero`, no difference, if any."""
    marks, y = _placed(rows, least=-math.inf)
    x = alt.X("value:Q", title=axis, axis=alt.Axis(tickCount=5))
    line = (
        alt.Chart(pd.DataFrame({"x": [zero]}))
        .mark_rule(strokeDash=[4, 4], color=DARK_GREY)
        .encode(x=alt.X("x:Q", title=axis))
    )
    point = alt.Chart(marks).mark_point(filled=True, size=130, opacity=1, color=CATEGORICAL[0]).encode(x=x, y=y)
    lines = () if zero is None else (line,)
    return alt.layer(*lines, *_intervals(marks, y), point, _labels(marks, y), *_words(rows, y)).properties(
        width=WIDTH, height=alt.Step(24)
    )


def _placed(rows: pd.DataFrame, least: float) -> tuple[pd.DataFrame, alt.Y]:
    """Give the marks with the row that each stands on and where its label begins, and the axis of rows."""
    marks = rows.assign(row=range(len(rows))).query("kind == @MARK")
    ends = marks[["value", "high"]].astype(float).max(axis=1).clip(lower=least)
    y = alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(domain=list(range(len(rows)))))
    return marks.assign(end=ends), y


def _words(rows: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    placed = rows.assign(row=range(len(rows)))[["row", "kind", "text"]]
    parts = (("bold", placed.query("kind == @HEADING")), ("normal", placed.query("kind == @NOTE")))
    return [
        alt.Chart(part).mark_text(align="left", fontWeight=weight).encode(x=alt.value(0), y=y, text="text:N")  # type: ignore[arg-type]
        for weight, part in parts
        if len(part)
    ]


def _labels(marks: pd.DataFrame, y: alt.Y) -> alt.Chart:
    drawn: alt.Chart = alt.Chart(marks).mark_text(align="left", dx=10).encode(x="end:Q", y=y, text="text:N")
    return drawn


def _intervals(marks: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """Draw each interval in ink on a white edge, so that it is seen on a bar too."""
    known = marks.dropna(subset=["low", "high"])
    lines = ((7, "#ffffff"), (3, _INK)) if len(known) else ()
    return [
        alt.Chart(known).mark_rule(strokeWidth=width, color=colour).encode(x="low:Q", x2="high:Q", y=y)
        for width, colour in lines
    ]


def stacked(panels: Sequence[Picture]) -> alt.TopLevelMixin:
    """Set panels under one another, each with its own axis."""
    return panels[0] if len(panels) == 1 else alt.vconcat(*panels, spacing=24)
