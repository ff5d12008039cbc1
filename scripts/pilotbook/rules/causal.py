"""The rule on causal wording: a text says that the pilot caused something only where its design can show it."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook, lesson_path
from pilotbook.causal.guard import causal_words
from pilotbook.judgement.lesson_strength import sms_behind
from pilotbook.judgement.rating import is_main, rate
from pilotbook.record.case import Case
from pilotbook.record.fact import Statement
from pilotbook.record.lesson import Lesson
from pilotbook.text.problems import Problem, shown
from pilotbook.text.yamlfile import Document, Path

Found = Iterator[Problem]
# Below this level of the Maryland scale, what came after the pilot may have come without it.
SHOWS_CAUSE = 3
_LESSON_TEXTS = ("title", "statement", "detail")
_SAYS_SO = "says that the pilot caused it, but"


def causes_shown(case: Case, document: Document) -> Found:
    """A text says that the pilot caused something only where an outcome behind it reaches a score of 3.

    'Led to', 'reduced', 'helped families to stay' say more than that one thing came after another, and only a fair
    comparison can show more. So such words are refused in a case's title and summary unless a primary outcome reaches
    level 3 of the Maryland scale (SMS), in an outcome's label, measure and explanation unless that outcome does, in a
    cycle's result and surprise unless an outcome that it measures does, in a ledger entry unless an outcome in its
    evidence does, and in a lesson's title, statement and detail unless some entry on the lesson rests on one.

    Always free: what was seen ('use rose', 'was followed by'), what was done ('funding was cut'), what was meant or
    asked ('meant to reduce', 'whether it works'), a denial ('had no effect'), words in quotation marks, and what
    somebody says, with the speaker named. What an evaluation 'found' or 'shows' is not a saying: the book vouches for it.

    Good: `More families came after the visits.` Good: `The council reports that the visits brought more families in.`
    """
    for path, text, strong, why in _texts(case):
        if not strong:
            yield from _refused(document, path, text, f"{_SAYS_SO} {why}")


def lesson_causes_shown(book: Casebook, some_unread: bool) -> Found:
    """A lesson's title, statement and detail speak of cause only where an entry on it rests on an outcome with a score of 3.

    Good: 'When families are visited, more of them tend to come.'
    """
    if some_unread:
        return
    for slug, lesson in book.lessons.items():
        is_shown = any((sms_behind(evidence) or 0) >= SHOWS_CAUSE for evidence in book.ledger[slug])
        if not is_shown and book.noted.get(slug, {}).get("speaks of cause", True) and speaks_of_cause(lesson):
            for name in _LESSON_TEXTS:
                what = f"{_SAYS_SO} no entry on this lesson rests on an outcome with a score of {SHOWS_CAUSE}"
                yield from _refused(book.documents[lesson_path(slug)], (name,), getattr(lesson, name), what)


def speaks_of_cause(lesson: Lesson) -> bool:
    """Say whether a lesson's words say that one thing brought about another; noted once, as reading them takes a while."""
    return any(next(iter(causal_words(getattr(lesson, name))), None) for name in _LESSON_TEXTS)


def _texts(case: Case) -> Iterator[tuple[Path, str, bool, str]]:
    """Yield every text to be read: its path, its words, whether it may speak of cause, and why not."""
    ratings = rate(case).outcomes
    shows = {label for label, rating in ratings.items() if (rating.sms or 0) >= SHOWS_CAUSE}
    chief = any(is_main(outcome) and outcome.id in shows for outcome in case.outcomes)
    for name in ("title", "summary"):
        yield (name,), getattr(case, name), chief, f"no primary outcome here reaches a score of {SHOWS_CAUSE}"
    for index, outcome in enumerate(case.outcomes):
        why = f"'{outcome.id}' does not reach a score of {SHOWS_CAUSE}"
        for path, text in _words(outcome, ("label", "measure", "explanation")):
            yield ("outcomes", index, *path), text, outcome.id in shows, why
    for index, cycle in enumerate(case.cycles):
        why = f"no outcome that '{cycle.id}' measures reaches a score of {SHOWS_CAUSE}"
        for path, text in _words(cycle, ("result", "surprise")):
            yield ("cycles", index, *path), text, not shows.isdisjoint(cycle.measures), why
    for index, entry in enumerate(case.lessons):
        why = f"no outcome in its evidence reaches a score of {SHOWS_CAUSE}"
        yield ("lessons", index, "because"), entry.because, not shows.isdisjoint(entry.evidence), why


def _words(holder: object, names: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    for name in names:
        value = getattr(holder, name)
        if isinstance(value, Statement):
            yield (name, "text"), value.text
        elif isinstance(value, str):
            yield (name,), value


def _refused(document: Document, path: Path, text: str, why: str) -> Found:
    for found in causal_words(text):
        mend = f"Write '{found.better}', or who says so, such as 'the council reports that …'."
        what = f"{shown(found.words)} {why}"
        yield document.problem_in(path, found.words, what, mend, "causal-wording", before=text[: found.start])
