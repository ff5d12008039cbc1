"""Turn what pydantic says of a record into problems an author can act on: place, fault and mend.

One mistake gives one message. A misspelt field is not also 'missing', and a fact written as bare text is told once how
a fact is written, not once for each part it lacks.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from pilotbook.record.fact import TAGS
from pilotbook.record.mends import WITHHELD, is_withheld
from pilotbook.record.migrate import OLD_VERSIONS, VERSION
from pilotbook.record.shapes import (
    NO_EXAMPLE,
    as_meant,
    choices_of,
    examples,
    fields_at,
    meant,
    models_at,
    models_in,
    own_first,
    value_at,
)
from pilotbook.text.problems import Problem, choose, joined, near_match, one_of, shown
from pilotbook.text.yamlfile import Document, Path

Model = TypeVar("Model", bound=BaseModel)

# The help of each rule that comes from how a field is declared.
HELP = {
    "choice": "A field with a list of choices holds one of them, spelt as the manual has it.\n\n"
    "Good: `stage: stopped_early`.",
    "field": "Every name in a record is a field of this book, in the entry where it belongs.\n\n"
    "A misspelt field would be kept and shown nowhere. The field manual lists them all. "
    "Good: `summary: …`.",
    "length": "A text is within the limit of its field, and a list has the entries that it needs.\n\n"
    "Limits keep a page readable in a hurry. Where there is nothing to list, leave the field out or give the reason. "
    "Good: a title of at most 16 words.",
    "mixed": "A fact is of one kind: a figure, words, or the reason why there is none.\n\n"
    "A value beside a reason why it is missing would be two answers to one question. "
    "Good: `result: {missing: not_read}`, with no `value`.",
    "range": "A number lies where such a number can lie.\n\nGood: `ci_level: 95`, below 100.",
    "required": "A field that every such entry has is there.\n\n"
    "What is not known is said with its reason. Good: `why: {missing: not_read}`.",
    "shape": "A field holds what its kind asks: one value, a list, or fields of its own.\n\n"
    "The message shows how to write it. Good: `measures: [O1]`, a list even of one.",
}

__all__ = ["fields_at", "models_in", "typed"]


@dataclass(frozen=True)
class _Error:
    """One error of pydantic's, at its place in the file."""

    path: Path
    kind: str
    context: Mapping[str, Any]
    value: Any
    at_key: bool

    @property
    def name(self) -> str:
        """How a message calls the place: the last field name on the way."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "the record")

    @property
    def called(self) -> str:
        """How a message calls the value: 'name', or entry 2 of 'name'."""
        last = self.path[-1] if self.path else ""
        return f"entry {last + 1} of '{self.name}'" if isinstance(last, int) else f"'{self.name}'"


def typed(document: Document, model: type[Model], lists: Mapping[str, Any] | None) -> Model | list[Problem]:
    """Give the record that `document` holds, or every problem that stops it from being one.

    lists: the vocabulary's lists by name, or None where codes are not to be looked up.
    """
    try:
        return model.model_validate(document.data, context={"lists": lists})
    except ValidationError as error:
        found = [_error(item) for item in error.errors(include_url=False)]
        told = sorted({*_names(document, model, found), *_values(document, model, found)})
        # An echo of another message is dropped; where no other is given, the record must not be dropped with it.
        return told or [_neither(document, model, found[0].path[:-1])]


def _neither(document: Document, model: type[BaseModel], parent: Path) -> Problem:
    """Say that fields make up none of the kinds that may stand in their place, such as the search for a gap without its reason."""
    called = _Error(parent, "", {}, None, False).called
    return document.problem(parent, f"{called} is not whole", f"Write {examples(model, parent)}.", "shape")


def _error(item: Any) -> _Error:
    steps = [step for step in item["loc"] if step not in TAGS]
    at_key = steps[-1:] == ["[key]"]
    path = tuple(steps[:-1] if at_key else steps)
    return _Error(path, item["type"], item.get("ctx", {}), item["input"], at_key)


def _names(document: Document, model: type[BaseModel], found: list[_Error]) -> Iterator[Problem]:
    """Give the problems of fields that are unknown or missing, parent by parent."""
    unknown: dict[Path, list[str]] = defaultdict(list)
    missing: dict[Path, list[str]] = defaultdict(list)
    for error in found:
        if error.kind in ("extra_forbidden", "missing"):
            (unknown if error.kind == "extra_forbidden" else missing)[error.path[:-1]].append(str(error.path[-1]))
    for parent in {**unknown, **missing}:
        yield from _names_in(document, model, parent, unknown[parent], missing[parent])


def _names_in(
    document: Document, model: type[BaseModel], parent: Path, unknown: list[str], missing: list[str]
) -> Iterator[Problem]:
    models = models_at(model, parent)
    here = value_at(document.data, parent)
    if mixed := _mixed(document, model, parent, unknown):
        yield mixed
        return
    known = {name: field for each in models for name, field in each.model_fields.items()}
    if "missing" in unknown and "missing" not in known:
        yield _no_reason(document, model, parent)
        return
    renamed: set[str] = set()
    for name in unknown:
        match = near_match(name, set(known) - set(here) - renamed) or _asked_by(here[name], missing, known)
        if match:
            renamed.add(match)
            yield document.problem(
                (*parent, name), f"{shown(name)} is not a field here", f"Rename it to '{match}'.", "field", key=True
            )
        elif len(models) == 1 or not missing:
            yield document.problem(
                (*parent, name), f"{shown(name)} is not a field here", _no_such(known, here), "field", key=True
            )
    member = meant(models, here)
    wanted = [name for name in own_first(member) if member.model_fields[name].is_required()] if member else []
    missing = [name for name in wanted if name in missing and name not in renamed]
    yield from _missing(document, model, parent, missing)


def _asked_by(value: Any, missing: Iterable[str], known: Mapping[str, FieldInfo]) -> str | None:
    """Give the missing field that has a value among its choices: 'status: ended' is meant for 'stage'."""
    if not isinstance(value, str):
        return None
    return next((name for name in missing if name in known and value in choices_of(known[name])), None)


def _no_such(known: Mapping[str, Any], here: Mapping[str, Any]) -> str:
    free = [name for name in known if name not in here]
    return f"Remove it. Fields that may be added here: {', '.join(free)}." if free else "Remove it."


def _no_reason(document: Document, model: type[BaseModel], parent: Path) -> Problem:
    """Say that a reason why there is nothing stands where none is taken, such as in an entry of a list."""
    called = _Error(parent, "", {}, None, False).called
    whole = parent[:-1] if parent and isinstance(parent[-1], int) else parent
    field = fields_at(model, whole[:-1], document.data).get(str(whole[-1])) if whole else None
    or_not = "" if field is None or field.is_required() else f", or leave '{whole[-1]}' out"
    mend = f"Write {examples(model, whole)}{or_not}.{_choices(model, whole)}"
    return document.problem((*parent, "missing"), f"{called} takes no 'missing'", mend, "mixed", key=True)


def _mixed(document: Document, model: type[BaseModel], parent: Path, unknown: list[str]) -> Problem | None:
    """Say that two kinds of fact were written as one, such as a value beside the reason why there is none."""
    models = models_at(model, parent)
    here = value_at(document.data, parent)
    others = [name for name in unknown if any(name in each.model_fields for each in models)]
    name = next((name for name in ("missing", "text", *here) if name in here and name not in unknown), None)
    if not others or name is None:
        return None
    called = _Error(parent, "", {}, None, False).called
    what = f"{called} has both '{name}' and {joined(others[:1])}"
    return document.problem((*parent, others[0]), what, f"Keep one kind: {examples(model, parent)}.", "mixed", key=True)


def _missing(document: Document, model: type[BaseModel], parent: Path, missing: list[str]) -> Iterator[Problem]:
    if not missing:
        return
    fields = fields_at(model, parent, document.data)
    if len(missing) == 1 or not parent:
        for name in missing:
            if swallowed := _swallowed(document, parent, name):
                yield swallowed
                continue
            help_text = _help(fields.get(name))
            # A group that may be a reason says so: "or 'url: {missing: not_read}'".
            or_not = next((each for each in models_at(model, (*parent, name)) if "missing" in each.model_fields), None)
            or_why = f", or '{name}: {{missing: not_read}}' with the reason that fits" if or_not else ""
            yield document.problem(parent, f"'{name}' is missing", f"Add '{name}:'{or_why}.{help_text}", "required")
    else:
        shape = f" Write {examples(model, parent)}." if len(models_at(model, parent)) > 1 else ""
        yield document.problem(parent, f"{joined(missing)} are missing", f"Add them.{shape}", "required")


def _swallowed(document: Document, parent: Path, name: str) -> Problem | None:
    """Say that a field at the margin was set in, and so became a part of the text above it."""
    if parent or not (found := re.search(rf"^( +){name}:(?= |$)", document.text, re.MULTILINE)):
        return None
    line, column = document.text.count("\n", 0, found.start()) + 1, len(found[1]) + 1
    # A field of that name that belongs to something else is one that the reader has seen.
    if (line, column) in document.places():
        return None
    what = f"'{name}' is set in here, and so a part of the text above it"
    return Problem(document.path, line, column, what, "Begin this line with no space.", "required")


def _help(field: FieldInfo | None) -> str:
    return f" ({field.description})" if field and field.description else ""


def _values(document: Document, model: type[BaseModel], found: list[_Error]) -> Iterator[Problem]:
    """Give the problems of values."""
    for error in found:
        if error.kind in ("extra_forbidden", "missing"):
            continue
        if error.kind == "too_short":
            yield from _too_few(document, model, error)
        elif error.kind.endswith("_type") or not isinstance(error.value, str):
            yield _shape(document, model, error)
        elif "mend" in error.context:
            what = f"'{error.name}': {error.context['what']}"
            mend = _fitting(model, error.path, error.context["mend"])
            if _is_of_money(document, error.path):
                mend = _MANY_PEOPLE.sub(r"'unit: GBP \1'", mend)
            yield document.problem(error.path, what, mend, error.kind, key=error.at_key)
        else:
            yield _plain(document, error)


# What "1.2m" counts where nothing says that it is money.
_MANY_PEOPLE = re.compile(r"'unit: (thousand|million|billion) people', or what else is counted")


def _is_of_money(document: Document, path: Path) -> bool:
    """Say whether a figure is a sum: one of a cost, or one whose unit says so."""
    beside = value_at(document.data, path[:-1])
    unit = str(beside.get("unit", "")) if isinstance(beside, dict) else ""
    return path[:1] == ("costs",) or bool(re.match(r"gbp|£|pounds?\b", unit, re.IGNORECASE))


def _fitting(model: type[BaseModel], path: Path, mend: str) -> str:
    """Name no field in a mend that does not stand beside the value: a count has no unit, an effect no qualifier."""
    here = {name for each in models_at(model, path[:-1]) for name in each.model_fields}
    for name, instead in (
        ("qualifier", "and say in 'note' how it is softened"),
        ("unit", "and say its unit in 'note'"),
    ):
        if name not in here and f"'{name}: " in mend:
            mend = re.sub(rf"(with|and) '{name}: [^']*'(?:, or what else is counted)?( and)?", r"\1\2", mend)
            mend = f"{re.sub(r' (?:with|and)(?: and)?(?=[.,]| *$)', '', mend).rstrip('.')}, {instead}."
            mend = mend.replace("with and ", "with ")
    return mend


def _too_few(document: Document, model: type[BaseModel], error: _Error) -> Iterator[Problem]:
    least, written = error.context["min_length"], len(error.value)
    # Pydantic does not count the entries that it refused; those have their own messages.
    if written < least:
        what = (
            f"{error.called} has {written} of the {least} entries it needs" if written else f"{error.called} is empty"
        )
        yield document.problem(error.path, what, f"Write {examples(model, error.path)}.", "length")


def _shape(document: Document, model: type[BaseModel], error: _Error) -> Problem:
    """Say that fields, a list or text stand where another kind is asked, with an example of what to write."""
    wanted = {"tuple_type": "a list", "model_type": "parts", "dict_type": "parts"}.get(error.kind, "one value")
    kind = "a list" if isinstance(error.value, list) else "named parts"
    given = f"the text {shown(error.value)}" if isinstance(error.value, str) else kind
    example = examples(model, error.path)
    as_written = as_meant(model, error.path, error.value) if isinstance(error.value, str) else None
    mend = f"Write {as_written or example}.{'' if as_written else _choices(model, error.path)}"
    if wanted == "one value":
        mend = _one_value(error, example)
    asked = "needs parts with names" if wanted == "parts" else f"must be {wanted}"
    return document.problem(error.path, f"{error.called} {asked}, not {given}", mend, "shape")


def _one_value(error: _Error, example: str) -> str:
    """Say how one value is written where a list or fields stand."""
    entries = error.value if isinstance(error.value, list) else []
    if len(entries) == 1 and isinstance(entries[0], str):
        if error.kind in ("decimal_type", "int_type") and is_withheld(f"[{entries[0]}]"):
            return WITHHELD
        return f"Write it on the same line, without brackets or '- ': {entries[0]}"
    if len(entries) > 1 and all(isinstance(each, str) for each in entries):
        return "Write one text on the same line, without brackets or '- ', or on the next line after '>-'."
    such = "" if example == NO_EXAMPLE else f", such as {example.rstrip('.')}"
    return f"Write it on the same line, without brackets or '- '{such}."


def _moved_on(error: _Error) -> tuple[str, str] | None:
    """Give (what, mend) for a word that an older form of records had."""
    if error.name == "missing" and error.value == "unknown":
        return "'missing' is 'unknown', which does not say whose gap it is", (
            "Use not_read if a source may hold it and you did not read that part, not_found if you searched (name the search), "
            "not_published only where a source or partner says so. 'pilotbook migrate' moves a whole file."
        )
    if error.name == "schema_version" and error.value in OLD_VERSIONS:
        what = f"'schema_version' is '{error.value}', an older form of records"
        return what, f"Run 'pilotbook migrate': it moves the file to {VERSION}, and says what you must judge."
    return None


def _choices(model: type[BaseModel], path: Path) -> str:
    """List what the one field may hold that a group of fields cannot do without, such as the design of a comparison."""
    for each in models_at(model, path):
        needed = [field for field in each.model_fields.values() if field.is_required()]
        if len(needed) == 1 and (words := choices_of(needed[0])) and "missing" not in each.model_fields:
            return f" {one_of(words)}"
    return ""


def _plain(document: Document, error: _Error) -> Problem:
    """Say what pydantic's own checks of words, lengths and sizes found."""
    path, name, context = error.path, error.called, error.context
    if error.kind == "literal_error":
        if told := _moved_on(error):
            return document.problem(path, *told, "choice")
        choices = [word.strip("' ") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return document.problem(path, f"{name} is {shown(error.value)}", choose(error.value, choices), "choice")
    if error.kind == "bool_parsing":
        return document.problem(path, f"{name} is {shown(error.value)}", "Write yes or no.", "choice")
    if limit := context.get("max_length"):
        what = f"{name} has {len(error.value):,} characters; the limit is {limit:,}"
        return document.problem(path, what, f"Cut it to {limit:,} characters.", "length")
    bounds = {"ge": "{} or more", "le": "{} or less", "gt": "more than {}", "lt": "less than {}"}
    if bound := next((words.format(context[sign]) for sign, words in bounds.items() if sign in context), None):
        mend = f"It must be {bound}; check the number."
        return document.problem(path, f"{name} is {shown(error.value)}", mend, "range")
    # Nothing is known to come here; a new kind of check still gives a place and a name.
    return document.problem(path, f"{name} cannot be read ({error.kind})", "Compare it with the field manual.", "shape")
