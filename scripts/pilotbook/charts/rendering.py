"""How a picture becomes bytes: SVG and PNG, the same each time, and a specification that is safe inside a page."""

import json
import re
import struct
import textwrap
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert

from pilotbook.charts import theme

# Nothing here knows how wide a line is before it is drawn, so lines are cut by their count of letters.
# About as many letters of 14 pixels as stand beside one another in the width of a page, and of the larger title.
_LETTERS, _TITLE_LETTERS = 88, 70


@dataclass(frozen=True)
class Words:
    """What is set into a picture that will stand alone, such as on a slide: its title and the lines below."""

    title: str
    below: tuple[str, ...]

    def spec(self) -> dict[str, Any]:
        """Give the title as Vega-Lite takes it, wrapped to the width of a picture."""
        lines = [line for text in self.below for line in textwrap.wrap(text, _LETTERS)]
        return {"text": textwrap.wrap(self.title, _TITLE_LETTERS), "subtitle": lines}


def svg(picture: alt.TopLevelMixin, said: Words | None = None) -> str:
    """Draw a picture as SVG, the same text each time."""
    return _svg(_spec(picture, said))


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


def _spec(picture: alt.TopLevelMixin, said: Words | None) -> str:
    # Parts are checked when they are put together; checking the whole again would take as long as drawing it.
    title = {"title": said.spec()} if said else {}
    with alt.theme.enable(theme.NAME):
        return json.dumps({**picture.to_dict(validate=False), **title})


def spec(picture: alt.TopLevelMixin) -> str:
    """Give the specification of a picture for exploring, as JSON that is safe inside a page; each mark tells its data."""
    whole = json.loads(_spec(picture, None))
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
