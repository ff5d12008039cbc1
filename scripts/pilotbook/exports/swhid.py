"""Where Software Heritage keeps a file for good: its SWHID, which anybody can work out from the file itself, and a line of it.

The identifier of a content is the name that git gives to it (SWHID, ISO/IEC 18670): it stays true wherever the repository goes.
"""

import hashlib

RESOLVER = "https://archive.softwareheritage.org/"


def of_content(raw: bytes) -> str:
    """Give the SWHID of a file's bytes: 'swh:1:cnt:' and 40 signs."""
    return f"swh:1:cnt:{git_name(raw)}"


def git_name(raw: bytes) -> str:
    """Give the name of a file's bytes in a git repository of the usual kind (SHA-1)."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def address(raw: bytes, origin: str, path: str) -> str:
    """Give the address of a file in the archive; origin: address of its repository; path: from the root of it.

    Qualifiers stand in the order that the standard gives; `at_line` adds the last.
    """
    # A ';' would begin the next qualifier.
    told = (f"{name}={value.replace('%', '%25').replace(';', '%3B')}" for name, value in _qualifiers(origin, path))
    return f"{RESOLVER}{';'.join([of_content(raw), *told])}"


def _qualifiers(origin: str, path: str) -> tuple[tuple[str, str], ...]:
    return ("origin", origin), ("path", f"/{path}")


def at_line(archived: str, line: int) -> str:
    """Give the address of one line of a file, counted from 1."""
    return f"{archived};lines={line}"
