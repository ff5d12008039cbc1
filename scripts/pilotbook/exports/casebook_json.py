"""Every record with its rating as JSON, as the files have it; keys sorted so that equal books are equal bytes."""

import json
from collections.abc import Iterable

from pilotbook.exports.dataset import LICENCE, TITLE, citation
from pilotbook.exports.download import Download, Head, Part
from pilotbook.exports.record_json import case_told, lesson_told, written
from pilotbook.judgement.view import CaseView
from pilotbook.record import Lesson


def _case(view: CaseView) -> Part:
    return Part(f"  {written(case_told(view), '  ')}")


def _lesson(slug: str, lesson: Lesson) -> Part:
    return Part(f"  {written(lesson_told(slug, lesson), '  ')}")


def _whole(head: Head, cases: Iterable[str], lessons: Iterable[str]) -> str:
    vocabulary = written(head.vocabulary.model_dump(mode="json", exclude_none=True), " ")
    cited = citation(head.version, head.base)
    about = {"title": TITLE, "version": head.version, "date": head.version}
    about |= {"how_to_cite": cited.harvard, "licence": LICENCE}
    about |= {"source": cited.address} if head.base else {}
    parts = [
        *(f'"{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in about.items()),
        f'"cases": {_list(cases)}',
        f'"lessons": {_list(lessons)}',
        f'"vocabulary": {vocabulary}',
    ]
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def _list(entries: Iterable[str]) -> str:
    whole = ",\n".join(entries)
    return f"[\n{whole}\n ]" if whole else "[]"


def _records_in(data: bytes) -> int:
    whole = json.loads(data)
    return len(whole["cases"]) + len(whole["lessons"])


DOWNLOADS = (Download("casebook.json", "every record with its rating", _whole, _case, _lesson, _records_in),)
