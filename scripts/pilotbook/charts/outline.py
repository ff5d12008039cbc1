"""The ground of the map of places: the coast, where each place stands, and the projection from degrees to the picture."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby, pairwise

# One unit is one pixel of a phone 390 pixels wide, so sizes here are sizes under a thumb.
WIDTH, HEIGHT = 352, 432
# The transverse Mercator projection of a sphere, as British maps use it: 2 degrees west is straight up.
_UNITS, _MERIDIAN, _NORTH = 4150, math.radians(-2), math.radians(55.86)
_LEFT = 178
# West, south, east, north, as scripts/vendor_outline.py cuts it.
_FRAME = (-5.8, 49.8, 1.9, 56.1)

Point = tuple[float, float]


def _vendored(name: str) -> str:
    # Like the templates, these files are part of the package, so reading them is no reading of the project.
    return files("pilotbook").joinpath("places", name).read_text(encoding="utf-8")


@cache
def outline() -> Sequence[Sequence[Point]]:
    """Give the coast of Great Britain as far north as England goes: closed rings of longitude and latitude."""
    return tuple(tuple((lon, lat) for lon, lat in ring) for ring in json.loads(_vendored("outline.json")))


@cache
def positions() -> Mapping[str, Point]:
    """Give longitude and latitude of each place that the source of positions holds, by code."""
    return {code: (entry["lon"], entry["lat"]) for code, entry in json.loads(_vendored("points.json")).items()}


def is_inside(degrees: Point) -> bool:
    """Say whether a longitude and latitude lie on the picture: Northern Ireland and most of Scotland do not."""
    west, south, east, north = _FRAME
    return west < degrees[0] < east and south < degrees[1] < north


def projected(degrees: Point) -> Point:
    """Give where a longitude and latitude stand in the picture, from its upper left corner."""
    east, north = math.radians(degrees[0]) - _MERIDIAN, math.radians(degrees[1])
    x = math.atanh(math.cos(north) * math.sin(east))
    y = math.atan2(math.tan(north), math.cos(east))
    return _LEFT + _UNITS * x, _UNITS * (_NORTH - y)


@cache
def land(digits: int) -> str:
    """Give the coast as the path of an SVG, with so many digits after the point; fewer make a smaller file."""
    return "".join(_path([projected(point) for point in ring], digits) for ring in outline())


def _path(ring: Sequence[Point], digits: int) -> str:
    """Write a ring as steps from point to point, which are shorter than places, leaving out steps of nothing."""
    scale = 10**digits
    grid = [(round(x * scale), round(y * scale)) for x, y in ring]
    kept = [point for point, _ in groupby(grid)]
    if len(kept) < 3:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept)]
    pairs = " ".join(f"{x / scale:g} {y / scale:g}" for x, y in steps)
    return f"M{kept[0][0] / scale:g} {kept[0][1] / scale:g}l{pairs}z"
