"""Build prose, and the words and code of notebooks, with Jupyter Book.

What depends on its version 1 is here, in theme/ and in sphinxext.py.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from pilotbook.publish import disk, policy, scripts
from pilotbook.publish.address import base_address, editors_of
from pilotbook.publish.code import PACKAGE, code_digest, digest_of_files, files_of, theme_digest
from pilotbook.publish.proselist import BadSources, known_of, prose_sources
from pilotbook.publish.scripts import made_with
from pilotbook.publish.store import Store
from pilotbook.publish.surroundings import ending_with_us, raise_if_full
from pilotbook.publish.version import NAME, SITE
from pilotbook.views.audit_report import ADDRESS

# Seconds. Prose takes some ten of them; what takes so many times longer is stuck.
TIMEOUT = 900
# "/book/about.md:8: WARNING: 'myst' cross-reference target not found", or "ValueError: no such page".
_SAID = re.compile(r"WARNING|ERROR|CRITICAL|Error|Exception")
# The frames of a traceback tell a writer nothing.
_NOISE = re.compile(r"^\s|Traceback \(most|^Exception occurred|^RuntimeError: $")
# "sphinx.errors.ExtensionError: about: there is no source 'x'": a writer needs no name of a module.
_MODULE = re.compile(r"^[a-z_]\w*(\.\w+)+: ")

# What Jupyter Book leaves behind that no reader asks for; its search page runs text from headings as code.
_UNWANTED = {"_static", "search", "genindex", "shell", "reports", "_sources", "_sphinx_design_static", "_downloads"}
_UNWANTED_FILES = {"searchindex.js", "objects.inv", ".buildinfo", ".nojekyll"}
# A page of the book without words: what the theme sets around words stands around made pages too.
SHELL = "shell/index.html"
# <article class="prose">…<div id="pilotbook"><h1>Pilotbook</h1> the words wanted </div>: up to the end of the first box.
_ARTICLE = re.compile(r'<article class="prose">.*?<h1>.*?</h1>\n?(.*?)</div>', re.DOTALL)


class BookFailed(Exception):
    """Prose or a notebook was refused; the message says where and why."""


def digest(root: Path) -> str:
    """Give a name for what prose is made from: words, settings, theme, code and the last audit, but no record.

    Equal names mean equal pages. The code of notebooks counts, for pages show it; what they read does not.
    """
    audit = [path] if (path := root / ADDRESS).is_file() else []
    words = digest_of_files(root, [root / "_config.yml", root / "_toc.yml", *audit, *files_of(root / "book")])
    whole = "\0".join((words, code_digest(), theme_digest(), _links(root)))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _links(root: Path) -> str:
    """Name what pages of prose tell of the addresses of their sources, which is nothing as long as all is well."""
    try:
        # Most books have no register, and their sources need no reading for it.
        told = known_of(root, prose_sources(root / "book" / "sources.yml")) if disk.read_links(root) else {}
    except (BadSources, FileNotFoundError):
        return ""
    return repr(sorted((key, known.state, known.since, known.final) for key, known in told.items())) if told else ""


def pages(root: Path, work: Path, store: Store) -> dict[str, bytes]:
    """Give what Jupyter Book makes of prose, {path: bytes}, with the shell: from the store, or built afresh where an input changed.

    The folder that it leaves behind is read once and removed: only what the store can prove is read again.
    """
    name = digest(root)
    told = store.noted_table("prose", name=str, files=dict)
    kept = {path: store.file(each) for path, each in told["files"].items()} if told.get("name") == name else {}
    if kept and None not in kept.values():
        return {path: file.read_bytes() for path, file in kept.items() if file}
    built = build(root, work)
    found = {path: (built / path).read_bytes() for path in [*files_for_readers(built), SHELL]}
    shutil.rmtree(work / "book", ignore_errors=True)
    files = {path: store.keep(data) for path, data in found.items()}
    store.note("prose", json.dumps({"name": name, "files": files}).encode())
    return found


def build(root: Path, work: Path) -> Path:
    """Have Jupyter Book build the prose, and give the folder of its HTML."""
    # Sphinx would stop at the first bad source and wrap its message; here each is told by its line.
    prose_sources(root / "book" / "sources.yml")
    shutil.rmtree(work / "book", ignore_errors=True)
    # A folder of its own: where a build was killed, its Jupyter Book may still be running and writing.
    begun = work / "book" / str(os.getpid())
    begun.mkdir(parents=True)
    told = {"name": NAME, "assets": made_with(), "address": base_address(root), "ahead": scripts.ahead()}
    _jupyter_book(root, begun, told | {"policy": policy.meta(editors_of(root).contact.forms)})
    return begun / "_build" / "dirhtml"


def files_for_readers(built: Path) -> list[str]:
    """Give the files of what Jupyter Book made that are for readers. Static files are ours alone, and come from the theme."""
    found = (path for path in sorted(built.rglob("*")) if path.is_file() and not path.is_symlink())
    names = (path.relative_to(built).as_posix() for path in found)
    return [
        name for name in names if name.split("/")[0] not in _UNWANTED and name.rsplit("/", 1)[-1] not in _UNWANTED_FILES
    ]


def article(page: str) -> str:
    """Give what a prose page holds below its title: the home page opens with the words of book/index.md."""
    match = _ARTICLE.search(page)
    if match is None:
        raise ValueError("book/index.md has no title and text")
    return match.group(1).strip()


def environment(folder: Path) -> dict[str, str]:
    """Give the environment of a process that holds no secrets and leaves its own files in `folder`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}
    ours = {"PYTHONPATH": str(PACKAGE.parent), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "JUPYTER_PLATFORM_DIRS": "1"}
    # Sphinx leaves logs of errors in the folder for temporary files.
    return kept | ours | {"IPYTHONDIR": str(folder / "ipython"), "TMPDIR": str(folder)}


def _jupyter_book(root: Path, out: Path, site: dict[str, str]) -> None:
    """Run Jupyter Book with every warning an error, in an environment that holds no secrets."""
    command = [
        *(*ending_with_us("from jupyter_book.cli.main import main; main()"), "build", str(root / "book")),
        *("--config", str(root / "_config.yml"), "--toc", str(root / "_toc.yml"), "--path-output", str(out)),
        *("--builder", "dirhtml", "-W", "-n", "--keep-going", "-q"),
    ]
    try:
        done = subprocess.run(
            command,
            env=environment(out) | {SITE: json.dumps(site)},
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=TIMEOUT,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise BookFailed(f"Jupyter Book was still running after {TIMEOUT} seconds.") from error
    if done.returncode:
        raise_if_full(done.stdout + done.stderr)
        raise BookFailed(_told(done.stdout + done.stderr, root, out))


def _told(output: str, root: Path, out: Path) -> str:
    """Give what Jupyter Book said that a writer can use: warnings and errors, with paths from the root."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output).replace(f"{out}/", "").replace(f"{root}/", "")
    lines = [line for line in plain.splitlines() if _SAID.search(line) and not _NOISE.search(line)]
    return "\n".join(dict.fromkeys(_MODULE.sub("", line) for line in lines)) or plain[-2000:]
