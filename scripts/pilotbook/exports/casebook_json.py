"""Every record with its rating as JSON, as the files have it; keys sorted so that equal books are equal bytes."""

import io
import json
from collections.abc import Iterable, Iterator
from typing import IO

from pilotbook.exports.dataset import LICENCE, TITLE, citation
from pilotbook.exports.download import Download, Head, Part
from pilotbook.exports.record_json import case_told, lesson_told, written
from pilotbook.judgement.view import CaseView
from pilotbook.record import Lesson


def _case(view: CaseView) -> Part:
    return Part(f"  {written(case_told(view), '  ')}")


def _lesson(slug: str, lesson: Lesson) -> Part:
    return Part(f"  {written(lesson_told(slug, lesson), '  ')}")


def _whole(head: Head, cases: Iterable[str], lessons: Iterable[str]) -> Iterator[str]:
    vocabulary = written(head.vocabulary.model_dump(mode="json", exclude_none=True), " ")
    cited = citation(head.version, head.base)
    about = {"title": TITLE, "version": head.version, "date": head.version}
    about |= {"how_to_cite": cited.harvard, "licence": LICENCE}
    about |= {"source": cited.address} if head.base else {}
    yield "{\n"
    yield from (f' "{name}": {json.dumps(value, ensure_ascii=False)},\n' for name, value in about.items())
    yield from _list("cases", cases)
    yield from _list("lessons", lessons)
    yield f' "vocabulary": {vocabulary}\n}}\n'


def _list(name: str, entries: Iterable[str]) -> Iterator[str]:
    """Yield a field that holds a list, each of whose entries begins and ends on a line of its own."""
    is_first = True
    for entry in entries:
        yield f' "{name}": [\n' if is_first else ",\n"
        yield entry
        is_first = False
    yield f' "{name}": [],\n' if is_first else "\n ],\n"


def _records_in(file: IO[bytes]) -> int:
    """Count the records of an open file that was written above, and close it. Raises ValueError where one cannot be read.

    Each is read by itself, for those of a large book are too many at once.
    """
    count = 0
    record: list[str] = []
    with io.TextIOWrapper(file, "utf-8") as text:
        for line in text:
            # An entry stands two blanks in; what it holds, and what stands before and behind the lists, elsewhere.
            if record or line == "  {\n":
                record.append(line)
            if record and line.rstrip("\n") in ("  }", "  },"):
                json.loads("".join(record).rstrip().removesuffix(","))
                count, record = count + 1, []
    return count


DOWNLOADS = (Download("casebook.json", "every record with its rating", _whole, _case, _lesson, _records_in),)
