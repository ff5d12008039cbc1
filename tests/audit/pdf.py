"""Whether each brief can be read aloud and found again: tagged, named, with a language, its address, version and date."""

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdf
from pilotbook.record import formatting

from audit.findings import Finding
from audit.views import version_of

_HEADING = re.compile(r"/H[1-6]?$")
_PERMANENT = re.compile(r"/id/TLG-[CL]-[0-9A-Z]{4}/")


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
    """Yield which of address, version and date the words of a PDF do not tell; its page and version.json tell what they are."""
    words = "".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
    page = (path.parent / "index.html").read_text("utf-8")
    address, (version, day) = _PERMANENT.search(page), version_of(site)
    if not address or address.group() not in words:
        yield "its permanent address is not in its words"
    if "".join(version.split()) not in words:
        yield "its version is not in its words"
    if day not in words and "".join(formatting.date(day).split()) not in words:
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
