"""What tests of built sites start from: the real book and a small one, each built once a run and shared."""

from collections.abc import Callable
from pathlib import Path

import pytest
from projects import Project, built_once, bytes_of, copy_of, copy_of_the_real_project, small_project


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
