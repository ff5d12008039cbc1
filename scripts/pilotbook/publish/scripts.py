"""The scripts of the site as they are sent: without the blocks that tell an editor, and TypeScript, of which type a value is.

What a page loads for itself is one file, joined here from its parts: on a telephone each further file may cost a way there and
back, and those of a search were half a second of it.
"""

import re
from collections.abc import Sequence

from pilotbook.publish.code import PACKAGE, theme_digest

# Stands in the head of every page, and in no file.
_AHEAD = "ahead"
# What is no longer at the head of a file asks for nothing.
_STRICT = b'"use strict";\n'
# Lists of English words, and what stands where no page does: they are of no edition.
_OF_NONE = ("english-", "climb.")
_VEGA = b"%%VEGA%%"
# "/** … */" on lines of its own. Comments that begin with // say why, or whose work a file is, and stay.
_TYPES = re.compile(rb"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)

# What all others ask whether the page was made with them.
_EDITION = "edition"
# Each part stands after those that it uses. The engine by itself is for suggestions, which any page may want.
_ENGINE = ("levenshtein", "forms", "words", "slips", "narrow", "rank", "shelf", "lookup", "finder")
# What a form checks and writes, without the page that shows it.
FORM_RULES = (
    "formpatterns",
    "formprivate",
    "formcounts",
    "formrecord",
    "formasked",
    "formunits",
    "formwithin",
    "formrules",
    "formyaml",
)
JOINED = {
    "pilotbook": (_EDITION, "pilotbook"),
    "engine": _ENGINE,
    "search": (*_ENGINE, "dom", "panel", "search"),
    "explore": (*_ENGINE, "dom", "panel", "table", "explore"),
    "compare": (*_ENGINE, "dom", "records", "compare"),
    "mybrief": ("dom", "records", "table", "mybrief"),
    "plan": ("plan", "dom", "planner"),
    "form": (
        *FORM_RULES,
        "dom",
        "formfields",
        "formplaces",
        "formgroups",
        "formquestions",
        "formpreview",
        "formtold",
        "form",
    ),
}


def static(vega: str = "vega.js") -> dict[str, bytes]:
    """Give what stands below `_static/` of our own and of others, by name: a fifth less is sent with each first page of a search.

    vega: the name of the script that draws charts to explore; it is large, and goes by its content.
    """
    files = {path.name: path.read_bytes() for path in sorted((PACKAGE / "theme" / "static").iterdir())}
    files |= {name: sent(content) for name, content in files.items() if name.endswith(".js")}
    files["pilotbook.js"] = files["pilotbook.js"].replace(_VEGA, vega.encode())
    inside = {_AHEAD} | {part for parts in JOINED.values() for part in parts}
    alone = {name: files[name] for name in files if name.removesuffix(".js") not in inside}
    ours = {
        name: [content] for name, content in alone.items() if name.endswith(".js") and not name.startswith(_OF_NONE)
    }
    ours |= {f"{name}.js": [files[f"{part}.js"] for part in parts] for name, parts in JOINED.items()}
    guard = f'edition.check("{made_with()}");\n'.encode()
    return alone | {name: _whole(parts, guard, guard_after=name == "pilotbook.js") for name, parts in ours.items()}


def ahead() -> str:
    """Give the script in the head of every page, without the comments that stand on lines of their own."""
    script = sent((PACKAGE / "theme" / "static" / f"{_AHEAD}.js").read_bytes()).decode()
    return "\n".join(line for line in script.splitlines() if line and not line.startswith("//"))


def sent(script: bytes) -> bytes:
    """Give a script without its blocks of types."""
    return _TYPES.sub(b"", script)


def made_with() -> str:
    """Name the scripts and styles that a page is made with, as the page, its scripts and the data that they read tell it."""
    return theme_digest()[:8]


def _whole(parts: Sequence[bytes], guard: bytes, *, guard_after: bool) -> bytes:
    """Join parts to a script that does nothing on a page that was made with others: one may stay open over a publication.

    guard: what asks. guard_after: whether the first part is the one that is asked.
    """
    return b"".join([_STRICT, *parts[:guard_after], guard, *parts[guard_after:]])
