"""What the commands do but for `check`; cli.py says how they are called and what each is for."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pilotbook.doors import explain, failures, links, new_record, rating, tidying
from pilotbook.doors import serve as preview
from pilotbook.doors.checking import ENVIRONMENT, REFUSED, USAGE, named, print_problems
from pilotbook.publish import disk, run
from pilotbook.publish.address import base_address
from pilotbook.publish.release import BadRelease
from pilotbook.publish.steps import Report
from pilotbook.publish.surroundings import told_to_end
from pilotbook.publish.version import BadEpoch
from pilotbook.record import formatting
from pilotbook.record.migrate import VERSION, moved
from pilotbook.record.schema import schemas
from pilotbook.record.shelf import VOCABULARY
from pilotbook.rules import check as check_files
from pilotbook.text import yamlfile


def build(out: Path | None, quiet: bool, jobs: int | None, timings: Path | None) -> None:
    """Build the whole book and publish it in one step."""
    with answered(), ended_in_order():
        root = disk.find_root()
        with progress(quiet or bool(os.environ.get("CI"))) as report:
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


class Ended(BaseException):
    """Somebody told this process to end (SIGTERM)."""


def _end(_: int) -> NoReturn:
    raise Ended


def ended_in_order() -> AbstractContextManager[None]:
    """Let what is told to end clear up, and end what it has started."""
    return told_to_end(_end)


@contextmanager
def progress(quiet: bool) -> Iterator[Report]:
    """Show which step is running and for how long; in CI print nothing."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as shown:
        task = shown.add_task("Starting", total=None)
        yield lambda step: shown.update(task, description=step)


def serve(port: int) -> None:
    """Build the book, show it on this computer, and build again when a file changes."""
    with answered():
        preview.serve(disk.find_root(), port, click.echo)


def schema(only_check: bool) -> None:
    """Write the JSON Schemas that editors read, from the declarations of the fields."""
    with answered():
        root = disk.find_root()
        shelf, problems = check_files(*disk.read_records(root))
        if shelf is None:
            print_problems(problems, "text")
            sys.exit(REFUSED)
        stale = disk.write_changed(
            root / "case_studies" / "schema", schemas(shelf.vocabulary, base_address(root)), dry=only_check
        )
        if stale and only_check:
            click.echo(f"Not fresh: {', '.join(stale)}. Run 'pilotbook schema'.")
            sys.exit(REFUSED)
        click.echo(f"Wrote {', '.join(stale)}." if stale else "The schemas are fresh.")


def tidy(paths: Sequence[Path], only_check: bool) -> None:
    """Bring files of records into their form, and change nothing that they say."""
    with answered():
        tidying.tidy(paths, only_check)


def new(kind: str, slug: str) -> None:
    """Begin a case or lesson: draw a new id and write a file to fill in."""
    with answered():
        root = disk.find_root()
        files, _ = disk.read_records(root)
        path, text = new_record.draft(kind, slug, files)
        disk.create(root / path, text)
        click.echo(f"{path} is ready to fill in. Then run 'pilotbook check {path}'.")


def migrate(paths: Sequence[Path], only_check: bool) -> None:
    """Move records to the present form in their own text, and print what a person must judge."""
    with answered():
        root = disk.find_root()
        files, _ = disk.read_records(root)
        wanted = {named(root, path) for path in paths}
        if strange := sorted(wanted - files.keys()):
            raise click.UsageError(f"{strange[0]} is not a record of this book.")
        read = {path: yamlfile.parse(path, files[path]) for path in sorted((wanted or files.keys()) - {VOCABULARY})}
        broken = [problem for found in read.values() if isinstance(found, list) for problem in found]
        new = {path: moved(found) for path, found in read.items() if not isinstance(found, list)}
        count = len(disk.write_changed(root, {path: record.text for path, record in new.items()}, dry=only_check))
        judge = [problem for record in new.values() for problem in record.judge]
        for problem in [*broken, *judge]:
            click.echo(str(problem))
        done = "would be moved" if only_check else "moved"
        told = f"{formatting.count(count, 'record')} {done} to {VERSION}"
        click.echo(f"{told}; {formatting.count(len(judge), 'place')} for a person to judge.")
        if broken:
            sys.exit(REFUSED)


def check_links(names: Sequence[str], max_age: int, jobs: int, style: str) -> None:
    """Ask the sources of the book, or of the named records, whether they still answer."""
    with answered():
        links.links(names, max_age, jobs, style)


def rate(name: str, rater: str) -> None:
    """Begin a rating of a record by one person, in a file of its own."""
    with answered():
        rating.rate(name, rater)


def explain_record(record: str) -> None:
    """Say how the rating of RECORD (an id or a short name) came about, or what the rule of that name asks and why."""
    # Who asks about a rule may have a book that cannot be opened, or stand in none.
    if told := explain.explain_rule(record):
        click.echo(told)
        return
    with answered():
        click.echo(explain.explain(run.open_casebook(), record))


@contextmanager
def answered() -> Iterator[None]:
    """Turn what can go wrong into a message and an exit code; anything else is a bug and keeps its traceback."""
    try:
        yield
    except run.Refused as refused:
        print_problems(refused.problems, "text")
        sys.exit(REFUSED)
    except failures.CONTENT as error:
        click.echo(f"{error}\n\nThe published site is as it was.", err=True)
        sys.exit(REFUSED)
    except preview.NothingToShow as error:
        click.echo(str(error), err=True)
        sys.exit(REFUSED)
    except (BadEpoch, BadRelease, disk.NotAProject, new_record.BadDraft, explain.NoRecord, links.NoSuchRecord) as error:
        click.echo(str(error), err=True)
        sys.exit(USAGE)
    except (*failures.ENVIRONMENT, preview.PortTaken) as error:
        click.echo(f"{failures.told(error)}\n\nThe published site is as it was.", err=True)
        sys.exit(ENVIRONMENT)
    except Ended:
        click.echo("told to end, and ended\n\nReaders have the last site that was whole.", err=True)
        sys.exit(ENVIRONMENT)
