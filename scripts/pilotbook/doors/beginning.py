"""Make a record's file of answers, and judge it as `check` would: shared by the terminal and the issue form."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pilotbook.doors.new_record import new_id
from pilotbook.record import Vocabulary, formatting
from pilotbook.record.answers import Made, record_of
from pilotbook.record.case import STAGES
from pilotbook.record.shelf import VOCABULARY
from pilotbook.record.writing import written
from pilotbook.rules.read import read_one, vocabulary_of
from pilotbook.rules.run import advice
from pilotbook.text import yamlfile
from pilotbook.text.folding import folded
from pilotbook.text.plaintext import hidden_at, hidden_fault
from pilotbook.text.private import KINDS, private_in
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document

# What is found may be in no file at all, and so is never written down even for a moment.
PRIVATE = ("personal-data", "secret")
_HERE = "case_studies/answer.yml"
# These sound answers stand in for those that are not given yet, in memory alone, while one of them is judged.
_SOUND = {
    "title": "Words for a check",
    "summary": "Words for a check.",
    "stage": "live",
    "problem": "Words.\nSource: S1, page 1",
    "intervention": "Words.\nWhy: words.\nSource: S1, page 1",
    "did_not_work": "Words.\nSource: S1, page 1",
    "sources": "Words; Words; 2020; https://www.gov.uk/words; read in part; press release",
    "contributors": "Words\nInterest: none",
}
# In an answer there is no figure yet to refer to.
_MENDS = {
    "number-traced": "Leave the number out here, or say it in words; it is added to the file later, beside its source.",
    "small-number": "Leave the number out.",
}
_LISTS = {"places": "places", "policy_area": "policy_areas", "target_group": "target_groups"}


class CannotBegin(Exception):
    """The book itself is to be mended first; the message says what."""


@dataclass(frozen=True)
class Desk:
    """What a new record is begun beside: the files of the book, and the day."""

    files: Mapping[str, bytes]
    day: datetime.date

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Give the lists that codes are chosen from. Raises CannotBegin where they cannot be read."""
        vocabulary, problems = vocabulary_of(self.files)
        if vocabulary is None:
            raise CannotBegin("\n".join(map(str, problems)))
        return vocabulary

    @cached_property
    def _documents(self) -> dict[str, Document]:
        read = {path: yamlfile.parse(path, raw) for path, raw in self.files.items() if path != VOCABULARY}
        return {path: document for path, document in read.items() if isinstance(document, Document)}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Give the path of each record by its title, as titles are compared."""
        named = ((path, each.data.get("title")) for path, each in self._documents.items())
        return {folded(title): path for path, title in named if isinstance(title, str)}

    @cached_property
    def former(self) -> dict[str, str]:
        """Give the path of each case by the names that it had before."""
        named = [(path, each.data.get("formerly")) for path, each in self._documents.items()]
        return {
            name: path for path, names in named if isinstance(names, list) for name in names if "/lessons/" not in path
        }

    def made(self, answers: Mapping[str, str]) -> Made:
        """Make a record of answers, with an id that no file holds."""
        return record_of(answers, self.vocabulary, new_id("case", self.files.values()), self.day)

    def problems(self, path: str, text: str) -> list[Problem]:
        """Give what `check` would refuse in a new file, without the words of what is private or counts a few people."""
        read = read_one(path, text.encode(), self.vocabulary)
        found = [problem for problem in read.problems if not problem.is_advice]
        title = folded(read.record.title) if read.record else ""
        if title in self.titles:
            what = f"the title is also that of {self.titles[title]}"
            at = read.document.place(("title",)) if read.document else (1, 1)
            found.append(Problem(path, *at, what, "Say what sets this one apart.", "title-unique"))
        if any(problem.rule == "small-number" for problem in found):
            # The same number is told by other rules too.
            found = [
                replace(problem, what=re.sub(r"the number '[^']*'", "a number", problem.what)) for problem in found
            ]
        return sorted(set(found))

    def named(self, path: str, text: str) -> list[str]:
        """Give where a new file seems to name somebody whom a service was for, without the name."""
        read = read_one(path, text.encode(), self.vocabulary)
        if read.record is None or read.document is None:
            return []
        found = [each for each in advice(read.record, read.document) if each.rule == "person-named"]
        return [f"{each.what}. {each.mend}" for each in found]

    def faults(self, name: str, text: str, others: Mapping[str, str]) -> list[str]:
        """Give what is wrong with one answer, each with its mend, as two lines.

        others: answers that were given already; those that are not are taken to be sound.
        """
        if private := {each.kind for each in private_in(text)}:
            mend = "Name a team, an office or a page instead, or leave it out."
            return [f"This looks like {KINDS[kind]}, which must not be public.\n    {mend}" for kind in sorted(private)]
        if hidden := hidden_at(text):
            fault = hidden_fault((1, 1), text[hidden[0]])
            return [f"{formatting.capital(fault.what)}.\n    Type the answer again; arrow keys may leave such signs."]
        made = record_of({**self._sound, **_stage(others), name: text}, self.vocabulary, "TLG-C-0000", self.day)
        own = [each for each in made.faults if each.question == name]
        if own:
            return [f"{each.what}\n    {each.mend}" for each in own]
        problems = self.problems(_HERE, written(made.data))
        return [f"{problem.what}\n    {_MENDS.get(problem.rule, problem.mend)}" for problem in problems]

    @cached_property
    def meant(self) -> str:
        """Give a sound line on what a pilot was meant to change, to stand in while the rest of the answer is judged."""
        return f"Meant to change: words; {next(iter(self.vocabulary.lists['outcome_domains']))}; more"

    @cached_property
    def _sound(self) -> dict[str, str]:
        chosen = {name: next(iter(self.vocabulary.lists[of])) for name, of in _LISTS.items()}
        return {**_SOUND, **chosen, "problem": f"{_SOUND['problem']}\n{self.meant}"}


def _stage(others: Mapping[str, str]) -> dict[str, str]:
    """Give the stage that was answered, which decides what else is asked; one that is none has a message of its own."""
    stage = folded(others.get("stage", ""))
    return {"stage": stage} if stage in STAGES or stage in STAGES.values() else {}
