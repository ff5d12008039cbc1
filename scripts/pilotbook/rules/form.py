"""What a form asks for a case: every field with its label, help and kind, as plain data made from the declaration.

A browser that has these data can show the form, and check what the declaration asks. Nothing is told here that `record/` does
not tell: a field that is added there stands in the form.
"""

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import BaseModel, StringConstraints, WithJsonSchema
from pydantic.fields import FieldInfo

from pilotbook.record.case import DECISIONS, ROLES, STAGES, Case
from pilotbook.record.designs import DESIGNS, GROUPS, OneOf
from pilotbook.record.fact import SEEN, TIERS, Missing
from pilotbook.record.formatting import QUALIFIERS
from pilotbook.record.modeline import modeline
from pilotbook.record.outcome import FINDINGS
from pilotbook.record.reasons import WRITTEN
from pilotbook.record.shapes import choices_of, meanings_of, models_in, own_first
from pilotbook.record.text import SLUG, FullDate, Number, PartialDate, Prose, Slug, Url, Words
from pilotbook.record.vocabulary import Place, Term, Vocabulary
from pilotbook.rules.form_gates import (
    dates_told,
    few_people,
    numbers_in_words,
    personal_data,
    rules,
    texts,
    units_in_words,
)
from pilotbook.rules.labels import KNOWN, POINTS_TO
from pilotbook.rules.limits import DECLARED

Data = dict[str, Any]

# What choices are called; others go by their codes.
_CALLED: tuple[Mapping[str, str], ...] = (
    *(STAGES, DECISIONS, ROLES, FINDINGS, TIERS, SEEN, QUALIFIERS),
    {code: design.label for code, design in DESIGNS.items()},
    {code: reason.label for code, reason in WRITTEN.items()},
)
# Kinds of text that have a form of their own, each told by what marks its declaration.
_TEXTS = {"when": PartialDate, "date": FullDate, "address": Url, "slug": Slug}
_BOUNDS = ((Ge, "ge", "low"), (Le, "le", "high"), (Gt, "gt", "above"), (Lt, "lt", "below"))
# The choices of a field that is yes or no.
TRUTH = "truth"
# Of a kind of one value, that of a list of such values.
_SEVERAL = {"group": "groups", "choice": "choices", "reference": "references", "id": "ids"}
# "S1" to "S99", as its pattern has it.
_LABEL = re.compile(r"\^[A-Z]{1,2}\[1-9\]\[0-9\]\?\$")


class _Member(NamedTuple):
    """One of the kinds that a field may hold, and what marks it."""

    kind: Any
    marks: tuple[Any, ...]


def declaration(vocabulary: Vocabulary) -> Data:
    """Give the form of a case: {"root": …, "models": {name: {"about", "fields"}}, "choices": {key: [[code, label, about]]}}."""
    models: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [Case, Missing]
    while waiting:
        model = waiting.pop(0)
        if model.__name__ not in models:
            models[model.__name__] = model
            waiting += [inner for field in model.model_fields.values() for inner in models_in(field.annotation)]
    choices: dict[str, list[list[str]]] = {}
    told = {name: _model(model, choices) for name, model in models.items()}
    lists = {name: [_term(code, term) for code, term in terms.items()] for name, terms in vocabulary.lists.items()}
    groups = _groups()
    for field in (field for model in told.values() for field in model["fields"]):
        if (name := field.get("choices")) in lists:
            choices[name] = lists[name]
        if field.get("pattern") in groups and field["kind"] != "label":
            field["to"] = [groups[field["pattern"]]]
        if "to" in field:
            field["known"] = KNOWN[field["to"][0] if len(field["to"]) == 1 else field["name"]]
    gates = {"texts": texts(), "reference": numbers_in_words(), "dates": dates_told(), "units": units_in_words()}
    gates |= {"private": personal_data(), "counts": few_people(vocabulary.small_numbers)}
    return {
        "root": Case.__name__,
        "models": told,
        "choices": choices,
        "lists": {name: _about(name) for name in lists if name in choices},
        "modeline": modeline("case_studies/"),
        "rules": rules(),
        **gates,
    }


def script(vocabulary: Vocabulary) -> str:
    """Write the declaration as a script that hands itself in: a browser lets a page opened from a folder load no JSON."""
    data = json.dumps(declaration(vocabulary), separators=(",", ":"))
    return f"formrules.receive({data});\n"


def _about(name: str) -> str:
    return Vocabulary.model_fields[name].description or ""


def _term(code: str, term: Term) -> list[str]:
    where = f"{term.kind}, {term.region}" if isinstance(term, Place) else ""
    return [code, term.label, *filter(None, [term.about or where])]


def _groups() -> dict[str, str]:
    """Give the list of a case whose entries have labels of each pattern: {"^S[1-9]…": "sources", …: "context.figures"}."""
    inner = {name: models_in(field.annotation) for name, field in Case.model_fields.items()}
    deeper = {
        f"{name}.{own}": models_in(field.annotation)
        for name, models in inner.items()
        if len(models) == 1 and get_origin(Case.model_fields[name].annotation) is not tuple
        for own, field in models[0].model_fields.items()
    }
    labelled = {**deeper, **inner}
    return {
        pattern: name
        for name, models in labelled.items()
        for model in models
        if "id" in model.model_fields and (pattern := _shape(tuple(model.model_fields["id"].metadata)).get("pattern"))
    }


def _model(model: type[BaseModel], choices: dict[str, list[list[str]]]) -> Data:
    about = (inspect.getdoc(model) or "").split("\n")[0]
    # What a fact says comes before where it stands.
    fields = [_field(model.__name__, name, model.model_fields[name], choices) for name in own_first(model)]
    return {"about": about, "fields": fields}


def _field(model: str, name: str, field: FieldInfo, choices: dict[str, list[list[str]]]) -> Data:
    told: Data = {"name": name, "label": field.title or name, "help": field.description or ""}
    if field.examples:
        told["example"] = field.examples[0]
    if field.is_required():
        told["required"] = True
    elif isinstance(field.default, str):
        told["default"] = field.default
    told |= _kinds(field)
    if words := _choices(field, told):
        told["choices"] = TRUTH if bool in get_args(field.annotation) or field.annotation is bool else f"{model}.{name}"
        choices[told["choices"]] = words
    if name == "id" and told["kind"] == "reference":
        told["kind"] = "label"
    if name in POINTS_TO:
        told |= {"kind": _SEVERAL["reference"] if told["kind"] == "texts" else "reference", "to": list(POINTS_TO[name])}
    if told["kind"] == "group" and (limit := DECLARED.search(told["help"])):
        told["words"] = int(limit[1])
    return told


def _choices(field: FieldInfo, told: Data) -> list[list[str]]:
    """Give the choices of a field that has its own: [[code, label, meaning]], the last where it says more than the label."""
    if told["kind"] not in ("choice", "choices") or "choices" in told:
        return []
    words = choices_of(field) or next(_literals(field.annotation), ("yes", "no"))
    called = next((each for each in _CALLED if each.keys() == set(words)), {})
    meanings = meanings_of(field)
    if called.keys() == DESIGNS.keys():
        meanings = {code: GROUPS[each.group].label for code, each in DESIGNS.items()}
    told_of = ((word, called.get(word, word.replace("_", " ")), meanings.get(word, "")) for word in words)
    # "a gap of this record: not in the part we read" has its label in it.
    return [[word, label, *filter(None, [_beside(label, meaning)])] for word, label, meaning in told_of]


def _beside(label: str, meaning: str) -> str:
    return "" if meaning == label else meaning.removesuffix(f": {label}")


def _literals(annotation: Any) -> Iterator[tuple[str, ...]]:
    """Yield the words of each choice that an annotation holds, such as the entries of a list."""
    if get_origin(annotation) is Literal:
        yield get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from _literals(part)


def _kinds(field: FieldInfo) -> Data:
    """Give what may stand in a field: its kind, whether a reason may stand instead, and its bounds."""
    members = [each for each in _members(field.annotation, tuple(field.metadata)) if each.kind is not type(None)]
    told: Data = {}
    if len(members) > 1 and any(each.kind is Missing for each in members):
        told["reason"] = True
        members = [each for each in members if each.kind is not Missing]
    if get_origin(members[0].kind) is not tuple:
        return told | _one(members)
    least = next((mark.min_length for mark in _flat(members[0].marks) if isinstance(mark, MinLen)), 0)
    told |= {"least": least} if least else {}
    one = _one(list(_members(get_args(members[0].kind)[0])))
    return told | one | {"kind": _SEVERAL.get(one["kind"], "texts")}


def _members(annotation: Any, marks: tuple[Any, ...] = ()) -> Iterator[_Member]:
    """Yield the kinds that an annotation allows, looking through what marks them."""
    if get_origin(annotation) is Annotated:
        inner, *own = get_args(annotation)
        yield from _members(inner, (*own, *marks))
    elif get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _members(part, marks)
    else:
        yield _Member(annotation, marks)


def _flat(marks: tuple[Any, ...]) -> Iterator[Any]:
    """Yield marks, and those that a Field among them holds."""
    for mark in marks:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)


def _one(members: list[_Member]) -> Data:
    """Give the kind of one value with its bounds, and the other model that may stand there."""
    (kind, marks), *others = members
    told = {"or": others[0].kind.__name__} if others else {}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return told | {"kind": "group", "model": kind.__name__}
    if kind is bool or get_origin(kind) is Literal or any(isinstance(mark, OneOf) for mark in marks):
        return {"kind": "choice"}
    if kind is int or _marked(marks, Number):
        bounds = {
            name: int(getattr(mark, attribute))
            for mark in _flat(marks)
            for sort, attribute, name in _BOUNDS
            if isinstance(mark, sort)
        }
        return {"kind": "whole" if kind is int else "number", **bounds}
    return _text(marks)


def _marked(marks: tuple[Any, ...], declared: Any) -> bool:
    return all(mark in marks for mark in get_args(declared)[1:])


def _shape(marks: tuple[Any, ...]) -> Mapping[str, Any]:
    """Give what the schema for editors says of a text."""
    return next((mark.json_schema or {} for mark in marks if isinstance(mark, WithJsonSchema)), {})


def _text(marks: tuple[Any, ...]) -> Data:
    shape = _shape(marks)
    if "vocabulary" in shape:
        return {"kind": "choice", "choices": shape["vocabulary"]}
    if kind := next((name for name, declared in _TEXTS.items() if _marked(marks, declared)), ""):
        return {"kind": kind, "pattern": f"^{SLUG.pattern}$"} if kind == "slug" else {"kind": kind}
    if pattern := shape.get("pattern"):
        kind = "reference" if _LABEL.fullmatch(pattern) else "id" if "TLG" in pattern else "language"
        return {"kind": kind, "pattern": pattern}
    longest = next((mark.max_length for mark in marks if isinstance(mark, StringConstraints)), None)
    told: Data = {"kind": "long" if _marked(marks, Prose) else "text", "most": longest}
    limit = next((mark.limit for mark in marks if isinstance(mark, Words)), None)
    return told | {"words": limit} if limit else told
