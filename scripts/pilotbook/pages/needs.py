"""What a thing is made from, as a value: plain data, and one digest of it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel


def key_of(value: Any) -> str:
    """Give one name for a value: equal values have equal names, and unequal ones never.

    A value is text, a number, yes or no, nothing, a list or tuple, a dictionary with text keys, a record, or a dataclass of
    such. Whatever has a `digest` of its own is named by it. Anything else raises TypeError: a function or an open file
    says nothing of what would be made from it.
    """
    whole = hashlib.sha256()
    for part in _parts(value):
        whole.update(part)
    return whole.hexdigest()[:32]


def _parts(value: Any) -> Iterable[bytes]:
    # Each part begins with its kind and, where it can be of any length, its length: no two values run into one another.
    if value is None or isinstance(value, bool | int | float | Decimal):
        yield f"{type(value).__name__}:{value};".encode()
    elif isinstance(value, str):
        text = value.encode("utf-8", "surrogatepass")
        yield b"str%d:" % len(text)
        yield text
    elif isinstance(value, bytes):
        yield b"bytes%d:" % len(value)
        yield value
    elif digest := getattr(value, "digest", ""):
        yield f"{type(value).__name__}:{digest};".encode()
    elif isinstance(value, list | tuple):
        yield b"list%d:" % len(value)
        for item in value:
            yield from _parts(item)
    elif isinstance(value, Mapping):
        yield b"dict%d:" % len(value)
        for name, item in value.items():
            yield from _parts(name)
            yield from _parts(item)
    elif isinstance(value, BaseModel):
        yield f"{type(value).__name__}:".encode()
        yield from _parts(value.model_dump_json())
    elif is_dataclass(value) and not isinstance(value, type):
        yield f"{type(value).__name__}:".encode()
        for field in fields(value):
            yield from _parts(getattr(value, field.name))
    else:
        raise TypeError(f"{type(value).__name__} is no plain data: nothing can be named by it")
