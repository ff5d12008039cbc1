"""What forks must be tried in a process that no engine has left threads in: a file of tests/fresh/ has one of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("path", sorted((HERE / "fresh").glob("test_*.py")), ids=lambda path: path.stem)
def test_it_passes_in_a_process_of_its_own(path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", path]
    ran = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stdout + ran.stderr
