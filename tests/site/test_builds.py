"""What a build keeps to when something changes or goes wrong: readers have the old site or the new one, whole."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from books import read
from click.testing import CliRunner, Result
from pilotbook.doors.cli import main
from pilotbook.publish import swap
from projects import REACHED, Project, bytes_of, small_project
from same.differ import differences

pytestmark = pytest.mark.book

COMMAND = [sys.executable, "-c", "from pilotbook.doors.cli import main; main()", "build", "--quiet"]
NOTEBOOK = "evidence/who-has-published-a-result"
Published = Callable[[], dict[str, bytes]]


def build(project: Project, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    """Run `pilotbook build` in a project. A traceback is a failure of the test."""
    monkeypatch.chdir(project.root)
    result = CliRunner().invoke(main, ["build", "--quiet", *options], prog_name="pilotbook")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_build_says_in_one_line_what_it_made(own: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    result = build(own, monkeypatch)

    assert result.exit_code == 0
    said = r"Built 3 cases and 2 lessons: (\d+) pages, \d+ in the search index\. _site/index\.html, \d+\.\d seconds\.\n"
    told = re.fullmatch(said, result.stdout)
    assert told and int(told.group(1)) == len(list(own.site.rglob("*.html")))
    # A made-up project has no history, which is said once.
    assert (
        result.stderr
        == "Note: No day and no history of a record is told, because this folder is no git repository of its own.\n"
    )


def test_a_build_without_a_repository_says_so_once(own: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = own.root / "_config.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(REACHED, ""), encoding="utf-8")

    # The second one finds nothing changed, and says it all the same.
    told = [build(own, monkeypatch).stderr for _ in range(2)]

    assert [each.count("Note: No page leads to the repository of the book") for each in told] == [1, 1]
    assert "There is no way yet" in own.page("/contribute/reach/")
    assert 'href="../../contribute/reach/">Correct this page</a>' in own.page("/cases/madeup-town-doorstep-visits/")


def test_two_builds_in_other_folders_zones_and_tongues_and_beside_a_secret_are_the_same_bytes(
    small: Project, tmp_path: Path
) -> None:
    """`make same` does it with the real book, as another user and a year on."""
    other = small_project(tmp_path / "ein Büchlein, später" / "tiefer")
    surroundings = {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "3", "COLUMNS": "40"}
    # What the same bytes do not hold there, they do not hold here: the offline copy and what notebooks show included.
    surroundings |= {"GITHUB_TOKEN": "CANARY-ENV-9b21", "PYTHONUTF8": "0", "LC_ALL": "C"}

    subprocess.run(
        [*COMMAND, "--jobs", "4"],
        cwd=other.root,
        env=os.environ | surroundings,
        check=True,
        stdout=subprocess.DEVNULL,
        umask=0o077,
    )

    # Archives are looked into, and rights are compared too.
    assert list(differences(small.site, other.site)) == []
    # A server reads them all, though who built lets nobody read what they make.
    modes = {path.is_dir(): set() for path in other.site.rglob("*")}
    for path in (
        *other.site.rglob("*"),
        other.site.resolve(),
        other.root / "_build",
        other.root / "_build" / "releases",
    ):
        modes[path.is_dir()].add(path.stat().st_mode & 0o7777)
    assert modes == {False: {0o644}, True: {0o755}}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_a_build_of_the_same_gives_the_same_release(own: Project) -> None:
    before = own.site.readlink()

    own.build()

    assert own.site.readlink() == before


def test_a_commit_that_touches_nothing_changes_only_what_names_the_commit(own: Project, published: Published) -> None:
    commit(own, "first")
    own.build()
    before = published()

    commit(own, "second")
    own.build()

    # The offline copy holds the page about the book; each brief names its version, for it is read away from the site.
    changed = [name for name in differing(published(), before) if not name.endswith(("brief.pdf", ".zip"))]
    assert changed == ["about/index.html", "version.json"]
    told = json.loads(published()["version.json"])
    assert re.fullmatch("[0-9a-f]{40}", told["commit"])
    assert f"This is version 0.1.0 ({told['commit'][:7]}) of <time" in own.page("about")


def commit(project: Project, name: str) -> None:
    """Commit all of a project's own files, or nothing where none changed."""
    who = {f"GIT_{role}_{part}": "made@up.example" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    for arguments in (
        ["init", "--quiet"],
        ["add", "book", "case_studies", "_config.yml", "_toc.yml"],
        ["commit", "--quiet", "--allow-empty", "-m", name],
    ):
        subprocess.run(["git", "-C", str(project.root), *arguments], env=os.environ | who, check=True)


def test_a_changed_case_changes_the_figures_of_notebooks(own: Project) -> None:
    assert balance(own, "call-on-families") == ["1", "1", "0"]
    case = own.record("madeup-vale-hub-letters")

    change(case, "relation: contradicts", "relation: qualifies")
    own.build()

    assert balance(own, "call-on-families") == ["1", "0", "1"]


def balance(project: Project, lesson: str) -> list[str]:
    """Read a lesson's row of the table that the notebook shows."""
    row = re.search(rf'<a href="[^"]*lessons/{lesson}/">.*?</tr>', project.page(NOTEBOOK))
    assert row
    return re.findall(r"<td[^>]*>(\d+)</td>", row.group())


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_a_cell_shows_is_folded_or_left_out_as_the_cell_asks(small: Project) -> None:
    page = read(small.page(NOTEBOOK))

    outputs = [box.get_text(strip=True) for box in page.select(".cell_output")]
    assert len(outputs) == 3 and outputs[2] == "Made-up words of a cell."
    fold = page.select("details.hide.above-output .cell_output")
    assert [box.get_text(strip=True) for box in fold] == ["Made-up words of a cell."]
    # The code stands in a file beside the page, and is linked once.
    assert not page.select(".cell_input, .above-input")
    assert [link.get_text() for link in page.select("a[href='code.py']")] == ["The code behind this page (Python)"]
    code = (small.site / NOTEBOOK / "code.py").read_text("utf-8")
    assert code.startswith("# Who has published a result?") and "\nnotebook.lesson_balance(book)\n" in code
    assert '"Made-up words that nobody sees."' in code and "nobody sees" not in small.page(NOTEBOOK)
    assert "<!--" not in small.page(NOTEBOOK)


def test_a_removed_case_is_gone_from_every_part_of_the_site(own: Project, published: Published) -> None:
    own.record("madeup-town-rent-advice").unlink()

    own.build()

    left = published()
    assert not [name for name in left if "madeup-town-rent-advice" in name or "MAD3" in name]
    assert not [name for name, text in left.items() if b"rent-advice" in text or b"TLG-C-MAD3" in text]
    assert "Of 2 forerunners and similar programmes" in own.page(NOTEBOOK)


FAULTS = {
    "a failing cell": (
        NOTEBOOK,
        "\n```{code-cell} python\nraise ValueError('made-up failure')\n```\n",
        [
            "book/evidence/who-has-published-a-result.md:41: this cell fails: ValueError: made-up failure",
            "    ----> 1 raise ValueError('made-up failure')",
        ],
    ),
    "an unknown source": (
        "programme/index",
        "\nAnother made-up fact {src}`made-up-fiction`.\n",
        ["programme/index: there is no source 'made-up-fiction' in book/sources.yml"],
    ),
    "a citation without a list": (
        "about",
        "\nA made-up fact {src}`made-up-fact`.\n",
        ["about: cites sources but has no {sources} directive"],
    ),
    "a link to no prose page": (
        "about",
        "\n[Nowhere](nowhere.md)\n",
        ["book/about.md:8: WARNING: 'myst' cross-reference target not found: 'nowhere.md' [myst.xref_missing]"],
    ),
    "a link to no made page": (
        "about",
        "\n[Nowhere](/cases/nowhere/)\n",
        ["about/index.html links to /cases/nowhere/, which is not there"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("page", "text", "told"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_prose_is_told_by_its_page_and_leaves_the_site_as_it_was(
    own: Project, published: Published, monkeypatch: pytest.MonkeyPatch, page: str, text: str, told: list[str]
) -> None:
    before = published()
    if page != NOTEBOOK:  # Without a notebook to run the build is twice as fast.
        own.prose(NOTEBOOK).write_text("# Made up\n\nNo cell.\n", encoding="utf-8")
    own.prose(page).write_text(own.prose(page).read_text("utf-8") + text, encoding="utf-8")

    result = build(own, monkeypatch)

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [*told, "", "The published site is as it was."]
    assert published() == before


def test_every_fault_in_the_sources_of_prose_is_told_by_its_line(
    own: Project, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published()
    change(own.root / "book" / "sources.yml", "tier: 5", "tier: 9")
    change(own.root / "book" / "sources.yml", "  seen: full\n", "")

    result = build(own, monkeypatch)

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "book/sources.yml:1:1: 'made-up-fact': seen: Field required",
        "book/sources.yml:1:1: 'made-up-fact': tier: Input should be '1', '2', '3', '4', '5' or '6'",
        "",
        "The published site is as it was.",
    ]
    assert published() == before


def test_a_bad_record_is_refused_and_leaves_the_site_as_it_was(
    own: Project, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published()
    change(own.record("madeup-town-rent-advice"), "stage: announced", "stage: anounced")

    result = build(own, monkeypatch)

    assert result.exit_code == 1
    assert result.stdout == (
        "case_studies/madeup-town-rent-advice.yml:7:8: 'stage' is 'anounced' [choice]\n    Use 'announced'.\n"
    )
    assert result.stderr == "\n1 problem in 1 file. Nothing was published.\n"
    assert published() == before


def test_a_second_build_at_the_same_time_says_so_and_stops(
    own: Project, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published()

    with swap.alone(own.root / "_build"):
        result = build(own, monkeypatch)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "another build is at work here; wait for it to end\n\nThe published site is as it was.\n"
    assert published() == before
    assert build(own, monkeypatch).exit_code == 0


def test_a_folder_that_no_build_made_is_never_replaced(own: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    own.site.unlink()
    own.site.mkdir()
    (own.site / "letter.txt").write_text("mine", encoding="utf-8")

    result = build(own, monkeypatch)

    assert result.exit_code == 3
    assert "_site is not a link made by a build; move it away and build again" in result.stderr
    assert [path.read_text("utf-8") for path in own.site.iterdir()] == ["mine"]


def test_a_site_can_be_published_beside_the_project(
    own: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = build(own, monkeypatch, "--out", str(tmp_path / "public"))

    assert result.exit_code == 0
    assert differing(bytes_of(tmp_path / "public"), bytes_of(own.site)) == []


def test_the_release_before_the_last_is_swept_away_and_the_last_is_kept(own: Project) -> None:
    first = own.site.resolve()
    others = []
    for name in ("one", "two"):
        folder = swap.fresh(own.root / "_build")
        (folder / "index.html").write_text(name, encoding="utf-8")
        swap.publish(folder, own.site, name)
        others.append(own.site.resolve())

    assert not first.exists()
    assert [(path / "index.html").read_text("utf-8") for path in others] == ["one", "two"]


@pytest.fixture
def waiting(own: Project, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Give a build that has come to a cell of its notebook and waits there; no clock is asked."""
    told, never = tmp_path / "told", tmp_path / "never"
    os.mkfifo(told)
    os.mkfifo(never)
    cell = f"import os, pathlib\npathlib.Path({str(told)!r}).write_text(str(os.getpid()))\nopen({str(never)!r}).read()"
    sound = own.prose(NOTEBOOK).read_text("utf-8")
    own.prose(NOTEBOOK).write_text(f"{sound}\n```{{code-cell}} python\n{cell}\n```\n", encoding="utf-8")
    running = subprocess.Popen(COMMAND, cwd=own.root, start_new_session=True, stdout=subprocess.DEVNULL)
    kernel = int(told.read_text("utf-8"))
    own.prose(NOTEBOOK).write_text(sound, encoding="utf-8")
    yield running
    os.kill(kernel, signal.SIGKILL)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def test_a_build_killed_half_way_leaves_the_old_site_and_the_next_build_works(
    own: Project, published: Published, waiting: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published()

    waiting.kill()
    waiting.wait()

    assert published() == before
    # The killed build's notebooks are still running; they must not disturb the next.
    assert build(own, monkeypatch).exit_code == 0
    assert published() == before
    assert {path.name for path in (own.root / "_build" / "releases").iterdir()} == {own.site.resolve().name}


def test_what_a_killed_build_had_half_made_is_not_published(own: Project, published: Published) -> None:
    before = published()
    (swap.fresh(own.root / "_build") / "half.html").write_text("<p>half", encoding="utf-8")

    own.build()

    assert published() == before
