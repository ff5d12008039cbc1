"""Set the one-page briefs as PDF: tagged for screen readers (PDF/UA-1), with address, version and date, equal bytes each time.

Typst sets them because it comes as one wheel with its own fonts, writes PDF/UA and takes its words as data.
"""

import dataclasses
import json
import shutil
from functools import lru_cache, partial
from pathlib import Path

import typst

from pilotbook.casebook import Casebook
from pilotbook.pages.brief import Brief, briefs
from pilotbook.publish.kept import kept
from pilotbook.publish.version import Version

NAME = "brief.pdf"
_LAYOUT = Path(__file__).parents[1] / "theme" / "brief.typ"


def write(book: Casebook, site: Path, version: Version, folder: Path) -> int:
    """Write the brief of each record below its page, and give how many.

    A brief is set once and kept in `folder` by its content; those that nothing asks for any more are removed.
    """
    layout = _LAYOUT.read_text(encoding="utf-8")
    used = set()
    for address, brief in briefs(book):
        told = words_of(brief, version)
        file = kept(folder, layout + told, ".pdf", partial(set_page, told, version))
        used.add(file)
        place = site / address.strip("/")
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place / NAME)
    for file in set(folder.iterdir()) - used:
        file.unlink()
    return len(used)


def words_of(brief: Brief, version: Version) -> str:
    """Give what a brief says, with where it stands and which version it is of, as JSON."""
    site = version.site
    foot = {"site": site["name"], "version": site["version"], "date": site["date_words"], "lang": "en"}
    return json.dumps({**dataclasses.asdict(brief), **foot, "address": f"/id/{brief.id}/"}, sort_keys=True)


def set_page(told: str, version: Version) -> bytes:
    """Set what `words_of` gave as one PDF. The time in it is that of the commit."""
    done = _compiler().compile(
        format="pdf", sys_inputs={"brief": told}, pdf_standards=["ua-1"], timestamp=version.epoch
    )
    if not isinstance(done, bytes):
        raise TypeError("a brief is one PDF")
    return done


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    # Only the fonts that come with Typst, so that a brief is the same on every computer.
    return typst.Compiler(_LAYOUT, font_paths=typst.Fonts(include_system_fonts=False))
