"""Go through everything inside a record. What a field can hold is told by its declaration, so most need no look."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from pilotbook.text.yamlfile import Path

_WORDLESS = (bool, int, Decimal, type(None), tuple, BaseModel)


def walk(record: BaseModel) -> tuple[tuple[Path, BaseModel], ...]:
    """Give every model inside `record` with its path, the record itself first."""
    found: list[tuple[Path, BaseModel]] = []
    _gather(record, (), found)
    return tuple(found)


def _gather(item: BaseModel, path: Path, found: list[tuple[Path, BaseModel]]) -> None:
    found.append((path, item))
    for name in held_by(type(item)).models:
        value: Any = getattr(item, name)
        if isinstance(value, BaseModel):
            _gather(value, (*path, name), found)
        elif isinstance(value, tuple):
            for index, entry in enumerate(value):
                if isinstance(entry, BaseModel):
                    _gather(entry, (*path, name, index), found)


@dataclass(frozen=True, eq=False)
class Itself:
    """A record that is told from others by being the same one: to compare what two hold takes as long as to walk them."""

    record: BaseModel

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and self.record is other.record

    def __hash__(self) -> int:
        return id(self.record)


class Held(NamedTuple):
    """The fields of a model that may hold models, words, and lists. One may hold several: a figure, or why it is missing."""

    models: tuple[str, ...]
    words: tuple[str, ...]
    lists: tuple[str, ...]


@cache
def held_by(model: type[BaseModel]) -> Held:
    """Give what the fields of a model may hold, by their declaration."""
    kinds = {name: tuple(_kinds(field.annotation)) for name, field in model.model_fields.items()}
    models = (name for name, held in kinds.items() if any(issubclass(kind, BaseModel) for kind in held))
    words = (name for name, held in kinds.items() if any(not issubclass(kind, _WORDLESS) for kind in held))
    lists = (name for name, held in kinds.items() if tuple in held)
    return Held(tuple(models), tuple(words), tuple(lists))


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
