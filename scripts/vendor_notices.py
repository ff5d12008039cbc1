"""Make LICENSES/vega.txt afresh: the notices of the packages that `_static/vega.js` holds, which vl-convert-python bundles.

Run by hand when vl-convert-python has a newer version (`make vendor`); needs npm. The bundle carries no notice itself, so each
is taken from the package it stands in. vl-convert may hold a release or two older than the lock has; whose work it is, and its
licence, are the same.
"""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from vendor_packages import LICENCES, installed
from vendor_packages import version as locked

BUNDLER = "vl-convert-python"
# What the bundle imports of others than Vega and d3; tools of a command line, which are installed beside them, are not in it.
OTHERS = (
    "delaunator",
    "fast-json-patch",
    "internmap",
    "json-stringify-pretty-compact",
    "lodash.debounce",
    "robust-predicates",
    "semver",
    "topojson-client",
    "tslib",
)
NAMED = ("vega", "vega-lite", "vega-embed")
_LINE = "-" * 78


def main() -> None:
    """Install the packages, and write the file."""
    with installed() as modules:
        LICENCES.joinpath("vega.txt").write_text("\n\n".join(parts(modules)) + "\n", encoding="utf-8")


def parts(modules: Path) -> Iterator[str]:
    """Yield the head, and each notice once with the packages that it is of."""
    told = ", ".join(f"{name} {locked(name)}" for name in NAMED)
    yield f"{BUNDLER} {version(BUNDLER)} bundles {told} and the packages that they use. Made by scripts/vendor_notices.py."
    found: dict[str, list[str]] = {}
    for name in sorted(path.name for path in modules.iterdir()):
        if name.startswith(("vega", "d3-")) or name in OTHERS:
            found.setdefault(_notice(modules / name), []).append(name)
    for text, names in found.items():
        yield f"{_LINE}\n{', '.join(names)}\n{_LINE}\n\n{text}"


def _notice(package: Path) -> str:
    texts = [path for path in sorted(package.iterdir()) if path.name.upper().startswith(("LICENSE", "LICENCE"))]
    return "\n".join(line.rstrip() for line in texts[0].read_text(encoding="utf-8").strip().splitlines())


if __name__ == "__main__":
    main()
