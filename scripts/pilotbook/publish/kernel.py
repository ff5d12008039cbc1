"""The process that notebooks run in, as the build sees it: it is given a job, told to stop where a cell takes too long."""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pilotbook.publish.book import BookFailed, environment
from pilotbook.publish.cells import Notebook
from pilotbook.publish.surroundings import ending_with_us, raise_if_full

# Seconds that one cell may take; a whole notebook is to run in under 20.
TIMEOUT = 120
_KERNEL = "from pilotbook.notebook.kernel import main; main()"


def run(notebooks: Sequence[Notebook], root: Path, work: Path) -> Iterator[dict[str, Any]]:
    """Run notebooks one after another, and yield what the process tells of each. Raises BookFailed where it ends early."""
    # What a killed build left there; its own folder is another one.
    shutil.rmtree(work / "kernel", ignore_errors=True)
    (work / "kernel").mkdir(parents=True)
    job = {"root": str(root), "notebooks": [{"name": n.name, "cells": [c.code for c in n.cells]} for n in notebooks]}
    with tempfile.TemporaryDirectory(dir=work / "kernel", ignore_cleanup_errors=True) as folder:
        said = Path(folder) / "said"
        process = _begun(json.dumps(job), root, Path(folder), said)
        # Where the process is now, as it tells before each cell: where it ends by itself, that cell ended it.
        name, cell, late = notebooks[0].name, 0, threading.Event()
        for told in _answers(process, late):
            if "at" in told:
                name, cell = told["at"]
            else:
                yield told
        if process.wait():
            place = next(f"{n.path}:{n.cells[cell].line}" for n in notebooks if n.name == name)
            why = _why(late, said)
            raise_if_full(why)
            raise BookFailed(f"{place}: {why}")


def _begun(job: str, root: Path, folder: Path, said: Path) -> subprocess.Popen[str]:
    """Start the process in an environment without secrets, and give it its job."""
    with open(said, "w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            ending_with_us(_KERNEL),
            env=environment(folder),
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
        )
    assert process.stdin is not None
    with process.stdin as its_input:
        its_input.write(job)
    return process


def _answers(process: subprocess.Popen[str], late: threading.Event) -> Iterator[dict[str, Any]]:
    """Yield what the process tells, line by line; end it where nothing is told for too long, or nobody listens any more."""

    def stop() -> None:
        late.set()
        process.kill()

    assert process.stdout is not None
    with process.stdout as its_output:
        try:
            while True:
                # Reading a line cannot be given a limit on every system, but a process can be ended from beside it.
                clock = threading.Timer(TIMEOUT, stop)
                clock.daemon = True
                clock.start()
                line = its_output.readline()
                clock.cancel()
                if not line:
                    return
                yield json.loads(line)
        finally:
            if sys.exc_info()[0]:
                process.kill()
                process.wait()


def _why(late: threading.Event, said: Path) -> str:
    if late.is_set():
        return f"this cell was still running after {TIMEOUT} seconds"
    lines = said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return f"the process that runs notebooks ended here{': ' + lines[-1] if lines else ''}"
