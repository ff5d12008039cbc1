"""Things that a build made, kept as bytes by what they are made from."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class Store(Protocol):
    """Where made things are kept from build to build."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Give what was kept, or None."""

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep `data` in the place of what was kept before."""

    def get_or_make(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Give what was kept, or make and keep it."""


class FolderStore:
    """A store in a folder: a file holds the digest of its content, then the content. What does not fit is made again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, kind: str, key: str) -> bytes | None:
        """Give what was kept, or None where nothing was or it is spoiled."""
        path = self._folder / kind / key
        kept = path.read_bytes() if path.is_file() else b""
        return kept[64:] if kept[:64] == _digest(kept[64:]) else None

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep `data` in the place of what was kept before."""
        path = self._folder / kind / key
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(_digest(data) + data)
        part.replace(path)

    def get_or_make(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Give what was kept, or make and keep it."""
        kept = self.get(kind, key)
        if kept is None:
            self.put(kind, key, kept := make())
        return kept


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
