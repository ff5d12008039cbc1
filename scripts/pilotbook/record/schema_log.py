"""The versions of the schemas that editors read, newest first: what each accepts that the one before did not.

A record says by which list of fields it was written (`schema_version`); this number is that of the schema. Its first part
changes where a record that was good is refused, its second where more is accepted, its third where a fault of the schema is
mended. Better words of help are no new version, nor is a new word in the vocabulary.
"""

from typing import NamedTuple


class Version(NamedTuple):
    """A version: its number, its day, what changed for a writer, and the name of all that it accepts (`schema.form_digest`)."""

    number: str
    on: str
    what: str
    accepts: str


CHANGES = (
    Version(
        "1.1.0",
        "2026-11-30",
        "A fact may be missing because it is not filled in yet: `not_filled`, where nobody has looked.",
        "1f8f5361d27b6f9f",
    ),
    Version(
        "1.0.0",
        "2026-11-30",
        "The first with a number. Fields are those of schema_version 0.2.0. An empty value is no longer offered or accepted. "
        "Ratings by one person have a schema.",
        "00172d8e012ddda6",
    ),
)
VERSION = CHANGES[0].number
