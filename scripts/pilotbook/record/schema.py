"""JSON Schema for editors, made from the declarations, with the vocabulary's codes filled in."""

import json
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from pilotbook.record.case import Case
from pilotbook.record.lesson import Lesson
from pilotbook.record.vocabulary import Vocabulary

NAMES: dict[str, type[BaseModel]] = {"case": Case, "lesson": Lesson, "vocabulary": Vocabulary}


def schemas(vocabulary: Vocabulary) -> dict[str, str]:
    """Give {file name: text} of the schema of each kind of file, for `case_studies/schema/`."""
    return {f"{name}.schema.json": schema_text(name, vocabulary) for name in NAMES}


def schema_text(name: str, vocabulary: Vocabulary) -> str:
    """Give the schema of one kind of file: 'case', 'lesson' or 'vocabulary'."""
    schema = NAMES[name].model_json_schema()
    filled = with_codes(schema, vocabulary, _as_editors_read)
    top = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Made by 'pilotbook schema' from scripts/pilotbook/record; do not edit.",
        **filled,
    }
    return json.dumps(top, indent=1, ensure_ascii=False) + "\n"


def with_codes(node: Any, vocabulary: Vocabulary, finish: Callable[[dict[str, Any]], Any] = lambda node: node) -> Any:
    """Replace each mark `{"vocabulary": name}` in a schema by the codes of that list, and `finish` each part."""
    if isinstance(node, list):
        return [with_codes(item, vocabulary, finish) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: with_codes(value, vocabulary, finish) for key, value in node.items() if key != "vocabulary"}
    if isinstance(node.get("vocabulary"), str):
        made["enum"] = sorted(vocabulary.lists[node["vocabulary"]])
    return finish(made)


_TRUTH = {"yes": True, "no": False}


def _as_editors_read(node: dict[str, Any]) -> dict[str, Any]:
    """Allow what an editor makes of plain text: it reads `2011` as a number and `no` as false or as a word."""
    without_type = {key: value for key, value in node.items() if key != "type"}
    if node.get("type") == "boolean":
        return {**without_type, "enum": [True, False, *_TRUTH, "true", "false"]}
    if node.get("format") == "date":
        # A format is a hint that many editors pass over; a pattern is not.
        return {**node, "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    if node.get("type") == "string" and "enum" not in node:
        return {**node, "type": ["string", "number"]}
    if node.get("type") == "integer":
        # Quoted digits are digits to us.
        return {**node, "type": ["integer", "string"], "pattern": "^[0-9]+$"}
    words = [str(word) for word in node.get("enum", ())]
    read = [int(word) if word.isdigit() else _TRUTH[word] for word in words if word.isdigit() or word in _TRUTH]
    return {**without_type, "enum": [*node["enum"], *read]} if read else node
