"""What pages and outcomes have in common as data of a table that a reader narrows: facets, ranks, and scripts that hand them in."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pilotbook.pages.content_names import mark, named
from pilotbook.publish.scripts import made_with
from pilotbook.publish.store import digest_of
from pilotbook.views.facets import Facet

_CARDS = re.compile(r"cards-\d+")


def script(name: str, data: Any) -> str:
    """Write data as a script that hands itself in. Only ASCII, so that no mark in a title can end a line of it."""
    return f"finder.receive({json.dumps(name)},{json.dumps(data, separators=(',', ':'), sort_keys=True)})\n"


def scripts(files: Mapping[str, Any], columns: Mapping[str, Any], start: str = "") -> dict[str, str]:
    """Give the text of each file of a set by its name, which tells its content; the columns tell the names of the others.

    files: the data of each, the cards in their order. start: what the names of the set begin with.
    """
    texts = {name: script(f"{start}{name}", data) for name, data in files.items()}
    contents = {name: mark(digest_of(text.encode())) for name, text in texts.items()}
    # A browser works out the name of the tenth file of cards from the tenth mark.
    told = {name: content for name, content in contents.items() if not _CARDS.fullmatch(name)}
    told["cards"] = "".join(content for name, content in contents.items() if _CARDS.fullmatch(name))
    whole = script(f"{start}columns", {**columns, "build": made_with(), "files": told})
    written = [(f"{start}columns.js", whole), *((f"{start}{name}.js", text) for name, text in texts.items())]
    return {named(name, digest_of(text.encode())): text for name, text in written}


def facet_data(facet: Facet, held: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Give a facet's values that occur, the sets of values that occur together, and the number of each thing's set.

    held: the codes of each thing. A value is its code, its label and, where it is called otherwise beside a page that has it, its
    badge.
    """
    used = {code for codes in held for code in codes}
    values = [
        [code, label, *([facet.badges[code]] if code in facet.badges else [])]
        for code, label in facet.values.items()
        if code in used
    ]
    # A browser loads a number a page and facet; what the number stands for is told once.
    position = {code: number for number, (code, *_) in enumerate(values)}
    sets = sorted({tuple(sorted(position[code] for code in codes)) for codes in held})
    number = {codes: index for index, codes in enumerate(sets)}
    return {
        "key": facet.key,
        "title": facet.title,
        "folder": facet.folder,
        "flags": list(facet.flags),
        "values": values,
        "sets": sets,
        "of": [number[tuple(sorted(position[code] for code in codes))] for codes in held],
    }


def order(keys: Sequence[Any]) -> list[int]:
    """Give the rank of each thing by its key, so that a table sorts without loading what the keys are made of."""
    rank = [0] * len(keys)
    for place, number in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        rank[number] = place
    return rank
