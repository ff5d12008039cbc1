"""Write what archives read of the repository, from the declarations that stand at its root."""

import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from pilotbook.doors.checking import ENVIRONMENT, REFUSED, USAGE
from pilotbook.exports import archives
from pilotbook.publish import disk
from pilotbook.text import yamlfile
from pilotbook.text.problems import Problem

CFF, CODE = "CITATION.cff", "pyproject.toml"


def export() -> None:
    """Write both files. Exits with 1 where a declaration lacks something, 2 outside a project, 3 where a file cannot be read."""
    try:
        root = disk.find_root()
        changed = disk.write_changed(root, made(root))
    except disk.NotAProject as error:
        _end(str(error), USAGE)
    except archives.NotDeclared as error:
        _end(str(error), REFUSED)
    except OSError as error:
        _end(str(error), ENVIRONMENT)
    both = f"{archives.CODEMETA} and {archives.ZENODO}"
    click.echo(f"Wrote {' and '.join(changed)} from {CFF}." if changed else f"{both} say what {CFF} says.")


def made(root: Path) -> dict[str, str]:
    """Give both files, by name. Raises NotDeclared."""
    for name in (CFF, CODE):
        if not (root / name).is_file():
            raise archives.NotDeclared(
                f"{name} is not there.\n    Add it at the root of the project: archives are told what it says."
            )
    document = yamlfile.read(CFF, (root / CFF).read_bytes())
    if isinstance(document, Problem):
        raise archives.NotDeclared(str(document))
    try:
        code: dict[str, Any] = tomllib.loads((root / CODE).read_text(encoding="utf-8"))["project"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise archives.NotDeclared(f"{CODE}: {error}\n    Give it a table 'project', as it had.") from error
    return archives.files(document.data, code)


def _end(told: str, code: int) -> None:
    click.echo(told, err=True)
    sys.exit(code)
