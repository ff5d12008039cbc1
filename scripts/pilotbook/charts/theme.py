"""One look for every chart: the palette, the type and the room that a picture has, registered as Altair's theme."""

from dataclasses import dataclass
from typing import Any

import altair as alt

# The Government Analysis Function's palettes ("Data visualisation: colours in charts"), read 2026-11-21; a test holds
# them equal to those of its package afcharts.
CATEGORICAL = ("#12436D", "#28A197", "#801650", "#F46A25")
SEQUENTIAL = ("#092135", "#12436D", "#2073BC", "#6BACE6", "#ADD1F1")
BLUE, TEAL, BURGUNDY, ORANGE = CATEGORICAL
MIDNIGHT, _, MID_BLUE, PALE_BLUE, PALEST_BLUE = SEQUENTIAL
GREY, DARK_GREY = "#BFBFBF", "#3D3D3D"
INK, WHITE, GRID, LINE = "#1a2024", "#ffffff", "#e3e7e5", "#6f7c78"
# A list, because the converter draws no text at all when a single named font is not installed.
FONT = "Liberation Sans, Arial, sans-serif"
TYPE = 14


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
