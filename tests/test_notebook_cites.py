"""How a notebook is cited: the id at its head, who wrote it, and the day to which it is true."""

import re
from dataclasses import replace

import pytest
from books import read, tiny_book
from pilotbook.exports import citations
from pilotbook.publish import notebook_cites, notebook_ids
from pilotbook.publish.book import BookFailed
from pilotbook.publish.cells import Notebook, notebook_of

TEXT = """\
---
file_format: mystnb
id: TLG-N-MAD1
authors: [Made-up team, Department for Work and Pensions]
kernelspec:
  name: python3
---

# Who has *published* a result?

The first words {src}`made-up-fact`, on
two lines.

More words.
"""
BASE = "https://pilots.example.org/book/"


def notebook(name: str = "evidence/made-up", **changes: str) -> Notebook:
    return replace(notebook_of(name, TEXT), **changes)  # type: ignore[arg-type]


def refused(*notebooks: Notebook) -> str:
    with pytest.raises(BookFailed) as failed:
        notebook_ids.sound(notebooks)
    return str(failed.value)


def test_its_head_and_first_words_say_how_it_is_cited() -> None:
    told = notebook()

    assert (told.id, told.line_of_id) == ("TLG-N-MAD1", 3)
    assert told.title == "Who has published a result?"
    assert told.abstract == "The first words, on two lines."
    assert told.authors == ("Made-up team", "Department for Work and Pensions")
    assert notebook_of("x", TEXT.replace("[Made-up team, Department for Work and Pensions]", "One")).authors == ("One",)


def test_without_authors_the_editors_of_the_book_answer_for_it() -> None:
    told = {"id": "TLG-N-MAD1", "title": "Who?", "abstract": "Words."}

    assert citations.of_notebook(told, (), "2026-11-09", BASE).harvard == (
        "Pilotbook editors (2026) Who? Notebook TLG-N-MAD1, version of 9 November 2026. Pilotbook. "
        "Available at: https://pilots.example.org/book/id/TLG-N-MAD1/"
    )


def test_one_without_an_id_is_told_which_to_write() -> None:
    said = refused(notebook(id="", line_of_id=1))  # type: ignore[arg-type]

    what, mend = said.split("\n")
    assert what == "book/evidence/made-up.md:1: this notebook has no id [id]"
    assert mend.startswith("    Write 'id: TLG-N-")
    assert refused(notebook(id="", line_of_id=1)) == said  # type: ignore[arg-type]
    drawn = mend.split("'")[1].removeprefix("id: ")
    assert notebook_ids.sound([notebook(id=drawn)])


@pytest.mark.parametrize("written", ["TLG-C-MAD1", "TLG-N-MAD", "tlg-n-mad1", "TLG-N-OIL1", "7"])
def test_an_id_of_another_form_is_shown_and_refused(written: str) -> None:
    assert refused(notebook(id=written)).startswith(
        f"book/evidence/made-up.md:3: '{written}' is not the id of a notebook [id]\n"
    )


@pytest.mark.parametrize("head", ["id: [a\nfile_format: mystnb", "id: 'a\nfile_format: mystnb", "mystnb"])
def test_a_head_that_cannot_be_read_is_told_by_its_line(head: str) -> None:
    with pytest.raises(BookFailed) as failed:
        notebook_of("evidence/made-up", f"---\n{head}\n---\n\n# Words\n")

    what, mend = str(failed.value).split("\n")
    assert re.fullmatch(r"book/evidence/made-up\.md:[1-4]: the head of this notebook cannot be read: .+ \[yaml\]", what)
    assert mend == "    Write each setting on a line of its own, as in 'id: TLG-N-7KD3'."


def test_an_id_that_is_taken_is_refused_with_who_has_it() -> None:
    said = refused(notebook("evidence/a"), notebook("evidence/b"))

    assert said.startswith(
        "book/evidence/b.md:3: 'TLG-N-MAD1' is already the id of book/evidence/a.md [id]\n    Write 'id: "
    )


def test_one_without_a_heading_has_no_title_to_be_cited_by() -> None:
    assert refused(notebook(title="")).startswith(
        "book/evidence/made-up.md:1: this notebook has no title to be cited by"
    )


def test_its_day_is_the_latest_on_which_a_record_that_it_reads_was_checked() -> None:
    book = tiny_book()
    days = {"madeup-town-doorstep-visits": "2026-10-01", "madeup-town-rent-advice": "2026-09-01"}
    views = {slug: view for slug, view in book.views.items() if slug in days}
    changed = {slug: _checked(view, days[slug]) for slug, view in views.items()}
    mine = replace(book, views=changed, lessons={})

    both, one = {"cases": {slug: {} for slug in days}}, {"cases": {"madeup-town-rent-advice": {}, "gone": {}}}
    assert notebook_cites.day_of({"fields": both}, mine) == "2026-10-01"
    assert notebook_cites.day_of({"fields": one}, mine) == "2026-09-01"
    # Who reads no record shows nothing that could be older than the book.
    assert notebook_cites.day_of({}, mine) == "2026-10-01"


def _checked(view: object, day: str) -> object:
    class Checked:
        reviewed_on = day

        def __getattr__(self, name: str) -> object:
            return getattr(view, name)

    return Checked()


def test_a_lesson_that_is_read_counts_by_its_own_day_and_its_ledger() -> None:
    book = tiny_book()
    slug, lesson = next(iter(book.lessons.items()))
    later = replace(book, lessons={**book.lessons, slug: lesson.model_copy(update={"reviewed_on": "2026-12-24"})})

    for reads in (
        {"fields": {"lessons": {slug: {}}}},
        {"values": {"ledger": [slug]}},
        {"values": {"standings": [slug]}},
    ):
        assert notebook_cites.day_of(reads, later) == "2026-12-24"


@pytest.mark.parametrize("title", ("} , @misc{x, title = {Stolen", "</script><script>alert(1)</script>"))
def test_a_page_gets_its_head_and_box_whatever_its_title_holds(title: str) -> None:
    mine = notebook(title=title)
    cited = citations.of_notebook(
        {"id": mine.id, "title": title, "abstract": "A\nER  - "}, mine.authors, "2026-11-09", BASE
    )
    page = f"<html><head>{notebook_cites.HEAD}</head><body><p>Words.</p>{notebook_cites.BOX}</body></html>"

    made = notebook_cites.set_in({"evidence/made-up/index.html": page.encode()}, {mine: cited}, BASE)

    shown = read(made["evidence/made-up/index.html"].decode())
    (block,) = shown.find_all("script")
    assert block["type"] == "application/ld+json"
    assert shown.select_one("meta[name=citation_title]")["content"] == title  # type: ignore[index]
    assert [tag["content"] for tag in shown.select("meta[name=citation_author]")] == [
        "Made-up team,",
        "Department for Work and Pensions,",
    ]
    assert title in shown.select_one("#cite-text").get_text()  # type: ignore[union-attr]
    assert {a["href"] for a in shown.select("section a[download]")} == {"cite.bib", "cite.ris", "cite.json", "code.py"}
    assert set(made) == {
        f"evidence/made-up/{name}" for name in ("index.html", "cite.bib", "cite.ris", "cite.json", "code.py")
    }
