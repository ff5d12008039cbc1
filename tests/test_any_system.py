"""Checking and beginning a record work where councils sit: on Windows too, without make, links or POSIX modules."""

import ast
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from pilotbook.doors import checking
from pilotbook.doors.new_record import draft
from pilotbook.record.text import is_slug

PACKAGE = Path(checking.__file__).parent.parent
POSIX_ONLY = {"fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "posix", "syslog"}


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_no_module_of_the_package_needs_a_posix_system() -> None:
    found = {path.name: imported(path) & POSIX_ONLY for path in PACKAGE.rglob("*.py")}

    assert len(found) > 100
    assert {name for name, modules in found.items() if modules} == set()


def texts_read(path: Path) -> list[int]:
    """Give the lines on which a program is run whose words are read in whatever encoding the computer has."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    runs = [call for call in calls if getattr(call.func, "attr", "") in ("run", "Popen", "check_output")]
    return [call.lineno for call in runs if {"text", "universal_newlines"} & {each.arg for each in call.keywords}]


def test_the_words_of_another_program_are_read_as_utf_8() -> None:
    assert {path.name: lines for path in PACKAGE.rglob("*.py") if (lines := texts_read(path))} == {}


@pytest.mark.parametrize(
    ("root", "path", "name"),
    [
        (PureWindowsPath(r"C:\book"), PureWindowsPath(r"C:\book\case_studies\a.yml"), "case_studies/a.yml"),
        (
            PureWindowsPath(r"C:\Book"),
            PureWindowsPath(r"c:\book\case_studies\lessons\a.yml"),
            "case_studies/lessons/a.yml",
        ),
        (PureWindowsPath(r"\\share\book"), PureWindowsPath(r"\\share\book\case_studies\a.yml"), "case_studies/a.yml"),
        (PureWindowsPath(r"C:\book"), PureWindowsPath(r"D:\book\case_studies\a.yml"), None),
        (PureWindowsPath(r"C:\book"), PureWindowsPath(r"C:\bookcase\a.yml"), None),
        (PurePosixPath("/book"), PurePosixPath("/book/case_studies/a.yml"), "case_studies/a.yml"),
    ],
)
def test_a_file_named_on_the_command_line_is_found_whatever_its_slashes(
    root: PureWindowsPath, path: PureWindowsPath, name: str | None
) -> None:
    assert checking._named(root, path) == name


@pytest.mark.parametrize("kind", ["case", "lesson"])
def test_a_new_record_is_named_from_the_root_with_forward_slashes(kind: str) -> None:
    path, text = draft(kind, "made-up", {})

    assert PureWindowsPath(path).as_posix() == path and "\\" not in path
    assert f"pilotbook check {path}" in text


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"])
def test_a_name_that_windows_keeps_for_itself_is_no_address(name: str) -> None:
    assert not is_slug(name)
