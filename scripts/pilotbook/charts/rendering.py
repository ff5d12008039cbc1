"""How a picture becomes bytes: SVG and PNG, the same each time, and a specification that is safe inside a page."""

import json
import re
import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache
from html import escape

import altair as alt
import vl_convert

from pilotbook.charts import palette, sheet, theme

# How far words above a picture stand from its edge, which Vega-Lite leaves around the picture too.
_EDGE = 5


def svg(picture: alt.TopLevelMixin) -> str:
    """Draw a picture as SVG, the same text each time."""
    return _svg(_spec(picture))


# The element that holds a drawing, with its size.
_WHOLE = re.compile(r'(<svg (?:[^<>"]|"[^"]*")*?)width="(\d+)" height="(\d+)" viewBox="[^"]*">')


def titled(drawn: str, title: str, below: Sequence[str]) -> str:
    """Give a drawing with its title and lines of words above it, since it will stand alone, such as on a slide.

    The picture of the page is set in as it was drawn: to draw one a second time takes up to a second.
    """
    begins = _WHOLE.match(drawn)
    if begins is None:
        raise ValueError("a drawing begins with its size")
    above = sheet.heading(title, below)
    top = round(above.height) + 2 * _EDGE
    # Words are wrapped to the width of a sheet.
    width, height = max(int(begins[2]), sheet.WIDTH + 2 * _EDGE), int(begins[3]) + top
    words = "".join(
        f'<text x="{_EDGE}" y="{text.y + _EDGE:g}" font-family="{escape(palette.FONT)}" font-size="{text.size}px" '
        f'font-weight="{text.weight}" fill="{text.colour}">{escape(text.words)}</text>'
        for text in above.texts
    )
    return (
        f'{begins[1]}width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="{palette.WHITE}"/>{words}'
        f'<g transform="translate(0,{top})">{drawn[begins.end() :].removesuffix("</svg>")}</g></svg>'
    )


# Equal specifications are equal pictures, and drawing one takes a tenth of a second.
@lru_cache(maxsize=1024)
def _svg(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec))


def png(drawn: str) -> bytes:
    """Turn an SVG into a PNG at twice its size, so that it is sharp on a slide: the same bytes each time.

    Type comes with the converter, not from the machine.
    """
    return _packed(bytes(vl_convert.svg_to_png(drawn, scale=2)))


def _packed(image: bytes) -> bytes:
    """Pack a PNG again: the converter packs for speed, which leaves a picture four times as large as it need be."""
    # Eight bytes that say "PNG"; then parts, each its length, four letters for its kind, its data and a checksum: 12 and the data.
    parts, start = [], 8
    while start < len(image):
        size = struct.unpack(">I", image[start : start + 4])[0]
        parts.append((image[start + 4 : start + 8], image[start + 8 : start + 8 + size]))
        start += 12 + size
    # The points may be cut into several parts; unpacked together and packed as one they are the same points.
    points = zlib.compress(zlib.decompress(b"".join(data for kind, data in parts if kind == b"IDAT")), 6)
    head = [part for part in parts if part[0] not in (b"IDAT", b"IEND")]
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (*head, (b"IDAT", points), (b"IEND", b""))
    )
    return image[:8] + b"".join(written)


def _spec(picture: alt.TopLevelMixin) -> str:
    # Parts are checked when they are put together; checking the whole again would take as long as drawing it.
    with alt.theme.enable(theme.NAME):
        return json.dumps(picture.to_dict(validate=False))


def spec(picture: alt.TopLevelMixin) -> str:
    """Give the specification of a picture for exploring, as JSON that is safe inside a page; each mark tells its data."""
    whole = json.loads(_spec(picture))
    whole.setdefault("config", {}).setdefault("mark", {})["tooltip"] = {"content": "data"}
    # "</script>" in a title would end the script that holds it.
    return json.dumps(whole, sort_keys=True).replace("<", "\\u003c")


# The beginning of an element. Words of records stand between elements, where they may look like any of what is changed in one.
_OPENING = re.compile(r'<[a-zA-Z](?:[^<>"]|"[^"]*")*>')
# role="img" aria-roledescription="rule mark": the figure around a chart names it once, and a screen reader skips the marks.
_NAMING = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
# id="clip0", url(#clip0) and href="#gradient_1": drawings number these from 0, and a page has several drawings.
_NUMBERED = re.compile(r'\b(id="|url\(#|href="#)(?=clip|gradient)')


def one_name(drawn: str, name: str) -> str:
    """Give an SVG without names inside, its ids made the chart's own: ids inside an SVG are the page's ids too."""
    return _OPENING.sub(lambda opening: _NUMBERED.sub(rf"\g<1>{name}-", _NAMING.sub("", opening[0])), drawn)
