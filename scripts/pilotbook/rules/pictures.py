"""Say why a picture could do more than be looked at: an SVG opened by itself is a page, and runs what stands in it."""

import re
import xml.etree.ElementTree as ET

# How files of each kind begin.
_BEGINS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
}
_RUNS = {"script", "foreignobject", "iframe", "handler", "animate", "animatemotion", "animatetransform", "set", "a"}
_OUTER = re.compile(r"@import|url\(\s*[\"']?(?!#)", re.IGNORECASE)


def unfit_picture(path: str, raw: bytes) -> str:
    """Say what is wrong with the bytes of a picture; '' where nothing is."""
    kind = path[path.rindex(".") :]
    if kind in _BEGINS:
        return "" if raw.startswith(_BEGINS[kind]) else f"this is no picture of the kind {kind}"
    try:
        text = raw.decode("utf-8")
        # Entities can hide anything and fill a computer; no drawing program needs them.
        if re.search(r"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet|\0", text, re.IGNORECASE):
            return "the picture declares a type or a style sheet of its own"
        tree = ET.fromstring(text)
    except (ET.ParseError, ValueError) as error:
        return f"the picture cannot be read: {error}"
    return next((told for element in tree.iter() if (told := _fault(element))), "")


def _fault(element: ET.Element) -> str:
    name = _bare(element.tag)
    if name in _RUNS:
        return f"the picture holds <{name}>, which can run or lead elsewhere"
    for attribute, value in element.attrib.items():
        if _bare(attribute).startswith("on"):
            return f"the picture holds a script in '{_bare(attribute)}'"
        if _bare(attribute) in ("href", "src") and not value.startswith("#"):
            return "the picture loads something else"
    if _OUTER.search(" ".join([*element.attrib.values(), element.text or "" if name == "style" else ""])):
        return "the picture loads something else"
    return ""


def _bare(name: object) -> str:
    """Give a name without its namespace, in small letters; '' for a comment or an instruction."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""
