"""Build prose and notebooks with Jupyter Book. What depends on version 1 is here, in theme/ and in sphinxext.py."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from pilotbook.publish.proselist import prose_sources
from pilotbook.publish.share import base_address
from pilotbook.publish.version import NAME, SITE
from pilotbook.views.audit_report import ADDRESS

PACKAGE = Path(__file__).parents[1]
TIMEOUT = 900
_SAID = re.compile(r"WARNING|ERROR|CRITICAL|Error|Exception")
# The kernel's remarks on its own wiring, and the frames of a traceback, tell a writer nothing.
_NOISE = re.compile(r"^\[IPKernelApp\]|^zmq\.|^\s|Traceback \(most|^Exception occurred|^RuntimeError: $")
_MODULE = re.compile(r"^[a-z_]\w*(\.\w+)+: ")


class BookFailed(Exception):
    """Jupyter Book refused the prose or a notebook; the message holds what it said."""


def inputs(root: Path) -> list[Path]:
    """Give every file that prose and notebooks are made from: themselves, settings, theme, code, records, the last audit."""
    folders = (root / "book", root / "case_studies", PACKAGE)
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file() and _counts(path)]
    audit = [path] if (path := root / ADDRESS).is_file() else []
    return sorted([root / "_config.yml", root / "_toc.yml", *audit, *found])


def _counts(path: Path) -> bool:
    return not {"_build", "__pycache__", ".ipynb_checkpoints"} & set(path.parts) and path.suffix != ".pyc"


def digest(root: Path, paths: Iterable[Path]) -> str:
    """Give a name for these inputs: equal names mean an equal book. Notebooks read records, so records count."""
    whole = hashlib.sha256()
    for path in paths:
        name = path.relative_to(root) if path.is_relative_to(root) else path.relative_to(PACKAGE)
        whole.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def asset_digest() -> str:
    """Give a short name for the theme's files, so that a browser never mixes old styles with new pages."""
    files = sorted(path for path in (PACKAGE / "theme").rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:8]


def build(root: Path, work: Path) -> Path:
    """Give the folder of built HTML: built afresh where an input changed, else the one that is there."""
    name = digest(root, inputs(root))
    done = work / "book" / name
    html = done / "_build" / "dirhtml"
    if (done / "complete").is_file():
        return html
    # Sphinx would stop at the first bad source and wrap its message; here each is told by its line.
    prose_sources(root / "book" / "sources.yml")
    shutil.rmtree(work / "book", ignore_errors=True)
    # A folder of its own: where a build was killed, its Jupyter Book may still be running and writing.
    begun = work / "book" / f"{name}-{os.getpid()}"
    begun.mkdir(parents=True)
    _jupyter_book(root, begun, {"name": NAME, "assets": asset_digest(), "address": base_address(root)})
    (begun / "complete").touch()
    os.replace(begun, done)
    return html


def _jupyter_book(root: Path, out: Path, site: dict[str, str]) -> None:
    """Run Jupyter Book with every warning an error, in an environment that holds no secrets."""
    command = [
        *(sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(root / "book")),
        *("--config", str(root / "_config.yml"), "--toc", str(root / "_toc.yml"), "--path-output", str(out)),
        *("--builder", "dirhtml", "-W", "-n", "--keep-going", "-q"),
    ]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}
    settings = {SITE: json.dumps(site), "PILOTBOOK_ROOT": str(root), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    settings |= {"PYTHONPATH": str(PACKAGE.parent), "IPYTHONDIR": str(out / "ipython"), "JUPYTER_PLATFORM_DIRS": "1"}
    # Where notebooks put the downloads of their charts.
    charts = out / "charts"
    charts.mkdir()
    settings["PILOTBOOK_CHARTS"] = str(charts)
    # Sphinx leaves logs of errors in the folder for temporary files; here the next build removes them.
    settings["TMPDIR"] = str(out)
    try:
        done = subprocess.run(
            command,
            env=kept | settings,
            cwd=root,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise BookFailed(f"Jupyter Book was still running after {TIMEOUT} seconds.") from error
    if done.returncode:
        raise BookFailed(_told(done.stdout + done.stderr, root, out))


def _told(output: str, root: Path, out: Path) -> str:
    """Give what Jupyter Book said that a writer can use: warnings and errors, with paths from the root."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output).replace(f"{out}/", "").replace(f"{root}/", "")
    lines = [line for line in plain.splitlines() if _SAID.search(line) and not _NOISE.search(line)]
    return "\n".join(dict.fromkeys(_MODULE.sub("", line) for line in lines)) or plain[-2000:]
