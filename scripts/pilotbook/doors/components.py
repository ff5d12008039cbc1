"""`pilotbook export --sbom`: the list of components, from the lock files of the project and the packages that are installed."""

import datetime
import json
import sys
from importlib import metadata
from pathlib import Path

import click

from pilotbook import __version__
from pilotbook.doors.checking import ENVIRONMENT, REFUSED, USAGE
from pilotbook.exports.components import Locked, NotLocked, listed
from pilotbook.publish import disk
from pilotbook.publish.git import Repository
from pilotbook.record import formatting

PYTHON = ("requirements.txt", "requirements-test.txt", "requirements-validate.txt", "requirements-weaknesses.txt")
NPM = ("scripts/vendored", "tests/js", "tests/audit")
_CLASSIFIER = "License :: OSI Approved :: "


def export(out: Path | None) -> None:
    """Write the list. Exits with 1 where a lock file pins something without a hash, 2 outside a project, 3 where one is missing."""
    try:
        text = made(disk.find_root())
        path = out or Path("pilotbook.cdx.json")
        path.write_text(text, encoding="utf-8", newline="\n")
    except disk.NotAProject as error:
        _end(str(error), USAGE)
    except NotLocked as error:
        _end(str(error), REFUSED)
    except OSError as error:
        _end(str(error), ENVIRONMENT)
    count = formatting.count(len(json.loads(text)["components"]), "component")
    click.echo(f"Wrote {path}: {count}, as CycloneDX.")


def made(root: Path) -> str:
    """Give the list of the project at `root`. Raises NotLocked, and FileNotFoundError where a lock file is missing."""
    repository = Repository(root)
    time = "" if repository.unread else repository.ask("show", "--no-patch", "--format=%ct", "HEAD").strip()
    told = datetime.datetime.fromtimestamp(int(time), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if time else ""
    return listed(locked(root), __version__, repository.head if time else "", told)


def locked(root: Path) -> Locked:
    """Read the lock files, and what installed packages say of their licences."""
    return Locked(
        {name: (root / name).read_text(encoding="utf-8") for name in PYTHON},
        {
            f"{name}/package-lock.json": json.loads((root / name / "package-lock.json").read_text(encoding="utf-8"))
            for name in NPM
        },
        {name: licence for each in metadata.distributions() for name, licence in [_licence(each)] if licence},
    )


def _licence(package: metadata.Distribution) -> tuple[str, str]:
    """Give the name of an installed package, as locks write it, and its licence: by its SPDX name, or in the package's own words."""
    told = {
        name: package.metadata.get_all(name) or [] for name in ("Name", "License-Expression", "Classifier", "License")
    }
    name = told["Name"][0].lower().replace("_", "-").replace(".", "-")
    if told["License-Expression"]:
        return name, told["License-Expression"][0]
    kinds = [each.removeprefix(_CLASSIFIER) for each in told["Classifier"] if each.startswith(_CLASSIFIER)]
    # Some put the whole text of their licence there.
    stated = [each for each in map(str.strip, told["License"]) if "\n" not in each and len(each) < 80]
    return name, ", ".join(kinds or stated)


def _end(told: str, code: int) -> None:
    click.echo(told, err=True)
    sys.exit(code)
