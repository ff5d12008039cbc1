"""Take an answer in plain words apart: its text, and the lines in it that begin with a word and a colon."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pilotbook.text.folding import folded

# "Source: S1, page 4", "- **Why:** a known face …".
_LINE = r"^\s*(?:[-*+]\s+)?[*_]*({})[*_]*(?:\s?:|\s+[-–])[*_]*\s*(.*)$"
# "… did not know. (S1, page 4)"
_BRACKET = re.compile(r"\s*\((?P<said>S[1-9][0-9]?\b[^()\n]{0,200})\)\s*\.?\s*$")
# "… (council report, page 4)"
_PLACE = re.compile(
    r"\s*\((?P<said>[^()\n]{0,200}\b(?:pages?|pp?\.?|tables?|sections?|para(?:graph)?s?|chapters?)\s?[0-9][^()\n]{0,40})\)\s*\.?$",
    re.I,
)
_LABEL = re.compile(r"\s*(?:sources?\s+)?\bS?([1-9][0-9]?)\b\s*(?:,|;|:|and\b|&)?", re.IGNORECASE)
_NAMED = re.compile(r"\s*(?:S[1-9]|sources?\s+S?[1-9])", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """An answer: its words, and what stands on its named lines, by the name in small letters."""

    words: str
    lines: Mapping[str, str]


def taken_apart(text: str, names: Collection[str]) -> Answer:
    """Give the words of an answer, and its lines that begin with one of `names` and a colon.

    Such a line goes on until an empty one or the next of its kind. A source in brackets at the very end, '(S1, page 4)',
    is taken as a line too.
    """
    pattern = re.compile(_LINE.format("|".join(map(re.escape, names))), re.IGNORECASE)
    words: list[str] = []
    lines: dict[str, list[str]] = {}
    into = words
    for line in text.split("\n"):
        if (found := pattern.match(line)) and found[1].casefold() not in lines:
            into = lines.setdefault(found[1].casefold(), [])
            into.append(found[2])
        elif not line.strip() and into is not words:
            into = words
            words.append("")
        else:
            into.append(line.rstrip())
    said = {name: " ".join(" ".join(part).split()) for name, part in lines.items()}
    own = re.sub(r"\n{3,}", "\n\n", "\n".join(words)).strip()
    end = own[-300:]
    if "source" in names and "source" not in said and (bracket := _BRACKET.search(end) or _PLACE.search(end)):
        said["source"] = bracket["said"]
        own = own[: len(own) - len(bracket.group())].rstrip() + ("." if end.endswith(".") else "")
    return Answer(own, {name: value for name, value in said.items() if value})


def flowing(text: str) -> str:
    """Give a text with each paragraph on one line; the entries of a list stay on lines of their own."""
    paragraphs = re.split(r"\n{2,}", text.strip())
    return "\n\n".join(re.sub(r"\n(?!\s*(?:[-*+]|[0-9]+[.)])\s)[ \t]*", " ", paragraph) for paragraph in paragraphs)


def labels_and_place(said: str) -> tuple[tuple[str, ...], str]:
    """Give the labels of sources that a line names, and the place in them: 'S1 and S2, page 4' → (S1, S2), 'page 4'."""
    labels: list[str] = []
    said = said[:1000]
    while _NAMED.match(said) and (found := _LABEL.match(said)):
        labels.append(f"S{found[1]}")
        said = said[found.end() :]
    return tuple(dict.fromkeys(labels)), said.strip(" ,;:.-–")


def slugged(text: str, limit: int = 64) -> str:
    """Give small letters, digits and hyphens for a name, whole words of it: 'Leeds: Text messages!' → 'leeds-text-messages'."""
    words = re.findall(r"[a-z0-9]+", _plain(text[:500]).replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > limit:
            break
        slug = longer
    return slug


# What stands between the names of a list: comma, semicolon, new line, "and".
_BETWEEN = re.compile(r"(\s*(?:[,;\n/&]|\band\b)\s*)", re.IGNORECASE)
_COUNCIL = re.compile(
    r"^(?:the )?(?:london borough of |royal borough of |city of )|"
    r" (?:(?:city|county|district|metropolitan|borough|metropolitan borough|mbc) )?council$",
    re.IGNORECASE,
)


def codes_in(text: str, labels: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the codes that a list of names means, and the names that mean none.

    labels: {code: label}. The longest name is taken: 'Bath and North East Somerset' is one place where the list has it.
    """
    known = {_plain(label): code for code, label in labels.items()} | {code.casefold(): code for code in labels}
    parts = _BETWEEN.split(" \n".join(line.lstrip("-*+ \t") for line in text.strip()[:2000].split("\n")))
    codes: list[str] = []
    strange: list[str] = []
    # Where the last name that is in no list ended.
    at = last = 0
    while at < len(parts):
        # Eight names and what stands between them are more than any name has.
        for end in range(min(len(parts), at + 15), at, -2):
            if code := _code("".join(parts[at:end]), known):
                codes.append(code)
                break
        else:
            end = at + 1
            if name := _COUNCIL.sub("", parts[at].strip(" .")):
                # "Kensington and Chelsea" may be one place that is in no list, or two.
                is_joined = strange and at and last == at - 1 and folded(parts[at - 1]) in ("and", "&")
                strange[-1:] = [f"{strange[-1]} and {name}"] if is_joined else [*strange[-1:], name]
                last = end
        at = end + 1
    return tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(strange))


def _plain(name: str) -> str:
    return " ".join(folded(name).replace("&", " and ").split()).strip(" .")


def _code(name: str, known: Mapping[str, str]) -> str | None:
    whole = _plain(name)
    bare = _COUNCIL.sub("", whole)
    return next((known[each] for each in (whole, slugged(whole), bare, slugged(bare)) if each in known), None)
