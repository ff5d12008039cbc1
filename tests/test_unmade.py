"""What cannot be made is told as a problem of the file that it is made from, with its place where that is known."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
import typst
from books import TINY, tiny_book
from pilotbook.pages.brief import Brief
from pilotbook.pages.kinds import all_recipes
from pilotbook.pages.page import Page
from pilotbook.pages.poster import Poster
from pilotbook.publish import briefs, opening, share, site
from pilotbook.publish.opening import open_records
from pilotbook.publish.store import Store
from pilotbook.publish.unmade import Refused, attempt, blamed, file_behind
from projects import FRAME

VISITS = "case_studies/madeup-town-doorstep-visits.yml"
ADVICE = "case_studies/madeup-town-rent-advice.yml"
CALL = "case_studies/lessons/call-on-families.yml"


def fail(*_: object) -> bytes:
    raise typst.TypstError("made up")


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/cases/x/", "case_studies/x.yml"),
        ("cases/x/brief.pdf", "case_studies/x.yml"),
        ("cases/x/charts/o1.svg", "case_studies/x.yml"),
        ("/lessons/y/", "case_studies/lessons/y.yml"),
        ("/cases/", ""),
        ("cases/index.html", ""),
        ("/cases/page-2/", ""),
        ("/", ""),
        ("share.png", ""),
        ("/places/x/", ""),
    ],
)
def test_a_page_and_what_stands_beside_it_lead_to_the_file_of_their_record(address: str, file: str) -> None:
    assert file_behind(address) == file


def test_every_brief_that_cannot_be_set_is_told_and_the_others_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, real = tiny_book(), briefs.set_page
    broken = {book.cases["madeup-town-rent-advice"].title, book.lessons["call-on-families"].title}

    def some(brief: Brief, day: str) -> bytes:
        return fail() if brief.title in broken else real(brief, day)

    monkeypatch.setattr(briefs, "set_page", some)
    store = Store(tmp_path)

    with pytest.raises(Refused) as refused:
        briefs.make_briefs(book, store, jobs=1)

    told = {problem.path: problem for problem in refused.value.problems}
    assert set(told) == {ADVICE, CALL}
    assert str(told[ADVICE]).startswith(f"{ADVICE}:1:1: its brief could not be made: TypstError: 'made up' (publish/")
    assert str(told[ADVICE]).endswith("take it out to publish the rest.")
    # Those of 3 other records, 2 approaches, 2 policy areas, and the list of approaches.
    assert store.made["brief"] == 8


def test_a_picture_that_cannot_be_drawn_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share, "picture", fail)

    with pytest.raises(Refused) as refused:
        share.make_posters([("/cases/x/", Poster("k", "t", ()))], Store(tmp_path), jobs=1)

    assert [problem.path for problem in refused.value.problems] == ["case_studies/x.yml", "share.png"]


def test_a_page_that_cannot_be_made_is_told_by_its_record_or_its_address(tmp_path: Path) -> None:
    def broken(here: str, **_: object) -> Page:
        raise ValueError(f"made up\nat {here}")

    recipes = [replace(recipe, make=broken) for recipe in all_recipes(tiny_book())]
    some = [recipe for recipe in recipes if recipe.path in ("/cases/", "/cases/madeup-town-rent-advice/")]

    with pytest.raises(Refused) as refused:
        site.make_pages(some, site.Frame(FRAME), Store(tmp_path), jobs=1)

    told = sorted(str(problem) for problem in refused.value.problems)
    assert [line.partition(":")[0] for line in told] == [ADVICE, "cases/index.html"]
    assert "its page could not be made: ValueError: 'made up at /cases/madeup-town-rent-advice/'" in told[0]


def test_what_is_worked_out_from_a_record_is_told_beside_all_other_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(file: opening._File, *_: object) -> dict[str, bytes]:
        raise KeyError("made up") if file.path == ADVICE else ValueError("made up")

    monkeypatch.setattr(opening, "_of_case", broken)

    opened = open_records(TINY, Store(None))

    assert {ADVICE, VISITS} <= {problem.path for problem in opened.problems}
    assert any("what is worked out from it could not be made: KeyError" in problem.what for problem in opened.problems)


@pytest.mark.parametrize("error", [OSError("no room"), MemoryError(), KeyboardInterrupt(), SystemExit(1)])
def test_what_is_wrong_with_the_computer_is_no_problem_of_a_record(error: BaseException) -> None:
    def broken() -> None:
        raise error

    with pytest.raises(type(error)):
        attempt(broken, ADVICE, "its page")


def test_an_engine_that_gives_up_stops_no_other_record() -> None:
    class PanicException(BaseException):
        pass

    def broken() -> None:
        raise PanicException("made up")

    assert "PanicException" in str(attempt(broken, ADVICE, "its page"))


def test_a_refusal_can_be_sent_from_one_process_to_another() -> None:
    problem = attempt(fail, ADVICE, "its page")
    assert not isinstance(problem, bytes)

    assert pickle.loads(pickle.dumps(Refused([problem]))).problems == [problem]


def test_a_fault_of_a_finished_page_is_told_at_the_words_that_its_record_has() -> None:
    title = tiny_book().cases["madeup-town-rent-advice"].title
    fault = f"cases/madeup-town-rent-advice/index.html shows a number that no record stands behind: “{title}”"

    told = blamed(fault, TINY)

    assert told.startswith(f"{ADVICE}:4:8: its page shows a number that no record stands behind")
    assert told.endswith("[unmade]\n    Say it in words, or give it in a field for figures, with its source.")


def test_words_that_are_not_found_and_pages_of_the_whole_book_are_told_as_they_are() -> None:
    assert blamed("cases/madeup-town-rent-advice/index.html is cut short", TINY).startswith(
        f"{ADVICE}:1:1: its page is cut"
    )
    assert blamed("cases/index.html is cut short", TINY) == "cases/index.html is cut short"
