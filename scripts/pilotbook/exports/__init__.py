"""What can be taken away from /data/: one declaration a file.

Each module here gives its `DOWNLOADS`, made from the records, or its `PACKAGES`, made from finished files. The site writes
them, the data page lists them, and the manifest counts their rows in the finished bytes; nobody keeps a list.
"""

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from pilotbook.exports.download import Download as Download
from pilotbook.exports.package import Package as Package

_ORDER = ("tables", "data", "all")


def downloads() -> list[Download]:
    """Give every download that is made from records, by module and in the order of each."""
    return [download for module in _modules() for download in getattr(module, "DOWNLOADS", ())]


def packages() -> list[Package]:
    """Give every file that is made from others, in the order in which they are made."""
    found = [package for module in _modules() for package in getattr(module, "PACKAGES", ())]
    return sorted(found, key=lambda package: _ORDER.index(package.of))


@cache
def _modules() -> list[ModuleType]:
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]
