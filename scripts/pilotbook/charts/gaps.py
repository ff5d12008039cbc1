"""The gap map as a picture: subjects by outcomes, with the number of cases and the strength of the best design."""

import altair as alt
import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.gapmap import gap_map

_SCALES = ["gap", "no score", "scale 1 or 2", "scale 3", "scale 4 or 5"]
_SHAPES = ["circle", "square", "triangle-up", "diamond", "square"]
_COLOURS = ["#ffffff", "#BFBFBF", "#28A197", "#6BACE6", "#12436D"]


def cells(book: Casebook) -> pd.DataFrame:
    """Give one row a cell that is known or a gap: `area`, `domain` (labels), `cases`, `scale` (one of five words)."""
    rows = [
        {
            "area": book.vocabulary.policy_areas[area].label,
            "domain": book.vocabulary.outcome_domains[domain].label,
            "cases": len(cell.known),
            "scale": _scale(cell.best_sms, bool(cell.known)),
        }
        for (area, domain), cell in gap_map(book).items()
        if cell.known or cell.is_gap
    ]
    return pd.DataFrame(rows, columns=["area", "domain", "cases", "scale"])


def _scale(best_sms: int | None, is_known: bool) -> str:
    if not is_known:
        return _SCALES[0]
    if best_sms is None:
        return _SCALES[1]
    return _SCALES[2] if best_sms <= 2 else _SCALES[3] if best_sms == 3 else _SCALES[4]


def gap_picture(book: Casebook) -> Chart | None:
    """Draw the gap map; None where no cell is known or sought."""
    frame = cells(book)
    if frame.empty:
        return None
    known = int((frame["cases"] > 0).sum())
    gaps = len(frame) - known
    base = alt.Chart(frame).encode(
        x=alt.X("domain:N", title=None, sort=None, axis=alt.Axis(orient="top", labelAngle=-40)),
        y=alt.Y("area:N", title=None, sort=None),
    )
    marks = base.mark_point(filled=True, size=560, opacity=1, stroke="#3D3D3D", strokeWidth=1).encode(
        shape=alt.Shape("scale:N", title=None, scale=alt.Scale(domain=_SCALES, range=_SHAPES)),
        color=alt.Color("scale:N", title=None, scale=alt.Scale(domain=_SCALES, range=_COLOURS)),
    )
    numbers = (
        base.transform_filter("datum.cases > 0")
        .mark_text(fontWeight="bold")
        .encode(
            text="cases:Q",
            color=alt.condition(f"datum.scale == '{_SCALES[4]}'", alt.value("#ffffff"), alt.value("#1a2024")),
        )
    )
    return Chart(
        name="gap-map",
        title="Where findings stand, and where nobody has published one",
        subtitle="Policy areas by outcomes; the number is the cases with a finding, shape and shade the strongest design",
        sentence=f"{known} cells hold a published finding, and {gaps} that the work is meant to change hold none.",
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
        picture=alt.layer(marks, numbers).properties(width=alt.Step(44), height=alt.Step(36)),
    )
