"""Run notebooks one after another in this one process, each in a clean namespace, and tell what each made and read.

The build starts it as a process of its own, which holds no secrets and can be stopped. It takes the job as JSON on its
input, and answers with a line of JSON for each cell that begins and for each notebook that ends.
"""

import base64
import json
import os
import random
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from html import escape
from pathlib import Path
from typing import IO, Any

import numpy
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from pilotbook.casebook import Casebook
from pilotbook.notebook import work
from pilotbook.publish import run
from pilotbook.publish.code import PACKAGE
from pilotbook.publish.opening import MANY
from pilotbook.publish.reads import Seen, digest_of
from pilotbook.publish.store import Store


class _Faulty(Exception):
    """A cell failed; the message says how, `line` is where in the cell, and `place` where in the package, if there."""

    def __init__(self, what: str, line: int = 0, place: str = "") -> None:
        super().__init__(what)
        self.told = {"what": what, "line": line, "place": place}


Made = str | Mapping[str, Any]


def _shown(shell: Any) -> list[Made]:
    """Give the list of what the running cell shows, in order: text, or the forms of a value."""
    made: list[Made] = shell.made
    return made


class _Hook(DisplayHook):
    """Keep what the last line of a cell gives."""

    def write_output_prompt(self) -> None:
        """Write no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep the forms of the value."""
        _shown(self.shell).append(format_dict)

    def finish_displayhook(self) -> None:
        """Write no line end."""
        self._is_active = False


class _Publisher(DisplayPublisher):
    """Keep what a cell displays."""

    def publish(self, data: Any, *arguments: Any, **more: Any) -> None:
        """Keep the forms of the value."""
        _shown(self.shell).append(data)


class _Shell(InteractiveShell):
    """Where the cells of one notebook run. made: what the running cell shows; failed: the error that it came to."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def __init__(self) -> None:
        self.made: list[Made] = []
        self.failed: BaseException | None = None
        super().__init__(config=Config({"HistoryManager": {"enabled": False}}))  # type: ignore[no-untyped-call]

    def init_virtualenv(self) -> None:
        """Look for packages where this process does, and nowhere else."""

    def init_sys_modules(self) -> None:
        """Leave this process's own `__main__` where it is."""

    def showtraceback(self, exc_tuple: Any = None, *arguments: Any, **more: Any) -> None:
        """Keep an error, also one that came up while a value was shown; the build tells the cell, its line and the error."""
        self.failed = exc_tuple[1] if exc_tuple else sys.exc_info()[1]

    def showsyntaxerror(self, *arguments: Any, **more: Any) -> None:
        """Keep the error."""
        self.failed = sys.exc_info()[1]

    def show_usage_error(self, exc: BaseException) -> None:
        """Keep the error."""
        self.failed = exc


class _Printed:
    """Where a cell prints to: what it prints stands among what it shows."""

    def __init__(self, made: list[Made]) -> None:
        self._made = made

    def write(self, text: str) -> int:
        """Keep the text, with what was printed just before."""
        if self._made and isinstance(self._made[-1], str):
            text = f"{self._made.pop()}{text}"
        self._made.append(text)
        return len(text)

    def flush(self) -> None:
        """Keep nothing back."""


def main() -> None:
    """Run the notebooks of the job on the input."""
    job = json.loads(sys.stdin.read())
    # What the libraries of a cell write past Python must not mix with the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    # A cell imports packages, never a file that lies beside the notebook: the next notebook would find it read.
    sys.path[:] = [path for path in sys.path if path]
    root = Path(job["root"])
    book = run.open_casebook(root, Store(root / "_build" / "store"), held=MANY)
    work.note_files(root, (str(root / "_build"), str(PACKAGE), sys.prefix, sys.base_prefix))
    for notebook in job["notebooks"]:
        _tell(answers, _outcome(notebook, root, book, answers))


def _tell(answers: IO[str], told: Mapping[str, Any]) -> None:
    answers.write(json.dumps(told) + "\n")
    answers.flush()


def _outcome(notebook: Mapping[str, Any], root: Path, book: Casebook, answers: IO[str]) -> dict[str, Any]:
    """Run a notebook, and give what came of it: its cells, downloads and reads, or its fault."""
    name, cells = notebook["name"], notebook["cells"]
    os.chdir((root / "book" / name).parent)
    random.seed(0)
    numpy.random.seed(0)
    shown: list[str] = []
    with _shell() as shell, work.begun(book) as desk:
        for number, code in enumerate(cells):
            _tell(answers, {"at": [name, number]})
            try:
                shown.append(_run(shell, code))
            except _Faulty as fault:
                return {"name": name, "cell": number, "fault": fault.told}
    reads = desk.recorder.reads()
    seen: Seen = {}
    return {
        "name": name,
        "cells": shown,
        "downloads": {file: base64.b64encode(content).decode() for file, content in desk.downloads.items()},
        "reads": vars(reads),
        "files": sorted(desk.files),
        "digest": digest_of(reads, book, seen),
        "seen": seen,
    }


@contextmanager
def _shell() -> Iterator[_Shell]:
    try:
        yield _Shell.instance()
    finally:
        _Shell.clear_instance()


def _run(shell: _Shell, code: str) -> str:
    """Run a cell and give its output as HTML. Raises _Faulty where it fails, complains or shows what no page can."""
    shell.made, shell.failed = [], None
    complaint: list[Made] = []
    with ExitStack() as streams:
        streams.enter_context(redirect_stdout(_Printed(shell.made)))
        streams.enter_context(redirect_stderr(_Printed(complaint)))
        done = shell.run_cell(code, store_history=True)  # type: ignore[no-untyped-call]
    if error := done.error_before_exec or done.error_in_exec or shell.failed:
        raise _faulty(error, shell)
    if complaint:
        raise _Faulty(f"it writes to stderr: {' '.join(str(complaint[0]).split())}")
    return "".join(map(_html, shell.made))


def _faulty(error: BaseException, shell: _Shell) -> _Faulty:
    """Say at which line of the cell an error came up, and how deep in the package."""
    what = "".join(traceback.format_exception_only(error)).splitlines()[-1]
    if isinstance(error, SyntaxError):
        return _Faulty(f"SyntaxError: {error.msg}", error.lineno or 0)
    frames = list(traceback.walk_tb(error.__traceback__))
    lines = [line for frame, line in frames if frame.f_globals is shell.user_global_ns]
    file, line = (frames[-1][0].f_code.co_filename, frames[-1][1]) if frames else ("", 0)
    place = f"{Path(file).relative_to(PACKAGE)}:{line}" if file.startswith(f"{PACKAGE}{os.sep}") else ""
    return _Faulty(what, lines[0] if lines else 0, place)


def _html(made: Made) -> str:
    """Give an output as Jupyter Book sets it into a page: HTML as it is, else plain text."""
    if not isinstance(made, str) and "text/html" in made:
        return f'<div class="output text_html">{made["text/html"]}</div>'
    if not isinstance(made, str) and any(kind.startswith("image/") for kind in made):
        raise _Faulty("it shows a picture alone; show a Chart, which has words for those who cannot see it")
    kind, text = ("stream", made) if isinstance(made, str) else ("text_plain", made.get("text/plain", ""))
    said = escape(text.rstrip("\n"), quote=False)
    return (
        f'<div class="output {kind} highlight-myst-ansi notranslate"><div class="highlight"><pre tabindex="0"><span></span>'
        f"{said}\n</pre></div>\n</div>\n"
    )
