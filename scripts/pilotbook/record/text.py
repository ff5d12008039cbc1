"""The kinds of text, code and date that fields are made of."""

import calendar
import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pilotbook.record.means import Means
from pilotbook.record.mends import date_meant, mend_code, mend_date, mend_number
from pilotbook.text.hosts import disguised_host
from pilotbook.text.markdown import is_web_address
from pilotbook.text.problems import shown


class Record(BaseModel):
    """The base of every model here: frozen, no unknown fields, no guessing."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, ser_json_inf_nan="constants")


# The help of each rule by which a field's check refuses its value.
HELP = {
    "date": "A date is a year, a year and month, or a whole day that was in the calendar, from 1900 to 2100.\n\n"
    "Write as much as is known, never a day that was guessed. What says when the record itself was checked needs the "
    "day. Good: `published: 2025-07`, `reviewed_on: 2026-11-21`.",
    "gss": "A place's code is that of the Office for National Statistics (GSS): a letter and eight digits.\n\n"
    "By it the place is found in every official table, whatever its name there. Good: `code: E08000003` for Manchester.",
    "id": "An id is one that `pilotbook new` drew; a label is its letter and a number.\n\n"
    "Ids are drawn at random, so that two people who begin a record on the same day do not take the same one. "
    "Good: `id: TLG-C-7KD3` for a case, `id: S1` for a source.",
    "language": "A language is told by its short code of BCP 47.\n\n"
    "Browsers and screen readers choose a voice by it. Good: `lang: cy` for Welsh.",
    "number": "A number is written in digits alone; its unit, and a word such as 'about', have fields of their own.\n\n"
    "So `9,200`, `17%` and `1e3` are refused rather than guessed at. Good: `value: 9200`, `unit: families`.",
    "slug": "A short name is made of small letters, digits and hyphens, 3 to 64 of them.\n\n"
    "It stands in addresses and is compared letter by letter. Good: `id: leeds-city-council`.",
    "url": "A web address is whole, begins with `https://` or `http://`, and leads to a public host.\n\n"
    "Readers check a figure by following it. Good: `url: https://example.org/report`.",
    "vocabulary": "A code stands in its list in `case_studies/vocabulary.yml`, and that file is there.\n\n"
    "Pages, filters and the gap map group records by these codes, so each thing has one. A new one is added to the list "
    "in the same change. Good: `place: sheffield`.",
}


def fault(rule: str, what: str, mend: str) -> PydanticCustomError:
    """Give the error by which a field's check refuses a value: `what` is wrong and how to `mend` it."""
    # Braces would be read as places to fill in.
    return PydanticCustomError(rule, "{what}", {"what": what, "mend": mend})


@dataclass(frozen=True)
class Words:
    """The mark of a text of at most `limit` words: the checker refuses more, and a form counts them."""

    limit: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take what the text's own kind takes, if it has few enough words."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def _check(self, text: str) -> str:
        count = len(text.split())
        if count > self.limit:
            what = f"the text has {count} words; the limit is {self.limit}"
            raise fault("length", what, f"Cut it to {self.limit} words.")
        return text


def words(limit: int) -> Words:
    """Refuse text of more than `limit` words."""
    return Words(limit)


Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]

# "leeds-100-days"; no hyphen at either end, and no two together.
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Names of the site's own pages, and those that Windows keeps for devices: no file there can be called so.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
RESERVED = {"index", "search", "genindex", "py-modindex", "modindex", "all", "lessons", *_DEVICES}
# "page-2": where a long list goes on.
_PAGE = re.compile(r"page-[0-9]+")


def is_reserved(name: str) -> bool:
    """Say whether the site, or a computer, keeps a name for itself."""
    return name in RESERVED or bool(_PAGE.fullmatch(name))


def is_slug(name: str) -> bool:
    """Say whether `name` can be a file name and an address: kebab-case, 3 to 64 characters, no reserved word."""
    good = SLUG.fullmatch(name) and 3 <= len(name) <= 64
    return bool(good) and not name.isdigit() and not is_reserved(name)


def _slug(text: str) -> str:
    if not is_slug(text):
        mend = "Use small letters, digits and hyphens, such as 'leeds-city-council'."
        if is_reserved(text):
            mend = f"Use another, such as '{text}-pilot'; the site or a computer keeps this one for itself."
        raise fault("slug", f"{shown(text)} is not a short name", mend)
    return text


Slug = Annotated[str, AfterValidator(_slug)]


def _identifier(letter: str, example: str) -> Any:
    # "TLG-C-7KD3": digits and capitals without I, L, O and U, which are misread or make words.
    pattern = re.compile(rf"TLG-{letter}-[0-9A-HJKMNP-TV-Z]{{4}}")

    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            meant = re.sub(r"[\u2010-\u2015\u2212_ ]", "-", text.strip()).upper()
            mend = f"Draw one with 'pilotbook new'; it looks like {example}."
            if pattern.fullmatch(meant):
                mend = f"Write {meant}."
            raise fault("id", f"{shown(text)} is not an id", mend)
        return text

    return Annotated[str, AfterValidator(check), WithJsonSchema({"type": "string", "pattern": f"^{pattern.pattern}$"})]


CaseId = _identifier("C", "TLG-C-7KD3")
LessonId = _identifier("L", "TLG-L-2M9X")
RecordId = _identifier("[CL]", "TLG-C-7KD3 or TLG-L-2M9X")


def _reference(to: str, kind: Any) -> Any:
    """Give the type of an id by which a record names another."""

    def check(text: object, handler: ValidatorFunctionWrapHandler) -> object:
        try:
            handler(text)
        except ValidationError:
            # A list or fields in its place are of the wrong shape, which is told as of any other text.
            if not isinstance(text, str):
                raise
            mend = f"Write the id at the head of that {to}'s file, such as TLG-L-2M9X."
            raise fault("id", f"{shown(text)} is not an id", mend) from None
        return text

    return Annotated[kind, WrapValidator(check)]


LessonRef = _reference("lesson", LessonId)


def _local(prefix: str) -> Any:
    # "S1" to "S99".
    pattern = re.compile(rf"{prefix}[1-9][0-9]?")

    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise fault(
                "id", f"{shown(text)} is not a label of this kind", f"Write {prefix} and a number, such as {prefix}1."
            )
        return text

    return Annotated[str, AfterValidator(check), WithJsonSchema({"type": "string", "pattern": f"^{pattern.pattern}$"})]


SourceId = _local("S")
SearchId = _local("Q")
OutcomeId = _local("O")
CycleId = _local("CY")
FigureId = _local("F")
CostId = _local("C")


def _url(text: str) -> str:
    if not is_web_address(text):
        mend = "Copy the whole address, beginning with https://."
        bare = text.strip().strip("<>()")
        if len(text.split()) > 1 and all(is_web_address(each.strip("<>,;")) for each in text.split()):
            mend = "Keep one address; another page is a source of its own."
        elif bare != text and is_web_address(bare):
            mend = f"Write {bare}"
        elif host := disguised_host(text):
            what = f"{shown(text, 80)} leads to {shown(host)}, in letters that may be taken for others"
            raise fault("url", what, "Copy the address from a page of the publisher; type no host by hand.")
        raise fault("url", f"{shown(text, 80)} is not a web address", mend)
    return text


Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})]

# "1250", "1.06", "-3".
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
_WHOLE = re.compile(r"[0-9]{1,15}")


def _digits(pattern: re.Pattern[str], kind: str, example: str) -> BeforeValidator:
    """Refuse what Python reads as a number but a reader does not: '1e9', '1_000', 'NaN', digits of other scripts."""

    def check(value: object) -> object:
        if isinstance(value, str) and not pattern.fullmatch(value.strip()):
            odd = next((char for char in value.strip() if char != " " and char.isspace()), None)
            # "1 032" looks right, and its blank is none of the keyboard's.
            named = f" (it holds U+{ord(odd):04X}, {unicodedata.name(odd, 'a blank').lower()})" if odd else ""
            raise fault("number", f"{shown(value)} is not a {kind}{named}", mend_number(value, pattern, example))
        return value

    return BeforeValidator(check)


Number = Annotated[Decimal, _digits(_NUMBER, "number", "1250, 1.06 or -3")]
Whole = Annotated[int, _digits(_WHOLE, "whole number", "1250")]

# "2025", "2025-07", "2025-07-16".
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _partial_date(text: str) -> str:
    match = _PARTIAL.fullmatch(text)
    try:
        year, month, day = (int(part or 1) for part in match.groups())  # type: ignore[union-attr]
        datetime.date(year, month, day)
    except (AttributeError, ValueError):
        raise fault("date", f"{shown(text)} is not a date", mend_date(text)) from None
    if not 1900 <= year <= 2100:
        raise fault("date", f"the year {year} cannot be right", "Check the year.")
    return text


PartialDate = Annotated[
    str,
    AfterValidator(_partial_date),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}),
]


def _full_date(text: str) -> str:
    # "November 2026" is said to lack a day at once, and not first to be written as 2026-11.
    meant = date_meant(text) or ""
    if 0 < len(meant) < 10 or len(_partial_date(text)) != 10:
        raise fault("date", f"{shown(text)} lacks a day", "Write year, month and day, such as 2026-11-21.")
    return text


FullDate = Annotated[str, AfterValidator(_full_date), WithJsonSchema({"type": "string", "format": "date"})]


def _gss(text: str) -> str:
    # E for England, W Wales, S Scotland, N Northern Ireland, K the whole; then two digits for the kind of area.
    if not re.fullmatch(r"[EWSNK][0-9]{8}", text):
        raise fault(
            "gss",
            f"{shown(text)} is not a code of official statistics",
            "Write a letter and eight digits, such as E08000003.",
        )
    return text


GssCode = Annotated[str, AfterValidator(_gss), WithJsonSchema({"type": "string", "pattern": "^[EWSNK][0-9]{8}$"})]


def earliest(date: str) -> str:
    """Give the first day that a partial date can mean: '2025-07' → '2025-07-01'."""
    if len(date) == 4:
        return f"{date}-01-01"
    if len(date) == 7:
        return f"{date}-01"
    return date


def latest(date: str) -> str:
    """Give the last day that a partial date can mean: '2025-07' → '2025-07-31'."""
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]}"
    return date


def from_list(name: str) -> Any:
    """Give the type of a code that stands in the list `name` of vocabulary.yml."""

    def check(code: str, info: ValidationInfo) -> str:
        lists: Mapping[str, Mapping[str, Any]] | None = info.context and info.context.get("lists")
        if lists is not None and code not in lists[name]:
            raise fault("vocabulary", f"{shown(code)} is not in the list '{name}'", mend_code(name, code, lists[name]))
        return code

    return Annotated[str, AfterValidator(check), WithJsonSchema({"type": "string", "vocabulary": name})]


SITE_LANGUAGE = "en-GB"
# "cy", "en-GB", "zh-Hant", "es-419": language, then script, then country or region.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def _language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        mend = "Write its short code (BCP 47), such as 'cy' for Welsh or 'en-GB'."
        raise fault("language", f"{shown(code)} is not a language", mend)
    return code


Language = Annotated[
    str,
    AfterValidator(_language),
    WithJsonSchema({"type": "string", "pattern": f"^{_LANGUAGE.pattern}$"}),
    Field(title="Language", description="Of the record's own words, as a BCP 47 code.", examples=["cy"]),
]
Licence = Annotated[
    Literal["CC-BY-4.0", "OGL-UK-3.0"],
    Means(
        {
            "CC-BY-4.0": "Creative Commons: anybody may use it who names where it is from",
            "OGL-UK-3.0": "Open Government Licence, for words of a public body",
        }
    ),
]
