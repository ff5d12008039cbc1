"""What a contributor writes, a reader can see: every field of the declaration stands on the page of its record."""

import itertools
import json
import os
import shutil
import subprocess
import sys
import types
import typing
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pilotbook
import pytest
from books import ROOT, book_of, tiny_book
from pilotbook.pages.kinds import all_pages
from pilotbook.record import Case, Figure, Lesson, Statement, formatting
from pilotbook.record import text as kinds
from pilotbook.record.designs import OneOf
from pilotbook.record.facts import facts
from pydantic import BaseModel, WithJsonSchema

# Kinds of field that hold a code: a reader is shown what it means, in words that stand elsewhere.
CODES = {
    "choice": "told by the label of the choice",
    "vocabulary": "told by the label of the term in the vocabulary",
    "id": "names the entry for links; the entry is called by its words",
    "yes or no": "told in words",
    "language": "told to browsers as an attribute",
}
UNSEEN = {"case: costs.*.price_year": "where no sum is given, the year of its prices says nothing"}
# What must be so for the made-up record to be one.
FIXED: dict[str, Any] = {
    "case.id": "TLG-C-MAD9",
    "lesson.id": "TLG-L-MAD9",
    "lessons.*.lesson": "TLG-L-MAD9",
    "lessons.*.evidence": ["O1"],
    "lifecycle.state": "merged",
    "lifecycle.by": "TLG-C-MAD9",
    "rating.level": "3",
    "named_in_advance": "yes",
    "raters": ["One made-up rater", "Another made-up rater"],
}
IDS = {
    **{"CaseId": "TLG-C-MAD9", "LessonId": "TLG-L-MAD9", "RecordId": "TLG-C-MAD9", "Slug": "made-up-partner"},
    **{"OutcomeId": "O1", "CycleId": "CY1", "CostId": "C1", "FigureId": "F1", "SourceId": "S1", "SearchId": "Q1"},
}


class Maker:
    """Fills a declaration with values of which each is there once, and remembers which stands where."""

    def __init__(self, gap: bool) -> None:
        self.gap = gap
        self.count = itertools.count(1)
        self.marks: dict[str, tuple[str, ...]] = {}
        self.codes: dict[str, str] = {}

    def record(self, model: type[BaseModel], pattern: str = "") -> dict[str, Any]:
        made = {}
        for name, field in model.model_fields.items():
            place = f"{pattern}.{name}".lstrip(".")
            made[name] = self.value(field.annotation, list(field.metadata), place)
        return made

    def value(self, annotation: Any, marks: list[Any], place: str) -> Any:
        for end in (f"{place}", place.split(".")[-1]):
            if end in FIXED:
                return FIXED[end]
        annotation, marks = bare(annotation, marks)
        origin = typing.get_origin(annotation)
        if origin in (typing.Union, types.UnionType):
            return self.union(annotation, place)
        if origin is tuple:
            return self.several(typing.get_args(annotation)[0], place)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.record(annotation, place)
        if origin is typing.Literal:
            return self.code("choice", place, typing.get_args(annotation)[0])
        return self.single(annotation, marks, place)

    def union(self, annotation: Any, place: str) -> Any:
        members = [part for part in typing.get_args(annotation) if part is not type(None)]
        gaps = [part for part in members if is_gap(part)]
        others = [part for part in members if part not in gaps]
        return self.value((gaps if gaps and self.gap else others)[0], [], place)

    def several(self, entry: Any, place: str) -> Any:
        kind, marks = bare(entry, [])
        if {Figure, Statement} <= {bare(part, [])[0] for part in typing.get_args(kind)}:
            return [self.record(model, f"{place}.*") for model in (Figure, Statement)]
        if any(mark is kinds.SourceId.__metadata__[0] for mark in marks):
            return ["S1"]
        is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
        return [self.value(entry, [], f"{place}.*" if is_model else place)]

    def single(self, annotation: Any, marks: list[Any], place: str) -> Any:
        number = next(self.count)
        if table := next((mark.table for mark in marks if isinstance(mark, OneOf)), None):
            return self.code("choice", place, next(iter(table)))
        if annotation is bool:
            return self.code("yes or no", place, "yes")
        schema = next((mark.json_schema or {} for mark in marks if isinstance(mark, WithJsonSchema)), {})
        if name := schema.get("vocabulary"):
            return self.code("vocabulary", place, next(iter(tiny_book().vocabulary.lists[str(name)]), "made-up"))
        for name, label in IDS.items():
            if any(mark is getattr(kinds, name).__metadata__[0] for mark in marks):
                return self.code("id", place, label)
        if any(mark is kinds.Language.__metadata__[0] for mark in marks):  # type: ignore[attr-defined]
            return self.code("language", place, "cy")
        return self.marked(annotation, schema, place, number)

    def code(self, kind: str, place: str, value: str) -> str:
        """Give a code, and remember of which kind the field is: no mark can stand in it."""
        self.codes[place] = kind
        return value

    def marked(self, annotation: Any, schema: Any, place: str, number: int) -> str:
        """Give a value that nothing else has, and remember how it may stand on a page."""
        if annotation is int:
            value, told = str(1000 + number), formatting.number(1000 + number)
        elif annotation is not str:
            value = told = f"0.{number:04}1"
        elif schema.get("format") == "uri":
            value = told = f"https://example.org/mark{number}."
        elif schema.get("format") == "date":
            value = f"{1900 + number % 200}-0{1 + number // 200}-11"
            told = formatting.date(value)
        elif "[0-9]{4}" in str(schema.get("pattern", "")) and "TLG" not in str(schema.get("pattern")):
            value = f"{1900 + number % 200}-0{1 + number // 200}"
            told = formatting.date(value)
        else:
            value = told = f"mark{number}."
        self.marks[place] = (value, told)
        return value


def bare(annotation: Any, marks: list[Any]) -> tuple[Any, list[Any]]:
    """Look through Annotated, and through `… | None`."""
    while True:
        if typing.get_origin(annotation) is typing.Annotated:
            annotation, *more = typing.get_args(annotation)
            marks = [*marks, *more]
        elif typing.get_origin(annotation) in (typing.Union, types.UnionType):
            members = [part for part in typing.get_args(annotation) if part is not type(None)]
            if len(members) > 1:
                return annotation, marks
            annotation = members[0]
        else:
            return annotation, marks


def is_gap(part: Any) -> bool:
    kind, _ = bare(part, [])
    return isinstance(kind, type) and issubclass(kind, BaseModel) and "missing" in kind.model_fields


def made_up(*, gap: bool) -> Iterator[tuple[str, Maker, str]]:
    """Yield the page of a case and of a lesson in which every field is filled, with what was written where."""
    case_maker, lesson_maker = Maker(gap), Maker(gap)
    context = {"lists": None}
    case = Case.model_validate({**case_maker.record(Case), "id": FIXED["case.id"]}, context=context)
    lesson = Lesson.model_validate({**lesson_maker.record(Lesson), "id": FIXED["lesson.id"]}, context=context)
    made = {page.path: page for page in all_pages(book_of({"made-up": case}, {"made-up-lesson": lesson}))}
    yield "case", case_maker, unescape(str(made["/cases/made-up/"].body))
    yield "lesson", lesson_maker, unescape(str(made["/lessons/made-up-lesson/"].body))


@pytest.mark.parametrize("gap", [False, True], ids=["given", "missing"])
def test_every_field_stands_on_the_page_of_its_record(gap: bool) -> None:
    unseen = [
        f"{name}: {place}"
        for name, maker, page in made_up(gap=gap)
        for place, ways in maker.marks.items()
        if not any(way in page for way in ways)
    ]

    assert set(unseen) <= (set(UNSEEN) if gap else set())


def test_a_field_without_a_mark_holds_a_code_of_a_kind_that_says_why() -> None:
    made = [maker for gap in (False, True) for _, maker, _ in made_up(gap=gap)]

    assert {kind for maker in made for kind in maker.codes.values()} == set(CODES)
    assert len({place for maker in made for place in maker.marks}) > 160


def test_a_fact_is_called_by_what_it_belongs_to() -> None:
    found = {fact.path: fact.label for fact in facts(tiny_book().cases["madeup-town-doorstep-visits"])}

    assert found["outcomes/O1/result"] == "Families coming to a made-up hub: result"
    assert found["outcomes/O1/comparison/result"] == "Families coming to a made-up hub: comparison group, after"
    assert found["outcomes/O1/n"] == "Families coming to a made-up hub: sample size"
    assert found["context/figures/F1/figure"] == "Families with young children in Madeup Town"
    assert found["cycles/CY1/decision_rule"] == "Cycle CY1: decision rule"
    assert found["did_not_work/1/why"] == "What did not work 1: why"
    assert found["disagreements/1/versions/2"] == "How many made-up families came: version 2"
    assert found["contributors/1/interest"] == "Made-up editors: interest declared"


NEW = """
    protocol_url: Annotated[Url | None, Field(title="Made-up protocol", description="Where the made-up plan stands.")] = None
    made_up_hope: Annotated[FigureOrMissing | None, Field(title="Made-up hope", description="What was hoped.")] = None
"""
ASK = """
import json, sys
from books import book_of, tiny_book
from madeup import CASE
from pilotbook.exports import casebook_json, tables
from pilotbook.pages.brief import case_brief
from pilotbook.pages.kinds import all_pages
from pilotbook.pages.summaries import case_row
from pilotbook.publish.briefs import words_of
from pilotbook.record import Case
from pilotbook.record.schema import schema_text

hope = {"value": "77", "unit": "families", "source": ["S1"], "locator": "page 7"}
case = Case.model_validate(
    {**CASE, "protocol_url": "https://example.org/made-up-plan", "made_up_hope": hope}, context={"lists": None}
)
book = book_of({"made-up": case})
pages = {page.path: str(page.body) for page in all_pages(book)}
view = book.views["made-up"]
download = next(each for each in tables.DOWNLOADS if each.name == "cases.csv")
print(json.dumps({
    "page": pages["/cases/made-up/"],
    "manual": pages["/contribute/fields/"],
    "brief": words_of(case_brief(view, case_row(book, "made-up"), [])),
    "csv": "".join(download.pieces(book, [download.of_case(view).text], [])),
    "json": casebook_json.DOWNLOADS[0].of_case(view).text,
    "schema": schema_text("case", book.vocabulary),
}))
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give what is made by a copy of the program in whose declaration a case has two fields more, and nothing else."""
    scripts = tmp_path_factory.mktemp("grown")
    package = Path(shutil.copytree(Path(pilotbook.__file__).parent, scripts / "pilotbook"))
    declaration = package / "record" / "case.py"
    before = declaration.read_text(encoding="utf-8")
    last = "    disputes: tuple[Dispute, ...] = Field("
    assert before.count(last) == 1
    after = before.replace(last, f"{NEW}{last}")
    declaration.write_text(after, encoding="utf-8")
    paths = os.pathsep.join(map(str, (scripts, ROOT / "tests")))
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("where", ["page", "brief", "csv", "json"])
def test_a_new_field_reaches_readers_by_itself(grown: dict[str, str], where: str) -> None:
    assert "https://example.org/made-up-plan" in grown[where]


def test_a_new_field_is_called_by_its_label(grown: dict[str, str]) -> None:
    also = grown["page"].partition('id="also"')[2]

    assert ">Made-up protocol</span></dt>" in also and ">Made-up hope</span></dt>" in also
    assert "Made-up protocol" in grown["brief"]
    assert "77 families" in also
    # A figure has its row among those that say where figures come from, without a line for it.
    assert 'id="trace-made_up_hope"' in grown["page"]


def test_a_new_field_stands_in_the_manual_and_in_editors(grown: dict[str, str]) -> None:
    for where in ("manual", "schema"):
        assert "protocol_url" in grown[where] and "Where the made-up plan stands." in grown[where]
    assert "made_up_hope.value" in grown["csv"]
