"""How what an author wrote is written here: numbers, dates and names. Nothing is chosen where it could mean two things."""

import calendar
import json
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pilotbook.text.problems import choose, spelt_alike

# What stands for a number that was not given: "*", "[c]", "..", "n/a".
_WITHHELD = re.compile(r"\*+|\[?c\]?|suppressed|withheld|redacted", re.IGNORECASE)
_NO_NUMBER = re.compile(
    r"\[?[xzu:]\]?|\.{2,}|…|[-–—~]+|n/?a|none|nil|unknown|not (?:known|available|published|given)|\?+", re.I
)
# Words and signs before or after a number that soften it, and the field's word for each.
_SOFTENED = {
    "about": r"(?:about|approx\.?|approximately|around|roughly|some|circa|c\.|ca\.?|~|≈)",
    "more_than": r"(?:more than|over|above|>|greater than)",
    "less_than": r"(?:less than|fewer than|under|below|<)",
    "at_least": r"(?:at least|not less than|≥|>=|minimum|min\.?)",
    "up_to": r"(?:up to|at most|≤|<=|maximum|max\.?|no more than)",
    "nearly": r"(?:nearly|almost|just under|close to)",
}
_MANY = {"k": "thousand", "m": "million", "mn": "million", "mln": "million", "b": "billion", "bn": "billion"}
_MANY |= {name: name for name in ("thousand", "million", "billion")}
_COINS = {"£": "GBP", "gbp": "GBP", "$": "US dollars", "usd": "US dollars", "€": "euros", "eur": "euros"}
_WITHHOLD = "{missing: withheld_small_numbers} for the whole figure"
WITHHELD = f"Write {_WITHHOLD} if the source hides a small number, or the reason that fits."
_HIDES = f"Write {_WITHHOLD}: the source hides a small number, and it may be any below."
# A table that hides small numbers hides those below 5 or 10.
_HIDDEN_BELOW = 10
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_IN_LETTERS = {name: number for number, name in enumerate(_ONES, start=1)}
_IN_LETTERS |= {name: 10 * tens for tens, name in enumerate(_TENS, start=2)}
# "about £1.2m", "-3%", "over 30 families", "5+": what may stand around one number.
_WORDED = re.compile(
    r"(?P<soft>[a-z.~≈<>=≤≥ ]*?) ?(?P<minus>-?)(?P<coin>£|\$|€|gbp ?|usd ?|eur ?)?(?P<minus_after>-?)(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"(?: ?(?P<scale>k|mn?|mln|bn?|thousand|million|billion)(?![a-z]))?(?P<rest>[^0-9]*)"
)


def mend_number(text: str, pattern: re.Pattern[str], example: str) -> str:
    """Say how a number is written; one that could mean two things is never chosen for the author."""
    bare = _in_digits(text.strip())
    if pattern.fullmatch(bare):
        return f"Write {bare}."
    if _WITHHELD.fullmatch(bare):
        return WITHHELD
    if _NO_NUMBER.fullmatch(bare):
        return "Write the reason for the whole figure, such as {missing: not_read}, or leave it out."
    mend = _mend_two(bare) or _mend_worded(bare, pattern) or ""
    # "12,5" where only a whole number can stand is not mended by 12.5.
    offered = re.match(r"Write (-?[0-9]+(?:\.[0-9]+)?)", mend)
    is_sound = mend and (offered is None or pattern.fullmatch(offered[1]))
    return mend if is_sound else f"Write digits only, such as {example}."


def is_withheld(text: str) -> bool:
    """Say whether a text is a mark by which a table hides a number, such as '*' or '[c]'."""
    return bool(_WITHHELD.fullmatch(text))


def _in_digits(text: str) -> str:
    """Give a number as digits alone where no other can be meant: '9 200' → '9200', '−3' → '-3', '.8' → '0.8', '2½' → '2.5'."""
    text = re.sub(r"[\u2010-\u2014\u2212]", "-", text.strip("\"'\u201c\u201d\u2018\u2019"))
    # Digits of other scripts and widths; "½" is a number too, and no digit.
    text = "".join(str(digit) if (digit := unicodedata.decimal(char, None)) is not None else char for char in text)
    if half := re.fullmatch(r"([0-9]*)([¼½¾])", text):
        text = f"{half[1] or 0}{str(unicodedata.numeric(half[2]))[1:]}"
    text = re.sub(r"(?<=[0-9])[,\s_](?=[0-9]{3}(?![0-9]))", "", text)
    text = re.sub(r"^\+(?=[0-9])|(?<=[0-9])\.$", "", text)
    return re.sub(r"^(-?)(?=\.[0-9])", r"\g<1>0", text)


def _mend_two(text: str) -> str | None:
    """Say how two numbers in one place are told: '36 of 37', '1 in 5', '10-15', '1/2', '1,5'."""
    if part := re.fullmatch(r"([0-9.]+) ?(?:of|out of) ?([0-9.]+)", text):
        return f"Write {part[1]}; the {part[2]} goes under 'n' or in 'note'."
    if part := re.fullmatch(r"([0-9.]+) in ([0-9.]+)", text):
        return (
            f"Write {part[1]}, and 'in {part[2]}' in the unit: 'unit: in {part[2]} families', or whatever is counted."
        )
    if part := re.fullmatch(r"([0-9]+) ?/ ?([0-9]+)", text):
        half = Decimal(part[1]) / Decimal(part[2]) if int(part[2]) else Decimal(0)
        fraction = f"; if a fraction is meant, {half}" if -half.as_tuple().exponent <= 3 else ""  # type: ignore[operator]
        return f"Write {part[1]}, and the {part[2]} under 'n' or in 'note'{fraction}."
    if part := re.fullmatch(r"(-?[0-9]+),([0-9]{1,2})", text):
        return f"Write {part[1]}.{part[2]} if the comma is a decimal point; if not, digits alone."
    ends = re.fullmatch(r"[£$€]?([0-9.]+)[a-z%]* ?(?:-|to|and|–) ?[£$€]?([0-9.]+)[a-z%]*", text)
    if ends is None:
        return None
    told = "two ends of a range are told in 'note', or as 'ci_low' and 'ci_high' of an effect"
    is_few = "." not in ends[2] and int(ends[2]) < _HIDDEN_BELOW
    hidden = f" Or {_WITHHOLD}, if the source hides a small number." if is_few else ""
    return f"Write one number; {told}.{hidden}"


def _mend_worded(text: str, pattern: re.Pattern[str]) -> str | None:
    """Say how one number with a sign, a word or a unit is written: '<5', '5+', '(30)', '£1.2m', 'about 17', '17%'."""
    folded = text.casefold()
    for word, meant in _IN_LETTERS.items():
        folded = re.sub(rf"\b{word}\b(?![ -](?:hundred|thousand|million|{'|'.join(_IN_LETTERS)}))", str(meant), folded)
    if folded != text.casefold() and pattern.fullmatch(folded):
        return f"Write {folded}."
    brackets = re.fullmatch(r"\((.*)\)", folded)
    found = _WORDED.fullmatch(brackets[1] if brackets else folded)
    if found is None:
        return None
    minus, rest, soft = found["minus"] or found["minus_after"], found["rest"].strip(), found["soft"].strip()
    number = f"{minus}{found['number']}"
    softened = next((word for word, said in _SOFTENED.items() if re.fullmatch(said, soft)), "")
    if rest == "+" and not soft:
        softened, rest = "at_least", ""
    if not pattern.fullmatch(number) or (soft and not softened) or not re.fullmatch(r"[a-z%][a-z% ]*|", rest):
        return None
    coin = _COINS.get((found["coin"] or "").strip(), "")
    scale = _MANY.get(found["scale"] or "", "")
    is_bare = not (minus or coin or scale or rest) and "." not in number
    if softened in ("less_than", "up_to") and soft != "up to" and is_bare and int(number) <= _HIDDEN_BELOW:
        return _HIDES
    parts = [f"'qualifier: {softened}'"] if softened else []
    parts += _unit_told(coin, scale, rest)
    both = f", or -{number} if the brackets mean a minus" if brackets else ""
    return f"Write {number}{' with ' if parts else ''}{' and '.join(parts)}{both}." if parts or brackets else None


def _unit_told(coin: str, scale: str, rest: str) -> list[str]:
    """Give the field that holds the unit of a number, where the unit stands beside it."""
    if coin == "GBP":
        return [f"'unit: GBP{f' {scale}' if scale else ''}'"]
    if coin:
        return [f"'unit: {f'{scale} ' if scale else ''}{coin}'"]
    if scale:
        return [f"'unit: {scale} {rest or 'people'}'{'' if rest else ', or what else is counted'}"]
    if rest == "%":
        return ["'unit: \"%\"'"]
    # "50p" is no fifty of a unit that this book knows.
    if rest == "p":
        return ["'unit: pence'"]
    return [f"'unit: {rest}'"] if rest else []


# "2023/24", "2023-24", "FY2023–24", "2023-2024", "academic year 2023/24".
_SPAN = re.compile(r"(?:[a-z ]*?)((?:19|20)[0-9]{2}) ?[-/–] ?((?:19|20)?[0-9]{2})", re.IGNORECASE)
# By its whole name or its first three letters: "Marching 2025" is no March.
_MONTHS = {
    name: number for names in (calendar.month_name, calendar.month_abbr) for number, name in enumerate(names) if name
}
_MONTHS["Sept"] = 9
# "May 2025", "16 July 2025", "16th July 2025", "July 16, 2025".
_IN_WORDS = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th)? (?:of )?)?([A-Z][a-z]+)\.?,? ((?:19|20)[0-9]{2})")
_MONTH_FIRST = re.compile(r"([A-Z][a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ((?:19|20)[0-9]{2})")
_YEAR_FIRST = re.compile(
    r"((?:19|20)[0-9]{2})[-/.\u2010-\u2014]([0-9]{1,2})(?:[-/.\u2010-\u2014]([0-9]{1,2}))?(?:[T ][0-9:.Z+]+)?"
)
_RUN_TOGETHER = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]((?:19|20)[0-9]{2})")
# "Q1 2025", "Spring 2025", "late 2025".
_SEASON = re.compile(
    r"(?:Q[1-4]|(?:early|mid|late|spring|summer|autumn|winter|around|c\.?)[- ]?) ?((?:19|20)[0-9]{2})", re.IGNORECASE
)
_ANY_DATE = "Write as much as is known: 2025, 2025-07 or 2025-07-16."


def mend_date(text: str) -> str:
    """Say how a date is written: a year of two halves by its first, a month in words by its number."""
    text = text.strip()
    if (span := _SPAN.fullmatch(text)) and int(span[2][-2:]) == (int(span[1]) + 1) % 100:
        return (
            f"For the year {span[1]} to {int(span[1]) + 1} write {span[1]}; 'period' of a figure may hold it as it is."
        )
    if date := date_meant(text):
        return f"Write {date}."
    # "01/03/2025" is the 1st of March here, and the 3rd of January elsewhere.
    if last := _YEAR_LAST.fullmatch(text):
        here, there = _dated(last[3], last[2], last[1]), _dated(last[3], last[1], last[2])
        if here and there:
            day, month = (f"{int(date[8:])} {calendar.month_name[int(date[5:7])]}" for date in (here, there))
            return f"Write {here} if it is {day}; {there} if it is {month}."
    if part := _SEASON.fullmatch(text):
        return f"Write {part[1]}, or the month if the source gives it; what is said besides may stand in a 'note'."
    return _ANY_DATE


def date_meant(text: str) -> str | None:
    """Give the one date that a text can mean, as it is written here, or None."""
    if whole := (_YEAR_FIRST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)):
        return _dated(whole[1], whole[2], whole[3])
    if (words := _IN_WORDS.fullmatch(text)) and (month := _MONTHS.get(words[2])):
        return _dated(words[3], month, words[1])
    if (words := _MONTH_FIRST.fullmatch(text)) and (month := _MONTHS.get(words[1])):
        return _dated(words[3], month, words[2])
    if last := _YEAR_LAST.fullmatch(text):
        both = {_dated(last[3], last[2], last[1]), _dated(last[3], last[1], last[2])} - {None}
        return both.pop() if len(both) == 1 else None
    return text if re.fullmatch(r"(?:19|20)[0-9]{2}", text) else None


def _dated(year: str, month: str | int, day: str | None = None) -> str | None:
    """Give a date of the calendar as it is written here, or None for one that is in none."""
    if not 1 <= int(month) <= 12:
        return None
    if day is None:
        return f"{year}-{int(month):02}"
    in_month = 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]
    return f"{year}-{int(month):02}-{int(day):02}" if in_month else None


# "16/07/2025", as the British write it.
_IN_NUMBERS = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]((?:19|20)[0-9]{2})")
_AS_IS = re.compile(r"((?:19|20)[0-9]{2})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def date_in_words(text: str) -> str:
    """Give the date that a text is, as records write it: '16th July 2025' → '2025-07-16'; '' where that is not sure."""
    text = text.strip(" .")
    if words := _IN_WORDS.fullmatch(text):
        if (named := _MONTHS.get(words[2])) is None:
            return ""
        day, month, year = words[1], f"{named:02}", words[3]
    elif numbers := _IN_NUMBERS.fullmatch(text):
        day, month, year = numbers[1], f"{int(numbers[2]):02}", numbers[3]
        # Where both may be the month, only one and the same number is sure.
        if int(day) <= 12 and int(day) != int(month):
            return ""
    elif as_is := _AS_IS.fullmatch(text):
        year, month, day = as_is.groups()
    else:
        return ""
    if month and not 1 <= int(month) <= 12:
        return ""
    if day and not (month and 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]):
        return ""
    return "-".join([year, *([month] if month else []), *([f"{int(day):02}"] if day else [])])


# Lists of names: another name may be another thing, however like it looks, so it is never put in its place.
_NAMED = {"places": ", kind: …, region: …", "programmes": ""}
_AFTER = {"places": " (kind and region as under 'place_kinds' and 'regions' there)", "programmes": ""}


def mend_code(name: str, code: str, known: Mapping[str, Any]) -> str:
    """Say which code of a list is meant, or the very line by which a new one is added to it."""
    by_label = {term.label.casefold(): key for key, term in known.items()}
    if code.casefold() in by_label:
        return f"Use '{by_label[code.casefold()]}'."
    if name not in _NAMED:
        return f"{choose(code, known)} A new one is added in case_studies/vocabulary.yml."
    words = re.sub(r"[^a-z0-9]+", " ", code.casefold()).split()
    line = new_line(name, code)
    near = spelt_alike(code, known)
    alike = [each for each in sorted(known) if each[:4] == "-".join(words)[:4]]
    listed = f" (in the list: {', '.join(alike)})" if alike else ""
    said = f"Use '{near}' if that is meant; if not, add" if near else f"Check the spelling{listed}, or add"
    return f"{said} this line under '{name}:' in case_studies/vocabulary.yml: {line}"


def new_line(name: str, code: str) -> str:
    """Give the line by which a name is added to a list of names: 'swindon: {label: Swindon, kind: …, region: …}'."""
    words = re.sub(r"[^a-z0-9]+", " ", code.casefold()).split()
    # What was written with capitals is a name already, hyphens and all.
    is_name = code != code.casefold()
    label = " ".join(code.split()) if is_name else " ".join(w if w in _SMALL else w.capitalize() for w in words)
    if re.search(r"[^\w .()/&'’-]", label):
        label = json.dumps(label, ensure_ascii=False)
    return f"{'-'.join(words)}: {{label: {label}{_NAMED[name]}}}{_AFTER[name]}"


_SMALL = {"and", "in", "of", "on", "the", "under", "upon", "with"}
