"""The list of components (SBOM) of the program and the site, in CycloneDX 1.6, made of the lock files: equal locks give equal bytes.

It holds no number drawn at random, and its time is that of the commit. The specification: https://cyclonedx.org/docs/1.6/json/.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from pilotbook.exports.handed_out import WORKS, Work

SPECIFICATION = "1.6"
ROOT = "pilotbook"
# "numpy==2.4.6 ; python_full_version < '3.12' --hash=sha256:…", once its lines are joined.
_PIN = re.compile(r"(?P<name>[a-z0-9][\w.-]*)==(?P<version>[\w.!+-]+)(?: ; (?P<marker>.+?))? (?P<hashes>--hash=.+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# The names of licences that are written by themselves or with AND, OR and WITH between them.
_SPDX = re.compile(r"\(?[A-Za-z0-9.+-]+\)?(?: (?:AND|OR|WITH) \(?[A-Za-z0-9.+-]+\)?)*")


class NotLocked(Exception):
    """A line of a lock file pins no package by version and hash; the message says which."""


@dataclass(frozen=True)
class Component:
    """A package: its name and version, its package URL, its hashes by algorithm, its licence, and which locks name it."""

    name: str
    version: str
    url: str
    hashes: tuple[tuple[str, str], ...]
    licence: str
    locks: tuple[str, ...]
    is_built_with: bool
    marker: str = ""


@dataclass(frozen=True)
class Locked:
    """What the list is made of.

    python: the text of each file of requirements, by name; the first is what the site is built with, the others are tools. npm:
    each package-lock.json, by its path. licences: of each Python package that is installed, by its name.
    """

    python: Mapping[str, str] = field(repr=False)
    npm: Mapping[str, Mapping[str, Any]] = field(repr=False)
    licences: Mapping[str, str] = field(repr=False)


def listed(locked: Locked, version: str, commit: str, time: str) -> str:
    """Give the list as JSON. commit, time: of what is checked out, the time as '2026-11-30T07:00:00Z'; '' where not known.

    Raises NotLocked.
    """
    components = sorted(_merged(_all(locked)), key=lambda each: each.url)
    told = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPECIFICATION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": _metadata(version, commit, time),
        "components": [_component(each) for each in components] + [_work(work) for work in WORKS],
        # What each package asks for in its turn stands in no lock file, so all hang on the program.
        "dependencies": [
            {"ref": ROOT, "dependsOn": [*(each.url for each in components if each.is_built_with), *map(_ref, WORKS)]},
            *({"ref": each.url} for each in components),
            *({"ref": _ref(work)} for work in WORKS),
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _metadata(version: str, commit: str, time: str) -> dict[str, Any]:
    own = {"type": "application", "bom-ref": ROOT, "name": ROOT, "version": version, "licenses": _licences("MIT")}
    told = {"timestamp": time, "component": own, "properties": _properties({"commit": commit})}
    return {name: value for name, value in told.items() if value}


def _all(locked: Locked) -> Iterator[Component]:
    for number, (name, text) in enumerate(locked.python.items()):
        yield from _python(name, text, locked.licences, is_built_with=number == 0)
    for name, lock in locked.npm.items():
        yield from _npm(name, lock)


def _python(lock: str, text: str, licences: Mapping[str, str], *, is_built_with: bool) -> Iterator[Component]:
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pin = _PIN.fullmatch(line.strip())
        hashes = sorted(_HASH.findall(pin["hashes"])) if pin else []
        if pin is None or not hashes:
            raise NotLocked(
                f"{lock}: '{line[:60]}' pins no version with its hash.\n    Make the lock afresh: make lock"
            )
        yield Component(
            pin["name"],
            pin["version"],
            f"pkg:pypi/{pin['name']}@{quote(pin['version'])}",
            tuple(("SHA-256", each) for each in hashes),
            licences.get(pin["name"], ""),
            (lock,),
            is_built_with,
            pin["marker"] or "",
        )


def _npm(lock: str, told: Mapping[str, Any]) -> Iterator[Component]:
    for path, package in told["packages"].items():
        # The first is the project itself.
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        algorithm, _, digest = package.get("integrity", "").partition("-")
        if algorithm != "sha512":
            raise NotLocked(f"{lock}: '{name}' has no hash.\n    Make the lock afresh: make lock")
        url = f"pkg:npm/{quote(name, safe='/')}@{quote(package['version'])}"
        hashes = (("SHA-512", base64.b64decode(digest).hex()),)
        licence = package.get("license", "")
        yield Component(name, package["version"], url, hashes, licence, (lock,), is_built_with=False)


def _merged(components: Iterable[Component]) -> Iterator[Component]:
    """Give each package once, with all the locks that name it; the first says whether the site is built with it."""
    found: dict[str, Component] = {}
    for each in components:
        before = found.get(each.url, replace(each, locks=()))
        hashes = tuple(sorted({*before.hashes, *each.hashes}))
        found[each.url] = replace(before, locks=(*before.locks, *each.locks), hashes=hashes)
    yield from found.values()


def _component(each: Component) -> dict[str, Any]:
    told = {
        "type": "library",
        "bom-ref": each.url,
        "name": each.name,
        "version": each.version,
        # "excluded" is the word of the specification for tools and tests.
        "scope": "required" if each.is_built_with else "excluded",
        "hashes": [{"alg": algorithm, "content": content} for algorithm, content in each.hashes],
        "licenses": _licences(each.licence),
        "purl": each.url,
        "properties": _properties({"lock": ", ".join(dict.fromkeys(each.locks)), "only where": each.marker}),
    }
    return {name: value for name, value in told.items() if value}


def _work(work: Work) -> dict[str, Any]:
    """Tell a work that the site hands out; the package it came in stands among the others."""
    told = {
        "type": "file",
        "bom-ref": _ref(work),
        "name": work.name,
        "version": work.version,
        "scope": "required",
        "licenses": _licences(work.licence),
        "properties": _properties({"came in": work.url, "handed out in": ", ".join(work.files)}),
    }
    return {name: value for name, value in told.items() if value}


def _ref(work: Work) -> str:
    return f"handed-out/{quote(work.name.lower().replace(' ', '-'))}"


def _licences(licence: str) -> list[dict[str, Any]]:
    if not licence:
        return []
    return [{"expression": licence}] if _SPDX.fullmatch(licence) else [{"license": {"name": licence}}]


def _properties(told: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": f"pilotbook:{name}", "value": value} for name, value in told.items() if value]
