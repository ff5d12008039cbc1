"""What pages and outcomes have in common as data of a table that a reader narrows: facets, ranks, and scripts that hand them in."""

import json
from collections.abc import Sequence
from typing import Any

from pilotbook.views.facets import Facet


def script(name: str, data: Any) -> str:
    """Write data as a script that hands itself in. Only ASCII, so that no mark in a title can end a line of it."""
    return f"finder.receive({json.dumps(name)},{json.dumps(data, separators=(',', ':'), sort_keys=True)})\n"


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
