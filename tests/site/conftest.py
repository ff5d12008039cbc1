"""What tests of built sites start from: the real book and a small one, each built once a run and shared."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pilotbook.publish import run
from projects import (
    Project,
    built_once,
    bytes_of,
    copy_of,
    copy_of_the_real_project,
    plain_prose,
    small_project,
)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the real book, built. Read it only."""
    return built_once(tmp_path_factory, "real", copy_of_the_real_project)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the small book, built. Read it only."""
    return built_once(tmp_path_factory, "small", small_project)


@pytest.fixture
def own(small: Project, tmp_path: Path) -> Project:
    """Give a copy of the small book, built, that the test may spoil."""
    return copy_of(small, tmp_path / "own")


@pytest.fixture
def published(own: Project) -> Callable[[], dict[str, bytes]]:
    """Give a function that reads what a reader would get now: {address: bytes}."""
    return lambda: bytes_of(own.site)


@pytest.fixture(scope="module")
def prose_at_hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let prose be there already: Jupyter Book and its notebooks take seconds, and are tested elsewhere."""
    folder = plain_prose(tmp_path_factory.mktemp("prose"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run.prose, "build", lambda *_: folder)
        patch.setattr(run.notebooks, "outputs", lambda *_: {})
        yield
