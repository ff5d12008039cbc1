"""The JSON Schemas that record.json and the entries of casebook.json are valid against: what stands there, and nothing else.

They are stricter than those for editors, which also allow what an editor makes of plain text.
"""

from typing import Any

from pydantic import BaseModel, TypeAdapter

from pilotbook.exports.download import Download, Head
from pilotbook.exports.record_json import SCHEMAS, Around, CaseComputed, LessonComputed, plain
from pilotbook.record.case import Case
from pilotbook.record.lesson import Lesson
from pilotbook.record.schema import with_codes
from pilotbook.record.vocabulary import Vocabulary

_KINDS: dict[str, tuple[type[BaseModel], Any]] = {"case": (Case, CaseComputed), "lesson": (Lesson, LessonComputed)}


def record_schema(name: str, vocabulary: Vocabulary, base: str) -> dict[str, Any]:
    """Give the schema of a 'case' or a 'lesson' as it is published; `$id` is whole where the site's address is known."""
    model, computed = _KINDS[name]
    record = model.model_json_schema(mode="serialization")
    around = TypeAdapter(Around).json_schema(mode="serialization")
    worked_out = TypeAdapter(computed).json_schema(mode="serialization")
    beside = {"$schema": {"type": "string"}, **around.pop("properties"), "computed": {"$ref": "#/$defs/Computed"}}
    definitions = {**around.pop("$defs", {}), **worked_out.pop("$defs", {}), **record.pop("$defs", {})}
    # The computed part of a lesson stands beside its page alone, where its whole ledger is known.
    always = ["computed"] if name == "case" else []
    whole = {
        **record,
        "title": f"A {name} as it is published",
        "properties": {**record["properties"], **beside},
        "required": [*record["required"], *around["required"], *always],
        "$defs": {**definitions, "Computed": worked_out},
    }
    address = f"{base}data/{SCHEMAS[name]}" if base else SCHEMAS[name]
    told: dict[str, Any] = with_codes(whole, vocabulary)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": address, **told}


def _download(name: str) -> Download:
    def make(head: Head, cases: object, lessons: object) -> list[str]:
        return [plain(record_schema(name, head.vocabulary, head.base))]

    return Download(SCHEMAS[name], f"what the record.json of a {name} is valid against", make)


DOWNLOADS = tuple(map(_download, SCHEMAS))
