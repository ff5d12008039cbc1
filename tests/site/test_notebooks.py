"""Notebooks run where what they read has changed, each by itself, and say at which line they fail."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from myst_nb.core.read import read_myst_markdown_notebook
from pilotbook.publish import code, kernel, notebooks, run
from pilotbook.publish.book import BookFailed
from pilotbook.publish.cells import Notebook, notebook_of
from pilotbook.publish.notebooks import Output
from pilotbook.publish.store import Store
from projects import REAL, Project, copy_of, small_project

pytestmark = pytest.mark.book

HEAD = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n# Made up\n\n"
RESULTS, BARRIERS, ODD = (
    "evidence/who-has-published-a-result",
    "evidence/made-up-barriers",
    "evidence/made-up-odd-cells",
)
ODD_CELLS = (
    "print('one')\nmade_up = 1\nprint('<two>')",
    "import pandas as pd\npd.DataFrame({'made up': [1]})",
    "'as text'",
    "'not shown';",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>first</b>'))\nHTML('<b>last</b>')",
    "from pathlib import Path\nlen(Path('../sources.yml').read_text())",
    "import os\n[name for name in os.environ if 'SECRET' in name]",
)


def cells(*codes: str) -> str:
    return HEAD + "\n\n".join(f"```{{code-cell}} python\n{each}\n```" for each in codes) + "\n"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the small project with two notebooks more, whose outputs are kept. No page is built."""
    project = small_project(tmp_path_factory.mktemp("notebooks") / "ran")
    project.prose(BARRIERS).write_text(
        cells(
            "'made_up' in globals()",
            "from pilotbook import notebook\nbook = notebook.open_casebook()\nnotebook.barriers_table(book)",
        ),
        encoding="utf-8",
    )
    project.prose(ODD).write_text(cells(*ODD_CELLS), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MADE_UP_SECRET", "made up")
        made = outputs(project)
    (project.root / "made.json").write_text(json.dumps({n.name: o.cells for n, o in made.items()}), encoding="utf-8")
    return project


@pytest.fixture
def mine(ran: Project, tmp_path: Path) -> Project:
    """Give a copy of it that the test may spoil."""
    return copy_of(ran, tmp_path / "mine")


def outputs(project: Project) -> dict[Notebook, Output]:
    work = project.root / "_build"
    store = Store(work / "store")
    try:
        return notebooks.outputs(project.root, work, run.open_casebook(project.root), store)
    finally:
        store.close()


def shown(project: Project, name: str) -> list[str]:
    return json.loads((project.root / "made.json").read_text("utf-8"))[name]


class Asked(Exception):
    """Notebooks were to run."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Project], list[str]]:
    """Give a function that says which notebooks would run; none does."""

    def refuse(wanted: list[Notebook], *_: object) -> Iterator[dict[str, object]]:
        raise Asked([notebook.name for notebook in wanted])

    def names(project: Project) -> list[str]:
        try:
            outputs(project)
        except Asked as error:
            return list(error.args[0])
        return []

    monkeypatch.setattr(kernel, "run", refuse)
    return names


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add_a_case(project: Project) -> None:
    text = project.record("madeup-town-rent-advice").read_text("utf-8")
    text = text.replace("TLG-C-MAD3", "TLG-C-MAD9").replace("title: ", "title: More ", 1)
    project.record("madeup-more-advice").write_text(text, encoding="utf-8")


def spoil_what_is_kept(project: Project) -> None:
    table = sqlite3.connect(project.root / "_build" / "store" / "things.sqlite3")
    with table:
        assert table.execute("UPDATE thing SET data = '{}' WHERE kind = 'notebook'").rowcount == 3
    table.close()


def edit(name: str, old: str, new: str) -> Callable[[Project], None]:
    return lambda project: change(project.root / name, old, new)


LETTERS = "case_studies/madeup-vale-hub-letters.yml"
CHANGES: dict[str, tuple[Callable[[Project], object], list[str]]] = {
    "nothing": (bool, []),
    "a summary": (edit(LETTERS, "summary: ", "summary: Indeed. "), []),
    "words around the cells": (edit(f"book/{RESULTS}.md", "Look at the made-up bars.", "Look."), []),
    "prose": (edit("book/about.md", "Made up.", "Made up again."), []),
    "a relation to a lesson": (edit(LETTERS, "relation: contradicts", "relation: qualifies"), [RESULTS]),
    "a removed case": (lambda project: project.record("madeup-town-rent-advice").unlink(), [BARRIERS, RESULTS]),
    "a new case": (add_a_case, [BARRIERS, RESULTS]),
    "a cell": (edit(f"book/{BARRIERS}.md", "'made_up' in", "'other' in"), [BARRIERS]),
    "what a notebook is run by": (
        edit(f"book/{BARRIERS}.md", "name: python3", "name: python3\n  display_name: Another"),
        [BARRIERS],
    ),
    "a file that a cell opens": (edit("book/sources.yml", "full", "excerpt"), [ODD]),
    "kept outputs that are spoiled": (spoil_what_is_kept, [BARRIERS, ODD, RESULTS]),
}


@pytest.mark.parametrize(("edit", "wanted"), CHANGES.values(), ids=CHANGES)
def test_only_notebooks_run_that_read_what_changed(
    mine: Project, asked: Callable[[Project], list[str]], edit: Callable[[Project], object], wanted: list[str]
) -> None:
    edit(mine)

    assert asked(mine) == wanted


@pytest.mark.parametrize("name", ["package_digest", "libraries"])
def test_all_notebooks_run_where_the_package_or_a_library_is_another(
    ran: Project, asked: Callable[[Project], list[str]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(notebooks, name, lambda: "made up")

    assert asked(ran) == [BARRIERS, ODD, RESULTS]


def test_a_colour_of_the_charts_is_part_of_the_package_and_the_style_of_pages_is_not(tmp_path: Path) -> None:
    package = Path(shutil.copytree(code.PACKAGE, tmp_path / "pilotbook"))
    before = code.package_digest(package), code.theme_digest(package)

    style = package / "theme" / "styles" / "chart.css"
    style.write_text(f"{style.read_text('utf-8')}/* made up */", encoding="utf-8")
    assert code.package_digest(package) == before[0]
    assert code.theme_digest(package) != before[1]

    change(package / "charts" / "palette.py", '"#28A197"', '"#28A198"')
    assert code.package_digest(package) != before[0]


def test_a_cell_shows_what_it_prints_displays_and_ends_with(ran: Project) -> None:
    printed, table, text, quiet, displayed, *_ = shown(ran, ODD)

    block = (
        '<div class="output {} highlight-myst-ansi notranslate"><div class="highlight"><pre tabindex="0"><span></span>{}\n'
        "</pre></div>\n</div>\n"
    )
    assert printed == block.format("stream", "one\n&lt;two&gt;")
    assert table.startswith('<div class="output text_html"><div>') and "made up</th>" in table
    assert text == block.format("text_plain", "'as text'")
    assert quiet == ""
    html = '<div class="output text_html"><b>{}</b></div>'
    assert displayed == html.format("first") + html.format("last")


def test_a_notebook_finds_nothing_that_another_left_behind(ran: Project) -> None:
    assert ">False\n" in shown(ran, BARRIERS)[0]


def test_a_notebook_finds_no_secrets(ran: Project) -> None:
    assert ">[]\n" in shown(ran, ODD)[6]


FAULTY = {
    "evidence/made-up-error": (
        "x = 1\nraise ValueError('made up')",
        "this cell fails: ValueError: made up\n          1 x = 1\n    ----> 2 raise ValueError('made up')",
    ),
    "evidence/made-up-grammar": ("x = = 1", "this cell fails: SyntaxError: invalid syntax\n    ----> 1 x = = 1"),
    "evidence/made-up-complaint": (
        "import warnings\nwarnings.warn('made up', stacklevel=1)",
        "this cell fails: it writes to stderr: <ipython-input-1-made-up>:2: UserWarning: made up "
        "warnings.warn('made up', stacklevel=1)\n          1 import warnings\n          2 warnings.warn('made up', stacklevel=1)",
    ),
    "evidence/made-up-picture": (
        "from IPython.display import Image\nImage(data=b'made up', format='png')",
        "this cell fails: it shows a picture alone; show a Chart, which has words for those who cannot see it\n"
        "          1 from IPython.display import Image\n          2 Image(data=b'made up', format='png')",
    ),
    "evidence/made-up-showing": (
        "class Shy:\n    def _repr_html_(self):\n        raise KeyError('made up')\nShy()",
        "this cell fails: KeyError: 'made up'\n          1 class Shy:\n          2     def _repr_html_(self):\n"
        "    ----> 3         raise KeyError('made up')\n          4 Shy()",
    ),
}  # fmt: skip


def test_every_failing_cell_is_told_by_its_line_and_the_others_are_kept(
    mine: Project, asked: Callable[[Project], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    change(mine.prose(BARRIERS), "'made_up' in", "'other' in")
    for name, (faulty, _) in FAULTY.items():
        mine.prose(name).write_text(cells(faulty), encoding="utf-8")

    with pytest.raises(BookFailed) as failed:
        outputs(mine)

    told = str(failed.value)
    for name, (_, words) in FAULTY.items():
        first, _, rest = words.partition("made-up>")
        assert f"book/{name}.md:" in told
        assert first.split("<ipython")[0] in told and rest in told, told
    monkeypatch.setattr(kernel, "run", lambda wanted, *_: (_ for _ in ()).throw(Asked([n.name for n in wanted])))
    with pytest.raises(Asked) as left:
        outputs(mine)
    assert set(left.value.args[0]) == set(FAULTY)


def test_a_cell_that_does_not_end_is_stopped_and_told(mine: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first cell's time holds the start of the process.
    monkeypatch.setattr(kernel, "TIMEOUT", 25)
    mine.prose(BARRIERS).write_text(cells("x = 1", "import threading\nthreading.Event().wait()"), encoding="utf-8")

    with pytest.raises(
        BookFailed, match=r"book/evidence/made-up-barriers\.md:14: this cell was still running after 25 sec"
    ):
        outputs(mine)


def test_a_process_that_ends_early_is_told(mine: Project) -> None:
    mine.prose(BARRIERS).write_text(cells("import os, sys\nos.write(2, b'made up')\nos._exit(3)"), encoding="utf-8")

    with pytest.raises(
        BookFailed, match=r"made-up-barriers\.md:10: the process that runs notebooks ended here: made up"
    ):
        outputs(mine)


NOTEBOOKS = {path.stem: path.read_text("utf-8") for path in sorted((REAL / "book" / "evidence").glob("*-*.md"))} | {
    "every way to write a cell": HEAD
    + "```{code-cell} python\n:tags: [hide-input, remove-output]\n\na = 1\n\nb = 2\n\n```\n\n"
    + "````\n```{code-cell}\nnot a cell\n```\n````\n\n> ```{code-cell}\n> nor this\n> ```\n\n"
    + "~~~{code-cell}\n---\ntags: [hide-output]\n---\nc = 3\n~~~\n\n- made up\n\n  ```{code-cell}\n  d = 4\n  ```\n"
}


@pytest.mark.parametrize("text", NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_cells_are_read_as_jupyter_book_reads_them(text: str) -> None:
    ours = notebook_of("evidence/x", text)

    theirs = [cell for cell in read_myst_markdown_notebook(text).cells if cell.cell_type == "code"]
    assert [cell.code.strip() for cell in ours.cells] == [cell.source.strip() for cell in theirs]
    assert [cell.is_shown for cell in ours.cells] == ["remove-output" not in cell.metadata.tags for cell in theirs]
    lines = text.split("\n")
    assert [lines[cell.line - 1] for cell in ours.cells] == [cell.code.split("\n")[0] for cell in ours.cells]
