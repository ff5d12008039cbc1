"""Short phrases that an answer in plain words may hold, and names in it that are in no list."""

import re
from collections.abc import Mapping

from pilotbook.record.mends import new_line
from pilotbook.record.vocabulary import Term
from pilotbook.text.folding import folded
from pilotbook.text.problems import near_match, spelt_alike

_NOT_SAID = re.compile(
    r"(?:[-–—]+|n/?a|no|none|nothing|unknown|(?:it is )?not (?:known|said|told|stated|clear|published)(?: yet)?|"
    r"(?:(?:we|i) )?(?:do not|don.?t) know(?: yet)?|(?:(?:we are|i am) )?not (?:sure|aware)(?: of any)?|"
    r"no ?(?:source|one|body)(?: that (?:we|i) (?:read|know))? (?:says|said|tells)(?: so| it| this| anything)?|"
    r"the sources? (?:does|do) not say(?: so)?|nothing (?:is |was )?(?:said|known|told|published)(?: yet)?)\W*",
    re.IGNORECASE,
)
_OF_SOURCES = re.compile(r"\b(?:sources?|says?|said|tells?|told|stated|published|read)\b", re.IGNORECASE)
_NOT_YET = re.compile(
    r"(?:nothing yet|not yet(?: due)?|(?:it is )?too (?:early|soon)(?: to (?:say|tell|know))?|"
    r"it has not (?:begun|started)(?: yet)?)\W*",
    re.IGNORECASE,
)
# Which way is better, by the words in which people say so.
DIRECTIONS = {word: way for way, words in {
    "up": ("up", "more", "higher", "better", "longer"),
    "down": ("down", "less", "fewer", "lower", "shorter"),
    "none": ("none", "neither"),
}.items() for word in words}  # fmt: skip
_A_PART = re.compile(
    r"(?:we|i) (?:ran|run|paid|pay|fund|took|take|have|had|work|deliver|evaluat)|none\b|no (?:part|interest|tie)",
    re.IGNORECASE,
)


def is_gap(text: str) -> bool:
    """Say whether an answer says that there is none: 'No source says.', 'Not known'."""
    return _is(_NOT_SAID, text) or is_not_yet(text)


def is_not_yet(text: str) -> bool:
    """Say whether an answer says that it is too early to know: 'Too early to say'."""
    return _is(_NOT_YET, text)


def speaks_of_sources(text: str) -> bool:
    """Say whether who gives no answer has looked for one: 'No source says.', 'Not published'; not 'Don't know'."""
    return bool(_OF_SOURCES.search(text))


def is_a_part(line: str) -> bool:
    """Say whether a line tells of a part in the pilot, or of none, and not who somebody is: 'We ran it', 'None'."""
    return bool(_A_PART.match(line))


def _is(pattern: re.Pattern[str], text: str) -> bool:
    # A long text is no such phrase, and would take long to be told from one.
    return len(text) <= 80 and bool(pattern.fullmatch(text.strip()))


def without_part(line: str) -> tuple[str, str]:
    """Give who a line names, and the part in the pilot that it ends with: 'Hub team. We ran it' → 'Hub team', 'We ran it'."""
    for end in re.finditer(r"[.;,]\s+", line):
        if _A_PART.match(line, end.end()):
            return line[: end.start()], line[end.end() :]
    return ("", line) if is_a_part(line) else (line, "")


def mend_name(name: str, written: str, terms: Mapping[str, Term]) -> str:
    """Say what is near a name that is in no list, and how a new one is added."""
    labels = {term.label for term in terms.values()}
    words = [word for word in re.findall(r"\w+", folded(written[:200])) if len(word) > 3]
    said = {word for label in labels for word in re.findall(r"\w+", folded(label)) if len(word) > 3}
    words += [near for word in words if (near := near_match(word, said, cutoff=0.75))]
    held = [label for label in sorted(labels) if any(word in folded(label) for word in words)]
    if name == "places":
        # Another name is another place, however like it looks; only a slip of one letter is meant for it.
        near = spelt_alike(written, labels)
        alike = [near] if near else [label for label in held if folded(written) in folded(label)]
        begins = f"Did you mean {' or '.join(alike[:3])}? If not, add" if alike else "Check the spelling, or add"
        return f"{begins} this line under 'places:' in case_studies/vocabulary.yml: {new_line(name, written)}"
    near = near_match(written, labels, cutoff=0.75)
    alike = list(dict.fromkeys([*([near] if near else []), *held])) or sorted(labels)
    return f"Choose one of: {'; '.join(alike[:12])}. A new one is added in case_studies/vocabulary.yml."
