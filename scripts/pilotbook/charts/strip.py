"""Findings of one subject as a small strip: a place for each finding, worst first, so that rows of a table can be compared.

In each place the filled line counts findings that were fairly tested, the hollow line below it the others.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from pilotbook.judgement.verdict import WORST_FIRST

Counts = Sequence[tuple[str, int]]
# Pixels of a place, of the sign before its lines, and of the whole strip's height.
PLACE, SIGN, HEIGHT = 52, 13, 20
# One finding among a hundred is still seen.
_LEAST = 2.0
# The signs of badges, drawn in a square of 8 pixels: what points down, an equals sign, a diamond, what points up.
_SIGNS = {
    "worse": "M0 1h8l-4 7z",
    "no_clear_difference": "M0 1.5h8v2h-8zM0 5.5h8v2h-8z",
    "mixed": "M4 0l4 4l-4 4l-4-4z",
    "better": "M0 7.5h8l-4-7z",
}


def most_of(counted: Iterable[Counts]) -> int:
    """Give the largest count of any finding, to which all strips of a table are drawn; 1 where nothing is counted."""
    return max((number for counts in counted for _, number in counts), default=1)


def findings_strip(fair: Counts, rest: Counts, most: int) -> Markup:
    """Draw how many findings there are of each kind, those fairly tested over the others; `most` is as long as a place.

    Told by place, sign and texture in the colour of the text, so it is right in the dark, in print and in forced colours. It is
    hidden from those who listen: the counts stand beside it.
    """
    return Markup(
        '<svg class="findings-strip" aria-hidden="true" width="{}" height="{}" viewBox="0 0 {} {}">{}</svg>'
    ).format(PLACE * len(WORST_FIRST), HEIGHT, PLACE * len(WORST_FIRST), HEIGHT, _places(dict(fair), dict(rest), most))


def finding_sign(finding: str) -> Markup:
    """Draw the sign of a finding alone, for the key."""
    return Markup(
        '<svg class="findings-strip" aria-hidden="true" width="8" height="9"><path class="sign" d="{}"/></svg>'
    ).format(_SIGNS[finding])


def _places(fair: dict[str, int], rest: dict[str, int], most: int) -> Markup:
    drawn = Markup("")
    for at, finding in enumerate(WORST_FIRST):
        left = at * PLACE
        drawn += Markup('<path class="sign" transform="translate({} 6)" d="{}"/>').format(left, _SIGNS[finding])
        for kind, top, high, count in (("is-fair", 2, 7, fair.get(finding)), ("is-rest", 12.5, 5, rest.get(finding))):
            if count:
                drawn += Markup('<rect class="{}" x="{}" y="{}" width="{:.1f}" height="{}"/>').format(
                    kind, left + SIGN, top + 0.5 * (kind == "is-fair"), _long(count, most), high
                )
    return drawn


def _long(count: int, most: int) -> float:
    """Give how long the line of a count is, in pixels."""
    return max(_LEAST, (PLACE - SIGN - 5) * count / most)
