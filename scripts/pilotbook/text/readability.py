"""How hard a text is to read, told as the age at which a reader can follow it.

The age is the US school grade of Flesch and Kincaid plus five, because American children begin grade 1 at six:

    age = 0.39 * words a sentence + 11.8 * syllables a word - 15.59 + 5

Source: Kincaid, Fishburne, Rogers and Chissom (1975), Derivation of new readability formulas for Navy enlisted personnel,
Research Branch Report 8-75. textstat counts syllables from a word list that is installed with it; nothing is fetched.
"""

import re
from functools import lru_cache

from pilotbook.text.sentences import sentences

# American children begin grade 1 at six.
_FROM_GRADE = 5
# A sentence of a few long words reads well, yet the formula calls it hard.
_FEWEST_WORDS = 8
# "{O1.result}", which is read aloud as a number.
_FIGURE = re.compile(r"\{[^{}\s]*\}")
# "[the report](https://example.org)": only its words are read.
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
# The mark of a list entry ("- ", "2. ") and those of emphasis.
_MARKS = re.compile(r"^(?:[-+*]|[0-9]+[.)])\s+|[*_`]")
# Stops inside a sentence, as in "e.g." and "1.5".
_STOPS = re.compile(r"[.!?…]+")


@lru_cache(maxsize=20_000)
def reading_age(text: str) -> float:
    """Give the reading age of a prose field, in years.

    A figure such as {O1.result} counts as one short word, as digits do. The formula was made for samples of about 100
    words: in a text of one or two sentences a single long name moves it by a year or two.
    """
    # It takes a second to start, and most commands never ask.
    import textstat

    spoken = [_spoken(sentence) for sentence in sentences(text)]
    return float(textstat.flesch_kincaid_grade(" ".join(f"{each}." for each in spoken if each))) + _FROM_GRADE


def hardest_sentence(text: str) -> str:
    """Give the sentence of a prose field that is hardest to read, as written; a very short one only if all are."""
    every = list(sentences(text))
    long = [sentence for sentence in every if len(sentence.split()) >= _FEWEST_WORDS]
    return max(long or every, key=reading_age)


def _spoken(sentence: str) -> str:
    """Give the words of one sentence, without marks and without stops: textstat would take '1.5' for two sentences."""
    return _STOPS.sub("", _MARKS.sub("", _LINK.sub(r"\1", _FIGURE.sub("ten", sentence)))).strip()
