"""Whole projects that tests build: a copy of the real one, and a small one around the made-up casebook."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from filelock import FileLock
from pilotbook.casebook import Casebook
from pilotbook.publish import disk, policy, run
from pilotbook.publish.code import PACKAGE
from pilotbook.text.glossary import explained_terms

HERE = Path(__file__).parent
REAL = HERE.parent
PARTS = ("book", "case_studies", "benchmarks", "_config.yml", "_toc.yml")

NOTEBOOK = """\
---
id: TLG-N-MAD1
file_format: mystnb
kernelspec:
  name: python3
---

# Who has published a result?

Look at the made-up bars.

```{code-cell} python
:tags: [hide-input]
from pilotbook import charts, notebook
book = notebook.open_casebook()
charts.published_results(book)
```

Look at the balance.

```{code-cell} python
:tags: [hide-input]
notebook.lesson_balance(book)
```

```{code-cell} python
:tags: [hide-output]
print("Made-up words of a cell.")
```

```{code-cell} python
:tags: [remove-output]
"Made-up words that nobody sees."
```

## What this cannot tell you

Nothing here is real.
"""
PAGES = {
    "index": "# A made-up book\n\nMade-up words of welcome.\n",
    "shell": "---\norphan: true\nshell: true\n---\n\n# Shell\n\nThe frame.\n",
    "programme/index": "# A made-up programme\n\nA made-up fact {src}`made-up-fact`.\n\n## Sources\n\n```{sources}\n```\n",
    "evidence/index": "# Made-up evidence\n\n[Results](who-has-published-a-result.md)\n",
    "evidence/who-has-published-a-result": NOTEBOOK,
    "evidence/reaching-families": "# Made-up families\n\nSee [the visits](/cases/madeup-town-doorstep-visits/#O1).\n",
    "method/index": "# A made-up method\n\nNothing is real.\n",
    "method/glossary": (HERE / "tiny" / "book" / "method" / "glossary.md").read_text(encoding="utf-8"),
    "method/use-the-data": "# Use made-up data\n\nDo not.\n",
    "contribute/index": "# Add a made-up case\n\nMake it up.\n",
    "contribute/file": "# Write a made-up file\n\nBy hand.\n",
    "contribute/review": "# Review a made-up case\n\nBelieve nothing.\n",
    "contribute/runbook": "# A made-up runbook\n\nRun.\n",
    "about": "# About nothing\n\nMade up.\n\n```{version}\n```\n",
    "accessibility": "# Made-up accessibility\n\nMade up.\n",
}
REACHED = "repository: {url: https://github.com/made-up/book}\ncontact: editors@made-up.example\n"
SOURCES = """\
made-up-fact:
  title: A made-up fact
  publisher: Madeup Press
  published: 2026
  accessed: 2026-11-21
  url: https://example.org/made-up/fact
  seen: full
  tier: 5
"""

# What made pages are set into where a test does without Jupyter Book, and its pages of prose.
FRAME = f"""<!DOCTYPE html><html><head><meta charset="utf-8">{policy.meta()}<title>%%TITLE%%</title>%%HEAD%%
<link rel="stylesheet" href="%%ROOT%%_static/pilotbook.css?v=1"></head>
<body data-root="%%ROOT%%">%%BODY%%</body></html>"""
PROSE = f"""<!DOCTYPE html><html><head><meta charset="utf-8">{policy.meta()}</head>
<body><article class="prose"><div><h1>Made up</h1><p>Words.</p></div></article>{{terms}}</body></html>"""
PROSE_PAGES = (
    "", "about", "programme", "method", "method/glossary", "method/use-the-data", "contribute", "contribute/file", "contribute/review",
    "contribute/runbook", "evidence",
    "evidence/reaching-families", "evidence/who-has-published-a-result",
)  # fmt: skip


@dataclass(frozen=True)
class Project:
    """A project on disk and where its site is published."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "_site"

    @cached_property
    def casebook(self) -> Casebook:
        return run.open_casebook(self.root)

    def build(self) -> run.Built:
        return run.build(self.root, self.site)

    def prose(self, name: str) -> Path:
        return self.root / "book" / f"{name}.md"

    def record(self, name: str) -> Path:
        return self.root / "case_studies" / f"{name}.yml"

    def page(self, address: str) -> str:
        return (self.site / address.lstrip("/") / "index.html").read_text(encoding="utf-8")


def copy_of_the_real_project(root: Path) -> Project:
    """Copy what the real book is made from, without what earlier builds made."""
    root.mkdir(parents=True)
    for name in PARTS:
        if (REAL / name).is_dir():
            shutil.copytree(REAL / name, root / name, ignore=shutil.ignore_patterns("_build", ".ipynb_checkpoints"))
        else:
            shutil.copyfile(REAL / name, root / name)
    return Project(root)


def small_project(root: Path) -> Project:
    """Write a small project: the made-up casebook, the least prose that the frame links to, and one notebook."""
    shutil.copytree(HERE / "tiny", root)
    settings = (REAL / "_config.yml").read_text(encoding="utf-8")
    (root / "_config.yml").write_text(settings + REACHED, encoding="utf-8")
    for name, text in PAGES.items():
        path = root / "book" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "book" / "sources.yml").write_text(SOURCES, encoding="utf-8")
    chapters = "".join(f"  - file: {name}\n" for name in PAGES if name not in ("index", "shell"))
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}", encoding="utf-8")
    return Project(root)


def plain_prose(folder: Path) -> Path:
    """Write a folder such as Jupyter Book leaves behind, in no time, and give it."""
    glossary = explained_terms(disk.read_glossary(HERE / "tiny"))
    terms = "".join(f'<p id="{term.anchor}"></p>' for term in glossary)
    # Made pages lead to these places: to a term where it is used, and from a place to how alike is told.
    places = {"method/glossary": terms, "method": '<h2 id="places-like-one-another">Made up</h2>'}
    pages = {name: PROSE.format(terms=places.get(name, "")) for name in PROSE_PAGES}
    files = {f"{name}/index.html".lstrip("/"): text for name, text in pages.items()}
    static = {f"_static/{path.name}": "/* made up */" for path in (PACKAGE / "theme" / "static").iterdir()}
    for name, text in {**files, **static, "shell/index.html": FRAME}.items():
        path = folder / "_build" / "dirhtml" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "_build" / "dirhtml"


def copy_of(project: Project, root: Path) -> Project:
    """Copy a project with what its builds made, so that a test may spoil it and need not build it first."""
    return Project(Path(shutil.copytree(project.root, root, symlinks=True)))


def bytes_of(site: Path) -> dict[str, bytes]:
    """Read every file of a site: {address: bytes}."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def built_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Project]) -> Project:
    """Give the built project `name`: made and built by whichever process of this run comes first, then shared.

    Where PILOTBOOK_BUILT is set, the real book is the one in _site/: what is about to be published is what is tested.
    """
    if name == "real" and os.environ.get("PILOTBOOK_BUILT"):
        assert (REAL / "_site" / "index.html").is_file(), "There is no _site/ to test. Run 'make site' first."
        return Project(REAL)
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root, mark = shared / name, shared / f"{name}.built"
    with FileLock(shared / f"{name}.lock"):
        if not mark.exists():
            shutil.rmtree(root, ignore_errors=True)
            make(root).build()
            mark.touch()
    return Project(root)
