"""Rules on plain words. What they find is advice to the author; it refuses nothing."""

from collections.abc import Callable, Iterator

from pilotbook.record.case import Case
from pilotbook.record.lesson import Lesson
from pilotbook.text.problems import Problem, shown
from pilotbook.text.readability import hardest_sentence, reading_age
from pilotbook.text.yamlfile import Document

OLDEST = 14
_READ_FIRST = {Case: ("summary",), Lesson: ("statement", "advice", "limits", "detail")}


def easy_to_read(record: Case | Lesson, document: Document) -> Iterator[Problem]:
    """A case's summary, and a lesson's statement, advice, limits and detail, can be read at the age of 14.

    Officials read in a hurry, and the public reads too. The age is the grade of Flesch and Kincaid plus five: it grows
    with words in a sentence and with syllables in a word. A whole field is measured, as the formula is rough for one
    sentence; the message points at the sentence that is hardest. This is advice and stops nothing: a name may need to be
    long, and a fact is never dropped to make a text easy.

    Good: `More families came after the visits. No group was set beside them, so we cannot say why.`
    """
    # The formula counts English syllables.
    for name in _READ_FIRST[type(record)] if record.lang.startswith("en") else ():
        text = getattr(record, name)
        age = round(reading_age(text), 1)
        if age > OLDEST:
            sentence = hardest_sentence(text)
            what = f"'{name}' reads at age {age}, above {OLDEST}; hardest is {shown(sentence, 100)}"
            mend = "Make two sentences of it, or use shorter words; keep every fact."
            yield document.problem_in((name,), sentence, what, mend, "reading-age")


RULES: dict[str, Callable[[Case | Lesson, Document], Iterator[Problem]]] = {"reading-age": easy_to_read}
