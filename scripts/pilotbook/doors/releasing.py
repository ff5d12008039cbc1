"""The command that makes a release, or takes a page out of one."""

import os

import click

from pilotbook.doors.commands import answered, ended_in_order, progress
from pilotbook.publish import disk
from pilotbook.publish import release as making
from pilotbook.publish.withdrawal import withdraw
from pilotbook.record import formatting


def release(name: str, on: str, page: str, of: str, because: str, has_rows: bool) -> None:
    """Make release `name`, or with `page` take that page out of release `of`."""
    with answered(), ended_in_order():
        if page or of or because or has_rows:
            _withdraw(name, on, page, of, because, has_rows)
        elif not name:
            raise click.UsageError("Say which: pilotbook release 2026.1")
        else:
            _make(name, on)


def _make(name: str, on: str) -> None:
    with progress(bool(os.environ.get("CI"))) as report:
        kept = making.make(disk.find_root(), name, on, report)
    click.echo(
        f"Release {kept.name} of {formatting.date(kept.date)}: {formatting.count(kept.records, 'record')}, "
        f"{formatting.count(kept.files, 'file')}. {_size(kept.added)} new in case_studies/releases/, "
        f"{_size(kept.shared)} shared with earlier releases."
    )
    click.echo(f"Now commit it: git add case_studies/releases && git commit -m 'release: {kept.name}'")


def _withdraw(name: str, on: str, page: str, of: str, because: str, has_rows: bool) -> None:
    wanted = {"--withdraw PAGE": page, "--from NAME": of, "--because TEXT": because, "--on DATE": on}
    if name or not all(wanted.values()):
        missing = formatting.listed(option for option, value in wanted.items() if not value)
        told = f"Also needed: {missing}." if missing else f"'{name}' is one word too many."
        raise click.UsageError(f"{told} Write: pilotbook release {' '.join(wanted)}")
    done = withdraw(disk.find_root(), of, page, because, on, has_rows)
    click.echo(
        f"{done.address} was taken out of release {of}: {formatting.count(done.files, 'file')}, "
        f"{formatting.count(done.pieces, 'kept piece')} removed. The checksums are made anew."
    )
    if done.named_by:
        click.echo(
            f"Kept pages that still name it: {formatting.listed(done.named_by)}. Look at each, and withdraw it if it must go."
        )
    if done.also:
        click.echo(f"It is kept in {formatting.listed(done.also)} too: withdraw it there as well.")
    click.echo("Git's history still holds what was removed; where the law asks for more, have that rewritten too.")
    click.echo("Now commit it: git add case_studies/releases && git commit")


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{count / 1000:.1f} KB"
