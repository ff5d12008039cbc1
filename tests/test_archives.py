"""What archives read of the repository says what CITATION.cff says."""

import json
from pathlib import Path
from typing import Any

import pytest
from books import ROOT
from click.testing import CliRunner
from pilotbook.doors import archives as door
from pilotbook.doors.cli import main
from pilotbook.exports import archives

CFF: dict[str, Any] = {
    "title": "A made-up <book>",
    "abstract": "Made up\nfor a test & more.",
    "authors": [
        {"name": "Made-up editors"},
        {"family-names": "Made-up", "given-names": "One", "orcid": "https://orcid.org/0000-0001-2345-6789"},
    ],
    "version": "2026.1",
    "date-released": "2026-12-01",
    "license": "CC-BY-4.0",
    "keywords": ["pilots"],
    "url": "https://book.example.org/",
    "repository-code": "https://code.example.org/book",
}
CODE = {"name": "pilotbook", "description": "Makes the book.", "license": "MIT", "requires-python": ">=3.11"}


def made(**changes: Any) -> dict[str, Any]:
    return {name: json.loads(text) for name, text in archives.files({**CFF, **changes}, CODE).items()}


def test_zenodo_gets_a_data_set_with_its_makers_its_day_and_its_licence() -> None:
    assert made()[".zenodo.json"] == {
        "upload_type": "dataset",
        "title": "A made-up <book>",
        "description": "<p>Made up for a test &amp; more.</p>",
        "creators": [{"name": "Made-up editors"}, {"name": "Made-up, One", "orcid": "0000-0001-2345-6789"}],
        "version": "2026.1",
        "publication_date": "2026-12-01",
        "access_right": "open",
        "license": "cc-by-4.0",
        "keywords": ["pilots"],
        "language": "eng",
        "related_identifiers": [
            {"identifier": "https://book.example.org/", "relation": "isIdenticalTo", "scheme": "url"},
            {"identifier": "https://code.example.org/book", "relation": "isDerivedFrom", "scheme": "url"},
        ],
    }


def test_codemeta_tells_the_program_and_the_data_with_a_licence_each() -> None:
    told = made()["codemeta.json"]

    assert (told["@type"], told["name"], told["version"]) == ("SoftwareSourceCode", "pilotbook", "2026.1")
    assert told["license"] == "https://spdx.org/licenses/MIT"
    assert told["author"][0] == {"@type": "Organization", "name": "Made-up editors"}
    assert told["author"][1]["@id"] == "https://orcid.org/0000-0001-2345-6789"
    (data,) = told["hasPart"]
    assert (data["@type"], data["license"]) == ("Dataset", "https://spdx.org/licenses/CC-BY-4.0")


def test_an_address_that_is_not_declared_is_left_out() -> None:
    told = made(url=None, **{"repository-code": None})

    assert "related_identifiers" not in told[".zenodo.json"]
    assert "codeRepository" not in told["codemeta.json"]


def test_what_an_archive_needs_and_is_not_declared_is_named() -> None:
    with pytest.raises(
        archives.NotDeclared, match=r"^CITATION.cff: 'license' is not there.\n    Add it: archives ask for it.$"
    ):
        made(license="")


def test_the_files_of_this_repository_are_fresh() -> None:
    # Where this fails: pilotbook export --archives
    for name, text in door.made(ROOT).items():
        assert (ROOT / name).read_text(encoding="utf-8") == text


def test_the_command_writes_them_and_says_what_is_missing(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny_root)

    def run() -> tuple[int, str]:
        result = CliRunner().invoke(main, ["export", "--archives"], prog_name="pilotbook")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    code, told = run()
    assert (code, told) == (
        1,
        "CITATION.cff is not there.\n    Add it at the root of the project: archives are told what it says.\n",
    )
    for name in ("CITATION.cff", "pyproject.toml"):
        (tiny_root / name).write_bytes((ROOT / name).read_bytes())
    assert run() == (0, "Wrote codemeta.json and .zenodo.json from CITATION.cff.\n")
    assert run() == (0, "codemeta.json and .zenodo.json say what CITATION.cff says.\n")
    (tiny_root / "CITATION.cff").write_text("title: A book\n", encoding="utf-8")
    assert run() == (1, "CITATION.cff: 'abstract' is not there.\n    Add it: archives ask for it.\n")
