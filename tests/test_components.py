"""The list of components (SBOM): all that is locked, with its hash, in the form that CycloneDX 1.6 asks for, the same each time."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from books import ROOT
from click.testing import CliRunner
from lock import FOLDERS
from pilotbook.doors import components as door
from pilotbook.doors.cli import main
from pilotbook.exports.components import Locked, NotLocked, listed
from pilotbook.exports.handed_out import WORKS

ONE, TWO = "1" * 64, "2" * 64
BUILT = f"""\
# a comment
made-up==1.2.post1 ; sys_platform == 'win32' \\
    --hash=sha256:{TWO} \\
    --hash=sha256:{ONE}
"""
TESTED = f"made-up==1.2.post1 \\\n    --hash=sha256:{ONE}\nother==3 \\\n    --hash=sha256:{TWO}\n"
NPM = {
    "packages": {
        "": {"name": "made-up"},
        "node_modules/a/node_modules/@made/up": {"version": "4.0.0", "integrity": "sha512-/w==", "license": "MIT"},
    }
}
LOCKED = Locked({"requirements.txt": BUILT, "requirements-test.txt": TESTED}, {"tests/js": NPM}, {"made-up": "MIT"})


def made(**changes: Any) -> dict[str, Any]:
    told = json.loads(listed(LOCKED, "0.1.0", "c0ffee", "2026-11-30T07:00:00Z"))
    return {**told, **changes}


def test_a_package_is_told_with_its_hashes_its_licence_and_what_it_is_for() -> None:
    at_work, page, tool = sorted(made()["components"][:3], key=lambda each: each["purl"], reverse=True)[::-1]

    assert at_work == {
        "type": "library",
        "bom-ref": "pkg:npm/%40made/up@4.0.0",
        "name": "@made/up",
        "version": "4.0.0",
        "scope": "excluded",
        "hashes": [{"alg": "SHA-512", "content": "ff"}],
        "licenses": [{"expression": "MIT"}],
        "purl": "pkg:npm/%40made/up@4.0.0",
        "properties": [{"name": "pilotbook:lock", "value": "tests/js"}],
    }
    # What two locks name stands there once, and is what the site is built with if one of them says so.
    assert (page["name"], page["scope"], page["licenses"]) == ("made-up", "required", [{"expression": "MIT"}])
    assert [each["content"] for each in page["hashes"]] == [ONE, TWO]
    assert page["properties"] == [
        {"name": "pilotbook:lock", "value": "requirements.txt, requirements-test.txt"},
        {"name": "pilotbook:only where", "value": "sys_platform == 'win32'"},
    ]
    assert (tool["name"], tool["scope"], "licenses" in tool) == ("other", "excluded", False)


def test_time_and_commit_are_those_of_the_commit_and_nothing_is_drawn_at_random() -> None:
    assert made()["metadata"] == {
        "timestamp": "2026-11-30T07:00:00Z",
        "component": {
            "type": "application",
            "bom-ref": "pilotbook",
            "name": "pilotbook",
            "version": "0.1.0",
            "licenses": [{"expression": "MIT"}],
        },
        "properties": [{"name": "pilotbook:commit", "value": "c0ffee"}],
    }
    assert "serialNumber" not in made() and listed(LOCKED, "1", "", "") == listed(LOCKED, "1", "", "")


@pytest.mark.parametrize(
    "line", ["made-up==1.2", "made-up>=1.2 --hash=sha256:" + ONE, "-r other.txt", "made-up @ https://a.example/x.whl"]
)
def test_what_is_not_pinned_by_a_hash_is_refused(line: str) -> None:
    with pytest.raises(NotLocked, match=r"^requirements.txt: '.*' pins no version with its hash.\n    Make the lock"):
        listed(Locked({"requirements.txt": line}, {}, {}), "1", "", "")


def test_an_npm_package_without_a_hash_is_refused() -> None:
    lock = {"packages": {"node_modules/a": {"version": "1"}}}

    with pytest.raises(NotLocked, match=r"^tests/js: 'a' has no hash.\n    Make the lock afresh: make lock$"):
        listed(Locked({}, {"tests/js": lock}, {}), "1", "", "")


# This repository's own.


@pytest.fixture(scope="module")
def own() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(door.made(ROOT))
    return told


def test_everything_that_is_locked_is_in_the_list(own: dict[str, Any]) -> None:
    pins = {
        f"{name}@{version}"
        for path in ROOT.glob("requirements*.txt")
        for name, version in re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", path.read_text("utf-8"), re.MULTILINE)
    }
    locks = [path for path in ROOT.glob("*/*/package-lock.json") if "node_modules" not in path.parts]
    npm = {
        f"{path.rpartition('node_modules/')[2]}@{package['version']}"
        for lock in locks
        for path, package in json.loads(lock.read_text("utf-8"))["packages"].items()
        if path
    }
    assert (len(locks), len(list(ROOT.glob("requirements*.txt")))) == (len(door.NPM), len(door.PYTHON))

    libraries = [each for each in own["components"] if each["type"] == "library"]

    assert {f"{each['name']}@{each['version']}" for each in libraries} == pins | npm
    assert all(each["hashes"] for each in libraries)


def test_what_is_locked_is_locked_anew_and_renewed_together() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (locks,) = re.findall(r"^LOCKS := (.*)$", makefile, re.MULTILINE)
    proposed = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))["updates"]
    (npm,) = (each["directories"] for each in proposed if each["package-ecosystem"] == "npm")

    assert [f"{name}.txt" for name in locks.split()] == list(door.PYTHON)
    assert {folder.relative_to(ROOT).as_posix() for folder in FOLDERS} == set(door.NPM)
    assert {folder.strip("/") for folder in npm} == set(door.NPM)
    # Whatever is installed is held to its hash.
    installs = re.findall(r"(?:pip install|\$\(INSTALL\)) .*", makefile)
    loose = [
        line
        for line in installs
        if "--require-hashes" not in line and "--no-deps --no-build-isolation -e ." not in line
    ]
    assert loose == ["pip install --quiet --disable-pip-version-check"]
    assert re.findall(r"npm (?:install|i|exec)\b", makefile) == []


def test_what_the_site_hands_out_is_in_the_list(own: dict[str, Any]) -> None:
    assert [each["name"] for each in own["components"] if each["type"] == "file"] == [work.name for work in WORKS]


def test_the_list_is_what_the_specification_asks_for(own: dict[str, Any]) -> None:
    assert faults(own) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"specVersion": "9"}, "specVersion"),
        ({"components": [{"type": "thing", "name": "a", "bom-ref": "a"}]}, "type of a"),
        ({"components": [{"type": "library", "name": "", "bom-ref": "a"}]}, "name of a"),
        ({"components": [{"type": "library", "name": "a", "bom-ref": "pilotbook"}]}, "pilotbook stands 2 times"),
        ({"dependencies": [{"ref": "nowhere"}]}, "nowhere is no component"),
    ],
)
def test_a_list_of_another_form_would_be_told(change: dict[str, Any], fault: str) -> None:
    assert fault in " ".join(faults(made(**change)))


# From the specification (bom-1.6.schema.json): what must be there, and what may stand there.
_TYPES = {
    "application",
    "framework",
    "library",
    "container",
    "platform",
    "operating-system",
    "device",
    "firmware",
    "file",
}
_HASHES = {"MD5": 32, "SHA-1": 40, "SHA-256": 64, "SHA-384": 96, "SHA-512": 128}


def faults(bom: dict[str, Any]) -> list[str]:
    """Give what in a list is not as CycloneDX 1.6 has it, of the parts that this project writes."""
    told = [name for name, value in (("bomFormat", "CycloneDX"), ("specVersion", "1.6")) if bom.get(name) != value]
    told += [f"{name} is no part" for name in bom.keys() - _TOP]
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", bom["metadata"].get("timestamp", "")):
        told.append("timestamp")
    components = [bom["metadata"]["component"], *bom["components"]]
    for each in components:
        told += [f"{fault} of {each['bom-ref']}" for fault in _component_faults(each)]
    refs = Counter(each["bom-ref"] for each in components)
    told += [f"{ref} stands {many} times" for ref, many in refs.items() if many > 1]
    named = [each["ref"] for each in bom["dependencies"]]
    named += [ref for each in bom["dependencies"] for ref in each.get("dependsOn", ())]
    told += [f"{ref} is no component" for ref in named if ref not in refs]
    return told + [
        f"{ref} depends twice" for ref, many in Counter(named[: len(bom["dependencies"])]).items() if many > 1
    ]


_TOP = {"$schema", "bomFormat", "specVersion", "version", "metadata", "components", "dependencies"}
_PARTS = {"type", "bom-ref", "name", "version", "scope", "hashes", "licenses", "purl", "properties"}


def _component_faults(each: dict[str, Any]) -> list[str]:
    told = [name for name, value in each.items() if name not in _PARTS or value in ("", [], None)]
    told += [] if each["type"] in _TYPES else ["type"]
    told += [] if each.get("scope", "required") in ("required", "optional", "excluded") else ["scope"]
    sizes = [(_HASHES.get(one["alg"]), one["content"]) for one in each.get("hashes", ())]
    told += [] if all(re.fullmatch(f"[0-9a-f]{{{size}}}", content) for size, content in sizes) else ["hash"]
    licences = each.get("licenses", [])
    # One expression, or licences by name.
    if not (len(licences) == 1 and licences[0].keys() == {"expression"}):
        told += (
            []
            if all(one.keys() == {"license"} and one["license"].keys() == {"name"} for one in licences)
            else ["licences"]
        )
    return told + ([] if all(one.keys() == {"name", "value"} for one in each.get("properties", ())) else ["properties"])


def test_the_command_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    result = CliRunner().invoke(main, ["export", "--sbom", "--out", str(tmp_path / "list.json")])

    assert result.exit_code == 0, result.output
    written = json.loads((tmp_path / "list.json").read_text("utf-8"))
    assert (
        result.output == f"Wrote {tmp_path / 'list.json'}: {len(written['components']):,} components, as CycloneDX.\n"
    )


def test_outside_a_project_the_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, ["export", "--sbom"])

    assert (result.exit_code, "is not inside a pilotbook project" in result.output) == (2, True)
