"""The first line of a record's file, by which an editor finds the schema, and so help, whatever program it is.

It is a comment: a record with it and one without it say the same.
"""

import re

from pilotbook.record.shelf import LESSONS, RATINGS, VOCABULARY

# "# yaml-language-server: $schema=schema/case.schema.json", as editors look for it.
_MODELINE = re.compile(r"^#\s+yaml-language-server\s*:\s*\$schema\s*=\s*\S", re.M)


def modeline(path: str) -> str:
    """Give the line for the file at `path` from the root."""
    folders = ((LESSONS, "../schema/lesson"), (RATINGS, "../schema/rating"), (VOCABULARY, "schema/vocabulary"))
    schema = next((name for begins, name in folders if path.startswith(begins)), "schema/case")
    return f"# yaml-language-server: $schema={schema}.schema.json"


def tidied(path: str, raw: bytes) -> bytes:
    """Give a file with its modeline, plain line ends, and an end to its last line; what it says stays as it was.

    A modeline that somebody wrote stays, even where it names another schema.
    """
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    if not _MODELINE.search(text):
        text = f"{modeline(path)}\n{text}"
    return f"{text}\n".encode() if not text.endswith("\n") else text.encode()
