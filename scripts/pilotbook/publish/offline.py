"""The offline copy: the whole site as one zip that opens from a folder, with search, filters, charts and downloads.

A browser lets a page opened from a folder fetch nothing, but it loads scripts. So Pagefind's files are packed into scripts
that hand themselves in when they are asked for: the same engine finds the same pages in the same order.
"""

import base64
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import IO, Any

from pilotbook.publish import policy, share
from pilotbook.publish.code import code_digest
from pilotbook.publish.store import Store, digest_of
from pilotbook.publish.work import side_by_side

ADDRESS = "data/pilotbook-offline.zip"
FOLDER = "pilotbook"
# Under these names the last copy is noted, and the one before.
_NOTED = ("offline copy", "offline copy before")
# The oldest time that a zip can hold: equal sites make equal bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
# The address in href="../lessons/?q=x", action="../search/" or content="0; url=../cases/x/", where it leads to a folder of the
# site: it ends in a slash or is dots alone. Addresses of other hosts ("https:"), of the root ("/") and of a place ("#") stay, and
# so do words of a page that look like a link: only what stands within an element is one.
_LINK = re.compile(
    r'(<[a-z](?:[^<>"]|"[^"]*")*?\s(?:(?:href|action)="|content="0; url=))(?![a-z]+:|/|#)([^"?#]*/|\.{1,2})(?=["?#])'
)
# What leads to a release, which the copy does not hold: words stay, and lead nowhere.
_RELEASED = re.compile(r'<link rel="predecessor-version"[^>]*>|<a href="(?:\.\./)*v/[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_OFFER = re.compile(r'<p class="offline-offer">.*?</p>', re.DOTALL)
_README = """Pilotbook, offline copy

Open index.html in a web browser. Search, filters, charts and downloads work without a network.
Words and data: CC BY 4.0. Code: MIT.
"""


@dataclass(frozen=True)
class Member:
    """A file of the copy as it stands in the zip: its bytes, deflated, with the size and the checksum of what they were."""

    deflated: bytes
    size: int
    crc: int

    @classmethod
    def of(cls, content: bytes) -> "Member":
        """Deflate a file."""
        # Level 6: level 9 saves three bytes in a thousand. -15: without a head of its own, as members of a zip are.
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        return cls(packer.compress(content) + packer.flush(), len(content), zlib.crc32(content))


@dataclass(frozen=True)
class Place:
    """Where a member stands in a copy: from which byte on, and how long; with the size and the checksum of what it was."""

    start: int
    length: int
    size: int
    crc: int

    def read(self, copy: IO[bytes]) -> Member:
        """Take the member out of the copy, as it is."""
        copy.seek(self.start)
        return Member(copy.read(self.length), self.size, self.crc)


def pack(site: Mapping[str, str], store: Store, jobs: int) -> str:
    """Give the digest of the offline copy of the site, {path: digest}.

    What did not change is taken from the copy of the last build as it stands there, one member after another.
    """
    named = {name: (path, digest) for path, digest in sorted(site.items()) for name in _names(path)}
    # One text each and no list of parts: a book of thousands has tens of thousands of members.
    keys = {name: digest_of(f"{code_digest()}\0{name}\0{digest}".encode()) for name, (_, digest) in named.items()}
    # Two are known, so that an edit that is taken back costs nothing; what did not change comes from the newer.
    tables = [store.noted_table(name, code=str, copy=str) for name in _NOTED]
    # What another program packed has no member that this one would pack.
    noted = [told for told in tables if told.get("code") == code_digest() and store.file(told["copy"])]
    noted.sort(key=lambda told: told["keys"] != keys)
    last = noted[0] if noted else None
    if last and last["keys"] == keys:
        _note(store, noted)
        return str(last["copy"])
    before = store.file(last["copy"]) if last else None
    had: dict[str, str] = last["keys"] if last else {}
    places = {name: Place(*told) for name, told in last["members"].items()} if last else {}
    new = [name for name, key in keys.items() if had.get(name) != key]
    made = side_by_side(_member, new, jobs, named=named, store=store)
    if new:
        store.count("member", len(new))
    with open(before or os.devnull, "rb") as copy:
        fresh = set(new)
        # In the order of the keys, in which those that are new are made.
        members = ((name, next(made) if name in fresh else places[name].read(copy)) for name in keys)
        found: dict[str, Place] = {}
        digest = store.keep_written(lambda out: found.update(zipped(_readme(members), out)))
    store.count("offline copy")
    told = {
        "code": code_digest(),
        "copy": digest,
        "keys": keys,
        "members": {name: astuple(place) for name, place in found.items()},
    }
    _note(store, [told, *noted])
    return digest


def _note(store: Store, told: Sequence[Mapping[str, Any]]) -> None:
    for name, each in zip(_NOTED, told, strict=False):
        store.note(name, json.dumps(each).encode())


def _readme(members: Iterable[tuple[str, Member]]) -> Iterator[tuple[str, Member]]:
    yield "README.txt", Member.of(_README.encode())
    yield from members


def _names(path: str) -> list[str]:
    """Give the name of a file in the copy; none where it is left out."""
    # The copy itself, notes to a web host, a worker that no browser starts from a disk, and pictures for other sites.
    if path in (ADDRESS, ".nojekyll", policy.ADDRESS, "pagefind/pagefind-worker.js") or path.endswith(share.NAME):
        return []
    # Releases are read where they are published: the copy is of the living book.
    if path.startswith("v/"):
        return []
    # Many disks take capitals and small letters for one: an id in small letters would be a second file of the first's name.
    if path.startswith("id/") and path == path.lower():
        return []
    return [f"{path}.packed.js" if path.startswith("pagefind/") else path]


def _member(name: str, named: Mapping[str, tuple[str, str]], store: Store) -> Member:
    path, digest = named[name]
    file = store.file(digest)
    if file is None:
        raise FileNotFoundError(f"{path} was made and is gone")
    return Member.of(offline_form(path, file.read_bytes()))


def offline_form(path: str, content: bytes) -> bytes:
    """Give a file of the site as the offline copy holds it."""
    if path.endswith(".html"):
        return policy.offline(with_file_links(content.decode("utf-8"))).encode()
    return _packed(path.removeprefix("pagefind/"), content) if path.startswith("pagefind/") else content


def zipped(members: Iterable[tuple[str, Member]], out: IO[bytes]) -> dict[str, Place]:
    """Write a zip of files that are deflated already, and give where each stands in it; equal members make equal bytes."""
    found: dict[str, Place] = {}
    with zipfile.ZipFile(out, "w") as whole:
        for name, member in members:
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            entry.file_size, entry.compress_size, entry.CRC = member.size, len(member.deflated), member.crc
            entry.header_offset = out.tell()
            # The library has no way to take in what is deflated already, so head and bytes are written for it; the
            # directory at the end, large books included, stays its work.
            out.write(entry.FileHeader())
            found[name] = Place(out.tell(), len(member.deflated), member.size, member.crc)
            out.write(member.deflated)
            whole.filelist.append(entry)
            whole.NameToInfo[entry.filename] = entry
            whole.start_dir = out.tell()
            whole._didModify = True  # type: ignore[attr-defined]
    return found


def with_file_links(html: str) -> str:
    """Let links to folders name the page in them: from a disk, an address that ends in '/' would list the folder.

    The offer of the offline copy says instead that this is it: a zip does not hold itself.
    """

    def file(match: re.Match[str]) -> str:
        before, address = match.groups()
        return f"{before}{address.rstrip('/')}/index.html"

    without_releases = _RELEASED.sub(lambda match: match[1] or "", html)
    return _LINK.sub(file, _OFFER.sub("<p>This is the offline copy.</p>", without_releases))


def _packed(name: str, content: bytes) -> bytes:
    return f"finder.unpack({json.dumps(name)},{json.dumps(base64.b64encode(content).decode())})\n".encode()
