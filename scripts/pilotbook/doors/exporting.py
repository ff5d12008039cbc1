"""`pilotbook export`: the built book in another form, from the site in _site/."""

import json
import shutil
import sys
import zipfile
import zlib
from pathlib import Path

import click

from pilotbook.doors.checking import ENVIRONMENT
from pilotbook.doors.commands import answered
from pilotbook.exports import parquet
from pilotbook.publish import disk, offline
from pilotbook.publish.packages import on_disk
from pilotbook.record import formatting
from pilotbook.views.tables import KINDS, TableKind


def export(is_offline: bool, is_parquet: bool, out: Path | None) -> None:
    """Write the built book in another form; one form at a time."""
    with answered():
        if is_offline == is_parquet:
            raise click.UsageError("Say what to export, one form at a time: --offline, --parquet or --archives.")
        site = disk.find_root() / "_site"
        if not (site / "index.html").is_file():
            raise click.UsageError("There is no site to export yet. Run 'pilotbook build' first.")
        if is_offline:
            _offline(site, out or Path("pilotbook-offline.zip"))
        else:
            _parquet(site / "data", out or Path("pilotbook-parquet"))


def _offline(site: Path, out: Path) -> None:
    if out.is_dir():
        raise click.UsageError(f"{out} is a folder. Name a file, such as {out / 'pilotbook-offline.zip'}.")
    try:
        with zipfile.ZipFile(site / offline.ADDRESS) as packed:
            count, damaged = len(packed.namelist()), packed.testzip()
    except (FileNotFoundError, zipfile.BadZipFile, zlib.error):
        count, damaged = 0, offline.ADDRESS
    if damaged:
        raise click.UsageError("The offline copy of the built site is missing or damaged. Run 'pilotbook build' again.")
    shutil.copyfile(site / offline.ADDRESS, out)
    size = out.stat().st_size / 1_000_000
    click.echo(
        f"Wrote {out}: {formatting.count(count, 'file')}, {size:.1f} MB. Unpack it and open pilotbook/index.html."
    )


def _parquet(data: Path, out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"{out} is a file. Name a folder for the tables, such as 'pilotbook-parquet'.")
    lost = [f"{kind.name}.csv" for kind in KINDS if not (data / f"{kind.name}.csv").is_file()]
    if lost:
        raise click.UsageError(f"The built site has no {lost[0]}. Run 'pilotbook build' again.")
    cited = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))["citation"]
    try:
        parquet.library()
    except parquet.NoParquet as error:
        click.echo(str(error), err=True)
        sys.exit(ENVIRONMENT)
    for kind in KINDS:
        _table(data, kind, out, cited)
    click.echo(f"Wrote {formatting.count(len(KINDS), 'table')} as Parquet into {out}.")


def _table(data: Path, kind: TableKind, out: Path, cited: str) -> None:
    source = on_disk(data / f"{kind.name}.csv")
    part = out / f".{kind.name}.parquet.part"
    try:
        out.mkdir(parents=True, exist_ok=True)
        with open(part, "wb") as file:
            parquet.write(kind, source, file, cited)
        part.replace(out / f"{kind.name}.parquet")
    finally:
        part.unlink(missing_ok=True)
