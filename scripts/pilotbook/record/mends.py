"""How what an author wrote is written here: numbers, dates and names. Nothing is chosen where it could mean two things."""

import calendar
import re
from collections.abc import Mapping
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
_MANY = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion"}
_MANY |= {name: name for name in ("thousand", "million", "billion")}
_WITHHOLD = "{missing: withheld_small_numbers} for the whole figure"


def mend_number(text: str, pattern: re.Pattern[str], example: str) -> str:
    """Say how a number is written; one that could mean two things is never chosen for the author."""
    # "9,200" and "9 200" → "9200", "−3" → "-3", ".8" → "0.8".
    bare = re.sub(r"(?<=[0-9])[,\s](?=[0-9]{3}(?![0-9]))", "", text.strip().replace("−", "-").replace("–", "-"))
    bare = re.sub(r"^(-?)(?=\.[0-9])", r"\g<1>0", bare)
    if pattern.fullmatch(bare):
        return f"Write {bare}."
    if _WITHHELD.fullmatch(bare):
        return f"Write {_WITHHOLD} if the source hides a small number, or the reason that fits."
    if _NO_NUMBER.fullmatch(bare):
        return "Write the reason for the whole figure, such as {missing: not_read}, or leave it out."
    return _mend_worded(bare, pattern) or f"Write digits only, such as {example}."


def _mend_worded(text: str, pattern: re.Pattern[str]) -> str | None:
    """Say how one number with a sign, a word or a unit is written: '<5', '5+', '(30)', '£1.2m', 'about 17', '17%'."""
    found = re.findall(r"-?[0-9]+(?:\.[0-9]+)?", text)
    if part := re.fullmatch(r"([0-9.]+) ?(?:of|out of|in|/) ?([0-9.]+)", text):
        return f"Write {part[1]}; the {part[2]} goes under 'n' or in 'note'."
    # "17 to 19" holds two: only one can be meant without doubt.
    if re.fullmatch(r"[0-9.]+ ?(?:-|to|and) ?[0-9.]+", text):
        return "Write one number; two ends of a range are told in 'note', or as 'ci_low' and 'ci_high' of an effect."
    if len(found) != 1 or not pattern.fullmatch(found[0]):
        return None
    number = found[0]
    before, after = (part.strip() for part in text.casefold().split(number))
    if before == "(" and after == ")":
        return f"Write {number}, or -{number} if the brackets mean a minus."
    if before == "<":
        return f"Write {number} with 'qualifier: less_than', or {_WITHHOLD} if the source hides a small number."
    softened = next(
        (word for word, said in _SOFTENED.items() if re.fullmatch(said, before)), "at_least" if after == "+" else ""
    )
    if softened and after in ("", "+"):
        return f"Write {number} with 'qualifier: {softened}'."
    if before in ("£", "gbp", "") and (scale := _MANY.get(after)):
        unit = f"GBP {scale}'" if before else f"{scale} people', or what else is counted"
        return f"Write {number} with 'unit: {unit}."
    return f"Write {number}; a unit has its own field."


# "2023/24", "2023-24", "FY2023–24", "2023-2024", "academic year 2023/24".
_SPAN = re.compile(r"(?:[a-z ]*?)((?:19|20)[0-9]{2}) ?[-/–] ?((?:19|20)?[0-9]{2})", re.IGNORECASE)
_MONTHS = {name: f"{number:02}" for number, name in enumerate(calendar.month_abbr) if name}
# "May 2025", "16 July 2025", "16th July 2025".
_IN_WORDS = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th)? )?([A-Z][a-z]{2})[a-z]*\.? ((?:19|20)[0-9]{2})")


def mend_date(text: str) -> str:
    """Say how a date is written: a year of two halves by its first, a month in words by its number."""
    text = text.strip()
    if (span := _SPAN.fullmatch(text)) and int(span[2][-2:]) == (int(span[1]) + 1) % 100:
        return (
            f"For the year {span[1]} to {int(span[1]) + 1} write {span[1]}; 'period' of a figure may hold it as it is."
        )
    if (words := _IN_WORDS.fullmatch(text)) and (month := _MONTHS.get(words[2])):
        day = int(words[1] or 1)
        if 1 <= day <= calendar.monthrange(int(words[3]), int(month))[1]:
            return f"Write {words[3]}-{month}{f'-{day:02}' if words[1] else ''}."
    return "Write as much as is known: 2025, 2025-07 or 2025-07-16."


# "16/07/2025", as the British write it.
_IN_NUMBERS = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]((?:19|20)[0-9]{2})")
_AS_IS = re.compile(r"((?:19|20)[0-9]{2})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def date_in_words(text: str) -> str:
    """Give the date that a text is, as records write it: '16th July 2025' → '2025-07-16'; '' where that is not sure."""
    text = text.strip(" .")
    if words := _IN_WORDS.fullmatch(text):
        day, month, year = words[1], _MONTHS.get(words[2]), words[3]
        # "Marching 2025" is no March.
        if not re.search(
            rf"\b(?:{'|'.join(calendar.month_name[1:])}|{'|'.join(calendar.month_abbr[1:])}|Sept)\b", text
        ):
            return ""
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
    label = " ".join(word if word in _SMALL else word.capitalize() for word in words)
    return f"{'-'.join(words)}: {{label: {label}{_NAMED[name]}}}"


_SMALL = {"and", "in", "of", "on", "the", "under", "upon", "with"}
