"""Turn an issue that the form 'Send a case' made into a record, and into a branch with it for a person to go on with."""

import datetime
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from pilotbook.doors.beginning import PRIVATE, CannotBegin, Desk
from pilotbook.doors.checking import ENVIRONMENT, REFUSED, USAGE
from pilotbook.doors.new_record import BadDraft, place
from pilotbook.publish import disk
from pilotbook.publish.branch import NoBranch, commit_on_branch
from pilotbook.publish.git import Repository
from pilotbook.record import formatting
from pilotbook.record.answers import Made
from pilotbook.record.questions import AGREED, AGREED_UNDER, QUESTIONS
from pilotbook.record.text import is_slug
from pilotbook.record.writing import written
from pilotbook.text import issue_form
from pilotbook.text.answered import slugged
from pilotbook.text.issue_form import Filled, NotAForm
from pilotbook.text.plaintext import MAX_BYTES
from pilotbook.text.private import KINDS, private_in
from pilotbook.text.problems import Problem, shown

_NAME = "A name for its page is made of the title; choose one yourself with --slug, such as --slug leeds-hub-messages."


@dataclass(frozen=True)
class Proposal:
    """A record that an issue became: its path and text, what is to be looked at, and what `check` refuses."""

    path: str
    text: str
    to_do: tuple[str, ...]
    problems: tuple[Problem, ...]


class Private(Exception):
    """Something in the issue must not be public. The message says of what kind and on which line, and not what it is."""


def from_issue(source: str, number: int | None, slug: str, *, on_branch: bool) -> None:
    """Make a record of the body of an issue: of a file, or of standard input where `source` is '-'."""
    if on_branch and number is None:
        raise click.UsageError("--branch names the issue in its commit, so give its number too: --number 12.")
    try:
        root = disk.find_root()
        desk = Desk(disk.read_records(root)[0], datetime.date.today())
        proposal = proposed(_raw(source), desk, number, slug)
        _carry_out(root, proposal, number, on_branch=on_branch)
    except (Private, NotAForm, CannotBegin) as error:
        click.echo(f"{error}\n\nNothing was written.", err=True)
        sys.exit(REFUSED)
    except (disk.NotAProject, BadDraft) as error:
        click.echo(str(error), err=True)
        sys.exit(USAGE)
    except (OSError, NoBranch) as error:
        click.echo(f"{error}\n\nNothing was written.", err=True)
        sys.exit(ENVIRONMENT)


def _raw(source: str) -> bytes:
    # One byte more than may be tells that there is too much, without reading all of it.
    if source == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with open(source, "rb") as file:
        return file.read(MAX_BYTES + 1)


def proposed(raw: bytes, desk: Desk, number: int | None = None, slug: str = "") -> Proposal:
    """Make a record of the body of an issue. Raises Private, NotAForm, BadDraft and CannotBegin; nothing is written here."""
    text = issue_form.text_of(raw)
    _refuse_private(text)
    # What nobody sees may stand in the midst of an address, and come out of it whole.
    _refuse_private(issue_form.cleaned(text)[0])
    form = issue_form.filled(text, [question.asks for question in QUESTIONS], AGREED_UNDER, AGREED)
    answers = {question.name: form.answers.get(question.asks, "") for question in QUESTIONS}
    made = desk.made(answers)
    path = place("case", slug or _slug(made), desk.files, desk.former)
    open_ones = [" ".join(str(each).split()) for each in made.left]
    hidden = _hidden(desk, made, answers) if made.faults else []
    to_do = (*form.taken_out, *_unagreed(form), *desk.named(path, written(made.data)), *open_ones, *hidden)
    whence = f"Made from issue {number}." if number else "Made from an issue."
    comments = (whence, "To look at before it is published; then delete these lines:", *(f"- {each}" for each in to_do))
    file = written(made.data, comments if to_do else comments[:1])
    problems = tuple(desk.problems(path, file))
    if any(problem.rule in PRIVATE for problem in problems):
        raise Private("\n".join(str(problem) for problem in problems if problem.rule in PRIVATE))
    return Proposal(path, file, to_do, problems)


def _hidden(desk: Desk, made: Made, answers: Mapping[str, str]) -> list[str]:
    """Give what is wrong with answers that the checker does not come to while another is no answer at all."""
    told = {fault.question for fault in made.faults}
    judged = [each for each in QUESTIONS if answers[each.name] and each.name not in told]
    faults = [(each.asks, fault) for each in judged for fault in desk.faults(each.name, answers[each.name], answers)]
    parts = [(asks, *fault.split("\n", 1)) for asks, fault in faults]
    return [f"{asks} {formatting.capital(what.rstrip('.'))}. {mend.strip()}" for asks, what, mend in parts]


def _refuse_private(text: str) -> None:
    if found := private_in(text):
        lines = sorted({(text.count("\n", 0, each.start) + 1, KINDS[each.kind]) for each in found})
        told = "\n".join(
            f"Line {line} of the issue: this looks like {kind}, which must not be public." for line, kind in lines
        )
        mend = (
            "    Take it out of the issue, and delete that version from its history: 'Take out what must not be public' in the "
            "runbook says how."
        )
        raise Private(f"{told}\n{mend}")


def _slug(made: Made) -> str:
    """Give a name for the page, of the words of its title. Raises BadDraft where none can be made."""
    slug = slugged(made.data.get("title", ""))
    if not is_slug(slug):
        raise BadDraft(f"No name can be made of the title {shown(made.data.get('title', ''))}.\n    {_NAME}")
    return slug


def _unagreed(form: Filled) -> list[str]:
    return [
        f"The box {shown(box, 100)} is not ticked. Ask the sender, and publish nothing before."
        for box in AGREED
        if box not in form.ticked
    ]


def _carry_out(root: Path, proposal: Proposal, number: int | None, *, on_branch: bool) -> None:
    slug = Path(proposal.path).stem
    is_committed = on_branch and not proposal.problems
    if is_committed:
        message = f"case: add {slug}\n\nFrom issue #{number}, by 'pilotbook from-issue'.\n"
        commit_on_branch(Repository(root), f"case/{slug}", proposal.path, proposal.text, message)
        click.echo(f"{proposal.path} is on the branch case/{slug}, in one commit. Your own files are as they were.")
    else:
        disk.create(root / proposal.path, proposal.text)
        click.echo(f"{proposal.path} is written.")
    if proposal.to_do:
        click.echo("\nTo look at; the same list stands at the head of the file:")
    for each in proposal.to_do:
        click.echo(f"  - {each}")
    if proposal.problems:
        click.echo("\n" + "\n".join(map(str, proposal.problems)))
        branch = f" Then commit it on a branch: git switch -c case/{slug}" if on_branch else ""
        click.echo(f"\nMend these in the file, and run 'pilotbook check {proposal.path}'.{branch}", err=True)
        sys.exit(REFUSED)
    then = f"git switch case/{slug}" if is_committed else f"pilotbook check {proposal.path}"
    click.echo(f"\nThe record is sound. Go on with: {then}")
