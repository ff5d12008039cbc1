"""The colours of every chart, and the type and room that a picture has: plain values, so that they cost nothing to read."""

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
