"""Sound books made at random: records with letters of many scripts and digits in every text, and parts of one another.

A book is changed in many places at once. What `check` refuses is taken back until it calls the rest sound, so whatever is
left is what a contributor may write.
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from books import ROOT, TINY, leaves, replaced
from pilotbook.publish import disk
from pilotbook.record.shelf import LESSONS, VOCABULARY
from pilotbook.rules import check
from pilotbook.text import yamlfile

Place = tuple[str | int, ...]
GONE = object()
# What no record of the project has.
RARE: dict[str, Any] = {
    "case": {
        "disputes": [{"field": "summary", "by": "Madeup Council", "text": "It was made up.", "raised_on": "2026-11-01"}],
        "lifecycle": {"state": "withdrawn", "reason": "It was made up.", "since": "2026-11-01"},
        "registration": {"text": "Registered as made up.", "source": ["S1"], "locator": "page 1"},
        "ethics": {"text": "Nobody was harmed.", "source": ["S1"], "locator": "page 1"},
        "rating": {
            "level": "1", "raters": ["One rater", "Another rater"], "reason": "Made up.", "conflicts": "None at all.",
            "judged_on": "2026-11-01",
        },
    },
    "lesson": {"lifecycle": {"state": "withdrawn", "reason": "It was made up.", "since": "2026-11-01"}},
}  # fmt: skip
# So many fields and entries of a record are left out, or taken from another record.
MOST = 25
# Letters that typefaces have, letters that they lack, figures in several scripts, and marks that mean something elsewhere.
SCRIPTS = """
বাংলা ক্ষমতা হ্যাঁ ਪੰਜਾਬੀ ਸ਼੍ਰੀ ગુજરાતી தமிழ் اُردُو مُحَمَّد ٹھیک 中文 繁體 日本語 한국어 Żółć ŵyl Ґанок ไทย ខ្មែរ አማርኛ Հայ हिन्दी
👍 🏠 ☑ ★ → ≥ ½ ² ﬁ 𒀀 ᚠ 𠀀 \uff21 日\u0301 मे\u20dd 🇬🇧 1\ufe0f\u20e3 e\u0301
"""
FIGURES = "5 0–5 2024 1990s 2024/25 £4.2 17.8% ৫ ٣ ⅓ №7 CY1 O1 round-2 A1 3rd 1,250 -4"
MARKS = "made-up words of a council which nobody wrote #panic AT&T <b> “so” $x$ @ref {{ %%BODY%% </script> a_b c*d"
WORDS = tuple(f"{SCRIPTS} {FIGURES} {MARKS}".split())


@dataclass(frozen=True)
class Books:
    """What is changed: the files of a sound book as data, and what other records have in each field, by its pattern."""

    files: Mapping[str, Any]
    pool: Mapping[str, tuple[Any, ...]]


@cache
def tiny() -> Books:
    return _books(_read(TINY))


@cache
def real() -> Books:
    """Give the records of this project that are sound by themselves."""
    return _books(_read(ROOT))


def _read(root: Path) -> dict[str, Any]:
    files, _ = disk.read_records(root)
    documents = {path: yamlfile.parse(path, raw) for path, raw in files.items()}
    return {path: document.data for path, document in documents.items() if not isinstance(document, list)}


def _books(files: dict[str, Any]) -> Books:
    pool: dict[str, list[Any]] = {}
    for path, data in files.items():
        if path != VOCABULARY:
            for place, value in _parts(data):
                pool.setdefault(_pattern(path, place), []).append(value)
    return Books(files, {pattern: tuple(values) for pattern, values in pool.items()})


def some_of(books: Books, chance: random.Random) -> Books:
    """Give two cases of a book with the lessons that they speak to, and its vocabulary."""
    cases = [path for path in books.files if path != VOCABULARY and not path.startswith(LESSONS)]
    while True:
        chosen = chance.sample(cases, 2)
        named = {entry["lesson"] for path in chosen for entry in books.files[path].get("lessons", ())}
        # How sure one may be of a lesson depends on all its cases.
        files = {
            path: {name: value for name, value in data.items() if name != "confidence"}
            for path, data in books.files.items()
            if path in chosen or data.get("id") in named
        }
        some = {**files, VOCABULARY: books.files[VOCABULARY]}
        # So may what its words say of a cause: two cases of many may not carry them.
        if not check({path: "\n".join(line for line, _ in _written(data)).encode() for path, data in some.items()})[1]:
            return Books(some, books.pool)


def sound_book(books: Books, chance: random.Random) -> tuple[dict[str, bytes], dict[str, set[str]]]:
    """Give the files of a book that `check` calls sound, and which fields were changed in which way."""
    changes = {path: _changes(path, data, books.pool, chance) for path, data in books.files.items()}
    while True:
        written = {path: _written(_applied(data, changes[path])) for path, data in books.files.items()}
        raw = {path: "\n".join(line for line, _ in lines).encode() for path, lines in written.items()}
        problems = check(raw)[1]
        if not problems:
            return raw, _counted(changes)
        before = sum(map(len, changes.values()))
        for problem in problems:
            lines = written.get(problem.path)
            place = lines[min(problem.line, len(lines)) - 1][1] if lines else ()
            _take_back(changes, problem.path, place)
        if sum(map(len, changes.values())) == before:
            # What is wrong stands elsewhere than it is told.
            assert before, [str(problem) for problem in problems]
            told_of = [changes[problem.path] for problem in problems if problem.path in changes]
            _take_back_all(told_of) or _take_back_all(changes.values())


def _take_back_all(changes: Iterable[dict[Place, Any]]) -> bool:
    """Take back what was left out or taken from another record, or else every text; say whether there was any."""
    for is_wanted in (lambda value: not isinstance(value, str), lambda value: True):
        some = [(mine, place) for mine in changes for place, value in mine.items() if is_wanted(value)]
        for mine, place in some:
            mine.pop(place, None)
        if some:
            return True
    return False


def _changes(path: str, data: Any, pool: Mapping[str, tuple[Any, ...]], chance: random.Random) -> dict[Place, Any]:
    found: dict[Place, Any] = {}
    for place, value in _parts(data):
        if isinstance(value, dict) and "source" in value and chance.random() < 0.3:
            found[*place, "note"] = _text(chance)
    for name, value in RARE.get(_pattern(path, ()), {}).items():
        if name not in data and chance.random() < 0.3:
            texts = {place: _text(chance) for place, text in leaves(value) if " " in text}
            found[name,] = replaced(value, texts)
    texts = [place for place, value in leaves(data) if " " in value or chance.random() < 0.03]
    for place in texts:
        # A partner has one name in all records.
        if chance.random() < (0.1 if _pattern(path, place) == "case.partners.*.name" else 0.6):
            found[place] = _text(chance)
    if path == VOCABULARY:
        return found
    every = len(pool[_pattern(path, ("id",))])
    places = [place for place, _ in _parts(data) if len(place) > 1 or len(pool[_pattern(path, place)]) < every]
    for place in chance.sample(places, min(len(places), MOST)):
        near = [other for other in found if other[: len(place)] == place or place[: len(other)] == other]
        if all(isinstance(found[other], str) for other in near):
            for other in near:
                del found[other]
            found[place] = GONE if chance.random() < 0.3 else chance.choice(pool[_pattern(path, place)])
    return found


def _text(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 5)))


def _parts(data: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield every field, and every entry of a list, with its place."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield (*place, key), value
        yield from _parts(value, (*place, key))


def _pattern(path: str, place: Place) -> str:
    kind = "lesson" if path.startswith(LESSONS) else "vocabulary" if path == VOCABULARY else "case"
    return ".".join([kind, *("*" if isinstance(step, int) else step for step in place)])


def _applied(data: Any, changes: Mapping[Place, Any], place: Place = ()) -> Any:
    if place in changes:
        return changes[place]
    if isinstance(data, dict):
        new = {other[-1]: None for other in changes if other[:-1] == place and isinstance(other[-1], str)}
        made = {key: _applied(value, changes, (*place, key)) for key, value in {**new, **data}.items()}
        return {key: value for key, value in made.items() if value is not GONE}
    if isinstance(data, list):
        made_list = [_applied(value, changes, (*place, index)) for index, value in enumerate(data)]
        return [value for value in made_list if value is not GONE]
    return data


def _written(data: Any, place: Place = (), before: str = "", after: str = "") -> list[tuple[str, Place]]:
    """Write data as JSON, which is YAML, one value a line, each line with the place of what it holds."""
    if not data or not isinstance(data, dict | list):
        return [(f"{before}{json.dumps(data, ensure_ascii=False)}{after}", place)]
    is_fields = isinstance(data, dict)
    lines = [(f"{before}{'{' if is_fields else '['}", place)]
    items = list(data.items() if is_fields else enumerate(data))
    for number, (key, value) in enumerate(items, start=1):
        label = f"{json.dumps(key)}: " if is_fields else ""
        lines += _written(value, (*place, key), " " * (len(place) + 1) + label, "," if number < len(items) else "")
    return [*lines, (" " * len(place) + ("}" if is_fields else "]") + after, place)]


def _take_back(changes: dict[str, dict[Place, Any]], path: str, place: Place) -> None:
    """Take back what was changed at a place, above it or below it; where nothing was, in its part of the record."""
    mine = changes.get(path, {})
    for depth in (len(place), 1):
        near = place[:depth]
        hit = [other for other in mine if near and (other[: len(near)] == near or near[: len(other)] == other)]
        for other in hit:
            del mine[other]
        if hit:
            return


def _counted(changes: Mapping[str, Mapping[Place, Any]]) -> dict[str, set[str]]:
    told: dict[str, set[str]] = {"written": set(), "left out": set(), "taken from another": set()}
    for path, mine in changes.items():
        for place, value in mine.items():
            way = "left out" if value is GONE else "written" if isinstance(value, str) else "taken from another"
            below = [()] if value is GONE else [rest for rest, _ in leaves(value)]
            told[way].update(_pattern(path, (*place, *rest)) for rest in below)
    return told
