"""Ask the eleven questions of a new case, in a terminal or of whoever pipes the answers in, and write its file at the end.

Nothing is written before all is answered, so Ctrl-C leaves nothing behind.
"""

import datetime
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from pilotbook.doors.beginning import PRIVATE, CannotBegin, Desk
from pilotbook.doors.checking import ENVIRONMENT, REFUSED, USAGE
from pilotbook.doors.new_record import BadDraft, place
from pilotbook.publish import disk
from pilotbook.record import Vocabulary, formatting
from pilotbook.record.answers import ENDED, LINES
from pilotbook.record.case import STAGES
from pilotbook.record.phrases import is_gap
from pilotbook.record.questions import BY_NAME, QUESTIONS, Question
from pilotbook.record.told_sources import WANTED, as_line, lacks, lines_of, told_in
from pilotbook.record.writing import written
from pilotbook.text.answered import labels_and_place, taken_apart
from pilotbook.text.folding import folded
from pilotbook.text.plaintext import MAX_BYTES

STOPPED = 130
Answers = Mapping[str, str]
# Gives the next line that was typed; raises EOFError where there is none.
Read = Callable[[], str]
Say = Callable[[str], None]
_STAGES = {label: code for code, label in STAGES.items()}


def new_case(slug: str, given: Answers) -> None:
    """Make a case from its eleven answers: those of `given`, and the others as they are typed or piped in."""
    try:
        root = disk.find_root()
        files, _ = disk.read_records(root)
        path = place("case", slug, files)
        desk = Desk(files, datetime.date.today())
        place("case", slug, files, desk.former)
        answers = _answers(desk, given, lambda: _afresh(root, desk))
        # What was asked for may have been added to the lists meanwhile.
        _write(root, path, _afresh(root, desk), answers)
    except (disk.NotAProject, BadDraft) as error:
        click.echo(str(error), err=True)
        sys.exit(USAGE)
    except CannotBegin as error:
        click.echo(f"{error}\n\nThe lists of words cannot be read. Nothing was written.", err=True)
        sys.exit(REFUSED)
    except (KeyboardInterrupt, EOFError):
        click.echo("\nStopped. Nothing was written.", err=True)
        sys.exit(STOPPED)
    except OSError as error:
        click.echo(f"{error}\n\nNothing was written.", err=True)
        sys.exit(ENVIRONMENT)


def _afresh(root: Path, desk: Desk) -> Desk:
    """Give the book as it is now; the same one, with all that is known of it, where no file has changed."""
    files, _ = disk.read_records(root)
    return desk if files == desk.files else Desk(files, desk.day)


def _answers(desk: Desk, given: Answers, reopen: Callable[[], Desk]) -> Answers:
    _refuse([(BY_NAME[name], fault) for name, text in given.items() for fault in desk.faults(name, text, given)])
    if sys.stdin.isatty():
        return Session(desk, _typed, click.echo, reopen).answers(given)
    return _piped(desk, given)


def _typed(prompt: str) -> str:
    """Give the line that is typed; one in letters of another encoding is given as a sign that no answer may hold."""
    try:
        return input(prompt)
    except UnicodeDecodeError:
        return "\udcff"


def _refuse(faults: list[tuple[Question, str]]) -> None:
    """Tell every fault with its question, and end; nothing happens where there is none."""
    if not faults:
        return
    for question, fault in faults:
        click.echo(f"{question.asks}\n  {fault}", err=True)
    click.echo("\nNothing was written.", err=True)
    sys.exit(REFUSED)


def _piped(desk: Desk, given: Answers) -> Answers:
    """Give the answers that stand on standard input, an empty line between them, in the order of their questions."""
    asked = [question for question in QUESTIONS if question.name not in given]
    if not asked:
        return given
    raw = sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").strip()
    except UnicodeDecodeError:
        text = ""
    parts = re.split(r"\n(?:[ \t]*\n)+", text) if text else []
    if len(parts) != len(asked) or len(raw) > MAX_BYTES:
        missing = "".join(f"\n  {number}. {question.asks}" for number, question in enumerate(asked, 1))
        click.echo(
            f"On standard input there is {formatting.count(len(parts), 'answer')}, and {len(asked)} are asked for:{missing}\n"
            "Write them in this order with an empty line between two; give them by options such as --title; or run the "
            "command in a terminal, which asks one after another. With --blank it writes a file to fill in.",
            err=True,
        )
        sys.exit(USAGE)
    answers = {**given, **{question.name: part for question, part in zip(asked, parts, strict=True)}}
    _refuse([(each, fault) for each in asked for fault in desk.faults(each.name, answers[each.name], answers)])
    return answers


def _write(root: Path, path: str, desk: Desk, answers: Answers) -> None:
    made = desk.made(answers)
    text = written(made.data)
    problems = [*made.faults, *desk.problems(path, text)]
    if any(getattr(problem, "rule", "") in PRIVATE for problem in problems):
        click.echo("\n".join(map(str, problems)) + "\n\nNothing was written.", err=True)
        sys.exit(REFUSED)
    disk.create(root / path, text)
    click.echo(f"{path} is written.")
    for left in made.left:
        if not left.is_fault:
            click.echo(f"Still open: {left}")
    for named in desk.named(path, text):
        click.echo(f"Look again: {named}")
    if problems:
        click.echo("\n".join(map(str, problems)))
        click.echo(f"\nMend it in the file. Then run 'pilotbook check {path}'.", err=True)
        sys.exit(REFUSED)
    click.echo(f"It is sound. Look at it with 'pilotbook serve'; later run 'pilotbook check {path}'.")


class Session:
    """Asks in a terminal until each answer will do."""

    def __init__(
        self, desk: Desk, read: Callable[[str], str], say: Say, reopen: Callable[[], Desk] | None = None
    ) -> None:
        self._desk, self._read, self._say = desk, read, say
        # A new place may be added to the list while this waits for another answer.
        self._reopen = reopen or (lambda: desk)

    def answers(self, given: Answers) -> Answers:
        """Ask what is not given, in order, and give all answers."""
        answers = dict(given)
        self._say(
            "Eleven questions. Half an answer is welcome. A text may have more lines: an empty one ends it.\n"
            "Ctrl-C stops, and leaves nothing behind; what you answered is mended in the file afterwards."
        )
        for number, question in enumerate(QUESTIONS, 1):
            if question.name not in given:
                self._say(f"\n{number} of {len(QUESTIONS)}. {question.asks}")
                if question.help:
                    self._say(textwrap.fill(question.help, 100, initial_indent="   ", subsequent_indent="   "))
                for line in _choices(question, self._desk.vocabulary):
                    self._say(f"   {line}")
                if question.example:
                    self._say(f"   Such as: {question.example}")
                answers[question.name] = self._answer(question, answers)
        return answers

    def _answer(self, question: Question, answers: Answers) -> str:
        while True:
            text = self._chosen(question, self._typed(question))
            self._desk = self._reopen() if question.lists else self._desk
            if self._is_sound(question, text, answers):
                return self._completed(question, text, answers)

    def _typed(self, question: Question) -> str:
        if question.form != "text":
            return self._read("> ").strip()
        lines = [self._read("> ")]
        # Lines that were pasted come one after another too.
        while lines[-1].strip():
            lines.append(self._read("  "))
        return "\n".join(lines).strip()

    def _chosen(self, question: Question, text: str) -> str:
        """Put words in the place of the numbers that were chosen from a list."""
        labels = list(_labels(question, self._desk.vocabulary))
        numbers = re.split(r"[\s,;]+", text.strip(" ,;."))
        if labels and all(re.fullmatch(r"[0-9]{1,3}", each) and 1 <= int(each) <= len(labels) for each in numbers):
            return "; ".join(labels[int(each) - 1] for each in numbers)
        return text

    def _is_sound(self, question: Question, text: str, answers: Answers) -> bool:
        # What a pilot was meant to change is asked for next, where it was not told.
        wanted = {
            line for line, _, is_needed in _wanting(question.name, text, answers, self._desk.vocabulary) if is_needed
        }
        return not self._shown(question, f"{text}\n{self._desk.meant}" if wanted and text else text, answers)

    def _completed(self, question: Question, text: str, answers: Answers) -> str:
        """Ask for what an answer lacks, a line each; an empty one leaves it open."""
        if question.name == "sources":
            return self._sources(text, answers)
        for line, asks, is_needed in _wanting(question.name, text, answers, self._desk.vocabulary):
            while True:
                self._say(textwrap.fill(asks, 100, initial_indent="   ", subsequent_indent="   "))
                said = self._placed(line, self._read("   > ").strip())
                longer = f"{text}\n{line}: {said}"
                if not said and not is_needed:
                    break
                if said and not self._shown(question, longer, answers):
                    text = longer
                    break
        return text

    def _placed(self, line: str, said: str) -> str:
        """Ask for the place in a source that was named without one."""
        labels, place = labels_and_place(said)
        if line != "Source" or not labels or place:
            return said
        self._say("   Where in it? A page, table or paragraph. Leave it empty if you do not know.")
        where = self._read("   > ").strip()
        return f"{said}, {where}" if where else said

    def _shown(self, question: Question, text: str, answers: Answers) -> list[str]:
        faults = self._desk.faults(question.name, text, answers)
        for fault in faults:
            self._say(f"   {fault}")
        return faults

    def _sources(self, text: str, answers: Answers) -> str:
        lines: list[str] = []
        for number, line in enumerate(lines_of(text), 1):
            told = told_in(line)
            for part in lacks(told):
                self._say(f"   S{number}, {told.parts.get('title', 'without a title')}. {WANTED[part]}")
                said = self._read("   > ").strip()
                fuller = told_in(f"{as_line(told)}; {part}: {said}")
                while said and (part in lacks(fuller) or self._shown(BY_NAME["sources"], as_line(fuller), answers)):
                    self._say("   That was not understood; an empty line leaves it open.")
                    said = self._read("   > ").strip()
                    fuller = told_in(f"{as_line(told)}; {part}: {said}")
                told = fuller if said else told
            lines.append(as_line(told))
        return "\n".join(lines)


def _labels(question: Question, vocabulary: Vocabulary) -> Iterator[str]:
    # There are too many places to list.
    if question.lists and question.lists != "places":
        yield from (term.label for term in vocabulary.lists[question.lists].values())
    yield from question.options


def _choices(question: Question, vocabulary: Vocabulary) -> Iterator[str]:
    labels = list(_labels(question, vocabulary))
    if labels:
        yield "Choose by number or by name:"
    yield from (f"{number:3} {label}" for number, label in enumerate(labels, 1))


def _wanting(name: str, text: str, answers: Answers, vocabulary: Vocabulary) -> Iterator[tuple[str, str, bool]]:
    """Yield what an answer lacks: the name of its line, how it is asked, and whether the record cannot do without."""
    answer = taken_apart(text, LINES.get(name, ()))
    if name == "problem" and _has_ended(answers) and "meant to change" not in answer.lines:
        fields = ", ".join(vocabulary.lists["outcome_domains"])
        asks = (
            f"It has ended. What was it meant to change? Such as: families at sessions; reach; more. Fields: {fields}."
        )
        yield "Meant to change", asks, True
    if name == "intervention" and "why" not in answer.lines and not is_gap(answer.words):
        yield "Why", "Why should it have worked, as a source tells it? Leave it empty if no source says.", False
    if "source" in LINES.get(name, ()) and "source" not in answer.lines and not is_gap(answer.words):
        asks = "Which source says so, and where in it? Such as: S1, page 4. S1 is the first that you name below."
        yield "Source", f"{asks} Leave it empty if you do not know.", False
    if name == "contributors" and "interest" not in answer.lines:
        asks = "Did you run the pilot, pay for it or take part? Say so, or write none. It does not count against you."
        yield "Interest", asks, False


def _has_ended(answers: Answers) -> bool:
    stage = folded(answers.get("stage", ""))
    return _STAGES.get(stage, stage) in ENDED
