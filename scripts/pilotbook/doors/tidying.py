"""Bring files of records into their form, and change nothing that they say."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pilotbook.doors.checking import REFUSED, named
from pilotbook.publish import disk
from pilotbook.record import formatting
from pilotbook.record.modeline import tidied
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem


def tidy(paths: Sequence[Path], only_check: bool) -> None:
    """Give each file its first line for editors and plain line ends. Exits with 1 where one cannot be read, or is not so yet."""
    root = disk.find_root()
    files = disk.read_records(root)[0] | disk.read_ratings(root)[0]
    wanted = {named(root, path) for path in paths} or files.keys()
    if strange := sorted(wanted - files.keys()):
        raise click.UsageError(f"{strange[0]} is not a record of this book.")
    new: dict[str, str] = {}
    broken: list[Problem] = []
    for path in sorted(wanted):
        before = yamlfile.parse(path, files[path])
        if isinstance(before, list):
            broken += before
            continue
        made = tidied(path, files[path])
        after = yamlfile.parse(path, made)
        # A form that said something else would be no form: such a file stays as it is.
        if not isinstance(after, list) and after.data == before.data:
            new[path] = made.decode()
    changed = disk.write_changed(root, new, dry=only_check)
    for problem in broken:
        click.echo(str(problem))
    done = "would be changed" if only_check else "changed"
    click.echo("\n".join([*changed, f"{formatting.count(len(changed), 'file')} {done}."]))
    if broken or (changed and only_check):
        sys.exit(REFUSED)
