"""What releases keep: bytes named by their SHA-256, packed, each once whichever releases hold it.

A file is kept as pieces, cut where its own lines say so: an edit of one record of a large table makes one or two new pieces,
and not a new table. A piece is packed by zlib and stands in `objects/ab/cdef…` under the digest of what it holds unpacked, so
how it was packed is nobody's concern. Every piece is checked when it is read.
"""

import hashlib
import os
import stat
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

FOLDER = "case_studies/releases"
# A piece ends at a line end, from this size on, where the line's own sum says so, or at the largest size whatever it says.
# Small enough that one edit is cheap, large enough that packing is worth it: zlib looks 32 KiB back.
_LEAST, _MOST, _ONE_IN = 32_768, 131_072, 8
# No piece is larger, packed or not.
_LARGEST = 1 << 28


class Damaged(Exception):
    """A kept piece is not what it was: `path` from the root, and what is wrong with it."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path, self.what = path, what


def sha256(data: bytes) -> str:
    """Give the name of bytes: 64 hexadecimal digits, as `sha256sum` prints them."""
    return hashlib.sha256(data).hexdigest()


def pieces(data: bytes) -> Iterator[bytes]:
    """Cut bytes into the pieces that they are kept as; equal stretches of lines give equal pieces."""
    begun = end = 0
    for line in data.splitlines(keepends=True) if len(data) > _LEAST else ():
        end += len(line)
        size = end - begun
        if size >= _LEAST and (size >= _MOST or zlib.crc32(line) % _ONE_IN == 0):
            yield data[begun:end]
            begun = end
    if begun < len(data) or not data:
        yield data[begun:]


class Objects:
    """The pieces kept in a project. added: bytes that were written; shared: bytes that were there already, both packed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.added = self.shared = 0
        self._seen: set[str] = set()

    def put(self, data: bytes) -> list[str]:
        """Keep bytes, and give the names of their pieces in order."""
        return [self._put(piece) for piece in pieces(data)]

    def _put(self, piece: bytes) -> str:
        name = sha256(piece)
        path = self._root / self.path(name)
        if name in self._seen:
            return name
        self._seen.add(name)
        if path.is_file() and self._unpacked(name) == piece:
            self.shared += path.stat().st_size
            return name
        packed = zlib.compress(piece, 9)
        self._refuse_links(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}-{os.getpid()}")
        part.unlink(missing_ok=True)
        # A rename puts it in the place of whatever stands there; written to, a link would lead to somebody else's file.
        with open(part, "xb") as out:
            out.write(packed)
        os.replace(part, path)
        self.added += len(packed)
        return name

    def _refuse_links(self, name: str) -> None:
        """Raise Damaged where a folder that a piece is to stand in is a link: it would be written somewhere else."""
        for folder in list(Path(self.path(name)).parents)[:3]:
            if (self._root / folder).is_symlink():
                raise Damaged(folder.as_posix(), "it is a link, and releases are kept in folders of their own")

    def get(self, names: Collection[str]) -> bytes:
        """Give the bytes whose pieces have these names. Raises Damaged where one is missing, cut off or altered."""
        found = []
        for name in names:
            piece = self._unpacked(name)
            if piece is None:
                path = self.path(name)
                there = (self._root / path).exists()
                raise Damaged(path, "it is damaged: it is not what was kept" if there else "it is missing")
            found.append(piece)
        return b"".join(found)

    def _unpacked(self, name: str) -> bytes | None:
        """Give a sound piece, or None. What unpacks to more than a piece can be is no piece of ours."""
        path = self._root / self.path(name)
        try:
            # A link may lead anywhere, and to what has no end; what waits for a writer is read for ever.
            status = os.lstat(path)
            if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
                return None
            # A last line may be of any length, so only what grows without bounds is stopped.
            piece = zlib.decompressobj().decompress(path.read_bytes(), _LARGEST)
        except (OSError, zlib.error):
            return None
        return piece if sha256(piece) == name else None

    def drop_all_but(self, used: Collection[str]) -> int:
        """Remove pieces that nothing uses, and give how many."""
        kept, count = set(used), 0
        for path in sorted((self._root / FOLDER / "objects").glob("*/*")):
            if f"{path.parent.name}{path.name}" not in kept:
                path.unlink()
                count += 1
        return count

    @staticmethod
    def path(name: str) -> str:
        """Give the path of a piece from the root of the project."""
        return f"{FOLDER}/objects/{name[:2]}/{name[2:]}"
