"""What can be taken away from /data/: one declaration a download.

Each module here gives its `DOWNLOADS`. The site writes them, the data page lists them, and the manifest counts their rows
in the finished bytes; nobody keeps a list.
"""

import importlib
import pkgutil

from pilotbook.exports.download import Download as Download


def downloads() -> list[Download]:
    """Give every download, by module and in the order of each."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return [download for module in modules for download in getattr(module, "DOWNLOADS", ())]
