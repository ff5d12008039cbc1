"""Pictures and briefs kept from build to build by what they are made from: making them is what costs."""

import hashlib
from collections.abc import Callable
from pathlib import Path


def kept(folder: Path, content: str, suffix: str, draw: Callable[[], bytes]) -> Path:
    """Give the file that was drawn from `content`; it is drawn only where no earlier build did."""
    path = folder / f"{hashlib.sha256(content.encode()).hexdigest()[:24]}{suffix}"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(draw())
        part.replace(path)
    return path
