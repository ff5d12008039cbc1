"""Turn the bytes of a contributed file into text that holds nothing hidden."""

import re
import string
import unicodedata

from pilotbook.text.problems import shown

# The longest record has 17 KiB. A hostile file of this size has taken 0.3 seconds at worst.
MAX_BYTES = 256 * 1024

# The help of each rule whose name is given here, in Markdown: what is asked, then why, and one good example.
HELP = {
    "encoding": "A file is UTF-8 text.\n\n"
    "Saved in another encoding, a dash or an accent comes out as other letters. In most editors: Save as, encoding UTF-8.",
    "other-format": "A record is plain text.\n\n"
    "A document of a word processor, a spreadsheet, a PDF or a web page holds much beside its words, and cannot be compared line "
    "by line. Bad: `my-case.docx`, renamed `my-case.yml`. Good: the words themselves, in a file that Notepad shows as they are.",
    "text-control": "Text holds no character that a reader cannot see.\n\n"
    "Such a character can hide words or turn their order round, so that what was reviewed is not what is published. "
    "It often comes along with text copied from a page or a PDF: type that part again.",
}

# Format characters that are seen, or that join letters in some scripts and in emoji: ZWNJ, ZWJ, Arabic, Syriac signs.
_SEEN = {0x200C, 0x200D, *range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2}
# Letters and marks that show nothing: combining grapheme joiner, Hangul fillers, Khmer inherent vowels, the empty Braille cell.
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# What joins letters or chooses their form has no work to do beside a letter of English, a digit or a blank. A keycap emoji is a
# digit with U+FE0F and U+20E3.
_JOINERS = frozenset(chr(code) for code in (0x200C, 0x200D, *range(0xFE00, 0xFE10)))
_STRAY = re.compile(
    "(?:(?<=[\x00-\x7f])|(?<![\\s\\S]))[\u200c\u200d\ufe00-\ufe0f](?!\u20e3)|[\u200c\u200d](?=[\x00-\x7f])|[\u200c\u200d]\\Z"
)
_CONTROLS = {
    "\0": "null",
    "\x0b": "line tabulation",
    "\x0c": "form feed",
    "\r": "carriage return",
    "\x1b": "escape",
    "\x7f": "delete",
    "\x85": "next line",
}
# Control, surrogate, unassigned, private, format, line and paragraph separator: they hide or reorder what is read.
_HIDDEN = {"Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"}


class Refused(Exception):
    """Reading stopped at a place: carries the message and its mend."""

    def __init__(self, place: tuple[int, int], what: str, mend: str, rule: str) -> None:
        """Take the line and column (from 1), the fault, the mend and the rule's name."""
        super().__init__(what)
        self.line, self.column = place
        self.what, self.mend, self.rule = what, mend, rule


def decode(raw: bytes) -> str:
    """Give the text of a UTF-8 file with plain line ends, without a byte order mark; raise Refused otherwise."""
    text, faults = read_bytes(raw)
    if faults:
        raise faults[0]
    return plain_of(text)


def read_bytes(raw: bytes) -> tuple[str, list[Refused]]:
    """Give the text of a file in whatever encoding it was saved, and what is wrong with that.

    Raises Refused for a file that is too large, or no text at all.
    """
    if len(raw) > MAX_BYTES:
        size = f"{len(raw) / 1024:,.0f} KiB"
        raise Refused((1, 1), f"the file is too large ({size})", "Keep a record under 256 KiB.", "file-size")
    refuse_documents(raw)
    faults: list[Refused] = []
    try:
        text = _utf8(raw)
    except Refused as fault:
        text, faults = _guessed(raw).replace("\r\n", "\n"), [fault]
    if "\r" in text:
        faults.append(hidden_fault(_place_after(text[: text.index("\r")]), "\r", more=text.count("\r") - 1))
    return text.replace("\r", "\n"), faults


# How files of other programs begin.
_OTHER_KINDS = (
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "rich text, as a word processor saves it"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "XML"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def refuse_documents(raw: bytes) -> None:
    """Raise Refused for a file that another program made, and that holds no plain text to read."""
    begins = raw[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if kind := next((named for start, named in _OTHER_KINDS if begins.startswith(start.lower())), None):
        mend = "Copy its words into a plain text file, in an editor such as Notepad, and save that with the end '.yml'."
        raise Refused((1, 1), f"this is {kind}, not plain text", mend, "other-format")


def plain(raw: bytes) -> str:
    """Give the text of a UTF-8 file of any size, as `decode` does."""
    return plain_of(_utf8(raw))


def _utf8(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        place = _place_after(error.object[: error.start].decode("utf-8"))
        raise Refused(place, "the file is not UTF-8 text", _SAVE_AGAIN, "encoding") from error
    # "a\0b\0": UTF-16 without its mark, in which every other byte is nought.
    if "\0" in text and text.count("\0") * 3 > len(text):
        raise Refused((1, 1), "the file is not UTF-8 text but UTF-16", _SAVE_AGAIN, "encoding")
    return text


_SAVE_AGAIN = "Save the file again with encoding UTF-8; in Notepad: File, Save as, Encoding: UTF-8."


def _guessed(raw: bytes) -> str:
    """Read bytes that are not UTF-8 as those programs write them that do not ask."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if raw.count(0) * 3 > len(raw):
        return raw.decode("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", errors="replace")
    return raw.decode("cp1252", errors="replace")


def plain_of(text: str) -> str:
    """Give the text if all of it can be seen; raise Refused otherwise."""
    if hidden := hidden_places(text):
        line, column, char = hidden[0]
        raise hidden_fault((line, column), char)
    return text


def _place_after(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def hidden_in(text: str) -> str | None:
    """Give the first character of `text` that a reader cannot see, or None."""
    found = hidden_at(text)
    return text[found[0]] if found else None


def hidden_places(text: str) -> list[tuple[int, int, str]]:
    """Give the line and column, from 1, of each character of `text` that a reader cannot see, and the character."""
    found, places, line, begins = hidden_at(text), list[tuple[int, int, str]](), 1, 0
    for at in found:
        line += text.count("\n", begins, at)
        begins = text.rfind("\n", begins, at) + 1 or begins
        places.append((line, at - begins + 1, text[at]))
    return places


def hidden_at(text: str) -> list[int]:
    """Give where characters of `text` stand that a reader cannot see."""
    letters = set(text)
    hidden = {char for char in letters if _is_hidden(char)}
    found = [at for at, char in enumerate(text) if char in hidden] if hidden else []
    if not letters.isdisjoint(_JOINERS):
        found = sorted({*found, *(match.start() for match in _STRAY.finditer(text))})
    return found


def _is_hidden(char: str) -> bool:
    if char in _BLANK_LETTERS:
        return True
    return char not in "\n\t" and unicodedata.category(char) in _HIDDEN and ord(char) not in _SEEN


def hidden_fault(place: tuple[int, int], char: str, more: int = 0) -> Refused:
    """Give the refusal of a hidden character at a place; `more`: how many others like it the file holds."""
    name = _CONTROLS.get(char) or unicodedata.name(char, "a control character").lower()
    others = f", and {more} more" if more else ""
    what = f"there is a hidden character, U+{ord(char):04X} ({name}){others}"
    return Refused(place, what, "Delete the character and type the text around it again.", "text-control")


def seen_text(raw: bytes) -> str:
    """Give the text of a file as a reader sees it, in whatever encoding it was saved, without what is hidden in it."""
    try:
        text, _ = read_bytes(raw)
    except Refused:
        text = raw.decode("utf-8", "replace")
    hidden = set(hidden_at(text))
    return "".join(char for at, char in enumerate(text) if at not in hidden) if hidden else text


# Blanks of other widths, and dashes between two letters or figures, as programs put them in the place of what was typed.
_BLANKS = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_DASHES = re.compile(r"(?<=[^\W_])[\u2010-\u2014\u2212](?=[^\W_])")


def as_typed(text: str) -> str:
    """Give a text with plain blanks and hyphens, each sign at the place where it was."""
    if text.isascii():
        return text.replace("\t", " ")
    return _DASHES.sub("-", _BLANKS.sub(" ", text))


# In ASCII, what is no letter and no digit.
_SIGNS = str.maketrans(dict.fromkeys(string.punctuation, " "))
_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> list[str]:
    """Give the words and figures of `text`, whatever signs stand beside them: "(Jane", "\u2022 36" and "\uff1a36" hide none."""
    # Most texts are plain, and blanks in the place of signs are put in sooner than a pattern is tried.
    return text.translate(_SIGNS).split() if text.isascii() else _WORD.findall(text)


def long_word(text: str, limit: int) -> str | None:
    """Give the first word of `text` that is longer than `limit` letters and no web address, or None."""
    return next((shown(word, 30) for word in text.split() if len(word) > limit and "://" not in word), None)


# What is hidden, as JavaScript knows the kinds of characters; which are not assigned depends on how new it is.
_KINDS = "".join(f"\\p{{{kind}}}" for kind in (*sorted(_HIDDEN - {"Cn"}), "Noncharacter_Code_Point"))
FOR_BROWSERS = (f"(?![\\t\\n{''.join(map(chr, sorted(_SEEN)))}])[{_KINDS}]",)
# Letters that show nothing, and joiners without work: patterns of our own.
PATTERNS = (re.compile(f"[{''.join(sorted(_BLANK_LETTERS))}]"), _STRAY)
