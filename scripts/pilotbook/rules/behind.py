"""What else is wrong with a record that cannot be read as it stands: told in the same run, and nothing twice.

For each value that is refused something sound stands in, so that the rules can look at the rest. What they then say of a
stand-in, or of what hangs on it, is not told.
"""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pilotbook.record.fact import TAGS
from pilotbook.record.shapes import as_meant, models_at, value_at
from pilotbook.text.problems import Problem
from pilotbook.text.recovery import HOLE
from pilotbook.text.yamlfile import Document, Path, Whole

# Rules by which a value itself is refused: where it also wants quotes, only this is told.
OF_VALUES = frozenset(
    ("number", "date", "url", "choice", "vocabulary", "id", "slug", "gss", "language", "range", "shape", "unit-form")
)
# Rules that read one text by itself.
OF_WORDS = frozenset(("number-traced", "text-markup", "word-limit", "draft-words", "unit-form", "limits"))
# Rules that come from how a field is declared.
OF_FIELDS = frozenset(("required", "field", "length", "mixed"))
# What is worked out from many parts at once says nothing sure where one of them only stands in.
FROM_MANY = frozenset(("source-used", "listed-twice", "disclosure-answer", "ended-with-result"))
_ROUNDS = 4

Model = TypeVar("Model", bound=BaseModel)


def without_echoes(whole: Whole, told: Iterable[Problem]) -> list[Problem]:
    """Give the slips in the form of a file with what else was found in it, each mistake once."""
    told = [each for each in told if each.line not in whole.blurred and HOLE not in each.what]
    near = _near(whole)
    told = [each for each in told if each.line not in near or each.rule not in (*OF_FIELDS, "shape", "id", "slug")]
    hidden_names = _names_on(whole)
    told = [
        each for each in told if not (each.rule == "required" and hidden_names & set(re.findall(r"'(\w+)'", each.what)))
    ]
    worse = {(each.line, each.column) for each in told if each.rule in OF_VALUES}
    values = {place for place in whole.quoted if place in worse}
    slips = []
    for slip in whole.problems:
        place = (slip.line, slip.column)
        # A value that wants quotes and is wrong even so; a number that was cut at its comma.
        if slip.rule in ("yaml-syntax", "yaml-alias", "yaml-tag", "empty") and _is_same(slip, values, told):
            continue
        slips.append(slip)
        if slip.rule != "yaml-syntax":
            told = [each for each in told if (each.line, each.column) != place]
        if slip.rule == "yaml-duplicate":
            told = [each for each in told if each.rule not in OF_LABELS]
    return [*slips, *told]


def _is_same(slip: Problem, values: set[tuple[int, int]], told: list[Problem]) -> bool:
    if slip.rule == "empty":
        return "comma" in slip.what and any(
            each.rule == "number" and each.line == slip.line and each.column < slip.column for each in told
        )
    return any(line == slip.line and column <= slip.column for line, column in values)


def _near(whole: Whole) -> set[int]:
    """Give the lines of each part of the record that holds a line of which only a guess was read, or stands beside it."""
    if not whole.blurred or whole.document is None:
        return set()
    lines = whole.document.text.split("\n")
    # A part begins at the margin.
    begins = [number for number, line in enumerate(lines, start=1) if line[:1].strip() and line[0] not in "#-"]
    near: set[int] = set()
    for number in whole.blurred:
        first = max((each for each in begins if each < number), default=1)
        near.update(range(first, min((each for each in begins if each > number + 1), default=len(lines)) + 1))
    return near


def _names_on(whole: Whole) -> set[str]:
    if not whole.blurred or whole.document is None:
        return set()
    lines = whole.document.text.split("\n")
    return {
        word
        for number in whole.blurred
        if number <= len(lines)
        for word in re.findall(r"\w+", lines[number - 1].lower())
    }


def stood_in(document: Document, model: type[Model]) -> tuple[Model, "Standing"] | None:
    """Give the record with something sound in place of each value that is refused; None where nothing would be sound."""
    data = deepcopy(document.data)
    kinds: set[str] = set()
    paths: set[Path] = set()
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(data), Standing(document, frozenset(kinds), frozenset(paths))
        except ValidationError as error:
            for item in error.errors(include_url=False):
                path = tuple(step for step in item["loc"] if step not in TAGS)
                if not path or not _put(data, path, item, model):
                    return None
                kinds.add(
                    _CHOICES.get(str(path[-1]), item["type"]) if item["type"] == "literal_error" else item["type"]
                )
                paths.add(path)
    return None


@dataclass(frozen=True)
class Standing:
    """Where something stands in for a value, and why: by the kinds of pydantic's errors."""

    document: Document
    kinds: frozenset[str]
    paths: frozenset[Path]

    def told(self, problems: Iterable[Problem]) -> list[Problem]:
        """Leave out what would be said of a stand-in, or hangs on one."""
        places = {self.document.place(path) for path in self.paths}
        mute = frozenset[str]().union(*(_MUTED.get(kind, frozenset()) for kind in self.kinds))
        is_known = self.kinds <= _MUTED.keys()
        return [
            each
            for each in problems
            if (each.line, each.column) not in places
            and each.rule not in mute | FROM_MANY
            and (is_known or each.rule in OF_WORDS)
        ]


def _put(data: Any, path: Path, item: Any, model: type[BaseModel]) -> bool:
    """Put something sound at `path` of `data`; say whether there was anything."""
    parent = value_at(data, path[:-1])
    kind, last = item["type"], path[-1]
    if kind == "extra_forbidden" and isinstance(parent, dict):
        parent.pop(last, None)
        return True
    is_field, is_entry = isinstance(parent, dict), isinstance(parent, list) and isinstance(last, int)
    if not (is_field or is_entry):
        return False
    stand = _sound(kind, item, path, model)
    if stand is not None:
        parent[last] = stand
    return stand is not None


def _sound(kind: str, item: Any, path: Path, model: type[BaseModel]) -> Any:
    """Give a value that such a field takes, or None where none is known."""
    context: Mapping[str, Any] = item.get("ctx", {})
    value = item["input"]
    if kind in _STANDS:
        return _STANDS[kind]
    if kind == "literal_error":
        return context["expected"].split(" or ")[0].split(", ")[0].strip("' ")
    if kind == "id":
        return next(iter(re.findall(r"(?:such as|looks like) ([A-Z][\w-]+)", context["mend"])), None)
    if kind in ("string_too_long", "length") and isinstance(value, str):
        limit = int(context.get("max_length") or next(iter(re.findall(r"limit is (\d+)", context.get("what", ""))), 0))
        return value[:limit] if kind == "string_too_long" else " ".join(value.split()[:limit])
    if kind == "tuple_type" and isinstance(value, str):
        return re.split(r"[,;]? +", value.strip())
    if kind == "string_type" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return " ".join(value)
    if kind == "model_type" and isinstance(value, str) and (written := as_meant(model, path, value)):
        name, _, inner = written[1:].partition("}")[0].partition(": ")
        return {name: inner}
    groups = models_at(model, path)
    if any("missing" in each.model_fields for each in groups):
        return {"missing": "not_applicable"}
    if groups and kind in ("missing", "model_type"):
        return _least(groups[0])
    if kind == "missing":
        parents = [each for each in models_at(model, path[:-1]) if path[-1] in each.model_fields]
        examples = parents[0].model_fields[str(path[-1])].examples if parents else None
        return deepcopy(examples[0]) if examples else None
    return None


def _least(model: type[BaseModel]) -> dict[str, Any] | None:
    """Give the fields that such a group cannot do without, as their examples have them."""
    needed = {name: field.examples for name, field in model.model_fields.items() if field.is_required()}
    return (
        {name: deepcopy(examples[0]) for name, examples in needed.items() if examples} if all(needed.values()) else None
    )


_STANDS = {
    "number": "1",
    "date": "2000-01-01",
    "url": "https://example.org/made-up",
    "slug": "made-up",
    "language": "en",
}
_STANDS |= {"gss": "E08000003", "bool_parsing": "no", "string_too_short": "…"}
# What a choice stands in for is told by its field, as most rules hang on a few of them only.
_CHOICES = {name: f"choice of {name}" for name in ("schema_version", "stage", "missing", "tier", "seen", "role")}
# Rules that hang on a value of such a kind.
_OF_NUMBERS = frozenset(("interval", "value-likely", "unit-of-effect", "finding-fits", "small-number", "p-value"))
_OF_DATES = frozenset(("dates-in-order", "dates-can-be", "stage-fits", "stated-before", "year-or-month"))
OF_LABELS = frozenset(
    ("label", "source-known", "evidence-known", "measure-known", "search-known", "partner-known", "reference-known")
)
_MUTED: Mapping[str, frozenset[str]] = {
    "number": _OF_NUMBERS | {"reference-known"},
    "date": _OF_DATES,
    "id": OF_LABELS,
    "slug": OF_LABELS,
    "literal_error": _OF_NUMBERS
    | _OF_DATES
    | {"finding-shown", "causal-wording", "comparison-reasoned", "gap-backed", "cost-of", "rater"},
    "choice of stage": frozenset(("stage-fits", "ended-with-result")),
    "choice of missing": frozenset(("gap-backed", "finding-shown", "small-number", "comparison-reasoned")),
    **dict.fromkeys(("choice of schema_version", "choice of tier", "choice of role"), frozenset()),
    "choice of seen": frozenset(("gap-backed",)),
    "bool_parsing": frozenset(),
    "url": frozenset(),
    "language": frozenset(),
    "gss": frozenset(),
    "length": frozenset(),
    "string_too_long": frozenset(),
}
