"""One record as JSON: what its file says, its version, what was worked out from it, and how to cite it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NotRequired

from pydantic_core import to_json
from typing_extensions import TypedDict

from pilotbook.exports.citations import Citation
from pilotbook.judgement.lesson_strength import Standing
from pilotbook.judgement.view import CaseView
from pilotbook.record import Lesson

# The file beside the page of a record, and those of /data/ that it is valid against.
NAME = "record.json"
SCHEMAS = {"case": "case-record.schema.json", "lesson": "lesson-record.schema.json"}


class Unread(TypedDict):
    """A fact that was not read and bears on the level: its path, what it is, and the sources that may hold it."""

    path: str
    label: str
    sources: list[str]


class LevelBounds(TypedDict):
    """How far the level could move with what was not read."""

    low: int
    high: int
    to_settle: list[Unread]
    not_checked: list[str]


class CaseComputed(TypedDict):
    """What is worked out of a case: its evidence level (0 to 5) with bounds, its direction, and the SMS of each outcome."""

    evidence_level: int
    evidence_state: str
    level_bounds: LevelBounds
    result: str
    direction: str | None
    direction_is_claimed: bool
    tested_no_benefit: bool
    outcomes: dict[str, int | None]


class LessonComputed(TypedDict):
    """What a lesson rests on, counted, and the highest confidence that the rules allow."""

    cases: int
    places: int
    supporting: int
    contradicting: int
    qualifying: int
    best_sms: int | None
    confidence_ceiling: str
    ceiling_reasons: list[str]


class Cite(TypedDict):
    """How to cite the record: a line in the Harvard form, and an item of CSL-JSON."""

    text: str
    csl: dict[str, Any]


class Around(TypedDict):
    """What stands beside the fields of a record's file."""

    slug: str
    version: str
    cite: NotRequired[Cite]


def case_told(view: CaseView) -> dict[str, Any]:
    """Give what the file of a case says, with its short name, its version and what was worked out."""
    computed: CaseComputed = {
        "evidence_level": view.rating.level,
        "evidence_state": view.level_name,
        "level_bounds": {
            "low": view.bounds.low,
            "high": view.bounds.high,
            "to_settle": [{**asdict(each), "sources": list(each.sources)} for each in view.bounds.to_settle],  # type: ignore[typeddict-item]
            "not_checked": list(view.bounds.unchecked),
        },
        "result": view.result,
        "direction": view.direction[0],
        "direction_is_claimed": view.direction[1],
        "tested_no_benefit": view.rating.tested_no_benefit,
        "outcomes": {key: rating.sms for key, rating in view.rating.outcomes.items()},
    }
    written = view.case.model_dump(mode="json", exclude_none=True)
    return {**written, "slug": view.slug, "version": view.reviewed_on, "computed": computed}


def lesson_told(slug: str, lesson: Lesson) -> dict[str, Any]:
    """Give what the file of a lesson says, with its short name and its version."""
    return {**lesson.model_dump(mode="json", exclude_none=True), "slug": slug, "version": lesson.reviewed_on}


def case_file(view: CaseView, citation: Citation, schema: str) -> str:
    """Give the file record.json of a case; schema: the address of its schema as seen from the file."""
    return _file(case_told(view), citation, schema)


def lesson_file(slug: str, lesson: Lesson, standing: Standing, citation: Citation, schema: str) -> str:
    """Give the file record.json of a lesson, with what it rests on."""
    computed: LessonComputed = {
        "cases": standing.cases,
        "places": standing.places,
        "supporting": standing.supporting,
        "contradicting": standing.contradicting,
        "qualifying": standing.qualifying,
        "best_sms": standing.best_sms,
        "confidence_ceiling": standing.ceiling,
        "ceiling_reasons": list(standing.reasons),
    }
    return _file({**lesson_told(slug, lesson), "computed": computed}, citation, schema)


def _file(told: Mapping[str, Any], citation: Citation, schema: str) -> str:
    cite: Cite = {"text": citation.harvard, "csl": citation.csl()}
    return written({"$schema": schema, **told, "cite": cite}) + "\n"


def written(value: Any, margin: str = "") -> str:
    """Write plain data with the keys of every dictionary in order; every line but the first begins with `margin`."""
    # Python's own writer is slow as soon as it indents. A line end within a text is written as two signs.
    text = to_json(_ordered(value), indent=1).decode()
    return text.replace("\n", f"\n{margin}") if margin else text


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(item) for item in value] if isinstance(value, list | tuple) else value


def plain(value: Any) -> str:
    """Write plain data in the order that it has."""
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n"
