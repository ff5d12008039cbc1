"""Turn the bytes of a contributed file into text that holds nothing hidden."""

import unicodedata

from pilotbook.text.problems import shown

# The longest record has 17 KiB. A hostile file of this size has taken 0.3 seconds at worst.
MAX_BYTES = 256 * 1024

# The help of each rule whose name is given here, in Markdown: what is asked, then why, and one good example.
HELP = {
    "encoding": "A file is UTF-8 text.\n\n"
    "Saved in another encoding, a dash or an accent comes out as other letters. In most editors: Save as, encoding UTF-8.",
    "text-control": "Text holds no character that a reader cannot see.\n\n"
    "Such a character can hide words or turn their order round, so that what was reviewed is not what is published. "
    "It often comes along with text copied from a page or a PDF: type that part again.",
}

# Format characters that are seen, or that join letters in some scripts and in emoji: ZWNJ, ZWJ, Arabic, Syriac signs.
_SEEN = {0x200C, 0x200D, *range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2}
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
    if len(raw) > MAX_BYTES:
        size = f"{len(raw) / 1024:,.0f} KiB"
        raise Refused((1, 1), f"the file is too large ({size})", "Keep a record under 256 KiB.", "file-size")
    return plain(raw)


def plain(raw: bytes) -> str:
    """Give the text of a UTF-8 file of any size, as `decode` does."""
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        place = _place_after(error.object[: error.start].decode("utf-8"))
        raise Refused(
            place, "the file is not UTF-8 text", "Save the file again with encoding UTF-8.", "encoding"
        ) from error
    if hidden := hidden_in(text):
        raise hidden_fault(_place_after(text[: text.index(hidden)]), hidden)
    return text


def _place_after(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def hidden_in(text: str) -> str | None:
    """Give the first character of `text` that a reader cannot see, or None."""
    hidden = {char for char in set(text) if _is_hidden(char)}
    return next((char for char in text if char in hidden), None) if hidden else None


def hidden_at(text: str) -> list[int]:
    """Give where characters of `text` stand that a reader cannot see."""
    hidden = {char for char in set(text) if _is_hidden(char)}
    return [at for at, char in enumerate(text) if char in hidden] if hidden else []


def _is_hidden(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in _HIDDEN and ord(char) not in _SEEN


def hidden_fault(place: tuple[int, int], char: str) -> Refused:
    """Give the refusal of a hidden character at a place."""
    name = unicodedata.name(char, "a control character").lower()
    what = f"there is a hidden character, U+{ord(char):04X} ({name})"
    return Refused(place, what, "Delete the character and type the text around it again.", "text-control")


def long_word(text: str, limit: int) -> str | None:
    """Give the first word of `text` that is longer than `limit` letters and no web address, or None."""
    return next((shown(word, 30) for word in text.split() if len(word) > limit and "://" not in word), None)


# What is hidden, as JavaScript knows the kinds of characters; which are not assigned depends on how new it is.
_KINDS = "".join(f"\\p{{{kind}}}" for kind in sorted(_HIDDEN - {"Cn"}))
FOR_BROWSERS = (f"(?![\\t\\n{''.join(map(chr, sorted(_SEEN)))}])[{_KINDS}]",)
