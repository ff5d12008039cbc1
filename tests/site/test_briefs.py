"""One-page briefs: one page each, tagged, with address, version and date; what a record says stays text."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
from books import book_of, real_book, tiny_book
from pilotbook.casebook import Casebook
from pilotbook.pages.brief import briefs, case_brief, lesson_brief
from pilotbook.publish import briefs as setting
from pilotbook.publish.version import Version
from pilotbook.record import Case

VERSION = Version("0123456789abcdef", "2026-11-27", 1795737600)


def pages_of(folder: Path, book: Casebook) -> dict[str, Path]:
    setting.write(book, folder / "site", VERSION, folder / "kept")
    return {
        f"/{path.parent.relative_to(folder / 'site').as_posix()}/": path for path in folder.rglob("site/*/*/brief.pdf")
    }


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_every_record_of_the_book_has_a_brief_of_one_page(tmp_path: Path) -> None:
    found = pages_of(tmp_path, real_book())

    assert set(found) == {address for address, _ in briefs(real_book())}
    assert len(found) == len(real_book().cases) + len(real_book().lessons)
    assert {address: len(pypdf.PdfReader(path).pages) for address, path in found.items()} == dict.fromkeys(found, 1)


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

    for words in (
        "/id/TLG-C-MAD1/",
        "0.1.0 (0123456)",
        "27 November 2026",
        "CC-BY-4.0",
        "What happened",
        "What did not work",
    ):
        assert words in told


def test_a_brief_gives_the_verdict_that_the_page_gives() -> None:
    slug = "madeup-town-doorstep-visits"
    answers = dict(case_brief(tiny_book(), slug).verdict)

    assert list(answers) == ["What was tried", "What happened", "How sure we are", "What it cost"]
    assert answers["What happened"] == "Better. Of 2 outcomes, 1 came out better and 1 is not known."
    lesson = dict(lesson_brief(tiny_book(), "call-on-families").verdict)
    assert list(lesson) == ["What to do", "How sure we are", "What it rests on", "Where not to use it"]


def test_what_a_record_says_is_never_run(make_case: Callable[..., Case], tmp_path: Path) -> None:
    hostile = '#panic("x") $x^2$ `raw` *bold* <a> #sys.version @ref \\ "quoted"'
    book = book_of({"made-up": make_case(title=hostile)})

    assert hostile in text_of(pages_of(tmp_path, book)["/cases/made-up/"])


def test_a_brief_too_full_for_a_page_gives_up_its_small_print_and_not_its_verdict(tmp_path: Path) -> None:
    slug = "madeup-town-doorstep-visits"
    brief = case_brief(tiny_book(), slug)
    more = replace(
        brief.sections[0], items=tuple(replace(brief.sections[0].items[0], more="Made up. " * 60) for _ in range(12))
    )
    told = setting.words_of(replace(brief, sections=(more, *brief.sections[1:])), VERSION)

    whole = pypdf.PdfReader(io.BytesIO(setting.set_page(told, VERSION)))

    assert len(whole.pages) == 1
    assert "Made up. Made up." not in whole.pages[0].extract_text()
    assert json.loads(told)["verdict"][0][1] in whole.pages[0].extract_text().replace("\n", " ")


def test_equal_records_make_equal_bytes_and_what_is_no_longer_asked_for_is_removed(tmp_path: Path) -> None:
    first = {address: path.read_bytes() for address, path in pages_of(tmp_path / "a", tiny_book()).items()}
    (tmp_path / "b" / "kept").mkdir(parents=True)
    (tmp_path / "b" / "kept" / "old.pdf").write_bytes(b"made up")

    assert {address: path.read_bytes() for address, path in pages_of(tmp_path / "b", tiny_book()).items()} == first
    assert not (tmp_path / "b" / "kept" / "old.pdf").exists()
