"""The words of a text as search reads them: for the spelling list, the index of words and the text tie-break.

`theme/static/words.js` splits what a reader types in the same way; tests/test_scripts.py holds the two equal.
"""

import re
import unicodedata

# Words that stand everywhere and find nothing. The search script gets this list from the build, so there is one.
_STOPS = (
    "a about after again all also am an and any are as at be been before being but by can could did do does doing done "
    "for from had has have having he her here his how i if in into is it its just me more most my no nor not of off on "
    "one only or other our out over own same she should so some such than that the their them then there these they "
    "this those through to too under until up us very was we were what when where which while who whom whose why will "
    "with would you your"
)
STOP_WORDS = frozenset(_STOPS.split())
# Letters and digits of any script, without the underline: "hub_visits, 2024" → hub, visits, 2024.
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])&([^\W\d_])(?![^\W_])")


class _Letters(dict[int, int | None]):
    """What becomes of a sign, by its number: it stays, but for a mark that only goes with a letter.

    So a word of Hindi or one with a stray sign of emoji stays whole. A sign is looked up in Unicode once: a book has millions.
    """

    def __missing__(self, sign: int) -> int | None:
        self[sign] = None if unicodedata.category(chr(sign)).startswith("M") else sign
        return self[sign]


_letters = _Letters()


def words_in(text: str) -> list[str]:
    """Give the words of a text in order: lower case, accents and apostrophes dropped, split at all other marks.

    Initials that are joined, as in A&E, are one word: ae. Few keyboards have ß: it is written as ss, so that 'Strasse' finds 'Straße'.
    """
    letters = text if text.isascii() else unicodedata.normalize("NFKD", text).translate(_letters)
    plain = letters.casefold().replace("'", "").replace("’", "")
    return _WORD.findall(_INITIALS.sub(r"\1\2", plain) if "&" in plain else plain)


def telling_words(text: str) -> list[str]:
    """Give the words of a text that say what it is about: no stop words and no single letters.

    Numbers stay: who types 'section 21', 'NHS 111' or 'step 2' means the number, and without it would be led elsewhere.
    """
    return [word for word in words_in(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdecimal())]


def letter(word: str) -> str:
    """Give the drawer that a word is kept in: its first letter, or '0' for digits and other alphabets."""
    return word[0] if "a" <= word[0] <= "z" else "0"
