"""One look for every chart that Altair draws, registered as its theme, and the room that a picture has."""

from dataclasses import dataclass
from typing import Any

import altair as alt

from pilotbook.charts.palette import CATEGORICAL, FONT, GRID, INK, LINE, SEQUENTIAL, TYPE, WHITE


@dataclass(frozen=True)
class Room:
    """How much room a picture has, in pixels and in letters of the usual type.

    width: of the whole. plot: of the part with the marks, where their labels stand right of it. label: letters of a label
    beside its mark; a longer one stands above it. letters: on a line across the whole. beside: pixels for names left of
    columns, and `names` their letters on a line; where there are none, names stand above.
    """

    width: int
    plot: int
    label: int
    letters: int
    beside: int = 0
    names: int = 0


# A page shows some 650 pixels at full size, a phone 340. Letters differ in width, so fewer are counted on than would fit.
PAGE = Room(width=640, plot=290, label=54, letters=84, beside=264, names=36)
PHONE = Room(width=330, plot=270, label=7, letters=42)
NAME = "pilotbook"


@alt.theme.register(NAME, enable=True)
def look() -> alt.theme.ThemeConfig:
    """Give type, colours and lines as Altair takes them."""
    axis: Any = {**_words(), "gridColor": GRID, "domainColor": LINE, "tickColor": LINE}
    legend: Any = {**_words(), "orient": "top"}
    sizes = {"fontSize": 18, "subtitleFontSize": TYPE, "subtitlePadding": 6}
    title: Any = {"anchor": "start", "offset": 18, "color": INK, "subtitleColor": INK, **sizes}
    return {
        "config": {
            "font": FONT,
            "background": WHITE,
            "axis": axis,
            "view": {"stroke": None},
            "legend": legend,
            "range": {"category": list(CATEGORICAL), "ordinal": list(SEQUENTIAL)},
            "text": {"fontSize": TYPE, "color": INK},
            "title": title,
        }
    }


def _words() -> dict[str, Any]:
    sizes = {"labelFontSize": TYPE, "titleFontSize": TYPE, "titleFontWeight": "normal", "labelLimit": 420}
    return {"labelColor": INK, "titleColor": INK, **sizes}
