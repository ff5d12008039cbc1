"""The register `case_studies/links.json`: what is known of each address, one line each, in the order of the addresses."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pilotbook.links.known import STATES, Failure, Known, key_of
from pilotbook.text.markdown import is_web_address
from pilotbook.text.problems import Problem, choose, shown

PATH = "case_studies/links.json"
HELP = {
    "links-file": "`case_studies/links.json` is written by `pilotbook links`, one line an address: whether sources still answer.\n\n"
    "Pages and ratings read it, so a slip in it would tell readers that a source is gone. Run the command instead of editing it; "
    "after a merge that went wrong, take either side and run it again."
}
_DAYS = ("first_seen", "last_seen", "checked", "changed_on")
_FIELDS = {"state", *_DAYS, "why", "final", "digest", "failures"}
# A name in JSON, with the colon that follows it.
_KEY = re.compile(r'("(?:[^"\\]|\\.)*")\s*:', re.DOTALL)
_AGAIN = "Delete the line, and run 'pilotbook links' to ask the address again."


def written(register: Mapping[str, Known]) -> str:
    """Give the register as its file holds it: equal knowledge gives equal bytes."""
    lines = (f"{_text(address)}: {_text(_plain(known))}" for address, known in sorted(register.items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _plain(known: Known) -> dict[str, Any]:
    told = {name: value for name, value in asdict(known).items() if value}
    if known.failures:
        told["failures"] = [[failure.on, failure.why] for failure in known.failures]
    return told


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read(raw: bytes) -> tuple[dict[str, Known], list[Problem]]:
    """Read the file: what is known by address, and what is wrong with it. Where anything is wrong, nothing is known."""
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=_Pairs)
    except UnicodeDecodeError as error:
        return {}, [
            _problem(
                raw[: error.start].count(b"\n") + 1, "it is not UTF-8", "Save it as UTF-8, or run 'pilotbook links'."
            )
        ]
    except json.JSONDecodeError as error:
        mend = "Mend the line, or take the file from the last commit and run 'pilotbook links'."
        return {}, [_problem(error.lineno, f"it is no JSON: {error.msg}", mend, error.colno)]
    except (RecursionError, ValueError):
        return {}, [_problem(1, "it is no JSON", "Take the file from the last commit and run 'pilotbook links'.")]
    if not isinstance(found, _Pairs):
        return {}, [
            _problem(1, "it does not hold addresses", "Begin it with '{', and give each address a line of its own.")
        ]
    faults = [(address, fault) for address, fault in _faults(found)]
    if faults:
        lines = _lines(raw)
        return {}, sorted(_problem(lines.get(address, 1), *fault) for address, fault in faults)
    return {address: _known(dict(fields)) for address, fields in found}, []


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON as its pairs, so that an address that stands twice is seen."""


def _lines(raw: bytes) -> dict[str, int]:
    """Give the line of each address; asked for only where one is at fault."""
    text = raw.decode("utf-8")
    # The last of two is the one to take out.
    return {json.loads(match[1], strict=False): text.count("\n", 0, match.start()) + 1 for match in _KEY.finditer(text)}


def _faults(pairs: list[tuple[str, Any]]) -> Iterator[tuple[str, tuple[str, str]]]:
    seen: set[str] = set()
    for address, fields in pairs:
        if address in seen:
            yield address, (f"{shown(address)} stands twice", "Keep the line that was checked last.")
        seen.add(address)
        if not _is_address(address) or key_of(address) != address:
            yield address, (f"{shown(address)} is not the address of a page", _AGAIN)
        elif fault := _fault(fields):
            yield address, fault


def _fault(fields: Any) -> tuple[str, str] | None:
    """Give what is wrong with what is told of one address, and how to mend it."""
    if not isinstance(fields, _Pairs):
        return "what is known of an address stands between '{' and '}'", _AGAIN
    told = dict(fields)
    if strange := sorted(told.keys() - _FIELDS):
        return f"{shown(strange[0])} is not a field of this file", choose(strange[0], _FIELDS)
    if not isinstance(told.get("state"), str) or told["state"] not in STATES:
        return f"'state' is {shown(str(told.get('state', '')))}", choose(str(told.get("state", "")), STATES)
    for name in _DAYS:
        if name in told and not _is_day(told[name]):
            return (
                f"{shown(name)} is {shown(str(told[name]))}, and not a day",
                "Write it as 2026-11-29, or delete the line.",
            )
    if "final" in told and not _is_address(told["final"]):
        return f"'final' is {shown(str(told['final']))}, and not a web address", _AGAIN
    digest = told.get("digest", "0" * 16)
    if not (isinstance(digest, str) and len(digest) == 16 and set(digest) <= set("0123456789abcdef")):
        return f"'digest' is {shown(str(digest))}, and not 16 signs from 0 to f", _AGAIN
    if not _is_text(told.get("why", "")):
        return "'why' is not text", _AGAIN
    return _fault_of_failures(told.get("failures", []))


def _fault_of_failures(failures: Any) -> tuple[str, str] | None:
    pairs = failures if isinstance(failures, list) else [None]
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and _is_day(pair[0]) and _is_text(pair[1])):
            return "'failures' is not a list of a day and a reason each", _AGAIN
    return None


def _is_address(value: Any) -> bool:
    return _is_text(value) and is_web_address(value)


def _is_text(value: Any) -> bool:
    # JSON can name half a letter (\ud800), which no page can hold.
    return isinstance(value, str) and value.isprintable()


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _known(told: dict[str, Any]) -> Known:
    failures = tuple(sorted(Failure(*pair) for pair in told.pop("failures", [])))
    return Known(**told, failures=failures)


def _problem(line: int, what: str, mend: str, column: int = 1) -> Problem:
    return Problem(PATH, line, column, what, mend, "links-file")
