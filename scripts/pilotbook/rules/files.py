"""Rules on what a file under case_studies/ may be, told before anything of it is read."""

import re
from collections.abc import Mapping
from typing import Literal

from pilotbook.text import yamlfile
from pilotbook.text.looksalike import unfit_text
from pilotbook.text.plaintext import MAX_BYTES, Refused, plain
from pilotbook.text.problems import Problem

HELP = {
    "file-kind": "Each record is a file of its own.\n\n"
    "A link, a folder or a device could bring in what nobody reviewed, so it is refused before it is read. A record is no program "
    "either, whatever the copying from another disk has made of it. Good: the file `leeds-100-days.yml` itself.",
    "file-name": "A record's file name ends in `.yml`, and the rest of it becomes the address of the page.\n\n"
    "So it has 3 to 64 small letters, digits and hyphens, is more than a number, and is none of the names that the site "
    "or a computer keeps for itself. Good: `leeds-100-days.yml`.",
    "file-size": "A record is smaller than 256 KiB.\n\n"
    "Most hold under 20; a larger file is nearly always a document saved by mistake.",
}


def unfit_beside(files: Mapping[str, bytes]) -> list[Problem]:
    """Say what in settings and prose, given as {path from the root: bytes}, no reader of them could use.

    Jupyter Book would stop at the same faults, and name neither file nor line.
    """
    written = ((path, raw) for path, raw in sorted(files.items()) if path.endswith((".md", ".yml")))
    faults = ((path, _fault_beside(path, raw)) for path, raw in written)
    return [
        Problem(path, fault.line, fault.column, fault.what, fault.mend, fault.rule) for path, fault in faults if fault
    ]


def _fault_beside(path: str, raw: bytes) -> Refused | None:
    try:
        text = plain(raw)
        if odd := unfit_text(text):
            return odd
        if path.endswith(".yml"):
            yamlfile.agreed(text)
    except Refused as refused:
        return refused
    return None


Kind = Literal["file", "link", "folder", "device"]


def _stem(name: str) -> str:
    """Give a name without its ends, whichever a computer hung on: 'a.yml.txt', 'a.yaml' and 'a.YML' are all 'a'."""
    return re.sub(r"(?:\.(?:ya?ml|txt|orig|bak|md))+$", "", name, flags=re.IGNORECASE) or name


def unfit(path: str, size: int, kind: Kind = "file") -> Problem | None:
    """Say why what stands at `path` (from the root), of `size` bytes and this kind, cannot be a record."""
    name = path.rsplit("/", 1)[-1]
    if kind != "file":
        mend = (
            "Move the records in it up to 'case_studies', and remove it."
            if kind == "folder"
            else "Put the record itself here."
        )
        return Problem(path, 1, 1, f"this is a {kind}, not a file", mend, "file-kind")
    if name.startswith("."):
        mend = f"Rename it to '{_stem(name.lstrip('._#'))}.yml', or delete it."
        return Problem(path, 1, 1, f"'{name}' begins with a dot, so no list shows it", mend, "file-name")
    if not name.endswith(".yml"):
        mend = f"Rename it to '{_stem(name)}.yml', or move it elsewhere."
        return Problem(path, 1, 1, f"'{name}' is not a record", mend, "file-name")
    if size > MAX_BYTES:
        what = f"the file is too large ({size // 1024:,} KiB)"
        return Problem(path, 1, 1, what, "Keep a record under 256 KiB.", "file-size")
    return None


def unfit_mode(path: str, mode: str) -> Problem:
    """Say what is wrong with a file that git holds in another way than as plain text: '100755', '120000', '160000'."""
    what, mend = {
        "100755": ("git holds this file as a program", f"Run 'git update-index --chmod=-x {path}', and commit."),
        "160000": ("this is another repository, not a file", f"Take it out with 'git rm --cached {path}'."),
    }.get(mode, ("git holds this file as a link", "Put the file itself here."))
    return Problem(path, 1, 1, what, mend, "file-kind")
