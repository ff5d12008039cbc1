"""A multiplied project on disk: the command that builds it, and the edits that an editor would make to it.

The project is driven by its command and by files alone, so that what is measured is what a reader of the manual runs, and so
that the build may be written anew beneath.
"""

import os
import random
import re
import shutil
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from bench import meter, multiply
from bench.meter import Spent
from bench.multiply import Record

_SUMMARY = re.compile(r"^summary: >-\n(?: +\S.*\n)+", re.MULTILINE)
_TITLE_WORD = re.compile(r"^(title: .*?)(\w+)(\"?)$", re.MULTILINE)
_RESULT = re.compile(r"^( +result: \{value: -?\d*\.?\d*)(\d)(?=[,}])", re.MULTILINE)


def command(root: Path = multiply.ROOT) -> list[str]:
    """Give the words that begin the command of the project at `root`, run by this Python; the one place that knows them."""
    entry = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]["pilotbook"]
    module, _, function = entry.partition(":")
    return [sys.executable, "-P", "-c", f"import sys; from {module} import {function}; sys.exit({function}())"]


def environment(root: Path = multiply.ROOT) -> dict[str, str]:
    """Give the environment in which the command runs the package of `root`, without the settings of whoever measures."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PILOTBOOK", "GIT_"))}
    return {**kept, "PYTHONPATH": str(root / "scripts"), "CI": "1"}


@dataclass
class Scaled:
    """A multiplied project of `count` cases at `root`. Edits go to one case: the one with most results, or its first copy."""

    root: Path
    count: int
    seed: int = multiply.SEED
    limit: float = 3600
    added: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lot = random.Random(self.seed)
        self.edited = self._edited()

    @classmethod
    def make(cls, root: Path, count: int, seed: int, limit: float) -> "Scaled":
        """Write a project into the new folder `root`."""
        multiply.multiply(root, count, seed)
        return cls(root, count, seed, limit)

    @property
    def site(self) -> Path:
        return self.root / "_site"

    def pilotbook(self, *arguments: str) -> Spent:
        """Run the command in the project."""
        return meter.run([*command(), *arguments], self.root, environment(), self.limit)

    def build(self, *options: str) -> Spent:
        """Build the site."""
        return self.pilotbook("build", "--quiet", *options)

    def make_clean(self) -> None:
        """Remove all that builds and checks have left, whatever its name."""
        multiply.git(self.root, "clean", "-xffd", "--quiet")

    def edit_summary(self) -> str:
        """Put a new word into the summary, and give it."""
        word = self._word()
        text = self._text()
        summary = multiply.first_match(_SUMMARY, text).group()
        self._write(text.replace(summary, multiply.with_last_words(summary, word)))
        return word

    def edit_figure(self) -> None:
        """Change the last digit of a result."""
        self._write(_RESULT.sub(lambda it: it.group(1) + str((int(it.group(2)) + 1) % 10), self._text(), count=1))

    def edit_title(self) -> None:
        """Put a new word in place of the last of the title."""
        word = self._word()
        self._write(_TITLE_WORD.sub(lambda title: title.group(1) + word + title.group(3), self._text(), count=1))

    def add_case(self) -> None:
        """Add one case more than there are, without a lesson of its own."""
        here = self.root / "case_studies"
        cases, lessons = (self._real(multiply.records(folder)) for folder in (here, here / "lessons"))
        made = list(multiply.made_up(cases, lessons, self.count + len(self.added) + 1, self.seed))
        path, record = made[-1]
        (self.root / path).write_text(record.text, encoding="utf-8")
        self.added.append(self.root / path)

    def remove_case(self) -> None:
        """Remove the case that was added last."""
        self.added.pop().unlink()

    def commit(self, said: str, *options: str) -> None:
        """Commit what was edited."""
        multiply.commit(self.root, said, *options)

    def slugs(self) -> list[str]:
        """Give the slug of every case, by name."""
        return [record.slug for record in multiply.records(self.root / "case_studies")]

    def remove(self) -> None:
        """Remove the project from the disk."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _edited(self) -> Path:
        cases = multiply.records(self.root / "case_studies")
        real = max(self._real(cases), key=lambda case: (len(_RESULT.findall(case.text)), case.slug))
        copies = [case for case in cases if real.slug.startswith(_copied(case.slug) or "-")]
        return self.root / "case_studies" / f"{(copies or [real])[0].slug}.yml"

    def _real(self, records: list[Record]) -> list[Record]:
        return [record for record in records if not record.slug.startswith("made-up-")]

    def _word(self) -> str:
        return "".join(self.lot.choices(multiply.SYLLABLES, k=5))

    def _text(self) -> str:
        return self.edited.read_text(encoding="utf-8")

    def _write(self, text: str) -> None:
        if text == self._text():
            raise ValueError(f"The edit changed nothing in {self.edited.name}")
        self.edited.write_text(text, encoding="utf-8")


def _copied(slug: str) -> str:
    """Give what the slug of a copy holds of the real one (long ones are cut); nothing for the slug of a real case."""
    return slug.removeprefix("made-up-").partition("-")[2] if slug.startswith("made-up-") else ""
