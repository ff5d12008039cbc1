"""The pilotbook command. Exit: 0 good; 1 content refused; 2 usage or configuration; 3 environment."""

import json
import os
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path, PurePath

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pilotbook import __version__
from pilotbook.doors import explain, failures, new_record
from pilotbook.doors import serve as preview
from pilotbook.publish import disk, offline, run
from pilotbook.publish.opening import open_records
from pilotbook.publish.store import Store
from pilotbook.record import formatting
from pilotbook.record.schema import schemas
from pilotbook.rules import check as check_files
from pilotbook.text.problems import Problem

REFUSED, USAGE, ENVIRONMENT = 1, 2, 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pilotbook")
def main() -> None:
    """Check case studies, rate their evidence, and build the book."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "style", type=click.Choice(["text", "github", "json"]), default="text", help="How problems are printed."
)
def check(paths: Sequence[Path], style: str) -> None:
    """Check every record; with PATHS, show only what concerns those files. Advice is shown too, and refuses nothing."""
    with _answered():
        root = disk.find_root()
        opened = open_records(root, Store(root / "_build" / "store"), with_advice=True)
        wanted = {_within(root, path) for path in paths}
        for path in sorted(path for path in wanted if not _is_record(root, path)):
            raise click.UsageError(
                f"{path} is not a record. Records are case_studies/*.yml and case_studies/lessons/*.yml."
            )
        shown = [problem for problem in opened.problems if not wanted or problem.path in wanted]
        _print_problems(shown, style)
        if opened.book is None or not all(problem.is_advice for problem in shown):
            sys.exit(REFUSED)
        if style == "text":
            click.echo(f"{len(opened.book.views)} cases and {len(opened.book.lessons)} lessons are sound.")


def _is_record(root: Path, path: str) -> bool:
    """Say whether a path, as records are named, is that of a file where records stand."""
    folder = str(Path(path).parent)
    return folder in ("case_studies", "case_studies/lessons") and (root / path).exists()


def _within(root: Path, path: Path) -> str:
    return _named(root, path.resolve()) or path.as_posix()


def _named(root: PurePath, whole: PurePath) -> str | None:
    """Give how records name the file `whole`: from the root, with forward slashes on every system; None outside it."""
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else None


def _print_problems(problems: Sequence[Problem], style: str) -> None:
    """Print problems for an author (text), as notes beside the lines (github), or as data (json)."""
    if style == "json":
        click.echo(json.dumps([asdict(problem) for problem in problems], indent=1, ensure_ascii=False))
        return
    for problem in problems:
        click.echo(_annotation(problem) if style == "github" else str(problem))
    if faults := [problem for problem in problems if not problem.is_advice]:
        files = len({problem.path for problem in faults})
        told = f"{formatting.count(len(faults), 'problem')} in {formatting.count(files, 'file')}"
        click.echo(f"\n{told}. Nothing was published.", err=True)


def _annotation(problem: Problem) -> str:
    """Give a problem as GitHub shows it beside the line; text and file name are the contributor's, so marks are escaped."""

    def safe(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    file = safe(problem.path).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file},line={problem.line},col={problem.column},title={problem.rule}"
    kind = "notice" if problem.is_advice else "error"
    return f"::{kind} {place}::{safe(f'{problem.what}. {problem.mend}')}"


@main.command()
@click.option("--out", type=click.Path(path_type=Path), help="Where the site goes (default: _site).")
@click.option("--quiet", is_flag=True, help="Print no progress, only what was built.")
@click.option("--jobs", type=click.IntRange(1), help="Processes at work side by side (default: one a core).")
@click.option(
    "--timings",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what each step took, and what was made, as JSON.",
)
def build(out: Path | None, quiet: bool, jobs: int | None, timings: Path | None) -> None:
    """Build the whole book and publish it in one step."""
    with _answered():
        root = disk.find_root()
        with _progress(quiet or bool(os.environ.get("CI"))) as report:
            built = run.build(root, (out or root / "_site").absolute(), report, jobs or 0)
        for note in built.notes:
            click.echo(f"Note: {note}", err=True)
        if timings:
            timings.write_text(
                json.dumps({"steps": built.steps, "made": built.made}, indent=1) + "\n", encoding="utf-8"
            )
        click.echo(
            f"Built {built.cases} cases and {built.lessons} lessons: {built.pages} pages, {built.indexed} in the search index. "
            f"{os.path.relpath(built.out)}/index.html, {built.seconds:.1f} seconds."
        )


@contextmanager
def _progress(quiet: bool) -> Iterator[run.Report]:
    """Show which step is running and for how long; in CI print nothing."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as progress:
        task = progress.add_task("Starting", total=None)
        yield lambda step: progress.update(task, description=step)


@main.command()
@click.option(
    "--offline", "is_offline", is_flag=True, help="The site as one zip to read from a folder, without a network."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("pilotbook-offline.zip"),
    show_default=True,
    help="The file to write.",
)
def export(is_offline: bool, out: Path) -> None:
    """Write the built book in another form, from the site in _site/."""
    with _answered():
        if not is_offline:
            raise click.UsageError("Say what to export: pilotbook export --offline")
        site = disk.find_root() / "_site"
        if not (site / "index.html").is_file():
            raise click.UsageError("There is no site to export yet. Run 'pilotbook build' first.")
        shutil.copyfile(site / offline.ADDRESS, out)
        with zipfile.ZipFile(out) as packed:
            count = len(packed.namelist())
        size = out.stat().st_size / 1_000_000
        click.echo(
            f"Wrote {out}: {formatting.count(count, 'file')}, {size:.1f} MB. Unpack it and open pilotbook/index.html."
        )


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this computer.")
def serve(port: int) -> None:
    """Build the book, show it on this computer, and build again when a file changes."""
    with _answered():
        preview.serve(disk.find_root(), port, click.echo)


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Say whether the files are fresh; write nothing.")
def schema(only_check: bool) -> None:
    """Write the JSON Schemas that editors read, from the declarations of the fields."""
    with _answered():
        root = disk.find_root()
        shelf, problems = check_files(*disk.read_records(root))
        if shelf is None:
            _print_problems(problems, "text")
            sys.exit(REFUSED)
        stale = disk.write_changed(root / "case_studies" / "schema", schemas(shelf.vocabulary), dry=only_check)
        if stale and only_check:
            click.echo(f"Not fresh: {', '.join(stale)}. Run 'pilotbook schema'.")
            sys.exit(REFUSED)
        click.echo(f"Wrote {', '.join(stale)}." if stale else "The schemas are fresh.")


@main.command()
@click.argument("kind", type=click.Choice(["case", "lesson"]))
@click.argument("slug")
def new(kind: str, slug: str) -> None:
    """Begin a case or lesson: draw a new id and write a file to fill in."""
    with _answered():
        root = disk.find_root()
        files, _ = disk.read_records(root)
        path, text = new_record.draft(kind, slug, files)
        disk.create(root / path, text)
        click.echo(f"{path} is ready to fill in. Then run 'pilotbook check {path}'.")


@main.command(name="explain")
@click.argument("record")
def explain_record(record: str) -> None:
    """Say how the rating of RECORD (an id or a short name) came about, and what would raise it."""
    with _answered():
        click.echo(explain.explain(run.open_casebook(), record))


@contextmanager
def _answered() -> Iterator[None]:
    """Turn what can go wrong into a message and an exit code; anything else is a bug and keeps its traceback."""
    try:
        yield
    except run.Refused as refused:
        _print_problems(refused.problems, "text")
        sys.exit(REFUSED)
    except failures.CONTENT as error:
        click.echo(f"{error}\n\nThe published site is as it was.", err=True)
        sys.exit(REFUSED)
    except preview.NothingToShow as error:
        click.echo(str(error), err=True)
        sys.exit(REFUSED)
    except (disk.NotAProject, new_record.BadDraft, explain.NoRecord) as error:
        click.echo(str(error), err=True)
        sys.exit(USAGE)
    except (*failures.ENVIRONMENT, preview.PortTaken) as error:
        click.echo(f"{error}\n\nThe published site is as it was.", err=True)
        sys.exit(ENVIRONMENT)
