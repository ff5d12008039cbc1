"""One name for the code that makes things: what was made by other code is made again."""

import hashlib
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
# Libraries whose next version may write other bytes from the same words.
_LIBRARIES = ("altair", "jinja2", "markdown-it-py", "nh3", "pydantic", "typst", "vl-convert-python")
_KINDS = {".py", ".j2", ".typ", ".json", ".csv"}


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Name the package's modules, templates, layouts and data, and the libraries that write what is published."""
    whole = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        whole.update(f"{name} {_version(name)};".encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in _KINDS and "__pycache__" not in path.parts:
            whole.update(
                f"{path.relative_to(PACKAGE).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest()
            )
    return whole.hexdigest()[:32]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
