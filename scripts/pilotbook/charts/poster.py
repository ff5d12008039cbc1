"""The picture that is shown where somebody shares the address of a page: what it is, its title, and its verdict."""

import re
import textwrap
from dataclasses import dataclass
from html import escape

from pilotbook.charts import rendering
from pilotbook.charts.palette import FONT, WHITE

# What sites that show shared pages ask for.
WIDTH, HEIGHT = 1200, 630
# The ground and soft words of the site's header, and its amber of focus.
_GROUND, _SOFT, _AMBER = "#0d3f4c", "#d3e6e8", "#f2b632"
_EDGE, _TOP = 72, 196
# Sizes of a title, each with the letters that fit on a line and the lines that fit above the verdict.
_SIZES = ((68, 28, 3), (56, 35, 4), (46, 42, 5))
_VERDICT, _VERDICT_LETTERS = 34, 62
# XML has no way to write these, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Poster:
    """What a shared page says of itself: its kind, its title, and how sure one can be, in two lines."""

    kind: str
    title: str
    verdict: tuple[str, ...]

    @property
    def words(self) -> str:
        """Give all that the poster says in one line, for those who cannot see it."""
        return f"{self.kind}: {self.title}. {'. '.join(self.verdict)}"


def poster_svg(poster: Poster, book: str) -> str:
    """Draw a poster of the book named `book` as SVG; whatever its words hold stays text."""
    size, lines = _title(poster.title)
    title = "".join(
        _text(line, _EDGE, _TOP + index * size * 1.2, size, WHITE, "bold") for index, line in enumerate(lines)
    )
    verdict = "".join(
        _text(line, _EDGE, 478 + index * 44, _VERDICT, _SOFT)
        for index, line in enumerate(line for told in poster.verdict for line in _cut(told, _VERDICT_LETTERS, 1))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_GROUND}"/><rect x="{_EDGE}" y="48" width="96" height="8" fill="{_AMBER}"/>'
        f"{_text(poster.kind, _EDGE, 108, 34, _SOFT)}{title}{verdict}"
        f'<path d="M{_EDGE} 546h{WIDTH - 2 * _EDGE}" stroke="{_SOFT}" stroke-width="2"/>'
        f"{_text(book, _EDGE, 594, 34, WHITE, 'bold')}</svg>"
    )


def poster_png(poster: Poster, book: str) -> bytes:
    """Draw a poster as PNG, the same bytes each time."""
    return rendering.rastered(poster_svg(poster, book))


def _title(title: str) -> tuple[int, list[str]]:
    """Give the largest size at which the title fits, and its lines."""
    for size, letters, most in _SIZES:
        lines = textwrap.wrap(title, letters)
        if len(lines) <= most:
            return size, lines
    size, letters, most = _SIZES[-1]
    return size, _cut(title, letters, most)


def _cut(text: str, letters: int, lines: int) -> list[str]:
    return textwrap.wrap(text, letters, max_lines=lines, placeholder="…")


def _text(text: str, x: float, y: float, size: int, colour: str, weight: str = "normal") -> str:
    said = escape(_UNWRITABLE.sub("\ufffd", text))
    family = f'font-family="{FONT}" font-size="{size}" font-weight="{weight}"'
    return f'<text x="{x}" y="{y:g}" {family} fill="{colour}">{said}</text>'
