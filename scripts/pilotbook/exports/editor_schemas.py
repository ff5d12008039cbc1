"""The JSON Schemas that editors check a record by, as they stand beside the records."""

from pilotbook.casebook import Casebook
from pilotbook.exports.download import Download
from pilotbook.record.schema import NAMES, schema_text


def _download(name: str) -> Download:
    def make(book: Casebook, cases: object, lessons: object) -> str:
        return schema_text(name, book.vocabulary, book.base)

    return Download(f"{name}.schema.json", f"what an editor checks a {name} by", make)


DOWNLOADS = tuple(map(_download, NAMES))
