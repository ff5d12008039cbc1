"""Give Pagefind's files one order, so that equal pages make an equal index.

Pagefind writes the values of a filter in an order of chance (known upstream: Pagefind issue 638) and names files by what
they hold, so each run made other bytes. A filter file is a gzipped CBOR list of lists, texts and whole numbers:
[filter, [[value, [page, …]], …]]; the `.pf_meta` file names the filter files, and `pagefind-entry.json` names that.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_SIGNATURE = b"pagefind_dcd"
# CBOR's major types (RFC 8949, section 3.1): the kinds that these files hold.
_NUMBER, _TEXT, _LIST = 0, 3, 4
_FILTERS = 3


class UnknownShape(Exception):
    """Pagefind's files are not as this version of it wrote them."""


def settle(folder: Path) -> None:
    """Sort the filters of the index in `folder`, and name what changed by its content."""
    entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))
    names = {path.stem: _rewritten(path, _sorted_values(_read(path))) for path in folder.glob("filter/*.pf_filter")}
    for language in entry["languages"].values():
        path = folder / f"pagefind.{language['hash']}.pf_meta"
        meta = _read(path)
        meta[_FILTERS] = sorted([name, names[file]] for name, file in meta[_FILTERS])
        language["hash"] = _rewritten(path, meta).removeprefix("pagefind.")
    (folder / "pagefind-entry.json").write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")


def _sorted_values(listed: Any) -> Any:
    name, values = listed
    return [name, sorted(values)]


def _rewritten(path: Path, value: Any) -> str:
    """Write `value` in place of the file, and give its new name without the ending."""
    whole = _SIGNATURE + _encoded(value)
    stem, _, digest = path.stem.rpartition("_")
    name = f"{stem}_{hashlib.sha256(whole).hexdigest()[: len(digest)]}"
    path.unlink()
    path.with_name(name + path.suffix).write_bytes(gzip.compress(whole, mtime=0))
    return name


def _read(path: Path) -> Any:
    whole = gzip.decompress(path.read_bytes())
    if not whole.startswith(_SIGNATURE):
        raise UnknownShape(f"{path.name} does not begin as a file of Pagefind does")
    return _decoded(iter(whole.removeprefix(_SIGNATURE)), path.name)


def _decoded(data: Iterator[int], name: str) -> Any:
    first = next(data)
    kind, size = first >> 5, first & 31
    if size > 27 or kind not in (_NUMBER, _TEXT, _LIST):
        raise UnknownShape(f"{name} holds something else than lists, texts and whole numbers")
    number = size if size < 24 else int.from_bytes(next(data) for _ in range(1 << (size - 24)))
    if kind == _NUMBER:
        return number
    if kind == _TEXT:
        return bytes(next(data) for _ in range(number)).decode("utf-8")
    return [_decoded(data, name) for _ in range(number)]


def _encoded(value: Any) -> bytes:
    if isinstance(value, int):
        return _head(_NUMBER, value)
    if isinstance(value, str):
        return _head(_TEXT, len(value.encode("utf-8"))) + value.encode("utf-8")
    return _head(_LIST, len(value)) + b"".join(_encoded(item) for item in value)


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    power = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes([kind << 5 | 24 + power]) + number.to_bytes(1 << power)
