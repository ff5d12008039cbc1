"""What may stand at a place of a record: its fields, and an example of how to write it."""

import re
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pilotbook.record.designs import DESIGNS, OneOf
from pilotbook.record.means import Means
from pilotbook.record.mends import date_meant
from pilotbook.text.problems import near_match
from pilotbook.text.yamlfile import Path

# A fact fits on one line; a longer record is shown by its field names only.
SHORT_FORM = 5
NO_EXAMPLE = "…"


def models_at(model: type[BaseModel], path: Path) -> list[type[BaseModel]]:
    """Give the models that may stand at `path`: several where a figure, a statement or a reason is asked."""
    kinds: list[Any] = [model]
    for step in path:
        kinds = [inner for kind in kinds for inner in _inside(kind, step)]
    return list(dict.fromkeys(kind for kind in kinds if _is_model(kind)))


def _inside(kind: Any, step: str | int) -> list[Any]:
    """Give what a field, an entry of a list or an entry of a dictionary of this kind may be."""
    args = typing.get_args(kind)
    if _is_model(kind):
        return _members(kind.model_fields[step].annotation) if step in kind.model_fields else []
    if isinstance(step, int):
        return _members(args[0]) if typing.get_origin(kind) is tuple else []
    return _members(args[1]) if typing.get_origin(kind) is dict else []


def _members(annotation: Any) -> list[Any]:
    """Look through Annotated and unions."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _members(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [member for part in typing.get_args(annotation) for member in _members(part)]
    return [annotation]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and not isinstance(kind, types.GenericAlias) and issubclass(kind, BaseModel)


def fields_at(model: type[BaseModel], path: Path, data: Any) -> dict[str, FieldInfo]:
    """Give the fields that may stand at `path` of `data`: of the model there, or of the union member that is meant."""
    here = value_at(data, path)
    best = meant(models_at(model, path), here if isinstance(here, dict) else {})
    return dict(best.model_fields) if best else {}


def meant(models: list[type[BaseModel]], here: dict[str, Any]) -> type[BaseModel] | None:
    """Give the model whose fields are most like those that were written, allowing for misspelling."""
    return max(
        models,
        key=lambda model: sum(near_match(name, model.model_fields, 0.75) is not None for name in here),
        default=None,
    )


def value_at(data: Any, path: Path) -> Any:
    """Give what stands at `path` in a file's data, or None."""
    for step in path:
        is_entry = isinstance(data, list) and isinstance(step, int) and step < len(data)
        found = is_entry or (isinstance(data, dict) and step in data)
        data = data[step] if found else None
    return data


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """Give the models that an annotation names, looking through lists, unions and Annotated."""
    if _is_model(annotation):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in models_in(part)]


def examples(model: type[BaseModel], path: Path) -> str:
    """Give how to write the value at `path`: '{value: …, unit: …, source: [S1], …} or {missing: not_read}'."""
    parents = [each for each in models_at(model, path[:-1]) if path and path[-1] in each.model_fields]
    if not parents:
        return " or ".join(_in_one_line(each) for each in models_at(model, path))
    field = parents[0].model_fields[str(path[-1])]
    return " or ".join(dict.fromkeys(_example(field.annotation, field)))


def as_meant(model: type[BaseModel], path: Path, text: str) -> str | None:
    """Give how the bare `text` at `path` is most likely meant: 'none' as {design: none}, 'S1, S2' as [S1, S2]; or None.

    Only what was written is put into the right shape: a guess of ours would be copied as it stands.
    """
    parents = [each for each in models_at(model, path[:-1]) if path and path[-1] in each.model_fields]
    for member in _members(parents[0].model_fields[str(path[-1])].annotation) if parents else ():
        if typing.get_origin(member) is tuple and not models_in(member):
            return f"[{', '.join(listed(text))}]"
        if _is_model(member) and (name := _field_for(member, text)):
            return f"{{{name[0]}: {name[1]}}}"
        if (
            _is_model(member)
            and {"planned", "actual"} <= member.model_fields.keys()
            and (date := date_meant(text.strip()))
        ):
            return f"{{actual: {date}}} if it has happened, or {{planned: {date}}} if it is to come"
        if _is_model(member) and (only := _only_field(member)) and re.fullmatch(r"[a-z0-9-]+", text.strip()):
            return f"{{{only}: {text.strip()}}}"
    return None


def listed(text: str) -> list[str]:
    """Give the entries of a list that was written as text: 'S1, S2', 'S1 and S2', 'S1/S2', 'S1 S2'."""
    parts = re.split(r"\s*[,;/&+]\s*|\s+and\s+", text.strip(" ,;"))
    # Labels and codes hold no blank; a name in words may.
    if not any(part[:1].isupper() and " " in part and not re.match(r"[A-Z]{1,2}[0-9]", part) for part in parts):
        parts = [word for part in parts for word in part.split()]
    return [part for part in parts if part]


def _only_field(model: type[BaseModel]) -> str | None:
    """Give the one field that a group cannot do without, if it takes any word."""
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    return needed[0] if len(needed) == 1 and not choices_of(model.model_fields[needed[0]]) else None


def _field_for(model: type[BaseModel], text: str) -> tuple[str, str] | None:
    """Give the field of a model in whose list of choices `text` stands, and the choice."""
    for name, field in model.model_fields.items():
        word = next((each for each in choices_of(field) if each.casefold() == text.strip().casefold()), None)
        if word:
            return name, word
    return None


def choices_of(field: FieldInfo) -> tuple[str, ...]:
    """Give the words that a field chooses from, where it has a list of its own."""
    table = next((mark.table for mark in field.metadata if isinstance(mark, OneOf)), None)
    if table is not None:
        return tuple(table)
    literal = next((each for each in _members(field.annotation) if typing.get_origin(each) is typing.Literal), None)
    return typing.get_args(literal) if literal else ()


def meanings_of(field: FieldInfo) -> Mapping[str, str]:
    """Give what each word of a field's choice means, where it has a list of its own."""
    return _meanings((field.annotation, *field.metadata))


def _meanings(parts: Iterable[Any]) -> Mapping[str, str]:
    for part in parts:
        if isinstance(part, Means):
            return part.table
        if isinstance(part, OneOf):
            return part.meanings
        if told := _meanings(typing.get_args(part) if typing.get_origin(part) is not typing.Literal else ()):
            return told
    return {}


def _example(annotation: Any, field: FieldInfo) -> list[str]:
    """Give an example of each kind of value that the annotation allows."""
    found = []
    for member in _members(annotation):
        if typing.get_origin(member) is tuple:
            found.append(_list_example(typing.get_args(member)[0], field))
        elif _is_model(member):
            found.append(_in_one_line(member))
        elif member is not type(None):
            found.append(str(field.examples[0]) if field.examples else NO_EXAMPLE)
    return found


def _list_example(entry: Any, field: FieldInfo) -> str:
    models = models_in(entry)
    if models:
        return f"a list of '- {_in_one_line(models[0])}'"
    return f"[{', '.join(field.examples[0])}]" if field.examples else "[…]"


def _in_one_line(model: type[BaseModel]) -> str:
    fields = {name: model.model_fields[name] for name in own_first(model)}
    wanted = [name for name, field in fields.items() if field.is_required()]
    if not wanted:
        # Any one will do: which of them is meant is for the author to say.
        return " or ".join(f"{{{name}: {NO_EXAMPLE}}}" for name in list(fields)[:SHORT_FORM])
    parts = [f"{name}: {_short_example(fields[name])}" for name in wanted[:SHORT_FORM]]
    return "{" + ", ".join([*parts, "…"] if len(wanted) > SHORT_FORM else parts) + "}"


def own_first(model: type[BaseModel]) -> list[str]:
    """Give the field names of a model with its own before those that every sourced fact has."""
    shared = {name for base in model.__mro__[1:] if issubclass(base, BaseModel) for name in base.model_fields}
    return sorted(model.model_fields, key=lambda name: name in shared)


def _short_example(field: FieldInfo) -> str:
    example = field.examples[0] if field.examples else None
    if typing.get_origin(field.annotation) is tuple:
        return f"[{', '.join(example)}]" if example else "[…]"
    # A reason is worth spelling out; a sample number, sentence or study design would be copied as it stands.
    is_choice = choices_of(field) and not any(isinstance(m, OneOf) and m.table is DESIGNS for m in field.metadata)
    return str(example) if example and is_choice else NO_EXAMPLE
