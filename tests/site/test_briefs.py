"""One-page briefs: one page each, tagged, with address, version and date; what a record says stays text."""

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pytest
from books import book_of, real_book, tiny_book
from pilotbook.casebook import Casebook
from pilotbook.pages.brief import Brief, case_brief, lesson_brief
from pilotbook.pages.summaries import case_row, lesson_row
from pilotbook.publish import briefs as setting
from pilotbook.publish import code
from pilotbook.publish.store import Store
from pilotbook.publish.work import cores
from pilotbook.record import Case

VISITS = "madeup-town-doorstep-visits"
DAY = "2026-11-27"


def pages_of(folder: Path, book: Casebook) -> dict[str, Path]:
    """Give the file of each brief by the address of its record's page."""
    store = Store(folder)
    found = {file: store.file(digest) for file, digest in setting.make_briefs(book, store, cores()).items()}
    store.close()
    return {f"/{file.removesuffix('brief.pdf')}": path for file, path in found.items() if path}


def brief_of_case(book: Casebook, slug: str) -> Brief:
    view = book.views[slug]
    titles = [(index, book.lessons[lesson].title) for index, lesson in book.standing_entries(view)]
    return case_brief(view, case_row(book, slug), titles)


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_every_record_has_a_brief_of_one_page_and_every_subject_one_of_two_at_most(tmp_path: Path) -> None:
    found = pages_of(tmp_path, real_book())

    terms = real_book().vocabulary
    records = {
        *(f"/cases/{slug}/" for slug in real_book().cases),
        *(f"/lessons/{slug}/" for slug in real_book().lessons),
    }
    subjects = {
        "/approaches/",
        *(f"/approaches/{code}/" for code in terms.approaches),
        *(f"/areas/{code}/" for code in terms.policy_areas),
    }
    assert set(found) == records | subjects
    pages = {address: len(pypdf.PdfReader(path).pages) for address, path in found.items()}
    assert {address: pages[address] for address in records} == dict.fromkeys(records, 1)
    assert {address for address in subjects if pages[address] > 2} == set()


def test_a_brief_is_tagged_named_and_declares_the_standard(tmp_path: Path) -> None:
    for path in pages_of(tmp_path, tiny_book()).values():
        with pikepdf.open(path) as pdf:
            root = pdf.Root
            assert bool(root.MarkInfo.Marked) and root.StructTreeRoot is not None
            assert str(root.Lang) == "en" and bool(root.ViewerPreferences.DisplayDocTitle)
            with pdf.open_metadata() as told:
                assert told["pdfuaid:part"] == "1" and told["dc:title"]
            tags = {str(each.S) for each in every(root.StructTreeRoot) if "/S" in each}
        assert {"/H1", "/H2", "/P"} <= tags


def every(node: pikepdf.Object) -> list[pikepdf.Object]:
    children = node.get("/K")
    if children is None:
        return [node]
    kept = children if isinstance(children, pikepdf.Array) else [children]
    return [node, *(found for child in kept if isinstance(child, pikepdf.Dictionary) for found in every(child))]


def test_a_brief_says_where_it_stands_and_of_which_version_it_is(tmp_path: Path) -> None:
    told = text_of(pages_of(tmp_path, tiny_book())["/cases/madeup-town-doorstep-visits/"])
    version = json.loads(setting.words_of(brief_of_case(tiny_book(), VISITS)))["version"]

    for words in (
        "/id/TLG-C-MAD1/",
        f"Version {version}. Licence: CC-BY-4.0.",
        "checked 21 November 2026",
        "What happened",
        "What did not work",
    ):
        assert words in told


def test_a_brief_gives_the_verdict_that_the_page_gives() -> None:
    book, slug = tiny_book(), "call-on-families"
    answers = dict(brief_of_case(book, VISITS).verdict)

    assert list(answers) == ["What was tried", "What happened", "How sure we are", "What it cost"]
    assert (
        answers["What happened"] == "Better. Of 2 outcomes, 1 came out better and 1 is claimed, and we read no result."
    )
    lesson = dict(lesson_brief(book.lessons[slug], lesson_row(book, slug), book.ledger[slug]).verdict)
    assert list(lesson) == ["What to do", "How sure we are", "What it rests on", "Where not to use it"]


def test_what_a_record_says_is_never_run(make_case: Callable[..., Case], tmp_path: Path) -> None:
    hostile = '#panic("x") $x^2$ `raw` *bold* <a> #sys.version @ref \\ "quoted"'
    book = book_of({"made-up": make_case(title=hostile)})

    assert hostile in text_of(pages_of(tmp_path, book)["/cases/made-up/"])


def test_a_brief_too_full_for_a_page_gives_up_its_small_print_and_not_its_verdict(tmp_path: Path) -> None:
    brief = brief_of_case(tiny_book(), VISITS)
    more = replace(
        brief.sections[0], items=tuple(replace(brief.sections[0].items[0], more="Made up. " * 60) for _ in range(12))
    )
    full = replace(brief, sections=(more, *brief.sections[1:]))

    whole = pypdf.PdfReader(io.BytesIO(setting.set_page(full, DAY)))

    assert len(whole.pages) == 1
    assert "Made up. Made up." not in whole.pages[0].extract_text()
    assert full.verdict[0][1] in " ".join(whole.pages[0].extract_text().split())


def test_the_version_is_of_what_a_brief_says_and_of_nothing_else() -> None:
    brief = brief_of_case(tiny_book(), VISITS)
    versions = [json.loads(setting.words_of(each))["version"] for each in (brief, brief, replace(brief, lead="Other."))]

    assert versions[0] == versions[1] != versions[2]
    assert len(versions[0]) == 8


def test_the_time_in_a_brief_is_the_day_on_which_its_record_was_checked() -> None:
    brief = brief_of_case(tiny_book(), VISITS)

    told = pypdf.PdfReader(io.BytesIO(setting.set_page(brief, DAY))).metadata
    assert told and str(told.creation_date) == "2026-11-27 00:00:00+00:00"


def test_equal_records_make_equal_bytes(tmp_path: Path) -> None:
    first = {address: path.read_bytes() for address, path in pages_of(tmp_path / "a", tiny_book()).items()}

    assert {address: path.read_bytes() for address, path in pages_of(tmp_path / "b", tiny_book()).items()} == first
    assert len(first) == 10


def test_a_brief_is_set_again_only_where_what_it_says_changed(tmp_path: Path) -> None:
    store, book = Store(tmp_path), tiny_book()
    first = setting.make_briefs(book, store, jobs=1)
    lessons = {slug: lesson.model_copy(update={"title": f"Other {slug}"}) for slug, lesson in book.lessons.items()}

    second = setting.make_briefs(replace(book, lessons=lessons), store, jobs=1)

    # A lesson's own, those of the cases that name it, and those of their subjects.
    changed = {file for file in first if first[file] != second[file]}
    assert {file for file in changed if not file.startswith(("approaches/", "areas/"))} == {
        "lessons/call-on-families/brief.pdf",
        "lessons/count-before-claiming/brief.pdf",
        "cases/madeup-town-doorstep-visits/brief.pdf",
        "cases/madeup-vale-hub-letters/brief.pdf",
    }
    assert store.made == {"brief": len(first) + len(changed)}


def test_another_layout_makes_every_brief_again_and_each_looks_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, book = Store(tmp_path / "store"), tiny_book()
    first = setting.make_briefs(book, store, jobs=1)
    package = Path(shutil.copytree(code.PACKAGE, tmp_path / "package"))
    layout = package / "theme" / "brief.typ"
    layout.write_text(layout.read_text("utf-8") + "\nText that no layout had.\n", encoding="utf-8")
    for module in (code, setting.typeset):
        monkeypatch.setattr(module, "PACKAGE", package)
    for kept in (code.code_digest, setting.typeset.compiler):
        kept.cache_clear()

    try:
        second = setting.make_briefs(book, store, jobs=1)
    finally:
        monkeypatch.undo()
        for kept in (code.code_digest, setting.typeset.compiler):
            kept.cache_clear()

    assert first.keys() == second.keys() and not set(first.values()) & set(second.values())
    assert store.made == {"brief": 20}
