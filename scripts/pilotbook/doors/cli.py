"""The pilotbook command. Exit: 0 good; 1 content refused; 2 usage or configuration; 3 environment.

How each command is called stands here; what it does is imported when it is called, so help and `check` answer at once.
"""

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from pilotbook import __version__

# What publishes, or makes what is published, knows no secret of whoever calls it.
_WITHOUT_SECRETS = {"build", "serve", "release", "export", "impact"}


class _Doors(click.Group):
    """The command. As a program of its own, and not called by a test, it begins in a clean environment."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the command that was asked for."""
        if not arguments and not options and _WITHOUT_SECRETS & set(sys.argv[1:2]):
            from pilotbook.publish import surroundings

            surroundings.begin_again()
        if not arguments and not options:
            _write_any_letter()
        return super().main(*arguments, **options)


def _write_any_letter() -> None:
    """Let what is told be written whatever letters the system here knows: no message is a reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Files and pipes are read as UTF-8, by us and by others. A terminal shows what it has no letter for as '\u2019'.
            is_read = sys.platform != "win32" and not stream.isatty()
            stream.reconfigure(encoding="utf-8" if is_read else None, errors="backslashreplace")


@click.group(cls=_Doors, context_settings={"help_option_names": ["-h", "--help"]})
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
    from pilotbook.doors import checking

    checking.check(paths, style)


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
    from pilotbook.doors import commands

    commands.build(out, quiet, jobs, timings)


@main.command()
@click.option(
    "--offline", "is_offline", is_flag=True, help="The site as one zip to read from a folder, without a network."
)
@click.option("--parquet", "is_parquet", is_flag=True, help="The tables as Parquet, a file each (needs pyarrow).")
@click.option(
    "--archives",
    "is_for_archives",
    is_flag=True,
    help="codemeta.json and .zenodo.json, from CITATION.cff, beside it.",
)
@click.option("--sbom", "is_sbom", is_flag=True, help="The list of components (CycloneDX), from the lock files.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The file, or for --parquet the folder, to write (default: pilotbook-offline.zip, pilotbook-parquet, pilotbook.cdx.json).",
)
def export(is_offline: bool, is_parquet: bool, is_for_archives: bool, is_sbom: bool, out: Path | None) -> None:
    """Write the built book in another form, from the site in _site/, or what others read of the repository."""
    from pilotbook.doors import archives, components, exporting

    if is_for_archives:
        archives.export()
        return
    if is_sbom:
        components.export(out)
        return
    exporting.export(is_offline, is_parquet, out)


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this computer.")
def serve(port: int) -> None:
    """Build the book, show it on this computer, and build again when a file changes."""
    from pilotbook.doors import commands

    commands.serve(port)


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Say whether the files are fresh; write nothing.")
def schema(only_check: bool) -> None:
    """Write the JSON Schemas that editors read, from the declarations of the fields."""
    from pilotbook.doors import commands

    commands.schema(only_check)


@main.command(name="format")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Say which files would change; write nothing.")
def tidy(paths: Sequence[Path], only_check: bool) -> None:
    """Give each record the line by which editors find their help, and plain line ends. What it says stays as it is."""
    from pilotbook.doors import commands

    commands.tidy(paths, only_check)


class _Asking(click.Command):
    """A command with an option for each question; what they are is looked up when it is called, so other help stays quick."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Give the parameters: the command's own, and an option for each of the eleven questions."""
        from pilotbook.record.questions import QUESTIONS

        return [
            *super().get_params(ctx),
            *(
                click.Option(
                    [f"--{question.name.replace('_', '-')}"], multiple=True, metavar="TEXT", help=question.asks
                )
                for question in QUESTIONS
            ),
        ]


@main.command(cls=_Asking)
@click.argument("kind", type=click.Choice(["case", "lesson"]))
@click.argument("slug")
@click.option("--blank", is_flag=True, help="Ask nothing: write a file to fill in. A lesson is always begun so.")
def new(kind: str, slug: str, blank: bool, **answers: tuple[str, ...]) -> None:
    """Begin a case by eleven questions, or a lesson by a file to fill in; both get a new id.

    Each question has an option that answers it; give one more than once for more lines. What is not given is asked for in
    the terminal, or read from standard input with an empty line between two answers.
    """
    given = {name: "\n".join(lines) for name, lines in answers.items() if lines}
    if kind == "lesson" or blank:
        if given:
            lesson = "Only a case is begun by answers: leave them out, and fill in the file."
            raise click.UsageError(
                lesson if kind == "lesson" else "With --blank nothing is asked: leave out the answers."
            )
        from pilotbook.doors import commands

        commands.new(kind, slug)
        return
    from pilotbook.doors import asking

    asking.new_case(slug, given)


@main.command("from-issue")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--number", type=click.IntRange(1, 10_000_000), help="The number of the issue.")
@click.option("--branch", "on_branch", is_flag=True, help="Commit the record on a branch of its own, case/SLUG.")
@click.option("--slug", default="", help="The name of its page (default: made of the title).")
def turn_issue(file: str, number: int | None, on_branch: bool, slug: str) -> None:
    """Make a case of an issue: FILE holds the text of one that the form 'Send a case' made; '-' reads it from a pipe."""
    from pilotbook.doors import from_issue

    from_issue.from_issue(file, number, slug, on_branch=on_branch)


@main.command()
@click.argument("name", required=False)
@click.option("--on", default="", metavar="DATE", help="The day of it, YYYY-MM-DD (default: the day of the commit).")
@click.option(
    "--withdraw", "page", default="", metavar="PAGE", help="Take a page ('cases/x') out of a release, for good."
)
@click.option("--from", "of", default="", metavar="NAME", help="With --withdraw: the release to take it out of.")
@click.option("--because", default="", metavar="TEXT", help="With --withdraw: why, for readers to see.")
@click.option("--rows", is_flag=True, help="With --withdraw: take its rows out of the kept tables too.")
def release(name: str | None, on: str, page: str, of: str, because: str, rows: bool) -> None:
    """Keep the book as it stands as release NAME (such as 2026.1), or take a page out of one."""
    from pilotbook.doors import releasing

    releasing.release(name or "", on, page, of, because, rows)


@main.command()
@click.argument("record")
@click.option(
    "--by", "rater", required=True, metavar="RATER", help="A person, team or role that had no part in the pilot."
)
def rate(record: str, rater: str) -> None:
    """Begin your rating of RECORD (an id or a short name): a file with what to read, and nothing that others gave it."""
    from pilotbook.doors import commands

    commands.rate(record, rater)


@main.command(name="explain")
@click.argument("record", metavar="RECORD|RULE")
def explain_record(record: str) -> None:
    """Say what RULE (the name in brackets behind a message) asks, or how the rating of RECORD (an id or a short name) came about."""
    from pilotbook.doors import commands

    commands.explain_record(record)


@main.command()
@click.argument("revision", metavar="REV")
@click.option(
    "--format", "style", type=click.Choice(["text", "markdown", "json"]), default="text", help="How it is told."
)
def impact(revision: str, style: str) -> None:
    """Say what your records change since REV: lessons, gap map, ratings, pages. REV is a branch or commit, such as main."""
    from pilotbook.doors import impact as telling

    telling.impact(revision, style)


@main.command()
@click.argument("records", nargs=-1)
@click.option(
    "--max-age", type=click.IntRange(0), default=0, show_default=True, help="Leave out what was asked fewer days ago."
)
@click.option("--jobs", type=click.IntRange(1, 64), default=8, show_default=True, help="Hosts asked side by side.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How it is told.")
def links(records: Sequence[str], max_age: int, jobs: int, style: str) -> None:
    """Ask every source whether it still answers; with RECORDS (ids, short names or paths), only theirs. Needs a network."""
    from pilotbook.doors import commands

    commands.check_links(records, max_age, jobs, style)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Say what would change; write nothing.")
def migrate(paths: Sequence[Path], only_check: bool) -> None:
    """Move records in an older form to the present one; with PATHS, only those. Says what a person must judge."""
    from pilotbook.doors import commands

    commands.migrate(paths, only_check)
