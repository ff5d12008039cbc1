"""The schemas that editors read: made by each check, and true of every record whichever way an editor reads YAML."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from books import ROOT, TINY, leaves, real_book, replaced, tiny_book, written
from pilotbook.record.schema import schemas

REAL = schemas(real_book().vocabulary)
MADE_UP = schemas(tiny_book().vocabulary)
CASES = sorted(ROOT.glob("case_studies/*.yml"))
LESSONS = sorted(ROOT.glob("case_studies/lessons/*.yml"))


class AsEditors(yaml.SafeLoader):
    """YAML as an editor reads it, with numbers and truth values, but dates as text."""


AsEditors.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def kind_of(path: Path) -> str:
    return "vocabulary" if path.stem == "vocabulary" else "lesson" if path.parent.name == "lessons" else "case"


def faults(texts: dict[str, str], kind: str, data: Any) -> list[str]:
    checker = jsonschema.Draft202012Validator(json.loads(texts[f"{kind}.schema.json"]))
    return [f"{list(error.absolute_path)}: {error.message}" for error in checker.iter_errors(data)]


def test_no_schema_is_stored_so_a_new_place_leaves_nothing_stale() -> None:
    assert "/case_studies/schema/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", sorted(REAL))
def test_a_schema_is_itself_sound(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(REAL[name]))


@pytest.mark.parametrize("path", [*CASES, *LESSONS], ids=lambda path: path.stem)
def test_every_record_fits_its_schema_as_text(path: Path) -> None:
    assert faults(REAL, kind_of(path), written(path)) == []


@pytest.mark.parametrize("path", [*CASES, *LESSONS], ids=lambda path: path.stem)
def test_every_record_fits_its_schema_as_an_editor_reads_it(path: Path) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), AsEditors)

    assert faults(REAL, kind_of(path), data) == []


@pytest.mark.parametrize("path", sorted(TINY.rglob("*.yml")), ids=lambda path: path.stem)
def test_every_made_up_record_fits_its_schema(path: Path) -> None:
    if path.name != "_config.yml":
        assert faults(MADE_UP, kind_of(path), written(path)) == []


def places(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Give the path of every group of fields."""
    if isinstance(data, dict):
        return [path, *(place for key, value in data.items() for place in places(value, (*path, key)))]
    return (
        [place for n, item in enumerate(data) for place in places(item, (*path, n))] if isinstance(data, list) else []
    )


@pytest.mark.parametrize(
    "path",
    [TINY / "case_studies/madeup-town-doorstep-visits.yml", TINY / "case_studies/lessons/call-on-families.yml"],
    ids=["case", "lesson"],
)
def test_a_misspelt_field_is_refused_wherever_it_stands(path: Path) -> None:
    data = written(path)

    for place in places(data):
        broken = copy.deepcopy(data)
        here = broken
        for step in place:
            here = here[step]
        here["mispelt"] = "made up"
        assert faults(MADE_UP, kind_of(path), broken) != [], place


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", "nowhere"),
        ("domain", "nothing"),
        ("stage", "anounced"),
        ("id", "TLG-X-0000"),
        ("reviewed_on", "today"),
        ("tier", "7"),
        ("primary", "perhaps"),
        ("analysed", "about a hundred"),
        ("missing", "because"),
    ],
)
def test_a_value_that_we_refuse_is_refused_in_the_editor(field: str, value: str) -> None:
    data = written(TINY / "case_studies/madeup-town-doorstep-visits.yml")
    if field == "analysed":
        data["outcomes"][0]["n"]["analysed"] = "2000"
    place = next(path for path, _ in leaves(data) if path[-1] == field)

    assert faults(MADE_UP, "case", replaced(data, {place: value})) != []


def test_codes_come_from_the_vocabulary() -> None:
    text = MADE_UP["case.schema.json"]

    assert '"madeup-town"' in text and '"made-up-families"' in text
    assert '"vocabulary"' not in text


def test_a_schema_says_how_it_was_made() -> None:
    for text in REAL.values():
        assert json.loads(text)["$comment"] == "Made by 'pilotbook schema' from scripts/pilotbook/record; do not edit."
