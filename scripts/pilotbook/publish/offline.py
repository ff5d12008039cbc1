"""The offline copy: the whole site as one zip that opens from a folder, with search, filters, charts and downloads.

A browser lets a page opened from a folder fetch nothing, but it loads scripts. So Pagefind's files are packed into scripts
that hand themselves in when they are asked for: the same engine finds the same pages in the same order.
"""

import base64
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pilotbook.publish import share

ADDRESS = "data/pilotbook-offline.zip"
FOLDER = "pilotbook"
# The oldest time that a zip can hold: equal sites make equal bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
_LINK = re.compile(r'(\b(?:href|action)="|content="0; url=)(?![a-z]+:|/|#)([^"?#]*/|\.{1,2})(?=["?#])')
_OFFER = re.compile(r'<p class="offline-offer">.*?</p>', re.DOTALL)
_README = """Pilotbook, offline copy

Open index.html in a web browser. Search, filters, charts and downloads work without a network.
Words and data: CC BY 4.0. Code: MIT.
"""


def pack(site: Path, target: Path) -> int:
    """Write the offline copy of the finished site into the zip `target`, and give the number of files in it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    count = 0
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in files(site):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            whole.writestr(entry, content)
            count += 1
    part.replace(target)
    return count


def files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the offline copy: its name from the copy's root, and its bytes."""
    yield "README.txt", _README.encode()
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if (
            not path.is_file()
            or name in (ADDRESS, ".nojekyll", "pagefind/pagefind-worker.js")
            or path.suffix == ".part"
            or path.name == share.NAME
        ):
            continue
        if path.suffix == ".html":
            yield name, with_file_links(path.read_text(encoding="utf-8")).encode()
        elif name.startswith("pagefind/"):
            yield f"{name}.packed.js", _packed(name.removeprefix("pagefind/"), path.read_bytes())
        else:
            yield name, path.read_bytes()


def with_file_links(html: str) -> str:
    """Let links to folders name the page in them: from a disk, an address that ends in '/' would list the folder.

    The offer of the offline copy says instead that this is it: a zip does not hold itself.
    """

    def file(match: re.Match[str]) -> str:
        before, address = match.groups()
        return f"{before}{address.rstrip('/')}/index.html"

    return _LINK.sub(file, _OFFER.sub("<p>This is the offline copy.</p>", html))


def _packed(name: str, content: bytes) -> bytes:
    return f"finder.unpack({json.dumps(name)},{json.dumps(base64.b64encode(content).decode())})\n".encode()
