"""A record that was merged, superseded or withdrawn: it leaves lists, counts and ledger, and its addresses tell what became of it."""

from collections.abc import Callable
from typing import Any

import pytest
from books import book_of, pages_of, read, words_of
from pilotbook.exports import downloads
from pilotbook.exports.download import whole
from pilotbook.pages.kinds import all_pages, gone, permanent
from pilotbook.record import Case, Lesson
from pilotbook.rules.across import successors_known

MakeCase = Callable[..., Case]
MakeLesson = Callable[..., Lesson]
WITHDRAWN = {"state": "withdrawn", "reason": "The made-up source was taken back.", "since": "2026-11-02"}
MERGED = {"state": "merged", "by": "TLG-C-MAD8", "reason": "Two records told one pilot.", "since": "2026-11-03"}
ENTRY = {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "Made up.", "evidence": ["S1"]}


def test_it_leaves_lists_counts_ledger_and_data(make_case: MakeCase, make_lesson: MakeLesson) -> None:
    cases = {
        "gone": make_case(title="A vanished case", lifecycle=WITHDRAWN, lessons=[ENTRY]),
        "kept": make_case(id="TLG-C-MAD8", title="A kept case", lessons=[ENTRY]),
    }
    book = book_of(cases, {"one": make_lesson()}).published()

    assert list(book.views) == ["kept"]
    assert (book.standings["one"].cases, book.standings["one"].supporting) == (1, 1)
    pages = {page.path: words_of(page.body) for page in all_pages(book)}
    assert {path for path, words in pages.items() if "A vanished case" in words} == {
        "/cases/gone/",
        "/id/TLG-C-MAD9/",
        "/id/tlg-c-mad9/",
    }
    assert not [each.name for each in downloads() if "A vanished case" in whole(each, book)[0]]


def test_an_entry_on_a_lesson_that_is_gone_is_not_shown(make_case: MakeCase, make_lesson: MakeLesson) -> None:
    entries = [ENTRY, {**ENTRY, "lesson": "TLG-L-MAD8", "because": "It stands."}]
    lessons = {"gone": make_lesson(lifecycle=WITHDRAWN), "kept": make_lesson(id="TLG-L-MAD8", title="A kept lesson")}
    book = book_of({"one": make_case(lessons=entries)}, lessons).published()

    page = next(page for page in all_pages(book) if page.path == "/cases/one/")

    assert "It stands." in words_of(page.body)
    assert "TLG-L-MAD9" not in str(page.body)


def test_its_page_says_what_became_of_it_why_when_and_where_to(make_case: MakeCase) -> None:
    cases = {
        "merged": make_case(title="A vanished case", lifecycle=MERGED),
        "kept": make_case(id="TLG-C-MAD8", title="A kept case"),
    }
    book = book_of(cases).published()
    (page,) = pages_of(gone, book)

    assert page.path == "/cases/merged/"
    assert words_of(page.body) == (
        "TLG-C-MAD9 A vanished case This record was merged on 3 November 2026. It is no part of any list, count or lesson of this "
        "book. Why: Two records told one pilot. In its place: TLG-C-MAD8Cited text stays in the history of the record. "
        "Who needs it may ask the editors."
    )
    assert [str(a["href"]) for a in read(str(page.body)).find_all("a")] == ["../../id/TLG-C-MAD8/"]


def test_a_permanent_address_answers_in_small_letters_too(make_case: MakeCase) -> None:
    book = book_of({"one": make_case()}).published()
    led = {page.path: str(read(str(page.body)).find("a")["href"]) for page in pages_of(permanent, book)}

    assert led == {"/id/TLG-C-MAD9/": "../../cases/one/", "/id/tlg-c-mad9/": "../../cases/one/"}


@pytest.mark.parametrize(
    ("life", "asks"),
    [
        (WITHDRAWN, []),
        (MERGED, []),
        ({**WITHDRAWN, "reason": None}, ["it is 'withdrawn', and not told why and since when"]),
        ({**WITHDRAWN, "since": None}, ["it is 'withdrawn', and not told why and since when"]),
        ({**MERGED, "by": None}, ["it is 'merged', and 'by' does not say what took its place"]),
        ({**MERGED, "by": "TLG-C-ZZZZ"}, ["no record that stands is 'TLG-C-ZZZZ'"]),
        ({**MERGED, "by": "TLG-C-MAD9"}, ["no record that stands is 'TLG-C-MAD9'"]),
    ],
)
def test_who_follows_an_old_citation_arrives_somewhere(
    make_case: MakeCase, life: dict[str, Any], asks: list[str]
) -> None:
    book = book_of({"old": make_case(lifecycle=life), "new": make_case(id="TLG-C-MAD8", title="Another")})

    assert [problem.what for problem in successors_known(book, False)] == asks
