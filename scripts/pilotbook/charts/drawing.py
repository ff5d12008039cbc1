"""How every chart looks, how its picture becomes bytes, and the rows that charts of single records share."""

import json
import re
import textwrap
from collections.abc import Mapping
from functools import lru_cache

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
WIDTH = 400
# About as many letters of 14 pixels as stand beside one another in the width of a page.
_LETTERS = 88


def svg(picture: alt.TopLevelMixin) -> str:
    """Draw a picture as SVG, the same text each time."""
    return _svg(_spec(picture))


def png(picture: alt.TopLevelMixin) -> bytes:
    """Draw a picture as PNG at twice its size, so that it is sharp on a slide."""
    return _png(_spec(picture))


# Equal specifications are equal pictures; drawing one takes a hundred times as long as finding it.
@lru_cache(maxsize=1024)
def _svg(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec))


@lru_cache(maxsize=1024)
def _png(spec: str) -> bytes:
    return bytes(vl_convert.vegalite_to_png(spec, scale=2))


def _spec(picture: alt.TopLevelMixin) -> str:
    return json.dumps(_themed(picture).to_dict())


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


def with_words(picture: alt.TopLevelMixin, title: str, below: tuple[str, ...]) -> alt.TopLevelMixin:
    """Set title, subtitle and source into a picture that will stand alone, such as on a slide."""
    lines = [line for text in below for line in textwrap.wrap(text, _LETTERS)]
    set_in = alt.Title(
        textwrap.wrap(title, 70),
        subtitle=lines,
        anchor="start",
        fontSize=18,
        subtitleFontSize=14,
        subtitlePadding=6,
        offset=18,
        color="#1a2024",
        subtitleColor="#1a2024",
    )
    titled: alt.TopLevelMixin = picture.properties(title=set_in)  # type: ignore[attr-defined]
    return titled


def one_name(drawn: str, name: str) -> str:
    """Give an SVG without names inside, its ids made the chart's own: ids inside an SVG are the page's ids too."""
    bare = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", drawn)
    return re.sub(r'\b(id="|url\(#|href="#)(?=clip|gradient)', rf"\g<1>{name}-", bare)


def cut(text: str, letters: int = _LETTERS) -> str:
    """Shorten a text to what fits on a line of a picture; the table has it whole."""
    return textwrap.shorten(text, letters, placeholder="…")


# What a row of a picture is: a heading in bold, a note, or a mark with a value and its label.
HEADING, NOTE, MARK = "heading", "note", "mark"


def bars(rows: pd.DataFrame, axis: str, colours: Mapping[str, str]) -> alt.LayerChart:
    """Draw rows one under another: headings, notes, and bars from zero with their labels at the end.

    rows: `kind` (heading, note, mark), `text`; for a mark also `value`, `low`, `high` (or none) and `group`, a colour's name.
    """
    marks, y = _placed(rows)
    bar = (
        alt.Chart(marks)
        .mark_bar(size=18)
        .encode(
            x=alt.X("value:Q", title=axis, axis=alt.Axis(tickCount=5)),
            y=y,
            color=alt.Color(
                "group:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values()))
            ),
        )
    )
    return alt.layer(bar, *_intervals(marks, y), _labels(marks, y), *_words(rows, y)).properties(
        width=WIDTH, height=alt.Step(24)
    )


def points(rows: pd.DataFrame, axis: str, zero: float) -> alt.LayerChart:
    """Draw rows one under another with a point for each mark, its interval, and a dashed line at no difference."""
    marks, y = _placed(rows)
    x = alt.X("value:Q", title=axis, axis=alt.Axis(tickCount=5))
    line = (
        alt.Chart(pd.DataFrame({"x": [zero]}))
        .mark_rule(strokeDash=[4, 4], color=DARK_GREY)
        .encode(x=alt.X("x:Q", title=axis))
    )
    point = alt.Chart(marks).mark_point(filled=True, size=130, opacity=1, color=CATEGORICAL[0]).encode(x=x, y=y)
    return alt.layer(line, *_intervals(marks, y), point, _labels(marks, y), *_words(rows, y)).properties(
        width=WIDTH, height=alt.Step(24)
    )


def _placed(rows: pd.DataFrame) -> tuple[pd.DataFrame, alt.Y]:
    """Give the marks with the row that each stands on, and the axis of rows."""
    marks = rows.assign(row=range(len(rows))).query("kind == @MARK")
    ends = marks[["value", "high"]].astype(float).max(axis=1).clip(lower=0)
    y = alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(domain=list(range(len(rows)))))
    return marks.assign(end=ends), y


def _words(rows: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    placed = rows.assign(row=range(len(rows)))
    return [
        alt.Chart(placed.query("kind == @kind")[["row", "text"]])
        .mark_text(align="left", fontWeight=weight)
        .encode(x=alt.value(0), y=y, text="text:N")
        for kind, weight in ((HEADING, "bold"), (NOTE, "normal"))
        if (placed["kind"] == kind).any()
    ]


def _labels(marks: pd.DataFrame, y: alt.Y) -> alt.Chart:
    return alt.Chart(marks).mark_text(align="left", dx=10).encode(x="end:Q", y=y, text="text:N")


def _intervals(marks: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    known = marks.dropna(subset=["low", "high"])
    drawn = alt.Chart(known).mark_rule(strokeWidth=3, color="#1a2024").encode(x="low:Q", x2="high:Q", y=y)
    return [drawn] if len(known) else []
