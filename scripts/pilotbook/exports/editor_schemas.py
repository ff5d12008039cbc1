"""The JSON Schemas that editors check a record by, as they stand beside the records."""

from pilotbook.exports.download import Download, Head
from pilotbook.record.schema import NAMES, schema_text


def _download(name: str) -> Download:
    def make(head: Head, cases: object, lessons: object) -> list[str]:
        return [schema_text(name, head.vocabulary, head.base)]

    return Download(f"{name}.schema.json", f"what an editor checks a {name} by", make)


DOWNLOADS = tuple(map(_download, NAMES))
