"""Find what must not be public in a text as it was written: personal data and secrets. No value leaves this module in words.

Plain patterns find what may be meant, and say no to most texts at once. What has a rule of its own is then asked of those who
keep it: phonenumbers (Google's rules of every country's numbers, and whose a number can be), python-stdnum (the check digit
of NHS numbers), detect-secrets (the shapes of some thirty kinds of key, kept up by Yelp). Each is loaded when it is needed.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import chain
from typing import Any, NamedTuple

from pilotbook.text.plaintext import as_typed
from pilotbook.text.wordlists import FIRST_NAMES, MAILBOX_WORDS

_ROLE = re.compile(rf"(?:{'|'.join(sorted(MAILBOX_WORDS, key=len, reverse=True))}|[\d._+-])+", re.I)
# "jane.smith@leeds.gov.uk", "jane.smith%40…", "jane.smith (at) leeds (dot) gov (dot) uk".
_AT = r"(?:@|\uff20|%40|&#64;|\s*[\[({]\s*at\s*[\])}]\s*)"
_DOT = r"(?:\.|%2e|\s*[\[({]\s*dot\s*[\])}]\s*)"
_EMAIL = re.compile(rf"(?<![\w.+%-])(?P<local>\w[\w.+'-]{{0,63}}?){_AT}(?P<host>[a-z0-9-]+(?:{_DOT}[a-z0-9-]+)+)", re.I)
_SPOKEN = re.compile(r"\b[\w.-]+(?: dot [\w-]+)* at [\w-]+(?: dot [\w-]+)+", re.I)
_LINK = re.compile(r"https?://[^\s\"'<>)\]}]+", re.I)
# A mobile number by its shape alone, as those that Ofcom keeps for films are not given out; then whatever may be a number.
_MOBILE = re.compile(r"(?<![\w+])(?:(?:\+|00)44\s?(?:\(0\)\s?)?|0)7\d(?:[\s.-]{0,2}\d){8}(?!\w)")
_CALLABLE = re.compile(r"(?<![\w.,£/-])(?:\+|\(?0)\d(?:[\s().-]{0,3}\d){7,13}(?![\w/]|[.,]\d)")
_NI = re.compile(
    r"(?<![\w-])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[\s-]{0,2}\d\d){3}[\s-]{0,2}[A-D](?![\w-])",
    re.I,
)
# Called so, it is one whatever its letters.
_NI_SAID = re.compile(
    r"\b(?:NI|NINO|national insurance)\b[\s:]*(?:no\.?|number|num\.?)?[\s:]*(?:is |was )?[A-Z]{2}"
    r"(?:[\s-]{0,2}\d\d){3}[\s-]{0,2}[A-D]\b",
    re.I,
)
_NHS = re.compile(
    r"(?<![\w.,-])(?P<said>NHS\s{0,2}(?:number|no\.?|num\.?|id)?\s{0,3}(?:is|was|:|=|#)?\s{0,3})?(?P<number>\d{3}[\s-]{1,2}\d{3}[\s-]{1,2}\d{4}|\d{10})(?![\w-]|[.,]\d)",
    re.I,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = (
    rf"(?:\d{{1,2}}[\s./-]+\d{{1,2}}[\s./-]+(?:\d{{4}}|\d{{2}})|\d{{4}}[\s./-]\d{{1,2}}[\s./-]\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH},?\s\d{{2,4}}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{2,4}})(?!\d)"
)
# "Born on or after 1 September 2019" says who may take part.
_BIRTH = re.compile(
    r"\b(?:born(?!\s(?:on\sor\s)?(?:after|before|between|since|from|until|to|by))|d\.?o\.?b\.?|(?:date|day)[\s_]of[\s_]birth|birth[\s_-]?(?:day|date)|b\.)"
    rf"(?:\sis|\swas|\son(?:\sthe)?|\s?:|\s?=|\s?\(|,|\s?-|\s?\"|\s?')*\s*{_DAY}",
    re.I,
)
_POSTCODE = re.compile(
    r"(?<![\w-])(?:AB|AL|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?|"
    r"M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
    r"\d[\dA-HJKMNP-Y]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2}(?![\w-])",
    re.I,
)
_OFFICE = re.compile(
    r"\b(?:council|town hall|city hall|county hall|civic|offices?|centre|hub|school|academy|college|university|hospital|clinic|"
    r"surgery|library|building|department|ministry|directorate|headquarters|hq|trust|ltd|limited|plc|charity|foundation|institute|"
    r"court|station|po box|freepost|unit \d|floor|business park|service|services|team|church|museum|press)\b",
    re.I,
)
# "15 Church Lane" names no church.
_STREET = re.compile(
    r"\b\d+[a-z]?,? (?:[a-z'’-]+ ){0,3}(?:road|street|lane|avenue|close|drive|way|crescent|court|gardens?|grove|place|terrace|row|"
    r"hill|walk|view|square|mews)\b",
    re.I,
)
_HOME = re.compile(
    r"\b(?:lives?|lived|living|home address|her home|his home|their home|resides?|flat \d|tenant of|tenancy at|family at|moved to)\b",
    re.I,
)
# What a key or a password looks like, as detect-secrets is asked only where one may stand.
_SECRET = re.compile(
    r"(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|sk_live_|rk_live_|(?<![\w-])sk-[A-Za-z0-9_-]{16}|AIza|SG\.[\w-]{16}|npm_|pypi-Ag|eyJ[\w-]{8,}\.|"
    r"-----BEGIN|hooks\.slack\.com|AccountKey=|[?&](?:sig|token|key|api_?key|access_token|password|pwd|secret)=|"
    r"\b(?:pass(?:word|wd|phrase|code)|pwd|secret|api[\s_-]?key|access[\s_-]?key|token|bearer)\b[\"']?\s*(?:is|[:=])\s*\S|"
    r"://[^/\s:@\"']+:[^/\s@\"']+@)",
    re.I,
)
# Newer than the list of detect-secrets, or told in a sentence.
_CERTAIN = re.compile(
    r"(?:github_pat_\w{20,}|gh[pousr]_\w{20,}|glpat-[\w-]{16,}|npm_\w{20,}|(?<![\w-])sk-(?=[\w-]*\d[\w-]*[A-Z]|[\w-]*[A-Z][\w-]*\d)[\w-]{20,}|"
    r"pypi-Ag[\w-]{20,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|"
    r"[?&](?:sig|token|api_?key|access_token|password|pwd|secret)=[^\s&\"')]{8,}|AccountKey=[\w+/=]{20,}|"
    r"\b(?:pass(?:word|wd|phrase|code)|pwd)[\"']?\s*(?:is|[:=])\s*[\"']?(?=\S*[\d!$%^&*#])\S{6,}|"
    r"\b(?:secret|api[\s_-]?key|access[\s_-]?key|token|bearer)[\"']?\s*(?:is|[:=]|(?<=bearer)\s)\s*[\"']?(?=\S*\d)[\w+/=.-]{12,}|"
    r"://[^/\s:@\"']+:[^/\s@\"']+@[\w.-]+)",
    re.I,
)
# Most texts hold nothing of the kind, and are told by what is quick to look for: a word, or a row of digits.
_AT_HINTS = ("@", " dot ", "\uff20", "%40", "&#64;", "(at", "[at", "{at", "( at", "[ at")
_BIRTH_HINTS = ("born", "birth", "dob", "d.o.b", "b. ", "b.1", "b.2")
_SECRET_HINTS = (
    *(
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "ghr_",
        "github_pat_",
        "glpat-",
        "xox",
        "akia",
        "asia",
        "_live_",
        "aiza",
        "sg.",
        "npm_",
        "pypi-",
    ),
    *(
        "eyj",
        "-----begin",
        "hooks.slack",
        "accountkey",
        "sig=",
        "key=",
        "password",
        "passwd",
        "passphrase",
        "passcode",
        "pwd",
        "secret",
        "api key",
        "access key",
        "access_key",
    ),
    *("access-key", "accesskey", "api_key", "api-key", "apikey", "token", "bearer"),
)
_SK = re.compile(r"(?<![\w-])sk-[A-Za-z0-9]")
_NINE_DIGITS = re.compile(r"\d(?:[\s().-]{0,3}\d){8}")
_INSURED_ENDS = re.compile(r"\d\d(?:[\s-]{0,2}\d\d){2}[\s-]{0,2}[A-Da-d](?![\w-])")
_INWARD = re.compile(r"\d(?<=[\dA-Za-z\s]\d)(?!th|nd|rd|st|am|pm|AM|PM)[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?![\w-])")
_RUN = 5
_WHO = (
    r"(?:mother|father|mum|dad|parent|carer|patient|resident|tenant|client|service user|pupil|student|child|boy|girl|son|daughter|"
    r"baby|woman|man|teenager|claimant|"
    r"participant|survivor|victim|prisoner|refugee|grandmother|grandfather|widow|widower|young person)"
)
_CALLED = r"(?P<title>(?:Mr|Mrs|Ms|Miss)\.? )?(?P<first>[A-Z][a-z]+)(?:[ -][A-Z][a-z'’-]+){0,2}"
# "A mother, Jane Smith", "a tenant called John"; "Jane Smith, a mother of two", "Jane (34), who was homeless".
_ROLE_THEN_NAME = re.compile(rf"\b{_WHO},? (?:(?:called|named|known as) )?(?P<name>{_CALLED})")
_NAME_THEN_ROLE = re.compile(
    rf"\b(?P<name>{_CALLED}),? (?:\(\d{{1,2}}\)|(?:aged )?\d{{1,2}},|(?:(?:is|was) )?an? (?:[a-z-]+ ){{0,3}}{_WHO}\b)"
)
# "Mrs Smith of Elm Road": in a record hardly anybody is named like this who spoke for an organisation.
_TITLED = re.compile(
    r"\b(?P<name>(?P<title>(?:Mr|Mrs|Ms|Miss)\.? )(?P<first>[A-Z][a-z'’]+)(?:[ -][A-Z][a-z'’-]+){0,2})"
)
# What a browser can look for too. The rest of what it needs are the hints above, `phones` and `keys` below.
PATTERNS = {
    **{
        "role": _ROLE,
        "email": _EMAIL,
        "spoken": _SPOKEN,
        "link": _LINK,
        "mobile": _MOBILE,
        "callable": _CALLABLE,
        "ni": _NI,
    },
    **{"niSaid": _NI_SAID, "nhs": _NHS, "birth": _BIRTH, "postcode": _POSTCODE, "office": _OFFICE, "street": _STREET},
    **{
        "home": _HOME,
        "secret": _SECRET,
        "certain": _CERTAIN,
        "nine": _NINE_DIGITS,
        "insured": _INSURED_ENDS,
        "inward": _INWARD,
    },
}
NAMED = {"roleThenName": _ROLE_THEN_NAME, "nameThenRole": _NAME_THEN_ROLE, "titled": _TITLED}
HINTS = {"at": _AT_HINTS, "birth": _BIRTH_HINTS, "secret": _SECRET_HINTS}
KINDS = {
    "email": "the e-mail address of a person",
    "phone": "a telephone number",
    "ni": "a National Insurance number",
    "nhs": "an NHS number",
    "birth": "a date of birth",
    "postcode": "the postcode of a home",
    "secret": "a password or a key",
}


# Those of detect-secrets that know a key by its shape; its guesses by how mixed the letters are would refuse addresses.
_KEY_PLUGINS = (
    *("AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "CloudantDetector", "GitHubTokenDetector"),
    *(
        "JwtTokenDetector",
        "MailchimpDetector",
        "NpmDetector",
        "PrivateKeyDetector",
        "SendGridDetector",
        "SlackDetector",
    ),
    *("StripeDetector", "TwilioKeyDetector"),
)


class Private(NamedTuple):
    """Something private in a text: of which kind, and where it begins and ends."""

    kind: str
    start: int
    end: int


def private_in(text: str) -> list[Private]:
    """Give what is private in `text`, in its order; of two that overlap the first."""
    text = as_typed(text)
    low = text.casefold()
    has_at = any(hint in low for hint in _AT_HINTS)
    found = [*_emails(text)] if has_at else []
    found += _secrets(text, low)
    asked = [_births] if any(hint in low for hint in _BIRTH_HINTS) else []
    # A number of a person is a row of nine digits or more, with a word or a sign before it.
    rows = [(max(0, row.start() - 24), row.end() + 14) for row in _NINE_DIGITS.finditer(text)]
    asked += [partial(_in_rows, rows=rows)] if rows else []
    asked += [_insured] if _INSURED_ENDS.search(text) else []
    asked += [_homes] if _INWARD.search(text) else []
    if asked:
        # Digits and letters of an address on the web are no numbers of persons.
        words = _LINK.sub(lambda link: " " * len(link.group()), text)
        found += chain.from_iterable(ask(words) for ask in asked)
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Private] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


class Hidden(NamedTuple):
    """What no message may hold: runs of letters and digits, and words, of what is private, all written small."""

    runs: frozenset[str]
    words: frozenset[str]

    def is_in(self, message: str) -> bool:
        """Say whether a message would repeat some of it."""
        said = squashed_of(message)
        return any(run in said for run in self.runs) or not self.words.isdisjoint(_words_of(message))


def hidden_parts(values: Iterable[str]) -> Hidden:
    """Give what no message may hold of private values, as messages change what they show: cut it, join it, write it small.

    Every run of five letters and digits outlives that, and so does a word or a number out of the middle.
    """
    # The second half of a mail address is an organisation's.
    own = [re.split(_AT, value, maxsplit=1, flags=re.I)[0] for value in values]
    squashed = [squashed_of(value) for value in own]
    runs = {one[at : at + _RUN] for one in squashed if one for at in range(max(1, len(one) - _RUN + 1))}
    words = {word for value in own for word in _words_of(value)}
    return Hidden(frozenset(runs), frozenset(word for word in words if len(word) > 3 or any(map(str.isdigit, word))))


def _words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def squashed_of(text: str) -> str:
    """Give the letters and digits of a text, written small."""
    return re.sub(r"[\W_]+", "", text.casefold())


def named_person(text: str) -> tuple[str, int] | None:
    """Give the name of somebody whom a service was for, and where it stands: 'a mother, Jane Smith'; None where nobody is named."""
    for pattern in NAMED.values():
        for found in pattern.finditer(text):
            if found["first"] in FIRST_NAMES or found["title"]:
                return found["name"], found.start("name")
    return None


def is_role_mailbox(local: str) -> bool:
    """Say whether the first half of a mail address is a team's: 'family.hubs', 'testandlearn'; not 'jane.smith'."""
    return bool(_ROLE.fullmatch(local)) and any(letter.isalpha() for letter in local)


def _emails(text: str) -> Iterator[Private]:
    yield from (Private("email", *found.span()) for found in _SPOKEN.finditer(text))
    for found in _EMAIL.finditer(text):
        if not is_role_mailbox(found["local"]):
            yield Private("email", found.start(), found.end())


def _in_rows(text: str, rows: Iterable[tuple[int, int]]) -> Iterator[Private]:
    """Yield the numbers of telephones and patients in the parts of a text where rows of digits stand."""
    for start, end in rows:
        yield from (Private("phone", *found.span()) for found in _MOBILE.finditer(text, start, end))
        for found in _CALLABLE.finditer(text, start, end):
            if _is_someones_number(found.group()):
                yield Private("phone", *found.span())
        for found in _NHS.finditer(text, start, end):
            # One in eleven numbers has a right check digit, so ten digits in one row are asked for the word beside them.
            if found["said"] or (not found["number"].isdigit() and _has_check_digit(found["number"])):
                yield Private("nhs", *found.span("number"))


@cache
def _is_someones_number(text: str) -> bool:
    """Say whether somebody can be called at a number that is not one of the public ones, such as 0800 and 0300."""
    import phonenumbers
    from phonenumbers import PhoneNumberType as Kind

    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return False
    public = (Kind.TOLL_FREE, Kind.UAN, Kind.SHARED_COST, Kind.PREMIUM_RATE)
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) not in public


def _insured(text: str) -> Iterator[Private]:
    yield from (Private("ni", *found.span()) for found in (*_NI.finditer(text), *_NI_SAID.finditer(text)))


@cache
def _has_check_digit(number: str) -> bool:
    from stdnum.gb import nhs

    return bool(nhs.is_valid(number))


def _births(text: str) -> Iterator[Private]:
    yield from (Private("birth", *found.span()) for found in _BIRTH.finditer(text))


def _homes(text: str) -> Iterator[Private]:
    """Yield postcodes that no office stands beside."""
    for inward in _INWARD.finditer(text):
        found = _POSTCODE.search(text, max(0, inward.start() - 6), inward.end())
        if not found or found.end() != inward.end():
            continue
        beside = text[max(0, found.start() - 120) : found.end() + 60]
        # Codes of records and sources are written without a blank and in mixed letters.
        is_written = found.group().upper() == found.group() or re.search(r"\s", found.group())
        if is_written and (_HOME.search(beside) or not _OFFICE.search(_STREET.sub(" ", beside))):
            yield Private("postcode", *found.span())


def _secrets(text: str, low: str) -> Iterator[Private]:
    """Yield keys and passwords, looked for in those lines alone that hold a word which goes with one."""
    hints = [hint for hint in _SECRET_HINTS if hint in low]
    places = {found.start() for hint in hints for found in re.finditer(re.escape(hint), low)}
    places |= {found.start() for found in _SK.finditer(text)} if "sk-" in text else set()
    if "@" in low:
        places |= {found.start() for found in re.finditer("://", low)}
    # Letters whose small form is longer, such as \u0130, would move the places: there every line is looked at.
    lines = {_line(text, place) for place in places} if len(low) == len(text) else {(0, len(text))}
    for start, end in sorted(lines):
        line = text[start:end]
        yield from (Private("secret", start + found.start(), start + found.end()) for found in _CERTAIN.finditer(line))
        for value in _known_keys(line) if _SECRET.search(line) else ():
            at = text.find(value, start)
            yield Private("secret", at, at + len(value))


def _line(text: str, place: int) -> tuple[int, int]:
    """Give where the line at `place` begins and ends."""
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)


@cache
def _known_keys(line: str) -> tuple[str, ...]:
    """Give the keys in one line that detect-secrets knows by their shape."""
    from detect_secrets.core.scan import scan_line
    from detect_secrets.settings import transient_settings

    settings = {"plugins_used": [{"name": name} for name in _KEY_PLUGINS]}
    with transient_settings(settings):
        return tuple(sorted({each.secret_value for each in scan_line(line) if each.secret_value}))


def british_numbers() -> tuple[str, str]:
    """Give two patterns of digits after the 0 or +44: of numbers at which a person can be called, and of those that are public."""
    from phonenumbers import PhoneMetadata

    def of(*kinds: str) -> str:
        about = [PhoneMetadata.metadata_for_region(region, None) for region in ("GB", "GG", "IM", "JE")]
        told = (getattr(each, kind, None) for each in about for kind in kinds)
        found = {each.national_number_pattern for each in told if each is not None} - {None, "NA"}
        return f"^(?:{'|'.join(sorted(found))})$"

    own = of("fixed_line", "mobile", "pager", "personal_number", "voip", "voicemail")
    return own, of("uan", "toll_free", "shared_cost", "premium_rate")


def known_shapes() -> list[re.Pattern[str]]:
    """Give the shapes of keys that detect-secrets knows."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    plugins: Iterable[Any] = get_mapping_from_secret_type_to_class().values()
    return [shape for each in plugins if each.__name__ in _KEY_PLUGINS for shape in each().denylist]
