"""What a form looks for besides the declaration: the patterns of both gates, and which rules it shares with the checker.

A browser runs the same patterns over what was typed, before any of it is sent. What it cannot know is told as such: numbers of
other countries, and whether a key is one by more than its shape, are looked for once the text is sent.
"""

from collections.abc import Mapping
from typing import Any

from pilotbook.record import reference
from pilotbook.record.disclosure import SmallNumbers
from pilotbook.record.text import RESERVED
from pilotbook.rules import dates, manual, private, small, units
from pilotbook.text import counts, looksalike
from pilotbook.text import private as personal
from pilotbook.text.javascript import for_browsers
from pilotbook.text.plaintext import FOR_BROWSERS, PATTERNS
from pilotbook.text.wordlists import FIRST_NAMES
from pilotbook.text.yamlfile import MAX_WORD

Data = dict[str, Any]

# Rules that a browser runs as the checker does, and a test holds equal to it.
SHARED = (
    # This one is advice: a program knows few names.
    "person-named",
    *("choice", "empty", "field", "length", "mixed", "range", "required", "shape", "word-limit"),
    *("date", "id", "language", "number", "slug", "url", "vocabulary"),
    *("label", "source-known", "partner-known", "evidence-known", "measure-known", "search-known"),
    *("text-control", "text-word", "personal-data", "secret", "small-number"),
    *("number-traced", "reference-known", "dates-in-order", "dates-can-be", "stage-fits", "ended-with-result"),
    *("finding-shown", "interval", "unit-form", "cost-of", "gap-backed", "source-used", "disclosure-answer"),
)
_PROSE = ("text", "long")
_DATES = ("date", "when")
_FIGURES = ("number", "whole")
# Rules that a record meets once it is sent, each with the kinds of field at which it looks: they ask other records, judge wording, or
# weigh one part of the record against another.
SENT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("causal-wording", "draft-words", "reading-age", "told-apart"), _PROSE),
    **dict.fromkeys(("comparison-reasoned", "text-markup", "unit-twice"), _PROSE),
    **dict.fromkeys(("dates-likely", "year-or-month"), _DATES),
    **dict.fromkeys(("p-value", "unit-of-effect", "value-likely"), _FIGURES),
    **dict.fromkeys(("judged-ceiling", "rater"), ("group", "groups")),
    **dict.fromkeys(("id-unique", "lesson-known", "successor-known"), ("id", "ids")),
    **{"finding-fits": ("choice",), "listed-twice": ("choices", "groups"), "name-free": ("texts",)},
    **{"partner-name": ("slug",), "stated-before": ("reference",), "title-unique": ("text",)},
}


def rules() -> Data:
    """Give the names of the shared rules, and of each that is left for later the first line of its help, and its kinds of field."""
    told = manual.rule_help()
    kinds = sorted({kind for kinds in SENT.values() for kind in kinds})
    return {
        "shared": list(SHARED),
        "sent": {name: told[name][0].split("\n")[0] for name in SENT},
        "sentOf": {kind: [name for name, of in SENT.items() if kind in of] for kind in kinds},
    }


def texts() -> Data:
    """Give what no text may hold, and what a short name may not be."""
    return {
        "word": MAX_WORD,
        "hidden": [*([pattern, "gu"] for pattern in FOR_BROWSERS), *map(for_browsers, PATTERNS)],
        "reserved": sorted(RESERVED),
        "lookalikes": [for_browsers(pattern) for pattern in looksalike.PATTERNS],
    }


def numbers_in_words() -> Data:
    """Give the patterns of references, years and numbers in a text."""
    return {name: for_browsers(pattern) for name, pattern in reference.PATTERNS.items()}


def dates_told() -> Data:
    """Give the fields that say when somebody looked, and when something happened."""
    return {"looked": sorted(dates.LOOKED), "happened": sorted(dates.HAPPENED)}


def units_in_words() -> Data:
    """Give the patterns of units of money and of shares, and of other ways to write them."""
    return {name: for_browsers(pattern) for name, pattern in units.PATTERNS.items()}


def personal_data() -> Data:
    """Give the patterns of the gate for personal data and keys, and the words of its messages."""
    own, public = personal.british_numbers()
    return {
        "patterns": {name: for_browsers(pattern) for name, pattern in {**personal.PATTERNS, **personal.NAMED}.items()},
        "names": sorted(FIRST_NAMES),
        "namedRightly": sorted(private.NAMED_RIGHTLY),
        "hints": {name: list(hints) for name, hints in personal.HINTS.items()},
        "phones": {"own": own, "public": public},
        "keys": [for_browsers(shape) for shape in personal.known_shapes()],
        "kinds": personal.KINDS,
        "instead": private.INSTEAD,
    }


def few_people(limits: SmallNumbers) -> Data:
    """Give the patterns of the gate for counts of a few people, its words and its limits."""
    return {
        "patterns": {name: for_browsers(pattern) for name, pattern in counts.PATTERNS.items()},
        **counts.LISTS,
        "most": limits.most,
        "base": limits.base,
        **small.LISTS,
    }
