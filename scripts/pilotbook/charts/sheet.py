"""A record's chart as a picture that stands alone, such as on a slide: words wrapped, everything in its place in pixels."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pilotbook.charts import palette
from pilotbook.charts.panels import BAR_LINE, BAR_WIDE, Axis, Bar, Column, Dots, Harvest, Mark, Marks, Panel, Study

WIDTH, _EDGE = 640, 16
# Names stand in a column on the left. Letters on a line of it, of the whole, and of the title; pixels of a line and a letter.
_BESIDE, _NAMES, _LETTERS, _TITLE_LETTERS = 256, 35, 88, 64
_LINE, _LETTER, _TITLE = 19, 7.4, 18
_BAR, _SPAN, _STEP, _NUMBER = 18, 8, 18, 26
COLOURS = {
    "before": palette.MID_BLUE,
    "pilot": palette.BLUE,
    "comparison-before": palette.BURGUNDY,
    "comparison": palette.ORANGE,
    "planned": palette.MID_BLUE,
    "actual": palette.BLUE,
    "claimed": palette.ORANGE,
    "time": palette.BLUE,
    "for": palette.BLUE,
    "conditions": palette.TEAL,
    "against": palette.ORANGE,
}
# XML has no way to write these, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Text:
    """A line of words: where its baseline begins, how large and heavy it is, and which of its ends stands there."""

    x: float
    y: float
    words: str
    size: int = palette.TYPE
    weight: str = "normal"
    anchor: str = "start"
    colour: str = palette.INK


@dataclass(frozen=True)
class Outline:
    """A filled outline, or a line where `stroke` is more than 0."""

    path: str
    colour: str
    stroke: int = 0
    dashes: str = "none"


@dataclass(frozen=True)
class Block:
    """A part that reaches across the picture: how high it is, and what is drawn in it from its upper left corner."""

    height: float
    texts: tuple[Text, ...] = ()
    outlines: tuple[Outline, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A whole picture: its size with an edge all round, the type of its words, and its parts with the top of each."""

    width: int
    height: float
    edge: int
    font: str
    blocks: tuple[tuple[float, Block], ...]


def sheet(said: tuple[str, str, str], panels: Sequence[Panel], room: int) -> Sheet:
    """Lay out a picture.

    said: title, subtitle and source. room: letters of the longest value.
    """
    title, subtitle, source = said
    plot = WIDTH - _BESIDE - room * _LETTER - 10
    parts = [
        _words(title, letters=_TITLE_LETTERS, size=_TITLE, weight="bold"),
        _words(subtitle, colour=palette.DARK_GREY),
        *(part for one in panels for part in _blocks(one, plot)),
        Block(8),
        _words(f"Source: {source}.", colour=palette.DARK_GREY),
    ]
    *tops, end = (round(top, 1) for top in accumulate((part.height for part in parts), initial=0.0))
    seen = ((top, part) for top, part in zip(tops, parts, strict=True) if part.texts or part.outlines)
    return Sheet(WIDTH + 2 * _EDGE, end + 2 * _EDGE, -_EDGE, palette.FONT, tuple(seen))


def heading(title: str, below: Sequence[str]) -> Block:
    """Lay out what is set above a picture that stands alone: its title, and the lines below."""
    parts = [
        _words(title, letters=_TITLE_LETTERS, size=_TITLE, weight="bold"),
        *(_words(words, colour=palette.DARK_GREY) for words in below),
    ]
    *tops, end = accumulate((part.height for part in parts), initial=0.0)
    texts = (
        replace(text, y=round(top + text.y, 1)) for top, part in zip(tops, parts, strict=True) for text in part.texts
    )
    return Block(end, tuple(texts))


def _blocks(panel: Panel, plot: float) -> Iterator[Block]:
    if isinstance(panel, Harvest):
        return _harvest(panel)
    return _dots(panel) if isinstance(panel, Dots) else _marks(panel, plot)


def writable(words: str) -> str:
    """Give words with what no SVG can hold replaced."""
    return _UNWRITABLE.sub("\ufffd", words)


def _wrapped(words: str, letters: int) -> list[str]:
    # Where no mark has a value in words, nothing is to be wrapped and there is no room for it.
    return textwrap.wrap(writable(words), max(letters, 1))


def _words(
    words: str, *, letters: int = _LETTERS, size: int = palette.TYPE, weight: str = "normal", colour: str = palette.INK
) -> Block:
    step = _LINE * size / palette.TYPE
    lines = _wrapped(words, letters)
    texts = (
        Text(0, round((index + 0.75) * step, 1), line, size, weight, colour=colour) for index, line in enumerate(lines)
    )
    return Block(round(len(lines) * step, 1) + 4, tuple(texts))


def _marks(panel: Marks, plot: float) -> Iterator[Block]:
    yield Block(12)
    if panel.is_claimed:
        yield Block(10, outlines=(Outline(f"M0 0H{WIDTH}", palette.LINE, 2, "6 4"),))
    if panel.heading:
        yield _words(panel.heading, weight="bold")
    for group in panel.groups:
        if group.heading:
            yield Block(6)
            yield _words(group.heading, weight="bold")
        yield from (_row(mark, panel, plot) for mark in group.marks)
        if group.note:
            yield _words(group.note, colour=palette.DARK_GREY)
    yield Block(4)
    yield _axis(panel.axis, plot)
    if panel.note:
        yield _words(panel.note, colour=palette.DARK_GREY)


def _row(mark: Mark, panel: Marks, plot: float) -> Block:
    """Draw a name with its note, its mark, and its value right of it."""
    names = [(line, palette.INK) for line in _wrapped(mark.name, _NAMES)]
    names += [(line, palette.DARK_GREY) for line in _wrapped(mark.note, _NAMES)]
    told = _wrapped(mark.told, panel.room)
    height = max(len(names) * _LINE, len(told) * _LINE, _BAR) + 10
    right = _BESIDE + mark.last * plot / 100 + 8
    texts = [
        Text(0, y, line, colour=colour) for y, (line, colour) in zip(_middle(len(names), height), names, strict=True)
    ]
    texts += [Text(right, y, line, weight="bold") for y, line in zip(_middle(len(told), height), told, strict=True)]
    return Block(height, tuple(texts), tuple(_outlines(mark, panel.zero, plot, height)))


def _middle(lines: int, height: float) -> list[float]:
    """Give the baselines of so many lines in the middle of a height."""
    return [round((height - lines * _LINE) / 2 + (index + 0.75) * _LINE, 1) for index in range(lines)]


def _outlines(mark: Mark, zero: float, plot: float, height: float) -> Iterator[Outline]:
    """Draw a mark from zero, or from its start to its end, and its interval in ink on a white edge."""

    def x(at: float) -> float:
        return round(_BESIDE + at * plot / 100, 1)

    middle, colour = height / 2, COLOURS[mark.kind]
    if mark.shape == "estimate":
        yield Outline(f"M{x(zero)} 0v{height}", palette.DARK_GREY, 1, "4 4")
    disc = Outline(f"M{x(mark.start) - 6} {middle}a6 6 0 1 1 12 0a6 6 0 1 1 -12 0z", colour)
    if mark.shape == "point":
        yield disc
    elif mark.shape != "estimate":
        high = _BAR if mark.shape == "bar" else _SPAN
        yield Outline(f"M{x(mark.left)} {middle - high / 2}H{x(mark.left + mark.wide)}v{high}H{x(mark.left)}z", colour)
    if mark.shape == "bar":
        yield Outline(f"M{x(zero)} 0v{height}", palette.LINE, 1)
    if mark.low is not None and mark.high is not None:
        along = f"M{x(mark.low)} {middle}H{x(mark.high)}"
        yield from (Outline(along, palette.WHITE, 7), Outline(along, palette.INK, 3))
    if mark.shape == "estimate":
        yield disc


def _axis(axis: Axis, plot: float) -> Block:
    xs = [round(_BESIDE + tick.at * plot / 100, 1) for tick in axis.ticks]
    texts = [Text(x, 22, tick.told, anchor="middle") for x, tick in zip(xs, axis.ticks, strict=True)]
    unit = [Text(_BESIDE - 24, 22, axis.unit, anchor="end", colour=palette.DARK_GREY)] if axis.unit else []
    lines = [f"M{_BESIDE} 0H{round(_BESIDE + plot, 1)}", *(f"M{x} 0v5" for x in xs)]
    return Block(30, (*texts, *unit), tuple(Outline(line, palette.LINE, 1) for line in lines))


def _dots(panel: Dots) -> Iterator[Block]:
    """Draw a column a side and a row a kind, a dot for each entry with their number behind them."""
    wide = (WIDTH - _BESIDE) / len(panel.columns)
    lefts = [_BESIDE + index * wide for index in range(len(panel.columns))]
    heads = (Text(left, 14, column.name, weight="bold") for left, column in zip(lefts, panel.columns, strict=True))
    yield Block(12)
    yield Block(26, tuple(heads))
    most = int((wide - _NUMBER) / _STEP)
    for name, counts in panel.rows:
        names, lines = _wrapped(name, _NAMES), -(-max(count for _, count in counts) // most)
        height = max(len(names), lines) * _LINE + 10
        texts = [Text(0, y, line) for y, line in zip(_middle(len(names), height), names, strict=True)]
        cells = [_cell(*cell, left, most, height) for left, cell in zip(lefts, counts, strict=True)]
        numbers = (number for number, _ in cells)
        yield Block(height, (*texts, *numbers), tuple(outline for _, outlines in cells for outline in outlines))


def _cell(column: Column, count: int, left: float, most: int, height: float) -> tuple[Text, list[Outline]]:
    """Draw dots in lines of `most`, and write their number right of the last line."""
    full, rest = divmod(max(count - 1, 0), most)
    top = (height - (full + 1) * _LINE) / 2 + 2
    places = [(left + index % most * _STEP, top + index // most * _LINE) for index in range(count)]
    end = left + ((rest + 1) * _STEP + 4 if count else 0)
    number = Text(round(end, 1), round(top + full * _LINE + 0.6 * _LINE + 1, 1), str(count), weight="bold")
    return number, [Outline(f"M{x:g} {y:g}{column.shape}", COLOURS[column.kind]) for x, y in places]


def _harvest(panel: Harvest) -> Iterator[Block]:
    """Draw a column a finding and a row a name, a bar for each outcome; a cell goes on in lines under one another."""
    wide = (WIDTH - _BESIDE) / len(panel.columns)
    lefts = [_BESIDE + index * wide for index in range(len(panel.columns))]
    heads = [(left, _wrapped(column, int(wide / _LETTER))) for left, column in zip(lefts, panel.columns, strict=True)]
    yield Block(12)
    texts = (Text(left, 14 + n * _LINE, line, weight="bold") for left, lines in heads for n, line in enumerate(lines))
    yield Block(max(len(lines) for _, lines in heads) * _LINE + 8, tuple(texts))
    for name, cells in panel.rows:
        placed = [
            (left + x, line, bar)
            for left, studies in zip(lefts, cells, strict=True)
            for x, line, bar in _bars(studies, wide - 10)
        ]
        names = _wrapped(name, _NAMES)
        height = max(len(names) * _LINE, (max((line for _, line, _ in placed), default=0) + 1) * BAR_LINE) + 10
        words = (Text(0, y, line) for y, line in zip(_middle(len(names), height), names, strict=True))
        outlines = [outline for x, line, bar in placed for outline in _bar(x, line * BAR_LINE + 5, bar)]
        yield Block(height, tuple(words), (Outline(f"M0 0H{WIDTH}", palette.LINE, 1), *outlines))


def _bars(studies: Sequence[Study], wide: float) -> Iterator[tuple[float, int, Bar]]:
    """Place bars beside one another, those of one case touching: (x, number of the line, bar)."""
    x, line = 0.0, 0
    for study in studies:
        for bar in study.bars:
            if x + BAR_WIDE > wide:
                x, line = 0.0, line + 1
            yield round(x, 1), line, bar
            x += BAR_WIDE
        x += BAR_WIDE


def _bar(x: float, top: float, bar: Bar) -> Iterator[Outline]:
    """Draw a bar, hollow where its score is low, and the dot of a main outcome."""
    at = top + bar.top
    box = f"M{x + 0.5:g} {at:g}h{BAR_WIDE - 1}v{bar.high}h{1 - BAR_WIDE}z"
    yield Outline(box, palette.BLUE) if bar.is_filled else Outline(box, palette.BLUE, 1)
    if bar.is_main:
        yield Outline(f"M{x + BAR_WIDE / 2 - 2:g} {at - 4:g}a2 2 0 1 1 4 0a2 2 0 1 1 -4 0z", palette.INK)
