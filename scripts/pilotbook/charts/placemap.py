"""The map of places as one inline picture: marks that are links, sized by their cases, on the outline of the land.

Colours are the style sheet's (`.place-map`), so the picture follows dark mode and forced colours. It loads nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotbook.charts import label_placement, outline
from pilotbook.charts.label_placement import Box, Disc, Name
from pilotbook.record import formatting
from pilotbook.record.vocabulary import Place
from pilotbook.views.councils import councils

# WCAG 2.2 (2.5.8): a target is 24 pixels wide, and one unit of the picture is a pixel on the narrowest phone we draw for.
TARGET = 24
# The radius of a mark for one case; a mark's area grows with its cases until the greatest would be too big.
_RADIUS, _GREATEST, _ROOM_FOR_NUMBER = 5.5, 20.0, 5.0
_TYPE = 12
# A point does not stand for an area.
_AREAS = frozenset({"nation", "region", "county", "combined authority", "group of boroughs"})
_SVG = Markup('<svg role="{}" viewBox="0 0 {} {}" {}>{}</svg>')


@dataclass(frozen=True)
class Mark:
    """A place on the map: its code and name, how many cases it has, the address of its page, and its longitude and latitude."""

    code: str
    label: str
    cases: int
    href: str
    at: outline.Point


@dataclass(frozen=True)
class PlaceMap:
    """The map: its picture, empty where no place has a position, and the names that it had no room for."""

    picture: Markup
    unnamed: tuple[str, ...] = ()


def position(code: str, place: Place) -> outline.Point | None:
    """Give where the mark of a place stands: its town, or the middle of its council's area; None where no point stands for it.

    A county, nation or group of councils has no mark, and what lies outside the outline has none.
    """
    if code in outline.positions():
        return outline.positions()[code]
    council = councils().get(place.code or "")
    at = council.at if council and place.kind not in _AREAS else None
    return at if at and outline.is_inside(at) else None


def place_map(marks: Sequence[Mark]) -> PlaceMap:
    """Draw the marks."""
    drawn = list(marks)
    if not drawn:
        return PlaceMap(Markup(""))
    homes = _discs(drawn)
    # A mark is pressed within its target, which is as wide as a thumb needs, so targets are what must not touch.
    targets = label_placement.apart([Disc(disc.x, disc.y, max(disc.radius, TARGET / 2)) for disc in homes])
    discs = [Disc(target.x, target.y, home.radius) for target, home in zip(targets, homes, strict=True)]
    shown = label_placement.names(
        [mark.label for mark in drawn], discs, _TYPE, Box(2, 2, outline.WIDTH - 2, outline.HEIGHT - 2)
    )
    parts = [
        Markup('<title id="place-map-title">Map of the places that have a mark</title>'),
        Markup('<desc id="place-map-about">{}</desc>').format(_about(drawn)),
        Markup('<path class="land" d="{}"/>').format(outline.land(1)),
        *(_leader(home, disc) for home, disc in zip(homes, discs, strict=True)),
        *(_link(mark, disc, name) for mark, disc, name in zip(drawn, discs, shown, strict=True)),
    ]
    named = Markup('aria-labelledby="place-map-title" aria-describedby="place-map-about"')
    picture = _SVG.format("group", outline.WIDTH, outline.HEIGHT, named, Markup("\n").join(filter(None, parts)))
    return PlaceMap(picture, tuple(mark.label for mark, name in zip(drawn, shown, strict=True) if name is None))


def locator(code: str, place: Place) -> Markup:
    """Draw where one place stands, small; nothing where it has no position."""
    at = position(code, place)
    if at is None:
        return Markup("")
    x, y = outline.projected(at)
    dot = Markup(
        '<circle class="halo" cx="{0:.0f}" cy="{1:.0f}" r="30"/><circle class="dot" cx="{0:.0f}" cy="{1:.0f}" r="12"/>'
    )
    inside = Markup('<path class="land" d="{}"/>{}').format(outline.land(0), dot.format(x, y))
    named = Markup('aria-label="Map: {}, {}"').format(place.label, place.region)
    return _SVG.format("img", outline.WIDTH, outline.HEIGHT, named, inside)


def _discs(marks: Sequence[Mark]) -> list[Disc]:
    """Give each mark where its place is, its area in proportion to its cases."""
    most = max(mark.cases for mark in marks)
    unit = min(_RADIUS, _GREATEST / math.sqrt(most))
    found = [(outline.projected(mark.at), unit * math.sqrt(mark.cases)) for mark in marks]
    return [Disc(round(x, 1), round(y, 1), round(radius, 2)) for (x, y), radius in found]


def _about(marks: Sequence[Mark]) -> str:
    most = max(mark.cases for mark in marks)
    names = formatting.listed(mark.label for mark in marks if mark.cases == most)
    return (
        f"{formatting.count(len(marks), 'place')} on an outline of England and Wales, each a link. "
        f"The most cases, {most:,}, are in {names}. The list holds the same places, regions and numbers."
    )


def _leader(home: Disc, disc: Disc) -> Markup:
    """Draw a line from a mark that was moved off its place to a point where the place is."""
    if math.dist((home.x, home.y), (disc.x, disc.y)) <= disc.radius:
        return Markup("")
    line = '<line class="leader" x1="{0}" y1="{1}" x2="{2}" y2="{3}"/><circle class="leader-end" cx="{0}" cy="{1}" r="1.8"/>'
    return Markup(line).format(home.x, home.y, disc.x, disc.y)


def _link(mark: Mark, disc: Disc, name: Name | None) -> Markup:
    """Draw a mark as a link: room for a thumb, the mark, its number of cases, and its name where there is room."""
    number = Markup('<text class="mark-number" x="{}" y="{:.1f}">{}</text>').format(disc.x, disc.y + 3.2, mark.cases)
    label = (
        Markup('<text class="mark-name" x="{}" y="{}" text-anchor="{}">{}</text>').format(
            name.x, name.y, name.anchor, mark.label
        )
        if name
        else ""
    )
    return Markup(
        '<a href="{}"><title>{}</title><circle class="target" cx="{}" cy="{}" r="{}"/>'
        '<circle class="dot" cx="{}" cy="{}" r="{}"/>{}{}</a>'
    ).format(
        mark.href, f"{mark.label}, {formatting.count(mark.cases, 'case')}",
        disc.x, disc.y, max(TARGET / 2, disc.radius), disc.x, disc.y, disc.radius,
        number if disc.radius >= _ROOM_FOR_NUMBER else "", label,
    )  # fmt: skip
