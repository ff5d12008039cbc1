"""The balance of a ledger as one small mark in a line of text: filled for, striped with conditions, hollow against."""

from markupsafe import Markup

from pilotbook.standing import Standing

WIDTH, HEIGHT = 96, 12
_GAP, _STRIPE = 2, 4
# One entry against hundreds is still seen.
_LEAST = 8


def balance_mark(standing: Standing) -> Markup:
    """Draw how many entries are for, set conditions and are against, as shares of one bar; nothing where there are none.

    Told by texture, in the colour of the text around it, so it is right in the dark, in print and in forced colours.
    """
    counts = (standing.supporting, standing.qualifying, standing.contradicting)
    if not any(counts):
        return Markup("")
    sides = sum(map(bool, counts))
    room = WIDTH - _GAP * (sides - 1) - _LEAST * sides
    parts, left = [], 0.0
    for count, draw in zip(counts, (_filled, _striped, _hollow), strict=True):
        if count:
            width = _LEAST + room * count / sum(counts)
            parts.append(draw(left, width))
            left += width + _GAP
    return Markup(
        '<svg class="balance-mark" role="img" aria-label="{} for, {} with conditions, {} against" width="{}" height="{}" '
        'viewBox="0 0 {} {}">{}</svg>'
    ).format(*counts, WIDTH, HEIGHT, WIDTH, HEIGHT, Markup("").join(parts))


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
