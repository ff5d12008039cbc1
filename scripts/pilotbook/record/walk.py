"""Go through everything inside a record. What a field can hold is told by its declaration, so most need no look."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from pilotbook.text.yamlfile import Path

_WORDLESS = (bool, int, Decimal, type(None), tuple, BaseModel)


def walk(record: BaseModel) -> Iterator[tuple[Path, BaseModel]]:
    """Yield every model inside `record` with its path, the record itself first."""
    found: list[tuple[Path, BaseModel]] = []
    _gather(record, (), found)
    return iter(found)


def named_in(record: BaseModel, names: frozenset[str]) -> Iterator[tuple[Path, str, Any]]:
    """Yield every field inside `record` that has one of these names: the path of what holds it, its name, and its value."""
    for path, item in walk(record):
        for name in _of_names(type(item), names):
            yield path, name, getattr(item, name)


def lists_in(record: BaseModel) -> Iterator[tuple[Path, str, tuple[Any, ...]]]:
    """Yield every list inside `record`: the path of what holds it, the name of its field, and its entries."""
    for path, item in walk(record):
        for name in _held(type(item)).lists:
            value: Any = getattr(item, name)
            if isinstance(value, tuple):
                yield path, name, value


def texts_in(record: BaseModel) -> Iterator[tuple[Path, str, str]]:
    """Yield every text inside `record`: its path, the name of its field, and the words."""
    for path, item in walk(record):
        for name in _held(type(item)).words:
            value: Any = getattr(item, name)
            if isinstance(value, str):
                yield (*path, name), name, value
            elif isinstance(value, tuple):
                for index, entry in enumerate(value):
                    if isinstance(entry, str):
                        yield (*path, name, index), name, entry


def _gather(item: BaseModel, path: Path, found: list[tuple[Path, BaseModel]]) -> None:
    found.append((path, item))
    for name in _held(type(item)).models:
        value: Any = getattr(item, name)
        if isinstance(value, BaseModel):
            _gather(value, (*path, name), found)
        elif isinstance(value, tuple):
            for index, entry in enumerate(value):
                if isinstance(entry, BaseModel):
                    _gather(entry, (*path, name, index), found)


class _Held(NamedTuple):
    """The fields of a model that may hold models, words, and lists. One may hold several: a figure, or why it is missing."""

    models: tuple[str, ...]
    words: tuple[str, ...]
    lists: tuple[str, ...]


@cache
def _held(model: type[BaseModel]) -> _Held:
    kinds = {name: tuple(_kinds(field.annotation)) for name, field in model.model_fields.items()}
    models = (name for name, held in kinds.items() if any(issubclass(kind, BaseModel) for kind in held))
    words = (name for name, held in kinds.items() if any(not issubclass(kind, _WORDLESS) for kind in held))
    lists = (name for name, held in kinds.items() if tuple in held)
    return _Held(tuple(models), tuple(words), tuple(lists))


@cache
def _of_names(model: type[BaseModel], names: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if name in names)


def _kinds(annotation: Any) -> Iterator[type]:
    """Yield the types that an annotation is made of: `tuple[Figure | Missing, ...]` gives tuple, Figure and Missing."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and not inside:
        yield annotation
    elif origin is Literal:
        yield from map(type, inside)
    else:
        if origin is tuple:
            yield tuple
        # What marks an annotation is no type, and is left out here: a length, a check, the three dots of a tuple.
        for part in inside:
            yield from _kinds(part)
