"""JSON Schema for editors, made from the declarations, with the vocabulary's codes filled in."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from pilotbook.record.case import Case
from pilotbook.record.lesson import Lesson
from pilotbook.record.rated import Rated
from pilotbook.record.samples import SAMPLES, sample
from pilotbook.record.schema_log import VERSION
from pilotbook.record.vocabulary import Term, Vocabulary

NAMES: dict[str, type[BaseModel]] = {"case": Case, "lesson": Lesson, "rating": Rated, "vocabulary": Vocabulary}
# What helps a writer and refuses nothing: better words are no new version.
_HELP = frozenset({"title", "description", "examples", "meanings", "default"})
# Under these stand names that somebody chose, and no words of JSON Schema.
_NAMED = frozenset({"properties", "$defs"})


def schemas(vocabulary: Vocabulary, base: str = "") -> dict[str, str]:
    """Give {file name: text} of the schema of each kind of file, for `case_studies/schema/`.

    base: the whole address where the book is published, ending in '/', or ''.
    """
    return {f"{name}.schema.json": schema_text(name, vocabulary, base) for name in NAMES}


def schema_text(name: str, vocabulary: Vocabulary, base: str = "") -> str:
    """Give the schema of one kind of file: 'case', 'lesson', 'rating' or 'vocabulary'."""
    filled = with_codes(_with_samples(NAMES[name].model_json_schema()), vocabulary, _as_editors_read)
    top = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}data/{name}.schema.json" if base else f"{name}.schema.json",
        "version": VERSION,
        "$comment": "Made by 'pilotbook schema' from scripts/pilotbook/record; do not edit.",
        **filled,
    }
    return json.dumps(top, indent=1, ensure_ascii=False) + "\n"


def form_digest() -> str:
    """Name what the schemas accept: their fields, kinds and limits, without help for the writer and without the vocabulary."""
    told = {name: _form(model.model_json_schema()) for name, model in NAMES.items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _form(node: Any, *, of_names: bool = False) -> Any:
    if isinstance(node, list):
        return [_form(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _form(value, of_names=key in _NAMED and not of_names)
        for key, value in node.items()
        if of_names or key not in _HELP
    }


def _with_samples(schema: dict[str, Any]) -> dict[str, Any]:
    """Offer a whole entry of each kind that has a sample, to be filled in."""
    kinds = {
        name: {**told, "defaultSnippets": [{"label": f"A whole entry: {name}", "body": sample(name)}]}
        if name in SAMPLES
        else told
        for name, told in schema.get("$defs", {}).items()
    }
    return {**schema, "$defs": kinds} if kinds else schema


def with_codes(node: Any, vocabulary: Vocabulary, finish: Callable[[dict[str, Any]], Any] = lambda node: node) -> Any:
    """Replace each mark `{"vocabulary": name}` in a schema by the codes of that list, and `finish` each part.

    Each word of a choice gets what it means beside it, as editors read it: `enumDescriptions`, in the order of the words.
    """
    if isinstance(node, list):
        return [with_codes(item, vocabulary, finish) for item in node]
    if not isinstance(node, dict):
        return node
    marks = {key for key in ("vocabulary", "meanings") if isinstance(node.get(key), str) or "enum" in node}
    made = {key: with_codes(value, vocabulary, finish) for key, value in node.items() if key not in marks}
    meanings: Mapping[str, str] = node.get("meanings", {}) if "enum" in node else {}
    if isinstance(node.get("vocabulary"), str):
        terms = vocabulary.lists[node["vocabulary"]]
        made["enum"] = sorted(terms)
        meanings = {code: _told(term) for code, term in terms.items()}
    if meanings:
        made["enumDescriptions"] = [meanings[word] for word in made["enum"]]
    return finish(made)


def _told(term: Term) -> str:
    return f"{term.label}: {term.about}" if term.about else term.label


_TRUTH = {"yes": True, "no": False}


def _as_editors_read(node: dict[str, Any]) -> dict[str, Any]:
    """Allow what an editor makes of plain text: it reads `2011` as a number and `no` as false or as a word."""
    node = _without_blank(node)
    without_type = {key: value for key, value in node.items() if key != "type"}
    if node.get("type") == "boolean":
        return {**without_type, "enum": [*_TRUTH, True, False, "true", "false"]}
    if node.get("format") == "date":
        # A format is a hint that many editors pass over; a pattern is not.
        return {**node, "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    if node.get("type") == "string" and "enum" not in node:
        return {**node, "type": ["string", "number"]}
    if node.get("type") == "integer":
        # Quoted digits are digits to us.
        return {**node, "type": ["integer", "string"], "pattern": "^[0-9]+$"}
    return _words_as_read(without_type) if "enum" in node else node


def _without_blank(node: dict[str, Any]) -> dict[str, Any]:
    """Take out the blank that a declaration allows for what is left out: in a file it is refused, so no editor may offer it."""
    members = [each for each in node.get("anyOf", ()) if each != {"type": "null"}]
    if len(members) == len(node.get("anyOf", ())):
        return node
    rest = {key: value for key, value in node.items() if key != "anyOf" and (key, value) != ("default", None)}
    return {**members[0], **rest} if len(members) == 1 else {**rest, "anyOf": members}


def _words_as_read(node: dict[str, Any]) -> dict[str, Any]:
    """Give a choice with its words as an editor reads them."""
    words, told = [str(word) for word in node["enum"]], node.get("enumDescriptions", [])
    if all(word.isdigit() for word in words):
        # Offered as it is written, 4 and not "4"; in quotes it is good all the same.
        rest = {key: value for key, value in node.items() if key not in ("enum", "enumDescriptions")}
        numbers = {"enum": [int(word) for word in words], "enumDescriptions": told}
        return {**rest, "anyOf": [numbers, {"type": "string", "pattern": f"^({'|'.join(words)})$"}]}
    read = [word for word in words if word in _TRUTH]
    beside = [told[words.index(word)] for word in read] if told else []
    return {**node, "enum": [*words, *(_TRUTH[word] for word in read)]} | (
        {"enumDescriptions": [*told, *beside]} if told else {}
    )
