"""The gap map as a picture: subjects by outcomes, with the number of cases and the strength of the best design."""

from collections.abc import Sequence
from functools import partial

import altair as alt
import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import Picture
from pilotbook.charts.counted import SCALES, Row, cells
from pilotbook.charts.palette import BLUE, DARK_GREY, GREY, MIDNIGHT, PALE_BLUE, PALEST_BLUE, WHITE
from pilotbook.charts.theme import Room

_SHAPES = ["circle", "square", "triangle-up", "diamond", "square"]
# Sizes of a column, a row and a mark: with names left of the rows, and with names above them.
_WIDE, _NARROW = (31, 36, 560), (27, 54, 420)
_COLOURS = [WHITE, GREY, PALEST_BLUE, PALE_BLUE, BLUE]


def gap_picture(book: Casebook) -> Chart | None:
    """Draw the gap map; None where no cell is known or sought."""
    return gap_picture_of(cells(book), [term.label for term in book.vocabulary.outcome_domains.values()])


def gap_picture_of(rows: Sequence[Row], domains: Sequence[str]) -> Chart | None:
    """Draw the gap map from its cells; outcomes stand as in `domains`."""
    frame = pd.DataFrame(rows, columns=["area", "domain", "cases", "scale"])
    if frame.empty:
        return None
    known = int((frame["cases"] > 0).sum())
    gaps = len(frame) - known
    return Chart(
        name="gap-map",
        title=f"{known} cells hold a finding in this book; {gaps} that matter hold none",
        subtitle="Policy areas by outcomes; the number is the cases with a finding, shape and shade the strongest design",
        sentence=f"{known} cells hold a finding in this book, and {gaps} that the work is meant to change hold none.",
        source="case records of this book; which cells matter is the editors' view",
        frame=frame.assign(known=known, gaps=gaps),
        labels={
            "area": "Policy area",
            "domain": "Outcome",
            "cases": "Cases with a finding",
            "scale": "Strongest design",
            "known": "Cells with a finding, in all",
            "gaps": "Gaps, in all",
        },
        draw=partial(_picture, frame, list(domains)),
    )


def _picture(frame: pd.DataFrame, domains: list[str], room: Room) -> Picture:
    """Draw a mark a cell, of its own shape and shade, with the number of cases in it; outcomes stand as in `domains`.

    Where subjects have no room on the left, each stands above its row.
    """
    is_wide = bool(room.names)
    across, down, size = _WIDE if is_wide else _NARROW
    low = 0 if is_wide else 9
    y = alt.Y("area:N", title=None, sort=None, axis=alt.Axis() if is_wide else None)
    x = alt.X("domain:N", title=None, sort=domains, axis=alt.Axis(orient="top", labelAngle=-90))
    base = alt.Chart(frame).encode(x=x, y=y)
    key = alt.Legend(title=None, columns=3 if is_wide else 2)
    marks = base.mark_point(filled=True, size=size, opacity=1, stroke=DARK_GREY, strokeWidth=1, yOffset=low).encode(
        shape=alt.Shape("scale:N", legend=key, scale=alt.Scale(domain=SCALES, range=_SHAPES)),
        color=alt.Color("scale:N", legend=key, scale=alt.Scale(domain=SCALES, range=_COLOURS)),
    )
    # Pale marks stay pale in the dark, so what is written on them has a colour of its own.
    numbers = [
        base.transform_filter(f"datum.cases > 0 && datum.scale == '{scale}'")
        .mark_text(fontWeight="bold", color=WHITE if scale == SCALES[4] else MIDNIGHT, dy=low)
        .encode(text="cases:Q")
        for scale in SCALES[1:]
    ]
    drawn: Picture = alt.layer(marks, *numbers, *([] if is_wide else [_names(frame, y)]))
    return drawn.properties(width=alt.Step(across), height=alt.Step(down))


def _names(frame: pd.DataFrame, y: alt.Y) -> alt.Chart:
    drawn: alt.Chart = (
        alt.Chart(frame[["area"]].drop_duplicates())
        .mark_text(align="left", fontWeight="bold", dy=-16)
        .encode(x=alt.value(0), y=y, text="area:N")
    )
    return drawn
