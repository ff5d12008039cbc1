"""Whether each brief can be read aloud and found again: tagged, named, with a language, its address, version and date."""

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdf

from audit.findings import Finding

_HEADING = re.compile(r"/H[1-6]?$")
_PERMANENT = re.compile(r"/id/TLG-[CL]-[0-9A-Z]{4}/")
_RECORDS = ("/cases/", "/lessons/")
# Without spaces: "Version1038c02e.", "checked29November2026".
_VERSION = re.compile(r"Version[0-9a-f]{8}\.")
_CHECKED = re.compile(r"checked\d{1,2}[A-Z][a-z]+\d{4}")


def briefs(site: Path) -> list[Path]:
    """Give the PDF briefs of the site."""
    return sorted(site.rglob("brief.pdf"))


def check(site: Path) -> Iterator[Finding]:
    """Yield what is missing from each brief."""
    for path in briefs(site):
        page = f"/{path.relative_to(site).as_posix()}"
        for rule in (*structure_faults(path), *text_faults(path, site)):
            yield Finding("pdf", page, rule, "")


def structure_faults(path: Path) -> Iterator[str]:
    """Yield what a screen reader would miss in a PDF."""
    with pikepdf.open(path) as document:
        root = document.Root
        if not root.get("/MarkInfo", {}).get("/Marked", False) or "/StructTreeRoot" not in root:
            yield "not tagged"
        if not str(root.get("/Lang", "")):
            yield "no language"
        if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False) or not _title(document):
            yield "no title shown"
        if "/Outlines" not in root and not any(_HEADING.match(tag) for tag in _tags(root.get("/StructTreeRoot"))):
            yield "no outline and no headings"


def text_faults(path: Path, site: Path) -> Iterator[str]:
    """Yield which of address, version and date the words of a PDF do not tell.

    A record is at its permanent address, a subject or a list at that of its page. The version is that of what the brief says.
    """
    words = "".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
    address = _PERMANENT.search((path.parent / "index.html").read_text("utf-8"))
    here = f"/{path.parent.relative_to(site).as_posix()}/"
    if (address.group() if address and here.startswith(_RECORDS) else here) not in words:
        yield "its permanent address is not in its words"
    if not _VERSION.search(words):
        yield "its version is not in its words"
    if not _CHECKED.search(words):
        yield "its date is not in its words"


def _title(document: pikepdf.Pdf) -> str:
    with document.open_metadata() as metadata:
        return str(metadata.get("dc:title", "") or document.docinfo.get("/Title", ""))


def _tags(node: object) -> Iterator[str]:
    """Yield the kind of each part of the tree of tags."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, pikepdf.Dictionary):
        yield str(node.get("/S", ""))
        yield from _tags(node.get("/K"))
