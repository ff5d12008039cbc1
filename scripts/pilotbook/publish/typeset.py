"""Typst, with the layouts of `theme/` and only the type that comes with it, so that what it sets is the same everywhere."""

from functools import lru_cache

import typst

from pilotbook.publish.code import PACKAGE


@lru_cache(maxsize=4)
def compiler(layout: str) -> typst.Compiler:
    """Give the compiler of `theme/<layout>.typ`; it is slow to start and quick to set."""
    # Type of this computer would make other bytes here than there.
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(PACKAGE / "theme" / f"{layout}.typ", font_paths=fonts)
