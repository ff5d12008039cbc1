"""How far people who rate the evidence agree, counted; and how to be the second one."""

from collections.abc import Mapping

from pilotbook.casebook import Casebook
from pilotbook.judgement.agreement import ENOUGH, Agreement, Judged, agreement, of_case, of_lesson
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.record.editors import Contact
from pilotbook.record.rated import Rated
from pilotbook.record.samples import rating_form

KIND = Kind("raters", is_searched=True, untraced="it counts ratings, and tells what none of them is")
TITLE = "How far raters agree"
ABOUT = "Rating needs two. How many records one person has rated, how many two, how far they agreed, and how to be the second."
Row = tuple[str, str, Judged]


def recipes(book: Casebook) -> Recipes:
    """Yield the page."""
    # A case that nobody rated need not be opened to know that.
    cases = {slug: book.rated.get(view.id, ()) for slug, view in book.views.items()}
    judged = {slug: of_case(book.cases[slug], rated) for slug, rated in cases.items() if _has_judge(book, slug, rated)}
    needs = {
        "cases": len(cases),
        "of_cases": [(book.views[slug].title, f"/cases/{slug}/", each) for slug, each in judged.items()],
        "of_lessons": [
            (lesson.title, f"/lessons/{slug}/", of_lesson(lesson, book.rated.get(lesson.id, ())))
            for slug, lesson in book.lessons.items()
        ],
        "contact": book.editors.contact,
    }
    yield Recipe(KIND, "/method/raters/", _page, needs)


def _has_judge(book: Casebook, slug: str, rated: tuple[Rated, ...]) -> bool:
    return bool(rated) or book.views[slug].rating.judged is not None


def _page(here: str, cases: int, of_cases: list[Row], of_lessons: list[Row], contact: Contact) -> Page:
    nobody = Judged(())
    both = {
        "Cases": agreement([each for *_, each in of_cases] + [nobody] * (cases - len(of_cases))),
        "Lessons": agreement([each for *_, each in of_lessons]),
    }
    body = fill(
        "raters",
        here,
        title=TITLE,
        about=ABOUT,
        rows=_rows(both),
        has_pairs=any(each.pairs for each in both.values()),
        enough=ENOUGH,
        waiting=[(name, address) for name, address, each in (*of_cases, *of_lessons) if each.raters == 1],
        rated=[(name, address, each.told) for name, address, each in (*of_cases, *of_lessons) if each.raters > 1],
        form=rating_form(),
        folder=contact.file("case_studies/ratings", "new") if contact.repository else "",
    )
    return Page(here, TITLE, ABOUT, body, KIND)


def _rows(both: Mapping[str, Agreement]) -> list[list[str]]:
    """Give a row a kind of record, as the table of the page has it."""
    return [
        [
            kind,
            *map(str, (each.records, each.by_none, each.by_one, each.by_two)),
            _share(each.exact, each.pairs),
            _share(each.near, each.pairs),
            f"{each.kappa:.2f}" if each.kappa is not None else "not worked out",
        ]
        for kind, each in both.items()
    ]


def _share(of: int, pairs: int) -> str:
    return f"{of} of {pairs}" if pairs else "no pair yet"
