"""Typst, with the layouts of `theme/` and type that comes as packages, so that what it sets is the same everywhere.

Typst's own typefaces hold Latin, Greek and Cyrillic. Noto holds the other scripts that people here write (Bengali, Punjabi,
Gujarati, Tamil, Arabic, Urdu, emoji …), and WenQuanYi Micro Hei Chinese, Japanese and Korean. What is in none of them is set
as □ and counted, so that no letter can stop a book, and no reader takes what is left for the whole.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import manimgx_fonts
import paperang_p2_fonts_cjk
import typst

from pilotbook.publish.code import PACKAGE

INSTEAD = "□"
# Words of these letters alone are set by any typeface: there is nothing to try.
_PLAIN = re.compile(r"[\n -~\u00a0-\u017f\u2010-\u2022…−×]*")
# A mark that belongs to no script, on a letter that stands in another typeface than the mark: Typst sets the mark, and drops
# the letter without a word. Latin, Greek and Cyrillic letters stand in one with theirs.
_TORN = re.compile(
    r"[^\u0000-\u052f\u1e00-\u206f\ufe00-\ufe0f]"
    r"[\u0300-\u036f\u0951\u0952\u1ab0-\u1aff\u1cd0-\u1dff\u20d0-\u20ff\ua8e0-\ua8f1\ufe20-\ufe2f]+"
)
# error: … the text `"日"` could not be displayed with font …; marks that cannot be seen are written \u{301}.
_LACKING = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


def pdf(layout: str, words: str, timestamp: int) -> bytes:
    """Set words as PDF/UA-1, by `theme/<layout>.typ`.

    words: what is said, as JSON. timestamp: seconds since 1970 that the file bears. Raises TypstError where anything but a
    letter stops it.
    """
    return _settable(layout, words, timestamp)[0]


def png(layout: str, words: str) -> bytes:
    """Set words as a picture, a pixel to a point, by `theme/<layout>.typ`. words: what is said, as JSON."""
    unset = 0
    if not _PLAIN.fullmatch(words):
        # A picture says nothing of letters that it lacks; the same as PDF/UA does.
        _, words, unset = _settable(layout, words, 0)
    return _compiled(layout, words, unset, format="png", ppi=72)


def _settable(layout: str, words: str, timestamp: int) -> tuple[bytes, str, int]:
    """Give a PDF of words, the words as set in it, and how many letters of them are □ there."""
    lacking = set(_TORN.findall(words))
    while True:
        told, unset = _without(words, lacking)
        try:
            done = _compiled(layout, told, unset, format="pdf", pdf_standards=["ua-1"], timestamp=timestamp)
            return done, told, unset
        except typst.TypstError as error:
            # Should Typst name what nobody wrote, every letter that might be meant goes.
            new = _lacking(error) - lacking or {mark for mark in words if not _PLAIN.fullmatch(mark)} - lacking
            if not new:
                raise
            lacking |= new


def _without(words: str, lacking: set[str]) -> tuple[str, int]:
    # What is written as two marks is one letter, so the longer goes first.
    marks = "|".join(re.escape(mark) for mark in sorted(lacking, key=lambda mark: (-len(mark), mark)))
    return re.subn(marks, INSTEAD, words) if marks else (words, 0)


def _lacking(error: typst.TypstError) -> set[str]:
    """Give the letters that Typst could not set."""
    return {_ESCAPE.sub(_unescaped, written) for written in _LACKING.findall(str(getattr(error, "diagnostic", error)))}


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]


def _compiled(layout: str, words: str, unset: int, **how: Any) -> bytes:
    done = compiler(layout).compile(sys_inputs=inputs(words, unset), **how)
    if not isinstance(done, bytes):
        raise TypeError(f"what {layout}.typ sets is one page")
    return done


def inputs(words: str, unset: int = 0) -> dict[str, str]:
    """Give what a layout is handed: the words as JSON, how many letters of them are left out, and the typefaces."""
    return {"words": words, "unset": str(unset), "fonts": "\n".join(_families())}


@lru_cache(maxsize=4)
def compiler(layout: str) -> typst.Compiler:
    """Give the compiler of `theme/<layout>.typ`; it is slow to start and quick to set."""
    return typst.Compiler(PACKAGE / "theme" / f"{layout}.typ", font_paths=fonts())


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Give every typeface, of the packages alone: what a computer has besides is not used."""
    # Type of this computer would make other bytes here than there.
    folders = [Path(str(package.__file__)).parent for package in (manimgx_fonts, paperang_p2_fonts_cjk)]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    """Name the typefaces, those that are tried first at the head."""
    others = [family for family in fonts().families() if family.startswith("Noto ")]
    return ("Libertinus Serif", *others, "WenQuanYi Micro Hei")
