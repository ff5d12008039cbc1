"""Make a record of eleven answers in plain words, whoever asked them: the terminal, or the issue form of the host.

Nothing is made up. What an answer does not tell is told as not told, with a reason that speaks of the book and not of the
pilot, and is listed for whoever goes on with the record.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pilotbook.record.case import STAGES
from pilotbook.record.designs import UNREAD_DESIGN
from pilotbook.record.migrate import VERSION
from pilotbook.record.phrases import DIRECTIONS, is_gap, is_not_yet, mend_name, speaks_of_sources, without_part
from pilotbook.record.questions import BY_NAME, QUESTIONS
from pilotbook.record.told_sources import MOST, NOT_TOLD, entry, lacks, lines_of, told_in
from pilotbook.record.vocabulary import Vocabulary
from pilotbook.text.answered import Answer, codes_in, flowing, labels_and_place, slugged, taken_apart
from pilotbook.text.folding import folded
from pilotbook.text.problems import choose, shown

# The lines that an answer may hold beside its words.
LINES: Mapping[str, tuple[str, ...]] = {
    "problem": ("source", "meant to change"),
    "intervention": ("why", "called", "source"),
    "did_not_work": ("source",),
    "contributors": ("interest", "answers", "wrote"),
}
_LIST_CALLED = {"places": "places", "policy_area": "policy areas", "target_group": "groups"}
# How many names that are in no list are told one by one.
_STRANGE = 10
ENDED = ("ended", "stopped_early")
_CALLED = {
    "title": "its title",
    "publisher": "who published it",
    "published": "when it came out",
    "url": "its address",
    "read": "how much of it was read",
    "kind": "what kind it is",
}


@dataclass(frozen=True)
class Left:
    """What an answer leaves open: which question it is of, what is open, and how to mend it.

    is_fault: the record cannot stand without it; else it stands, and says that this was not told.
    """

    question: str
    what: str
    mend: str
    is_fault: bool = False

    def __str__(self) -> str:
        """Give the two lines that a person reads."""
        return f"{BY_NAME[self.question].asks} {self.what}\n    {self.mend}"


@dataclass(frozen=True)
class Made:
    """A record as plain data, and what the answers leave open."""

    data: dict[str, Any]
    left: tuple[Left, ...]

    @property
    def faults(self) -> tuple[Left, ...]:
        """Give what the record cannot stand without."""
        return tuple(each for each in self.left if each.is_fault)


def record_of(answers: Mapping[str, str], vocabulary: Vocabulary, record_id: str, day: datetime.date) -> Made:
    """Make a case of answers, by the names of the questions. Fields that cannot be filled are left out, and told."""
    making = _Making(answers, vocabulary, day)
    order = {question.name: number for number, question in enumerate(QUESTIONS)}
    data = making.data(record_id)
    return Made(data, tuple(sorted(making.left, key=lambda each: order[each.question])))


class _Making:
    """One record on its way: its sources first, as all else names them."""

    def __init__(self, answers: Mapping[str, str], vocabulary: Vocabulary, day: datetime.date) -> None:
        self.vocabulary, self.day = vocabulary, day
        self.left: list[Left] = []
        self.texts = {question.name: _tidy(answers.get(question.name, "")) for question in QUESTIONS}
        for name, text in self.texts.items():
            if not text:
                self._leave(name, "This is not answered.", "Answer it; half a sentence is enough.", is_fault=True)
        self.sources = self._sources()
        self.used: set[str] = set()
        self.is_searched = False

    def data(self, record_id: str) -> dict[str, Any]:
        """Give the whole record."""
        line = {name: " ".join(text.split()) for name, text in self.texts.items()}
        stage = next((code for code, label in STAGES.items() if folded(line["stage"]) in (label, code)), "")
        if line["stage"] and not stage:
            what = f"{shown(line['stage'])} is none of its choices."
            self._leave("stage", what, choose(line["stage"], STAGES.values()), is_fault=True)
        parts = {name: taken_apart(self.texts[name], names) for name, names in LINES.items()}
        problem = self._statement("problem", parts["problem"])
        intervention = self._intervention(line["title"], parts["intervention"])
        did_not_work = self._did_not_work(stage, parts["did_not_work"])
        outcomes = self._outcomes(stage, parts["problem"])
        sources = self._used_sources()
        year = self.day.replace(year=self.day.year + 1, day=1).isoformat()
        found = {
            "id": record_id,
            "schema_version": VERSION,
            "title": line["title"],
            "summary": flowing(self.texts["summary"]),
            "stage": stage,
            "places": self._places(),
            "policy_area": self._codes("policy_area"),
            "target_group": self._codes("target_group"),
            "problem": {"statement": problem} if problem else None,
            "intervention": intervention,
            "outcomes": outcomes,
            "did_not_work": did_not_work,
            "sources": sources,
            "searches": self._searches(),
            **self._people(parts["contributors"]),
            "reviewed_on": self.day.isoformat(),
            "review_by": year,
        }
        return {name: value for name, value in found.items() if value}

    def _leave(self, question: str, what: str, mend: str, *, is_fault: bool = False) -> None:
        self.left.append(Left(question, what, mend, is_fault))

    def _sources(self) -> dict[str, dict[str, Any]]:
        """Give the sources by their labels, in the order in which they were told."""
        sources: dict[str, dict[str, Any]] = {}
        lines = lines_of(self.texts["sources"])
        if len(lines) > MOST:
            what = f"It names {len(lines)} sources, and a record has room for {MOST}."
            self._leave("sources", what, "Keep those that a fact rests on; the others were left out.")
        for line in lines[:MOST]:
            told = told_in(line)
            free = next(label for number in range(1, MOST + 1) if (label := f"S{number}") not in sources)
            label = told.label if told.label and told.label not in sources else free
            sources[label] = entry(told, label, self.day.isoformat())
            if lacking := lacks(told):
                what = f"Of {label} is not told: {', '.join(_CALLED[part] for part in lacking)}."
                self._leave("sources", what, f"Open {label} and fill it in.")
            for rest in told.rest:
                what = f"{shown(rest)} of {label} was not understood."
                self._leave("sources", what, "Put it where it belongs, or leave it out.")
        return sources

    def _codes(self, name: str) -> list[str]:
        """Give the codes of a list that an answer names; what is in no list is told, and kept as a word like a code."""
        terms = self.vocabulary.lists[BY_NAME[name].lists]
        labels = {code: term.label for code, term in terms.items()}
        codes, strange = codes_in(self.texts[name], labels)
        # A place is never left out; of subjects one is enough, and another that is in no list is told.
        is_fault = name == "places" or not codes
        if len(strange) > _STRANGE:
            what = f"{len(strange) - _STRANGE} more names in it are in no list."
            self._leave(name, what, "Write names alone, with commas between them.", is_fault=True)
        for each in strange[:_STRANGE]:
            what = (
                f"{shown(each)} is not in the list of {_LIST_CALLED[name]}{'' if is_fault else ', and was left out'}."
            )
            self._leave(name, what, mend_name(BY_NAME[name].lists, each, terms), is_fault=is_fault)
        return list(dict.fromkeys([*codes, *(filter(None, map(slugged, strange[:_STRANGE])) if is_fault else [])]))

    def _places(self) -> list[dict[str, str]]:
        """Give the places; of several nobody was asked which one led."""
        codes = self._codes("places")
        return [{"place": code, **({"role": "site"} if len(codes) > 1 else {})} for code in codes]

    def _statement(self, name: str, answer: Answer, text: str = "") -> dict[str, Any] | None:
        """Give words with the sources that are said to hold them; where none is said, any of them may."""
        words = flowing(text or answer.words)
        if not words:
            if self.texts[name]:
                what = "It has a line on its source, and no words."
                self._leave(name, what, "Write the answer itself too.", is_fault=True)
            return None
        labels, place = labels_and_place(answer.lines.get("source", ""))
        known = [label for label in labels if label in self.sources]
        for label in labels:
            if label not in self.sources:
                what = f"It names {label}, and there is no such source."
                self._leave(name, what, f"Name one of: {', '.join(self.sources) or 'none yet'}.")
        if not known and len(self.sources) > 1:
            self._leave(name, "No source is named.", "Write 'source: [S1]' with the one that says so.")
        if not place:
            self._leave(name, "The place in the source is not told.", "Write the page, table or paragraph.")
        self.used.update(known or self.sources)
        return {"text": words, "source": known or list(self.sources), "locator": place or NOT_TOLD}

    def _gap(self, said: str = "") -> dict[str, Any]:
        """Give the reason for what no answer tells. It is the book's: nobody said that the pilot has not published it.

        said: what was answered instead. Only who speaks of sources has looked there; else nobody has yet.
        """
        if not speaks_of_sources(said):
            self.used.update(self.sources)
            return {"missing": "not_filled", "source": list(self.sources)}
        part = [label for label, source in self.sources.items() if source["seen"] != "full"]
        if part or not self.sources:
            self.used.update(part)
            return {"missing": "not_read", **({"source": part} if part else {})}
        self.is_searched = True
        self.used.update(self.sources)
        return {"missing": "not_found", "search": "Q1", "source": list(self.sources)}

    def _intervention(self, title: str, answer: Answer) -> dict[str, Any]:
        why = answer.lines.get("why", "")
        is_told = bool(answer.words) and not is_gap(answer.words)
        if answer.words and (not why or is_gap(why)):
            self._leave("intervention", "Why it should have worked is not told.", "If a source says, write it in.")
        return {
            "name": answer.lines.get("called", title)[:200] or NOT_TOLD,
            "why": self._statement("intervention", *_with_bracket(answer, why))
            if why and not is_gap(why)
            else self._gap(why),
            "what": self._statement("intervention", answer) if is_told else self._gap(answer.words),
        }

    def _did_not_work(self, stage: str, answer: Answer) -> Any:
        text = answer.words
        has_begun = stage not in ("announced", "planned")
        if is_not_yet(text) or (is_gap(text) and not has_begun):
            return {"missing": "not_yet_due"}
        if not text or is_gap(text):
            return self._gap(text) if text else None
        said = self._statement("did_not_work", answer)
        return [{"what": said["text"], "source": said["source"], "locator": said["locator"]}] if said else None

    def _outcomes(self, stage: str, answer: Answer) -> list[dict[str, Any]]:
        """Give what a pilot was meant to change, where it was told; a pilot that ended must tell it."""
        said = answer.lines.get("meant to change", "")
        parts = [part.strip(" .") for part in said.split(";")]
        if not said:
            if stage in ENDED:
                what = f"It is {STAGES[stage]}, and what it was meant to change is not told."
                mend = "Add a line such as 'Meant to change: families at sessions; reach; more'."
                self._leave("problem", what, mend, is_fault=True)
            return []
        domains = {code: term.label for code, term in self.vocabulary.lists["outcome_domains"].items()}
        ways = [DIRECTIONS[way] for part in parts for way in (folded(part),) if way in DIRECTIONS]
        fields = [code for part in parts[1:] for code in codes_in(part, domains)[0]]
        if not parts[0] or not fields or not ways:
            lacking = "what" if not parts[0] else "in which field" if not fields else "whether more or less is wanted"
            mend = f"Write it with two semicolons, and one of these fields: {', '.join(domains)}."
            self._leave("problem", f"'Meant to change' does not tell {lacking}.", mend, is_fault=True)
            return []
        self._leave("problem", "Figures for what it was meant to change are not told.", "Write in what a source gives.")
        return [
            {
                "id": "O1",
                "label": parts[0],
                "domain": fields[0],
                "kind": "outcome",
                "primary": "yes",
                "direction_wanted": ways[-1],
                "baseline": self._gap(),
                "result": self._gap(),
                "comparison": {"design": UNREAD_DESIGN},
                "n": self._gap(),
                "effect": self._gap(),
                "finding": "not_known",
            }
        ]

    def _used_sources(self) -> list[dict[str, Any]]:
        for label, source in self.sources.items():
            if label not in self.used:
                what = f"No answer names {label} ({shown(source['title'])}), so it was left out."
                self._leave("sources", what, f"Name it in the answer that rests on it: 'Source: {label}, page 4'.")
        return [source for label, source in self.sources.items() if label in self.used]

    def _searches(self) -> list[dict[str, Any]]:
        """Tell the one search that can be told: all sources were read through, and no answer came of it."""
        if not self.is_searched:
            return []
        where = "the sources below, read in full for this record"
        words = "read through for what the form asks"
        return [{"id": "Q1", "searched_on": self.day.isoformat(), "where": where, "words": words}]

    def _people(self, answer: Answer) -> dict[str, Any]:
        lines = [" ".join(line.lstrip("-*+ ").split()) for line in answer.words.split("\n") if line.strip()]
        said = dict(answer.lines)
        # "We ran …" or "None" tells of a part in the pilot, and not who somebody is.
        told = [without_part(line) for line in lines]
        names, part = ([each for each in parts if each] for parts in zip(*told, strict=True)) if told else ([], [])
        name = said.get("wrote") or (names[0] if names else "")
        owner = said.get("answers") or (names[1] if len(names) > 1 else name)
        interest = said.get("interest") or " ".join(part)
        if self.texts["contributors"] and not name:
            self._leave("contributors", "It names no team.", "Write a team or a shared mailbox.", is_fault=True)
        if name and not interest:
            what, mend = "Whether they had a part in the pilot is not told.", "Ask them; write it, or 'none'."
            self._leave("contributors", what, mend)
        if not name:
            return {}
        person = {"name": name, "role": "author", "interest": interest or NOT_TOLD}
        return {"record_owner": owner, "contributors": [person]}


def _with_bracket(answer: Answer, why: str) -> tuple[Answer, str]:
    """Give an answer whose source is that of its 'Why', where one stands in brackets at the end of it."""
    own = taken_apart(why, ("source",))
    return (own if own.lines else answer), own.words


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))
