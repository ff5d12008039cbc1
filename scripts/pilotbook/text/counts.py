"""Find counts of a few people in prose: in digits and in words, as they stand and as they can be worked out.

"Two mothers", "36 of 37 families", "all but one of the pupils", "half of the eight men", "of 40 families 38 stayed".
Organisations, sites and councils are no people; nor are shares such as "nine in ten families".
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from typing import NamedTuple

from pilotbook.text import wordlists
from pilotbook.text.plaintext import words_in
from pilotbook.text.wordlists import STAFF, TENS, UNITS

_IRREGULAR = {
    **{"baby": "babies", "child": "children", "family": "families", "man": "men", "person": "people", "woman": "women"},
    **{"pregnancy": "pregnancies", "wife": "wives", "diagnosis": "diagnoses", "grandchild": "grandchildren"},
    **{
        "schoolchild": "schoolchildren",
        "lady": "ladies",
        "gentleman": "gentlemen",
        "fatality": "fatalities",
        "lass": "lasses",
    },
}
PEOPLE = {_IRREGULAR.get(word, f"{word}s"): word for word in (*wordlists.PEOPLE, *_IRREGULAR)} | {"persons": "person"}
WORDS = {word: number for number, word in enumerate(UNITS, start=1)}
WORDS |= {word: 10 * number for number, word in enumerate(TENS, start=2)}
_ONES = "|".join(UNITS[:9])
_WORD = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{_ONES}))?|{'|'.join(reversed(UNITS))})"
# "1,032", "36", "thirty-six"; no part of "2.5", "£3", "17%", "2024-25", "COVID-19" or "S1".
NUMBER = rf"(?<![\w.,£$€#/{{-])(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{_WORD})(?![\w%/]|[.,:-]\d|-\w| ?%| per ?cent)"
_SHARES = {"half": 0.5, "a half": 0.5, "a third": 1 / 3, "one third": 1 / 3, "one-third": 1 / 3, "two thirds": 2 / 3}
_SHARES |= {"two-thirds": 2 / 3, "a quarter": 0.25, "one quarter": 0.25, "three quarters": 0.75, "three-quarters": 0.75}
_SHARES |= {"a fifth": 0.2, "one fifth": 0.2, "most": 0.6, "a tenth": 0.1, "a sixth": 1 / 6, "two fifths": 0.4}
_SHARES |= {"three fifths": 0.6, "four fifths": 0.8}
# Between a number and what it counts stand words that tell which: "two Polish mothers", never "four of the mothers".
_BETWEEN = rf"(?:(?!(?:{'|'.join(wordlists.NOT_BETWEEN)})\b)[\w'’-]+ ){{0,4}}?"
# The form of the site is made from the pattern, so equal words must come in one order: a set has none.
_PEOPLE = "|".join(sorted({**PEOPLE, **dict.fromkeys(PEOPLE.values())}, key=len, reverse=True))
# A quotation may end behind a noun. "Family hubs", "children's homes", "patient groups", "a child protection plan": a thing, told by a
# word for people.
_THING = (
    r"(?![\w-]|['’](?![.,;:!?)]|$)|[- ](?:hub|"
    r"centre|center|home|group|team|service|court|programme|project|protection|plan|support|learning|unit|"
    r"panel|"
    r"worker|officer|adviser|advisor|coach|nurse|visitor|mentor|practitioner|social|care\b|safety|health|welfare|benefit|"
    r"help|link|liaison|champion|forum|council|board|network|school|record|account|survey|interview|questionnaire|focus|"
    r"minister|guide|leaflet|experience|journey|satisfaction|outcome|premium|referral|voice|day|week|month|year|hour|"
    r"at a time|per |famil(?:y|ies)|for (?:each|every)|in (?:two|three|four|five|six|seven|eight|nine|ten|every|\d)))"
)
_NOUN = rf"(?P<noun>{_PEOPLE}){_THING}"
_MANY = rf"(?P<noun>\d{{1,2}}-year-olds|{'|'.join(sorted(PEOPLE, key=len, reverse=True))}){_THING}"
_SINGLE = rf"(?P<noun>{'|'.join(sorted(PEOPLE.values(), key=len, reverse=True))}){_THING}"
# Long patterns are compiled when a text first asks for them: a check that finds all records known needs none.
_UNIT = rf"(?<![\w-]){_NOUN}"
_OF_NO_PEOPLE = re.compile(r"%|£|GBP|/|\bper\b|\brates?\b|\bshares?\b", re.I)
_HEAD = re.compile(r"\b(?:a|an|each|every|for|of|with|in|who|on|at|from|to)\b|[(,]")
_COUNT = (
    rf"(?P<first>{NUMBER}) (?:\([\w'’-]+\) )?(?:of (?:the|our|their|its|these|those) )?"
    rf"(?:{_BETWEEN}{_MANY}|of (?P<them>them|whom)\b)"
)
# "The most that one person can get" is of nobody.
_ONE = rf"(?P<first>{NUMBER}) {_BETWEEN}{_SINGLE}(?! (?:can|could|may|might|must|should|would)\b)"
_OF = (
    rf"(?P<first>{NUMBER}) (?:out )?of (?:the |all |its |these |those |our |their |some )*(?P<whole>{NUMBER})"
    rf"(?: (?:{_BETWEEN}{_NOUN}|(?P<thing>[a-z][\w'’-]*)))?"
)
_SLASH = rf"(?<![\w/.-])(?P<first>\d{{1,4}})/(?P<whole>\d{{1,4}})(?![\w/.-]) {_BETWEEN}{_NOUN}"
_ALL_BUT = (
    rf"\b(?:all|everyone|everybody|everything|each) (?:but|except|bar|save) (?:for )?(?P<first>{NUMBER})"
    rf"(?: of (?:the |our |their |its )*)?(?: ?(?P<whole>{NUMBER}))?(?: ?(?:{_BETWEEN}{_NOUN}|(?P<thing>[a-z][\w'’-]*)))?"
)
_RATE = (
    rf"(?P<share>\d{{1,3}}(?:\.\d+)? ?(?:%|per ?cent)|\b(?:{'|'.join(sorted(_SHARES, key=len, reverse=True))})) "
    rf"(?:of|among|for) (?:the |all |its |these |those |our |their )*(?P<whole>{NUMBER}) {_BETWEEN}{_NOUN}"
)
_N = re.compile(r"\bn ?= ?(?P<first>\d{1,6})(?![\d.,]\d)", re.I)
_ONLY = (
    r"\b(?:the (?:only|sole)|an? (?:lone|sole|single)|just the) "
    rf"(?!(?:mother|father|parent|adult|man|woman|person)s?\b.{{0,3}}(?:famil|household)){_BETWEEN}{_SINGLE}"
)
_BOTH = rf"\b(?P<first>both|a couple of|a pair of|a trio of|half a dozen) (?:of )?(?:the )?{_BETWEEN}{_MANY}"
# "38 stayed", "38 of them had": what a number counts is told before.
_VERB = re.compile(
    r" (?:of them |of these |of whom )?(?:also |only |never |then |later |still |each )?(?:were|was|had|have|has|are|is|did|do|"
    r"said|left|stayed|came|went|took|got|made|lost|found|gave|who|kept|felt|saw|chose|began|\w{2,}ed)\b",
    re.I,
)
# "Level 3 learners", "aged 4 pupils", "one in five families", "fewer than five families" (how a small number is withheld).
_LABELLED = re.compile(
    r"(?:\b(?:level|stage|year|years|tier|phase|band|grade|step|cohort|wave|type|category|part|table|page|pages|section|figure|age|"
    r"aged|ages|in|to|every|per|class|day|week|month|room|unit|round|strand|covid|at least|than|p|no|number|for|whether|if) ?|[£$€]|"
    r"\b(?:fewer|less) than |\bunder |\bbelow |<|\d-)$",
    re.I,
)
# What is withheld as "fewer than five" tells nothing; "fewer than three" tells it nearly.
_WITHHELD = re.compile(r"(?:\b(?:fewer|less) than |\bunder |\bbelow |<|≤) ?$", re.I)
_LEAST_WITHHELD = 5
_SENTENCE = re.compile(r"(?<=[.!?;]) +(?=[A-Z0-9])|\n\s*\n")
# A word for people, or each part of one: "asylum-seekers", "15-year-olds".
_HINTS = frozenset(part for word in (*PEOPLE, *PEOPLE.values(), "olds") for part in words_in(word))
_HINTS_OF_FEW = frozenset(("only", "sole", "lone", "single", "both", "couple", "pair", "trio", "dozen"))
_HINTS_OF_SHARES = frozenset(
    ("cent", "percent", "half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "sixth", "most")
)
# Between two letters or figures. A dash stands between the ends of a range, and is no hyphen.
_HYPHENS = str.maketrans("\u2010\u2011", "--")
# "n = 3", "1 of 9", "two men".
_SHORTEST = 5
_YEAR = re.compile(r"(?:19|20)\d\d")


class Few(NamedTuple):
    """A count of a few people: its words, where they begin in the text without breaks, and whether it has to be worked out."""

    words: str
    start: int
    is_derived: bool


def number_of(text: str) -> int:
    """Give the number that digits or words mean: '1,032' → 1032, 'thirty-six' → 36."""
    if text[:1].isdigit():
        return int(text.replace(",", ""))
    return sum(WORDS[word] for word in re.split(r"[- ]", text.casefold()))


@cache
def is_people(unit: str) -> bool:
    """Say whether a unit counts people: 'families', 'young people in care', 'staff'; not 'family hubs' or 'GBP a family'."""
    if _OF_NO_PEOPLE.search(unit):
        return False
    head = _HEAD.split(unit.casefold(), maxsplit=1)[0]
    return bool(re.search(_UNIT, head)) or (head.split()[-1:] != [] and head.split()[-1].removesuffix("s") in STAFF)


@cache
def _number_of_word(word: str) -> int:
    """Give the number that one small word means, or 0 where it means none, or a year."""
    if word.isdecimal():
        # Python reads no number of thousands of digits, and here all large ones are alike.
        return 0 if _YEAR.fullmatch(word) else int(word[:9])
    return WORDS.get(word, 1_000 if word[0].isdigit() else 0)


def few_people(text: str, most: int, base: int, *, about_people: bool = False) -> list[Few]:
    """Give each count of 1 to `most` people in `text`, and each share of fewer than `base`; one for each place.

    about_people: what holds the text counts people, so a number without a noun is one of them.
    """
    # Most texts hold no number or nobody, and words of a set are found sooner than each pattern is tried.
    if len(text) < _SHORTEST:
        return []
    words = words_in(text.casefold())
    numbers = [number for word in words if (number := _number_of_word(word))]
    hints = _HINTS_OF_FEW.intersection(words)
    if (not numbers and not hints) or (not about_people and _HINTS.isdisjoint(words)):
        return []
    # Lines break anywhere in a text, and emphasis stands around any word.
    flat = " ".join(re.sub(r"[*_]", "", text).translate(_HYPHENS).split())
    found: list[Few] = []
    if hints or min(numbers) < max(base, most + 1):
        found += _plain(flat, most, base)
    if hints or len(numbers) > 1 or min(numbers) <= most:
        found += _parts(flat, most)
    if numbers and ("%" in text or not _HINTS_OF_SHARES.isdisjoint(words)):
        found += _rates(flat, most, base)
    if len(numbers) > 1:
        found += _worked_out(flat, most)
    kept: list[Few] = []
    for each in sorted(found, key=lambda few: (few.start, few.is_derived)):
        if not kept or each.start >= kept[-1].start + len(kept[-1].words):
            kept.append(each)
    return kept


def _few(found: re.Match[str], *, derived: bool = False) -> Few:
    return Few(found.group().strip(), found.start() + len(found.group()) - len(found.group().lstrip()), derived)


def _is_withheld(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 14) : found.start()]
    if not _WITHHELD.search(before):
        return False
    return number_of(found["first"]) >= _LEAST_WITHHELD


def _plain(text: str, most: int, base: int) -> Iterator[Few]:
    """Yield 'two mothers', 'n = 3', 'the only family', 'both sisters'."""
    many, one = re.finditer(_COUNT, text, re.I), re.finditer(_ONE, text, re.I)
    for is_one, found in (*((False, each) for each in many), *((True, each) for each in one)):
        before = text[max(0, found.start() - 14) : found.start()]
        labelled = _LABELLED.search(before) and not (_WITHHELD.search(before) and not _is_withheld(text, found))
        number = number_of(found["first"])
        # "One families" is part of a name; "one child" is a count.
        fits = (number == 1) == is_one
        # "The authors, two of whom": whom a number is of was said before, in the same sentence.
        said = words_in(re.split(r"[.!?] ", text[: found.start()])[-1].casefold())
        if not is_one and found["them"] == "whom" and _HINTS.isdisjoint(said):
            continue
        if 1 <= number <= most and not labelled and fits:
            yield _few(found)
    yield from (_few(found) for found in _N.finditer(text) if 1 <= int(found["first"]) < base)
    yield from map(_few, re.finditer(_ONLY, text, re.I))
    if most >= 2:
        yield from map(_few, re.finditer(_BOTH, text, re.I))


def _parts(text: str, most: int) -> Iterator[Few]:
    """Yield 'three of the four families', '36 of 37', 'all but one of the pupils'."""
    for found in (*re.finditer(_OF, text, re.I), *re.finditer(_SLASH, text, re.I)):
        part, whole = number_of(found["first"]), number_of(found["whole"])
        if part <= whole and _counts_people(found) and (part <= most or 1 <= whole - part <= most):
            yield _few(found, derived=part > most)
    for found in re.finditer(_ALL_BUT, text, re.I):
        if 1 <= number_of(found["first"]) <= most and _counts_people(found):
            yield _few(found)


def _counts_people(found: re.Match[str]) -> bool:
    """Say whether what a part is of are people, or is not said beside it."""
    if found["noun"] or (found["thing"] and _VERB.fullmatch(f" {found['thing']}")):
        return True
    # "36 of 37" is a count; "one of thirteen", "five of five" may be of anything.
    return found["first"][:1].isdigit() and (not found["thing"] or found["thing"] in _AFTER)


_AFTER = {
    "in",
    "by",
    "at",
    "after",
    "with",
    "and",
    "but",
    "on",
    "from",
    "before",
    "when",
    "while",
    "or",
    "without",
    "for",
    "did",
}


def _rates(text: str, most: int, base: int) -> Iterator[Few]:
    """Yield '67% of nine families', 'half of the eight men', '97% of 37 pupils'."""
    for found in re.finditer(_RATE, text, re.I):
        said, whole = found["share"].casefold(), number_of(found["whole"])
        share = _SHARES.get(said)
        if share is None:
            share = float(re.sub(r"[^\d.]", "", said)) / 100
        part = round(share * whole)
        if 0 < whole < base or 1 <= part <= most or 1 <= whole - part <= most:
            yield _few(found, derived=whole >= base)


def _worked_out(text: str, most: int) -> Iterator[Few]:
    """Yield the second of two counts in one sentence whose difference is a few people, and what is left of a total."""
    place = 0
    for sentence in _SENTENCE.split(text):
        at = text.find(sentence, place)
        place = at + len(sentence)
        counts: list[tuple[int, re.Match[str], str]] = []
        for found in re.finditer(NUMBER, sentence, re.I):
            number, noun = number_of(found.group()), re.compile(_COUNT, re.I).match(sentence, found.start())
            is_year = 1900 <= number <= 2100 and "," not in found.group()
            if not is_year and (noun or (counts and _VERB.match(sentence, found.end()))):
                counts.append((number, found, PEOPLE.get((noun["noun"] or "").casefold(), "") if noun else ""))
        yield from (Few(found.group(), at + found.start(), True) for found in _differences(counts, most))


def _differences(counts: list[tuple[int, re.Match[str], str]], most: int) -> Iterator[re.Match[str]]:
    for (first, _, one), (second, found, other) in combinations(counts, 2):
        if 1 <= abs(first - second) <= most and (one == other or not other):
            yield found
    for (whole, _, _), *rest in (counts[start:] for start, _ in enumerate(counts[:-2])):
        left = whole
        for (number, found, noun), _ in pairwise([*rest, rest[-1]]):
            left -= number
            if found is not rest[0][1] and 1 <= left <= most and not noun:
                yield found


# What a browser can look for too: of every text among them capitals do not count.
PATTERNS: dict[str, str | re.Pattern[str]] = {
    **{
        "number": NUMBER,
        "count": _COUNT,
        "one": _ONE,
        "of": _OF,
        "slash": _SLASH,
        "allBut": _ALL_BUT,
        "rate": _RATE,
        "n": _N,
    },
    **{
        "only": _ONLY,
        "both": _BOTH,
        "verb": _VERB,
        "labelled": _LABELLED,
        "withheld": _WITHHELD,
        "sentence": _SENTENCE,
    },
    **{"unit": _UNIT, "nobody": _OF_NO_PEOPLE, "head": _HEAD},
}
LISTS = {
    **{"people": PEOPLE, "words": WORDS, "shares": _SHARES, "staff": list(STAFF), "after": sorted(_AFTER)},
    "few": sorted(_HINTS_OF_FEW),
}
