"""What a thing is made from, as a value: plain data, and one digest of it."""

import hashlib
from collections.abc import Callable, Mapping
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
    parts: list[bytes] = []
    _tell(value, parts.append)
    return hashlib.sha256(b"".join(parts)).hexdigest()[:32]


def _tell(value: Any, add: Callable[[bytes], None]) -> None:
    # Each part begins with its kind and, where it can be of any length, its length: no two values run into one another.
    if isinstance(value, str):
        text = value.encode("utf-8", "surrogatepass")
        add(b"str%d:" % len(text))
        add(text)
    elif value is None or isinstance(value, bool | int | float | Decimal):
        add(f"{type(value).__name__}:{value};".encode())
    elif isinstance(value, bytes):
        add(b"bytes%d:" % len(value))
        add(value)
    elif digest := getattr(value, "digest", ""):
        add(f"{type(value).__name__}:{digest};".encode())
    elif isinstance(value, list | tuple):
        add(b"list%d:" % len(value))
        for item in value:
            _tell(item, add)
    elif isinstance(value, Mapping):
        add(b"dict%d:" % len(value))
        for name, item in value.items():
            _tell(name, add)
            _tell(item, add)
    elif isinstance(value, BaseModel):
        add(f"{type(value).__name__}:".encode())
        _tell(value.model_dump_json(), add)
    elif is_dataclass(value) and not isinstance(value, type):
        add(f"{type(value).__name__}:".encode())
        for field in fields(value):
            _tell(getattr(value, field.name), add)
    else:
        raise TypeError(f"{type(value).__name__} is no plain data: nothing can be named by it")
