"""Go through everything inside a record."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from pilotbook.text.yamlfile import Path


def walk(record: BaseModel, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Yield every model inside `record` with its path, the record itself first."""
    yield path, record
    for name in type(record).model_fields:
        value: Any = getattr(record, name)
        if isinstance(value, BaseModel):
            yield from walk(value, (*path, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from walk(item, (*path, name, index))


def texts_in(record: BaseModel) -> Iterator[tuple[Path, str, str]]:
    """Yield every text inside `record`: its path, the name of its field, and the words."""
    for path, item in walk(record):
        for name in type(item).model_fields:
            value: Any = getattr(item, name)
            if isinstance(value, str):
                yield (*path, name), name, value
            elif isinstance(value, tuple):
                for index, entry in enumerate(value):
                    if isinstance(entry, str):
                        yield (*path, name, index), name, entry
