"""The npm packages that files of the theme are made from, just as `vendored/package-lock.json` has them.

npm compares each package with the hash that is locked, and runs no script of any. `make lock` makes the lock afresh.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "vendored"
STATIC = ROOT / "scripts" / "pilotbook" / "theme" / "static"
LICENCES = ROOT / "LICENSES"


@contextmanager
def installed() -> Iterator[Path]:
    """Install the packages into a folder that is thrown away, and give their folder."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(FOLDER / name, Path(folder) / name)
        subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=folder, check=True)
        yield Path(folder) / "node_modules"


def version(package: str) -> str:
    """Give the version that is locked."""
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][f"node_modules/{package}"]["version"])
