"""What stands inside a record, as rules ask for it: its parts, and its fields by name or by kind."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from pydantic import BaseModel

from pilotbook.record.walk import Itself, held_by, walk
from pilotbook.text.yamlfile import Path


def parts(record: BaseModel) -> tuple[tuple[Path, BaseModel], ...]:
    """Give every model inside `record` with its path, the record itself first."""
    return _parts(Itself(record))


# Two dozen rules go through one record, one after another; a record is frozen, so all can be given the same walk. No notebook
# runs a rule: one that was given a walk of before would not be seen to read the record.
@lru_cache(maxsize=1)
def _parts(of: Itself) -> tuple[tuple[Path, BaseModel], ...]:
    return walk(of.record)


def named_in(record: BaseModel, names: frozenset[str]) -> Iterator[tuple[Path, str, Any]]:
    """Yield every field inside `record` that has one of these names: the path of what holds it, its name, and its value."""
    for path, item in parts(record):
        for name in _of_names(type(item), names):
            yield path, name, getattr(item, name)


@cache
def _of_names(model: type[BaseModel], names: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if name in names)


def lists_in(record: BaseModel) -> Iterator[tuple[Path, str, tuple[Any, ...]]]:
    """Yield every list inside `record`: the path of what holds it, the name of its field, and its entries."""
    for path, item in parts(record):
        for name in held_by(type(item)).lists:
            value: Any = getattr(item, name)
            if isinstance(value, tuple):
                yield path, name, value


def texts_in(record: BaseModel) -> tuple[tuple[Path, str, str], ...]:
    """Give every text inside `record`: its path, the name of its field, and the words."""
    return _texts(Itself(record))


@lru_cache(maxsize=1)
def _texts(of: Itself) -> tuple[tuple[Path, str, str], ...]:
    return tuple(_gathered(of.record))


def _gathered(record: BaseModel) -> Iterator[tuple[Path, str, str]]:
    for path, item in parts(record):
        for name in held_by(type(item)).words:
            value: Any = getattr(item, name)
            if isinstance(value, str):
                yield (*path, name), name, value
            elif isinstance(value, tuple):
                for index, entry in enumerate(value):
                    if isinstance(entry, str):
                        yield (*path, name, index), name, entry
