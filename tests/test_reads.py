"""What a notebook reads is noted field by field: it is never shown old figures, and does not run for what it never read."""

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from books import TINY, leaves, replaced, tiny_book, written
from hypothesis import given, settings
from hypothesis import strategies as st
from pilotbook import charts, notebook
from pilotbook.casebook import Casebook
from pilotbook.charts import Chart
from pilotbook.publish.reads import Reads, Recorder, digest_of
from pilotbook.record import Case
from pilotbook.record.shelf import Shelf
from pilotbook.record.text import Record
from pydantic import ValidationError

VISITS, LETTERS, LESSON = "madeup-town-doorstep-visits", "madeup-vale-hub-letters", "call-on-families"
# All that a notebook may show of the made-up casebook.
READERS: dict[str, Callable[[Casebook], Any]] = {
    "results": charts.published_results,
    "designs": charts.designs_behind_lessons,
    "reach": charts.differences_in_reach,
    "temporary": charts.temporary_accommodation,
    "timeline": charts.programme_timeline,
    "barriers": charts.named_barriers,
    "money": charts.counted_costs,
    "shares": charts.shares_with_intervals,
    "effects": lambda book: charts.side_by_side(book, "made-up-reach"),
    "outcomes": lambda book: charts.outcome_chart(book.views[VISITS]),
    "costs": lambda book: charts.cost_chart(book.views[VISITS]),
    "ledger": lambda book: charts.ledger_chart(book, LESSON),
    "findings": lambda book: charts.findings_behind(book, LESSON),
    "own pilots": notebook.own_pilots,
    "balance": notebook.lesson_balance,
    "barriers table": notebook.barriers_table,
    "failures table": notebook.failures_table,
    "costs table": notebook.costs_table,
    "claims table": notebook.claims_table,
    "reach table": notebook.reach_table,
    "cases": lambda book: notebook.cases_table(book, next(iter(book.vocabulary.policy_areas))),
    "outcomes behind": lambda book: notebook.outcomes_behind(book, LESSON),
    "pooled": notebook.what_is_pooled,
}


def said(shown: Any) -> str:
    """Give all that a reader sees of a chart or a table; the picture is drawn from the same rows."""
    if isinstance(shown, Chart):
        return "\n".join((shown.title, shown.subtitle, shown.sentence, shown.source, shown.csv()))
    return shown.to_html() if hasattr(shown, "to_html") else shown._repr_html_() if shown else ""


def reads_of(reader: Callable[[Casebook], Any], book: Casebook | None = None) -> Reads:
    recorder = Recorder()
    with recorder.at_work():
        said(reader(recorder.opened(book or tiny_book())))
    return recorder.reads()


@cache
def noted(name: str) -> tuple[Reads, str, str]:
    """Give what a reader reads of the made-up casebook, the digest of that, and what it shows."""
    reads = reads_of(READERS[name])
    return reads, digest_of(reads, tiny_book()), said(READERS[name](tiny_book()))


def runs_again(book: Casebook) -> set[str]:
    """Give the readers that run again for another casebook, and see that what the rest show is as it was."""
    again = {name for name in READERS if digest_of(noted(name)[0], book) != noted(name)[1]}
    for name in READERS.keys() - again:
        assert said(READERS[name](book)) == noted(name)[2], name
    return again


def with_case(slug: str, case: Case | None) -> Casebook:
    cases = {**tiny_book().cases, slug: case}
    return of_cases({slug: each for slug, each in cases.items() if each is not None})


def of_cases(cases: Mapping[str, Case]) -> Casebook:
    book = tiny_book()
    return replace(Casebook.of(Shelf(book.vocabulary, cases, book.lessons, book.documents)), glossary=book.glossary)


def changed(slug: str, **changes: Any) -> Casebook:
    return with_case(slug, tiny_book().cases[slug].model_copy(update=changes))


def test_reading_through_a_recorder_shows_what_reading_without_one_shows() -> None:
    recorder = Recorder()
    with recorder.at_work():
        shown = {name: said(reader(recorder.opened(tiny_book()))) for name, reader in READERS.items()}

    assert shown == {name: noted(name)[2] for name in READERS}


def test_equal_books_opened_apart_have_equal_digests() -> None:
    again = of_cases({slug: Case.model_validate(case.model_dump()) for slug, case in tiny_book().cases.items()})

    assert runs_again(again) == set()


def test_a_summary_runs_nothing_again() -> None:
    assert runs_again(changed(VISITS, summary="Other made-up words.")) == set()


def test_a_figure_runs_those_that_show_it_and_no_other() -> None:
    outcomes = list(tiny_book().cases[VISITS].outcomes)
    figure = outcomes[0].result.model_copy(update={"value": outcomes[0].result.value + 1})  # type: ignore[union-attr]
    outcomes[0] = outcomes[0].model_copy(update={"result": figure})

    again = runs_again(changed(VISITS, outcomes=tuple(outcomes)))

    assert "outcomes" in again
    assert not again & {"results", "designs", "balance", "barriers table", "money", "ledger"}


def test_a_title_that_keeps_its_place_runs_only_those_that_show_it() -> None:
    title = tiny_book().cases[VISITS].title

    again = runs_again(changed(VISITS, title=f"{title} again"))

    assert "ledger" in again
    assert not again & {"results", "money", "balance"}


def test_a_title_that_moves_its_case_runs_all_that_go_through_the_cases() -> None:
    again = runs_again(changed(VISITS, title="Zzz made up"))

    assert {"results", "money", "barriers table"} <= again


@pytest.mark.parametrize("change", ["new", "removed"])
def test_a_new_or_removed_case_runs_all_that_go_through_the_cases(change: str) -> None:
    book = with_case("made-up-more", tiny_book().cases[LETTERS]) if change == "new" else with_case(LETTERS, None)

    assert {"results", "money", "barriers table", "balance"} <= runs_again(book)


def test_a_ledger_entry_runs_those_that_read_the_ledger() -> None:
    entries = list(tiny_book().cases[LETTERS].lessons)
    entries[0] = entries[0].model_copy(update={"relation": "qualifies"})

    again = runs_again(changed(LETTERS, lessons=tuple(entries)))

    assert {"balance", "designs", "ledger"} <= again
    assert not again & {"results", "barriers table", "money"}


def test_a_lesson_runs_those_that_show_it() -> None:
    book = tiny_book()
    lessons = {**book.lessons, LESSON: book.lessons[LESSON].model_copy(update={"title": "Another made-up title"})}

    again = runs_again(replace(book, lessons=lessons))

    assert {"balance", "designs"} <= again
    assert "results" not in again


def test_a_label_of_the_vocabulary_runs_those_that_show_it() -> None:
    book = tiny_book()
    area = next(iter(book.vocabulary.policy_areas))
    areas = book.vocabulary.policy_areas
    areas = {**areas, area: areas[area].model_copy(update={"label": "Another made-up label"})}

    again = runs_again(replace(book, vocabulary=book.vocabulary.model_copy(update={"policy_areas": areas})))

    assert {"cases", "barriers table"} <= again
    assert not again & {"results", "ledger", "money", "shares"}


def test_a_change_that_leaves_a_rating_as_it_was_does_not_run_who_reads_only_the_rating() -> None:
    reads = reads_of(lambda book: print(book.ratings[VISITS].level, end=""))
    outcomes = tuple(outcome.model_copy(update={"label": "Other"}) for outcome in tiny_book().cases[VISITS].outcomes)

    noted = {"vocabulary": {"": {}}, "cases": {VISITS: {}}}
    assert reads == Reads(fields=noted, values={"views": [f"{VISITS} rating"]})
    assert digest_of(reads, changed(VISITS, outcomes=outcomes)) == digest_of(reads, tiny_book())
    assert digest_of(reads, changed(VISITS, outcomes=())) != digest_of(reads, tiny_book())


def test_what_an_earlier_notebook_had_worked_out_is_noted_for_the_later_one_too() -> None:
    book = of_cases(tiny_book().cases)
    first, second = reads_of(READERS["balance"], book), reads_of(READERS["balance"], book)

    assert first == second
    assert first.values["standings"] and first.orders == ["lessons", "views"]


@cache
def every_leaf() -> list[tuple[str, tuple[str | int, ...], str]]:
    return [
        (slug, path, text)
        for slug in tiny_book().cases
        for path, text in leaves(written(TINY / "case_studies" / f"{slug}.yml"))
    ]


def with_another(slug: str, path: tuple[str | int, ...], text: str) -> Case | None:
    """Give the case with another text at `path` that the model takes; None where there is none that we find."""
    data = written(TINY / "case_studies" / f"{slug}.yml")
    tried = list(others(text))
    for other in tried:
        try:
            return Case.model_validate(replaced(data, {path: other}), context={"lists": None})
        except ValidationError as error:
            told = " ".join(str(each.get("ctx", {}).get("expected", "")) for each in error.errors())
            tried += [name for name in re.findall(r"'([^']+)'", told) if name != text and name not in tried]
    return None


def others(text: str) -> Iterator[str]:
    if text.isdigit():
        yield str(int(text) + 1)
        yield str(int(text) - 1)
    yield from (f"{text} more", f"{text}x", "S2", "2025-01-02")


@settings(max_examples=60)
@given(leaf=st.sampled_from(every_leaf()))
def test_whatever_is_changed_in_a_case_nothing_that_shows_it_is_left_as_it_was(
    leaf: tuple[str, tuple[str | int, ...], str],
) -> None:
    slug, path, text = leaf
    case = with_another(slug, path, text)
    if case is not None:
        runs_again(with_case(slug, case))  # It sees that what does not run again would show the same.


WHOLE: dict[str, Callable[[Case], object]] = {
    "compared": lambda case: case == tiny_book().cases[VISITS],
    "hashed": hash,
    "printed": repr,
    "dumped": lambda case: case.model_dump(),
    "written": lambda case: case.model_dump_json(),
    "copied": copy.deepcopy,
    "gone through": lambda case: list(case),
}


@pytest.mark.parametrize("use", WHOLE.values(), ids=WHOLE)
def test_a_record_used_as_a_whole_is_read_as_a_whole(use: Callable[[Case], object]) -> None:
    reads = reads_of(lambda book: print(end="") if use(book.cases[LETTERS]) else None)

    assert digest_of(reads, changed(LETTERS, summary="Other made-up words.")) != digest_of(reads, tiny_book())


def test_a_part_that_several_records_share_is_noted_for_the_one_that_is_read() -> None:
    case = tiny_book().cases[LETTERS]
    shared = case.model_copy(update={"dates": tiny_book().cases[VISITS].dates})
    book = with_case(LETTERS, shared)
    reads = reads_of(lambda book: print(book.cases[VISITS].dates.start, book.cases[LETTERS].dates.start, end=""), book)

    assert digest_of(reads, tiny_book()) != digest_of(reads, book)


def test_a_question_whether_a_record_exists_is_noted() -> None:
    reads = reads_of(lambda book: print(book.cases.get("made-up-more"), end=""))

    book = with_case("made-up-more", tiny_book().cases[LETTERS])
    assert digest_of(reads, book) != digest_of(reads, tiny_book())


def test_lines_of_a_file_and_the_glossary_are_noted() -> None:
    lines = reads_of(lambda book: print(book.line(VISITS, ("title",)), end=""))
    terms = reads_of(lambda book: print(book.glossary, end=""))

    assert lines.values == {"documents": [f"case_studies/{VISITS}.yml"]}
    assert digest_of(terms, replace(tiny_book(), glossary=())) != digest_of(terms, tiny_book())


def test_reads_are_the_same_after_they_were_written_and_read() -> None:
    for name in READERS:
        reads, digest, _ = noted(name)
        again = Reads(**json.loads(json.dumps(vars(reads), sort_keys=True)))

        assert again == reads
        assert digest_of(again, tiny_book()) == digest


def test_records_tell_nothing_once_the_recorder_has_ended() -> None:
    reads_of(READERS["balance"])

    assert "__getattribute__" not in vars(Record)
