"""What every test starts from: records that are filled in, and the made-up casebook of tests/tiny."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import book_of
from hypothesis import HealthCheck, settings
from madeup import CASE, LESSON
from pilotbook.casebook import Casebook
from pilotbook.publish import disk
from pilotbook.record import Case, Lesson
from pilotbook.record.shelf import Shelf
from pilotbook.rules import check

pytest_plugins = ["spent"]

HERE = Path(__file__).parent
TINY = HERE / "tiny"

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def make_case() -> Callable[..., Case]:
    """Give a function that makes a sound made-up case with some fields changed: `make_case(stage="ended")`.

    Values are written as in YAML, as text, lists and dicts; codes are not looked up.
    """
    return lambda **changes: Case.model_validate({**CASE, **changes}, context={"lists": None})


@pytest.fixture(scope="session")
def make_lesson() -> Callable[..., Lesson]:
    """Give a function that makes a sound made-up lesson with some fields changed."""
    return lambda **changes: Lesson.model_validate({**LESSON, **changes}, context={"lists": None})


@pytest.fixture(scope="session")
def book_of_one(make_case: Callable[..., Case], make_lesson: Callable[..., Lesson]) -> Callable[..., Casebook]:
    """Give a function that makes a book of one case, `made-up`, with some fields changed, and one lesson."""

    def book(title: str = "A made-up lesson", **changes: Any) -> Casebook:
        return book_of({"made-up": make_case(**changes)}, {"made-up-lesson": make_lesson(title=title)})

    return book


@pytest.fixture(scope="session")
def tiny_files() -> dict[str, bytes]:
    """Give the made-up casebook as the checker reads it: {path from its root: bytes}."""
    files, misplaced = disk.read_records(TINY)
    assert not misplaced
    return files


@pytest.fixture(scope="session")
def tiny_shelf(tiny_files: dict[str, bytes]) -> Shelf:
    """Give the made-up casebook, read and checked."""
    shelf, problems = check(tiny_files)
    assert shelf and not problems
    return shelf


@pytest.fixture
def tiny_root(tmp_path: Path) -> Path:
    """Give a copy of the made-up casebook that the test may write to."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Give a function that tells a measured figure at the end of the run: `figure("recall 0.93")`."""
    return lambda told: record_property("figure", told)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured, whichever process ran them."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    told = sorted({str(value) for report in reports for name, value in report.user_properties if name == "figure"})
    if told:
        terminalreporter.section("measured")
        terminalreporter.write("\n".join(told) + "\n")
