"""Find room on a map: move marks apart until each can be pressed, and set names where nothing else stands."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Point = tuple[float, float]

# The share of the way back to its place that a mark goes at each turn, and the number of turns.
_PULL, _TURNS = 0.04, 240
# Left free between two marks.
_GAP = 2.0
# The width of a letter, and how far type reaches above and below its baseline, as shares of its size.
_LETTER, _RISE, _FALL = 0.53, 0.74, 0.2


@dataclass(frozen=True)
class Disc:
    """A round mark: its middle and radius."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Box:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Say whether two rectangles share any room."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def meets_disc(self, disc: Disc) -> bool:
        """Say whether a round mark reaches into the rectangle."""
        near = (min(max(disc.x, self.left), self.right), min(max(disc.y, self.top), self.bottom))
        return math.dist(near, (disc.x, disc.y)) < disc.radius


@dataclass(frozen=True)
class Name:
    """Where a name is written: `anchor` is start, middle or end, as in SVG; `y` is its baseline."""

    x: float
    y: float
    anchor: str
    box: Box


def apart(discs: Sequence[Disc]) -> list[Disc]:
    """Move discs until no two touch, each as little away from where it belongs as the others let it be.

    The order of the marks and their places decide the outcome, so it is the same each time.
    """
    at = [(disc.x, disc.y) for disc in discs]
    for turn in range(_TURNS):
        # In the last quarter marks only give way, so that none is left too near another.
        pull = _PULL if turn < _TURNS * 3 / 4 else 0.0
        at = [(x + (d.x - x) * pull, y + (d.y - y) * pull) for (x, y), d in zip(at, discs, strict=True)]
        for one in range(len(at)):
            for other in range(one):
                # Each pair once a turn; a push may bring a third too near, which a later turn mends.
                need = discs[one].radius + discs[other].radius + _GAP
                at[other], at[one] = _pushed(at[other], at[one], need)
    return [Disc(round(x, 1), round(y, 1), disc.radius) for (x, y), disc in zip(at, discs, strict=True)]


def _pushed(one: Point, other: Point, need: float) -> tuple[Point, Point]:
    """Give two points, pushed as far apart as needed along the line between them; equal points go left and right."""
    gap = math.dist(one, other)
    if gap >= need:
        return one, other
    dx, dy = ((other[0] - one[0]) / gap, (other[1] - one[1]) / gap) if gap > 1e-6 else (1.0, 0.0)
    # A little more than half each, because places are rounded to a tenth at the end.
    half = (need - gap) / 2 + 0.05
    return (one[0] - dx * half, one[1] - dy * half), (other[0] + dx * half, other[1] + dy * half)


def names(labels: Sequence[str], discs: Sequence[Disc], size: float, frame: Box) -> list[Name | None]:
    """Give a place for each name beside its mark, or None where there is no room.

    Names with least choice go first. One that finds no room may send one other name to another place that is free.
    """
    choices = [
        [name for name in _around(label, disc, size) if _is_open(name.box, discs, frame)]
        for label, disc in zip(labels, discs, strict=True)
    ]
    found: dict[int, Name] = {}
    # A name that has one place left must have it before a name that has five takes it.
    for index in sorted(range(len(labels)), key=lambda n: (len(choices[n]), n)):
        free = _free(choices[index], found)
        if free:
            found[index] = free
    for index in (n for n in range(len(labels)) if n not in found):
        found = _with_one_moved(index, choices, found)
    return [found.get(index) for index in range(len(labels))]


def _is_open(box: Box, discs: Sequence[Disc], frame: Box) -> bool:
    inside = box.left >= frame.left and box.right <= frame.right and box.top >= frame.top and box.bottom <= frame.bottom
    return inside and not any(box.meets_disc(disc) for disc in discs)


def _free(choices: Sequence[Name], taken: Mapping[int, Name]) -> Name | None:
    """Give the first of some places that meets no name already set."""
    return next((name for name in choices if not any(name.box.meets(t.box) for t in taken.values())), None)


def _with_one_moved(index: int, choices: Sequence[Sequence[Name]], found: Mapping[int, Name]) -> dict[int, Name]:
    """Give the names with one more set, if that needs at most one other to go elsewhere; else as they were."""
    for name in choices[index]:
        met = [other for other, taken in found.items() if name.box.meets(taken.box)]
        rest = {other: taken for other, taken in found.items() if other not in met} | {index: name}
        if len(met) == 1 and (moved := _free(choices[met[0]], rest)):
            return {**rest, met[0]: moved}
    return dict(found)


def _around(label: str, disc: Disc, size: float) -> list[Name]:
    """Give the places round a mark where its name may stand, best first: beside it, over and under it, at its corners."""
    wide, gap, corner = len(label) * size * _LETTER, disc.radius + 2.5, disc.radius * 0.75 + 1.5
    middle, above, below = disc.y + size * 0.35, disc.y - disc.radius - 1.5, disc.y + disc.radius + 0.5 + size * _RISE
    # At a corner the name begins where the circle bends away, three quarters of its radius out.
    high, low = disc.y - corner, disc.y + corner + size * 0.6
    beside = [(disc.x + gap, middle, "start"), (disc.x - gap, middle, "end")]
    corners = [(disc.x + side * corner, y, anchor) for side, anchor in ((1, "start"), (-1, "end")) for y in (high, low)]
    # Over and under it a name may slide to either side as long as most of it touches the mark.
    slid = [
        (disc.x + share * wide, y, "middle") for share in (0, -0.1, 0.1, -0.2, 0.2, -0.3, 0.3) for y in (above, below)
    ]
    return [_named(x, y, anchor, wide, size) for x, y, anchor in (*beside, *slid[:2], *corners, *slid[2:])]


def _named(x: float, y: float, anchor: str, wide: float, size: float) -> Name:
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return Name(round(x, 1), round(y, 1), anchor, Box(left, y - size * _RISE, left + wide, y + size * _FALL))
