"""The files of /data/, read by frictionless, csvw, pyarrow, jsonschema, check-jsonschema and roc-validator."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from validate.told import Skipped

ROOT = Path(__file__).parents[2]
# Where roc-validator keeps the contexts that it fetched once; without them it asks the network.
CACHE = ROOT / ".venv-validate" / "rocrate"


def package(site: Path) -> str:
    """Validate the data package: types, codes, keys, sizes and hashes."""
    import frictionless

    report = frictionless.validate(str(site / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]
    return f"{len(report.tasks)} tables"


def tables(site: Path) -> str:
    """Validate each table against the metadata of CSV on the Web, its keys included."""
    import csvw

    group = csvw.TableGroup.from_file(site / "data" / "csv-metadata.json")
    for table in group.tables:
        rows = list(table.iterdicts(strict=True))
        table.check_primary_key(rows)
    group.check_referential_integrity()
    return f"{len(group.tables)} tables"


def rows(site: Path, name: str) -> list[dict[str, str]]:
    """Give the rows of a table."""
    with open(site / "data" / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def schemas(site: Path) -> dict[str, dict[str, str]]:
    """Give the type of each column of each table."""
    told = json.loads((site / "data" / "datapackage.json").read_text("utf-8"))
    return {
        each["name"]: {field["name"]: field["type"] for field in each["schema"]["fields"]} for each in told["resources"]
    }


def same(kind: str, cell: str, found: Any) -> bool:
    """Say whether a cell of a CSV and what another file holds are the same."""
    if not cell:
        return found is None
    if kind in ("number", "integer"):
        return Decimal(cell) == Decimal(str(found))
    if kind == "boolean":
        return (cell == "True") == bool(found)
    # A text that a spreadsheet would run has an apostrophe in the CSV alone.
    return str(found) in (cell, cell[1:])


def gathered(site: Path) -> str:
    """Compare the database with the tables, and see that the workbook is a sound package with a sheet a table."""
    count = 0
    with closing(sqlite3.connect(f"file:{site / 'data' / 'pilotbook.sqlite'}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        database.row_factory = sqlite3.Row
        for name, columns in schemas(site).items():
            held = database.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
            count += compared(name, columns, rows(site, name), held)
    with zipfile.ZipFile(site / "data" / "pilotbook.xlsx") as book:
        assert book.testzip() is None
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == len(schemas(site)) + 2, sheets
    return f"{count} rows"


def compared(name: str, columns: dict[str, str], written: list[dict[str, str]], held: Any) -> int:
    """Compare rows of a CSV with those of another file; give how many there are."""
    assert len(written) == len(held), f"{name} has {len(written)} rows as CSV and {len(held)} here"
    for number, (row, other) in enumerate(zip(written, held, strict=True), start=1):
        for column, kind in columns.items():
            assert same(kind, row[column], other[column]), f"{name}, row {number}, {column}: {other[column]!r}"
    return len(written)


def parquet(site: Path) -> str:
    """Write Parquet by this project's own command, and compare it with the tables."""
    import pyarrow.parquet

    packages = Path(pyarrow.__file__).parents[1]
    with tempfile.TemporaryDirectory() as folder:
        # The program runs in its own environment, to which pyarrow is lent.
        lend = f"import sys; sys.path.append({str(packages)!r}); from pilotbook.doors.cli import main; main()"
        done = subprocess.run(
            [ROOT / ".venv/bin/python", "-c", lend, "export", "--parquet", "--out", folder],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        count = 0
        for name, columns in schemas(site).items():
            held = pyarrow.parquet.read_table(Path(folder) / f"{name}.parquet").to_pylist()
            count += compared(name, columns, rows(site, name), held)
    return f"{count} rows"


def records(site: Path) -> str:
    """Validate each record.json against the schema that it names."""
    from jsonschema import Draft202012Validator

    validators = {
        kind: Draft202012Validator(json.loads((site / "data" / f"{kind}-record.schema.json").read_text("utf-8")))
        for kind in ("case", "lesson")
    }
    count = 0
    for kind, validator in validators.items():
        for path in sorted(site.glob(f"{kind}s/*/record.json")):
            errors = [error.message for error in validator.iter_errors(json.loads(path.read_text("utf-8")))]
            assert not errors, f"{path.relative_to(site)}: {errors[0]}"
            count += 1
    return f"{count} records"


def citation_file(site: Path) -> str:
    """Validate CITATION.cff against the schema that check-jsonschema brings."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    done = subprocess.run([*command, ROOT / "CITATION.cff"], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    return "valid"


def crate(site: Path) -> str:
    """Validate the research object. The validator asks the network for the context, once; then it is kept beside it."""
    from rocrate_validator import models, services

    CACHE.mkdir(parents=True, exist_ok=True)
    settings = services.ValidationSettings(
        rocrate_uri=str(site / "data"),
        profile_identifier="ro-crate-1.2",
        requirement_severity=models.Severity.REQUIRED,
        cache_path=CACHE,
    )
    try:
        result = services.validate(settings)
    except Exception as error:
        raise Skipped(f"the validator needs the network once for its contexts ({type(error).__name__})") from error
    issues = [f"{issue.check.identifier}: {issue.message}" for issue in result.get_issues()]
    if issues and any("context" in issue.casefold() for issue in issues):
        raise Skipped("the context of RO-Crate could not be fetched; run it once with a network")
    assert not issues, issues[:5]
    return "no issue"
