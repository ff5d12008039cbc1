"""The notebook that is running: what it reads of the casebook, which files it opens, and the downloads that it offers."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pilotbook.casebook import Casebook
from pilotbook.publish.reads import Recorder


@dataclass
class Desk:
    """What lies before the running notebook, and what it has come to."""

    book: Casebook
    recorder: Recorder = field(default_factory=Recorder)
    downloads: dict[str, bytes] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def opened(self) -> Casebook:
        """Give the casebook through which reads are noted."""
        return self.recorder.opened(self.book)


_running: list[Desk] = []


def desk() -> Desk | None:
    """Give the desk of the notebook that the build runs; None where a person runs it."""
    return _running[-1] if _running else None


@contextmanager
def begun(book: Casebook) -> Iterator[Desk]:
    """Begin a notebook that reads `book`."""
    one = Desk(book)
    _running.append(one)
    try:
        with one.recorder.at_work():
            yield one
    finally:
        _running.remove(one)


def note_files(root: Path, known: Sequence[str]) -> None:
    """From now on, note each file or folder of the project that a running notebook opens, but for those below `known`.

    A notebook reads the casebook and nothing else; where one does read a file, it must run again when that changes.
    """

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("open", "os.listdir", "os.scandir") and (one := desk()):
            path = os.path.abspath(os.fspath(arguments[0])) if isinstance(arguments[0], str | os.PathLike) else ""
            if path.startswith(f"{root}{os.sep}") and not path.startswith(tuple(known)):
                one.files.add(os.path.relpath(path, root))

    sys.addaudithook(hook)
