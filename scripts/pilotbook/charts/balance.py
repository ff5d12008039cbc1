"""The balance of a ledger as one small mark in a line of text: filled for, striped setting a condition, hollow against.

A block for each entry, so that one case does not look like eleven; where there are too many for that, shares of one bar.
"""

from functools import lru_cache

from markupsafe import Markup

from pilotbook.judgement.lesson_strength import Standing

WIDTH, HEIGHT = 96, 12
_GAP, _STRIPE, _BLOCK = 2, 4, 6.0
_MOST = int(WIDTH / (_BLOCK + _GAP))
# One entry against hundreds is still seen.
_LEAST = 8


def balance_mark(standing: Standing) -> Markup:
    """Draw how many entries are for, set conditions and are against; nothing where there are none.

    Told by texture, in the colour of the text around it, so it is right in the dark, in print and in forced colours.
    """
    return _drawn(standing.supporting, standing.qualifying, standing.contradicting)


# Most lessons have a few entries, and each stands in many lists.
@lru_cache(maxsize=10_000)
def _drawn(*counts: int) -> Markup:
    if not any(counts):
        return Markup("")
    widths = [[_BLOCK] * count for count in counts] if sum(counts) <= _MOST else _shares(counts)
    parts, left = [], 0.0
    for draw, wide in zip((_filled, _striped, _hollow), widths, strict=True):
        for width in wide:
            parts.append(draw(left, width))
            left += width + _GAP
    whole = f"{left - _GAP:g}"
    return Markup(
        '<svg class="balance-mark" role="img" aria-label="{} for, {} setting a condition, {} against" width="{}" height="{}" '
        'viewBox="0 0 {} {}">{}</svg>'
    ).format(*counts, whole, HEIGHT, whole, HEIGHT, Markup("").join(parts))


def _shares(counts: tuple[int, ...]) -> list[list[float]]:
    """Give the width of each side of a whole bar, in pixels; none for a side without entries."""
    sides = sum(map(bool, counts))
    room = WIDTH - _GAP * (sides - 1) - _LEAST * sides
    return [[_LEAST + room * count / sum(counts)] if count else [] for count in counts]


def _filled(left: float, width: float) -> Markup:
    return Markup('<rect x="{:.1f}" width="{:.1f}" height="{}" fill="currentColor"/>').format(left, width, HEIGHT)


def _striped(left: float, width: float) -> Markup:
    """Draw upright stripes: a pattern would need an id, and one mark may stand on a page many times."""
    stripes = "".join(f"M{left + at + 1:.1f} 0v{HEIGHT}" for at in range(0, int(width), _STRIPE))
    return Markup('<path d="{}" stroke="currentColor" stroke-width="2"/>').format(stripes)


def _hollow(left: float, width: float) -> Markup:
    return Markup(
        '<rect x="{:.1f}" y="1" width="{:.1f}" height="{}" fill="none" stroke="currentColor" stroke-width="2"/>'
    ).format(left + 1, width - 2, HEIGHT - 2)
