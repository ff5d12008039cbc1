"""Every record with its rating as JSON, as the files have it; keys sorted so that equal books are equal bytes."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pydantic_core import to_json

from pilotbook.casebook import Casebook
from pilotbook.exports.download import Download, Part
from pilotbook.judgement.view import CaseView
from pilotbook.record import Lesson


def _case(view: CaseView) -> Part:
    computed = {
        "evidence_level": view.rating.level,
        "evidence_state": view.level_name,
        "level_bounds": {
            "low": view.bounds.low,
            "high": view.bounds.high,
            "to_settle": [asdict(each) for each in view.bounds.to_settle],
            "not_checked": view.bounds.unchecked,
        },
        "result": view.result,
        "direction": view.direction[0],
        "direction_is_claimed": view.direction[1],
        "tested_no_benefit": view.rating.tested_no_benefit,
        "outcomes": {key: rating.sms for key, rating in view.rating.outcomes.items()},
    }
    written = view.case.model_dump(mode="json", exclude_none=True)
    return Part(_entry({**written, "slug": view.slug, "computed": computed}))


def _lesson(slug: str, lesson: Lesson) -> Part:
    return Part(_entry({**lesson.model_dump(mode="json", exclude_none=True), "slug": slug}))


def _entry(record: dict[str, Any]) -> str:
    return "  " + _json(record, "  ")


def _json(value: Any, margin: str) -> str:
    """Write plain data; every line but the first begins with `margin`."""
    # Python's own writer is slow as soon as it indents. A line end within a text is written as two signs.
    return to_json(_ordered(value), indent=1).decode().replace("\n", f"\n{margin}")


def _ordered(value: Any) -> Any:
    """Give plain data with the keys of every dictionary in order."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(item) for item in value] if isinstance(value, list | tuple) else value


def _whole(book: Casebook, cases: Iterable[str], lessons: Iterable[str]) -> str:
    vocabulary = _json(book.vocabulary.model_dump(mode="json", exclude_none=True), " ")
    parts = [
        f'"cases": {_list(cases)}',
        f'"lessons": {_list(lessons)}',
        '"licence": "CC-BY-4.0"',
        f'"vocabulary": {vocabulary}',
    ]
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def _list(entries: Iterable[str]) -> str:
    whole = ",\n".join(entries)
    return f"[\n{whole}\n ]" if whole else "[]"


def _records_in(written: bytes) -> int:
    whole = json.loads(written)
    return len(whole["cases"]) + len(whole["lessons"])


DOWNLOADS = (Download("casebook.json", "every record with its rating", _whole, _case, _lesson, _records_in),)
