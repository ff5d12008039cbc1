"""Multiply the real records into a larger project, for measuring how the build grows. What it makes never joins the real book.

The real project is copied into a folder of its own; beside the real cases stand copies of them under new ids, slugs and titles
that say they are made up. Lessons are copied in step, and the copies of cases speak to the copies of lessons, so that a page of
a lesson stays as long as a real one. Each copy has a made-up word of its own, set in place of the last word of its texts and
labels, and its dates lie as many months back as it has copies before it: two copies with the same words or the same chart would
let a build that keeps what it has made do the work of one. (Pictures of the ledgers of lessons are counts alone, and stay
alike.) No digits are typed into texts, because a title or a summary may hold none. The same seed gives the same bytes, down to
the commit.

`python -m bench.multiply FOLDER --cases 590` (with tests/ on PYTHONPATH).
"""

import argparse
import json
import math
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PARTS = ("book", "case_studies", "benchmarks", "_config.yml", "_toc.yml", ".gitignore")
SEED = 2026
# Crockford's base 32, as ids are written.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYLLABLES = [first + rest for first in "bdfgklmnprtvz" for rest in ("a", "e", "i", "o", "u", "ar", "en", "ol", "um")]
TITLE_WORDS = {"C": 16, "L": 12}
SLUG_LENGTH = 64
DATE = "2026-01-01T00:00:00+00:00"

_ID = re.compile(r"^id: *(TLG-([CL])-\w{4}) *$", re.MULTILINE)
_TITLE = re.compile(r"^title: *(.+)$", re.MULTILINE)
_LESSON = re.compile(r"^( *- *lesson: *)(TLG-L-\w{4})", re.MULTILINE)
_LINE = re.compile(r"^ +(?:- )?(?:text|label|because|measure): (?![>|\"'{\[]).+$", re.MULTILINE)
_BLOCK = re.compile(r"^ *(?:- )?(?!title|name|publisher)[a-z_]+: >-\n( +)\S.*\n(?:\1.*\n)*", re.MULTILINE)
# The last word of a text, or else the one before it: no part of an address, a quotation or a reference, and no word by which
# somebody is made to speak.
_WORD = r"(?<=[ (])(?!(?:says?|said|told|reports?|reported)\b)[A-Za-z-]{2,}"
_LAST_WORDS = [re.compile(_WORD + end) for end in (r"(?=[.,;:?!)]*\n?\Z)", r"(?=\s+\S+\n?\Z)")]
_OVERALL = re.compile(r"^( +overall: )\w+", re.MULTILINE)
_DATED = re.compile(r"^(?:dates|cycles|sources):\n(?:[ -].*\n)+", re.MULTILINE)
_DATE = re.compile(r"\b(planned|actual|start|end|stated_on|published): *(\d{4})(?:-(\d\d))?(-\d\d)?(?![\d.])")


@dataclass(frozen=True)
class Record:
    """A record as text, and the slug that names its file."""

    slug: str
    text: str

    @property
    def id(self) -> str:
        return first_match(_ID, self.text).group(1)


@dataclass
class Lot:
    """What is drawn by lot and never twice: ids and made-up words."""

    lot: random.Random
    taken: set[str] = field(default_factory=set)

    def new_id(self, kind: str) -> str:
        return self._new(lambda: f"TLG-{kind}-{''.join(self.lot.choices(ALPHABET, k=4))}")

    def word(self) -> str:
        return self._new(lambda: "".join(self.lot.choices(SYLLABLES, k=4)))

    def _new(self, draw: Callable[[], str]) -> str:
        while (drawn := draw()) in self.taken:
            pass
        self.taken.add(drawn)
        return drawn


def records(folder: Path) -> list[Record]:
    """Read the records of a folder, by name."""
    paths = sorted(path for path in folder.glob("*.yml") if path.name != "vocabulary.yml")
    return [Record(path.stem, path.read_text(encoding="utf-8")) for path in paths]


def made_up(cases: list[Record], lessons: list[Record], count: int, seed: int = SEED) -> Iterator[tuple[str, Record]]:
    """Yield (path from the root, record) of every copy that makes `count` cases of the real ones.

    A copy of all cases brings a copy of all lessons. Where `count` is no multiple, the cases left over speak to the lessons of
    the last whole copy: a lesson without all of its evidence could be judged surer than its evidence allows, and so could one
    with two copies of one study. So copies of lessons are held for least sure. A larger count only adds cases and lessons,
    apart from those left over.
    """
    lot = Lot(random.Random(seed), {record.id for record in (*cases, *lessons)})
    named = {lesson.id: lesson.id for lesson in lessons}
    for generation in range(1, math.ceil(count / len(cases))):
        # Drawn in any case, so that what follows does not depend on the count.
        copies = [copy(lesson, "L", lot, {}) for lesson in lessons]
        rest = cases[: count - generation * len(cases)]
        if len(rest) == len(cases):
            named = {lesson.id: made.id for lesson, made in zip(lessons, copies, strict=True)}
            yield from ((f"case_studies/lessons/{made.slug}.yml", made) for made in copies)
        for case in rest:
            made = copy(case, "C", lot, named)
            made = Record(made.slug, with_dates(made.text, generation))
            yield f"case_studies/{made.slug}.yml", made


def copy(record: Record, kind: str, lot: Lot, lessons: Mapping[str, str]) -> Record:
    """Give a made-up record: `record` under a new id, slug, title and last words, its entries pointing at `lessons`."""
    word = lot.word()
    text = with_last_words(record.text, word)
    text = with_title(text, title(text, kind, word))
    text = _ID.sub(f"id: {lot.new_id(kind)}", text, count=1)
    text = _LESSON.sub(lambda entry: entry.group(1) + lessons.get(entry.group(2), entry.group(2)), text)
    if kind == "L":
        text = _OVERALL.sub(r"\1very_low", text)
    return Record(f"made-up-{word}-{record.slug}"[:SLUG_LENGTH].rstrip("-"), text)


def title(text: str, kind: str, word: str) -> str:
    """Give a title that says the record is made up and goes on as the real one does, within the limit of words."""
    real = yaml.safe_load(first_match(_TITLE, text).group(1))
    return " ".join(["Made-up", f"{word}:", *real.split()][: TITLE_WORDS[kind]])[:200]


def with_title(text: str, title: str) -> str:
    """Give a record under another title."""
    return _TITLE.sub(lambda _: f"title: {json.dumps(title, ensure_ascii=False)}", text, count=1)


def with_last_words(text: str, word: str) -> str:
    """Give a record with `word` in place of the last word of its texts and labels; a text that ends in no plain word stays."""

    def swapped(found: re.Match[str]) -> str:
        text = found.group()
        place = next((match.span() for last in _LAST_WORDS if (match := last.search(text))), None)
        return text if place is None else text[: place[0]] + word + text[place[1] :]

    return _BLOCK.sub(swapped, _LINE.sub(swapped, text))


def with_dates(text: str, months: int) -> str:
    """Give a case whose dates, cycles and sources lie `months` earlier: in the order that they were, on days that months have."""

    def earlier(found: re.Match[str]) -> str:
        name, year, month, day = found.groups()
        if month is None:
            # A year alone begins no later and ends no earlier than the date beside it.
            line = found.string[: found.end(1)].rpartition("\n")[2]
            years = months // 12 if line.lstrip(" -").startswith("end") else math.ceil(months / 12)
            return f"{name}: {int(year) - years}"
        years, left = divmod(int(year) * 12 + int(month) - 1 - months, 12)
        return f"{name}: {years}-{left + 1:02}" + (f"-{min(int(day[1:]), 28):02}" if day else "")

    return _DATED.sub(lambda part: _DATE.sub(earlier, part.group()), text)


def multiply(folder: Path, count: int, seed: int = SEED, root: Path = ROOT) -> None:
    """Write a project of `count` cases into the new `folder` and commit it. Raises ValueError below the real number."""
    cases, lessons = records(root / "case_studies"), records(root / "case_studies" / "lessons")
    if count < len(cases):
        raise ValueError(f"There are {len(cases)} real cases; ask for as many or more.")
    folder.mkdir(parents=True)
    for name in PARTS:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("_build", ".ipynb_checkpoints"))
        elif (root / name).is_file():
            shutil.copyfile(root / name, folder / name)
    for path, record in made_up(cases, lessons, count, seed):
        (folder / path).write_text(record.text, encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, f"A made-up book of {count} cases")


def commit(folder: Path, said: str, *options: str) -> None:
    """Commit all that stands in `folder`; always of one date, so that the same content makes the same commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", said, *options)


def git(folder: Path, *arguments: str) -> None:
    """Run git in `folder`, whatever the settings of whoever runs it."""
    who = {"NAME": "Made up", "EMAIL": "made-up@example.org", "DATE": DATE}
    told = {f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in who.items()}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *arguments], cwd=folder, env=os.environ | told | quiet, check=True)


def first_match(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    """Give the first match of a pattern that every record has. Raises ValueError where it has none."""
    found = pattern.search(text)
    if found is None:
        raise ValueError(f"A record has no line like {pattern.pattern}")
    return found


def main() -> None:
    """Write a multiplied project into a new folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    multiply(chosen.folder, chosen.cases, chosen.seed)


if __name__ == "__main__":
    main()
