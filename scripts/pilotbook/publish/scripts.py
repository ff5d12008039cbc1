"""The scripts of the site as they are sent: without the blocks that tell an editor, and TypeScript, of which type a value is.

What a page loads for itself is one file, joined here from its parts: on a telephone each further file may cost a way there and
back, and those of a search were half a second of it.
"""

import re

from pilotbook.publish.code import PACKAGE

# Stands in the head of every page, and in no file.
_AHEAD = "ahead"
# What is no longer at the head of a file asks for nothing.
_STRICT = b'"use strict";\n'
# "/** … */" on lines of its own. Comments that begin with // say why, or whose work a file is, and stay.
_TYPES = re.compile(rb"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)

# Each part stands after those that it uses. The engine by itself is for suggestions, which any page may want.
_ENGINE = ("levenshtein", "forms", "words", "slips", "narrow", "rank", "shelf", "lookup", "finder")
# What a form checks and writes, without the page that shows it.
FORM_RULES = (
    "formpatterns",
    "formprivate",
    "formcounts",
    "formrecord",
    "formasked",
    "formwithin",
    "formrules",
    "formyaml",
)
JOINED = {
    "engine": _ENGINE,
    "search": (*_ENGINE, "dom", "panel", "search"),
    "explore": (*_ENGINE, "dom", "panel", "table", "explore"),
    "compare": (*_ENGINE, "dom", "records", "compare"),
    "mybrief": ("dom", "records", "table", "mybrief"),
    "plan": ("plan", "dom", "planner"),
    "form": (*FORM_RULES, "dom", "formfields", "formgroups", "formquestions", "formpreview", "form"),
}


def static() -> dict[str, bytes]:
    """Give what stands below `_static/` of our own and of others, by name: a fifth less is sent with each first page of a search."""
    files = {path.name: path.read_bytes() for path in sorted((PACKAGE / "theme" / "static").iterdir())}
    files |= {name: sent(content) for name, content in files.items() if name.endswith(".js")}
    inside = {_AHEAD} | {part for parts in JOINED.values() for part in parts}
    joined = {f"{name}.js": _STRICT + b"".join(files[f"{part}.js"] for part in parts) for name, parts in JOINED.items()}
    return {name: content for name, content in files.items() if name.removesuffix(".js") not in inside} | joined


def ahead() -> str:
    """Give the script in the head of every page, without the comments that stand on lines of their own."""
    script = sent((PACKAGE / "theme" / "static" / f"{_AHEAD}.js").read_bytes()).decode()
    return "\n".join(line for line in script.splitlines() if line and not line.startswith("//"))


def sent(script: bytes) -> bytes:
    """Give a script without its blocks of types."""
    return _TYPES.sub(b"", script)
