"""The page of a lesson: the advice, how sure we are, and what speaks for and against it, side by side."""

from typing import Any

from markupsafe import Markup

from pilotbook.casebook import Casebook, Change, lesson_path
from pilotbook.charts import for_lesson
from pilotbook.charts.record_chart import RecordChart
from pilotbook.exports import citations, record_json
from pilotbook.judgement.agreement import of_lesson
from pilotbook.judgement.lesson_strength import RELATIONS, Evidence, Standing, searched
from pilotbook.pages import cited, fact_html, origins, placed, twins
from pilotbook.pages.about import about_record, told_past
from pilotbook.pages.correcting import correcting
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.poster_words import lesson_poster
from pilotbook.pages.render import fill_explained, link
from pilotbook.pages.summaries import CaseRow, LessonRow, case_row, lesson_row
from pilotbook.pages.versions import Versions, version_links, versions_of
from pilotbook.record import Lesson, formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.editors import Contact
from pilotbook.record.facts import facts, label_of
from pilotbook.record.lesson import FACTORS, LIKELY, STATUS
from pilotbook.record.outcome import Sample
from pilotbook.record.rated import Rated
from pilotbook.text import markdown
from pilotbook.text.glossary import Term
from pilotbook.views.related_records import Related, related_lessons

_ABOVE = (("Lessons", "/lessons/"),)
KIND = Kind("lesson", is_searched=True)
Entry = tuple[CaseRow, Evidence]


def recipes(book: Casebook) -> Recipes:
    """Yield the page of each lesson."""
    near = related_lessons(book)
    for slug in book.lessons:
        yield recipe(book, slug, near[slug])


def recipe(book: Casebook, slug: str, related: tuple[Related, ...]) -> Recipe:
    """Give the page of one lesson, which names the lessons `related` to it."""
    lesson = book.lessons[slug]
    needs = {
        "lesson": lesson,
        "row": lesson_row(book, slug),
        "standing": book.standings[slug],
        "entries": [(case_row(book, e.slug), e) for e in book.ledger[slug]],
        "chart": for_lesson(book, slug),
        "areas": [(code, book.vocabulary.policy_areas[code].label) for code in lesson.policy_area],
        "audiences": formatting.labels(book.vocabulary.audiences[code].label for code in lesson.audience),
        "themes": formatting.labels(book.vocabulary.themes[code].label for code in lesson.theme),
        "related": related,
        "related_ids": {each.slug: book.lessons[each.slug].id for each in related},
        "past": book.pasts.get(lesson_path(slug), ()),
        "base": book.base,
        "versions": versions_of(book, lesson.id, f"/lessons/{slug}/"),
        "glossary": book.glossary,
        "contact": book.editors.contact,
        "rated": book.rated.get(lesson.id, ()),
    }
    return Recipe(KIND, f"/lessons/{slug}/", _page, needs, lesson.id)


def _jumps(lesson: Lesson) -> list[tuple[str, str]]:
    """Give the (anchor, words) of each part that the page of a lesson has."""
    return [
        ("more", "In more words"),
        ("ledger", "What speaks for it, and against it"),
        *[("needs", "What must be in place")] * bool(lesson.support_factors),
        *[("transfer", "Would it hold elsewhere?")] * bool(_transfer(lesson)),
        ("confidence", "Why we are this sure"),
        ("related", "Related lessons"),
        ("cite", "Cite this"),
    ]


def _page(
    here: str,
    lesson: Lesson,
    row: LessonRow,
    standing: Standing,
    entries: list[Entry],
    chart: tuple[RecordChart, ...],
    past: tuple[Change, ...],
    base: str,
    versions: Versions | None,
    glossary: tuple[Term, ...],
    contact: Contact,
    rated: tuple[Rated, ...],
    **values: Any,
) -> Page:
    citation = citations.of_lesson(lesson, base)
    body = fill_explained(
        "lesson",
        here,
        glossary,
        lesson=lesson,
        row=row,
        standing=standing,
        sides=sides(entries, here),
        charts=chart,
        transfer=_transfer(lesson),
        components=_components(lesson),
        status=STATUS[lesson.status],
        warnings=_warnings(standing),
        searched=searched(lesson),
        about_record=about_record(lesson),
        past=told_past(past),
        citation=citation,
        jumps=_jumps(lesson),
        versions=versions,
        judged=of_lesson(lesson, rated).told if lesson.confidence or rated else "",
        correcting=correcting(contact, lesson, lesson_path(row.slug), citation, here, base),
        also=origins.also(lesson, facts(lesson), placed.LESSON),
        **values,
    )
    return Page(
        path=here,
        title=lesson.title,
        description=markdown.to_text(lesson.statement),
        body=body,
        kind=KIND,
        record=lesson.id,
        charts=chart,
        beside=citation.files()
        | {
            record_json.NAME: record_json.lesson_file(
                row.slug, lesson, standing, citation, cited.schema("lesson", here, base)
            ),
            twins.NAME: twins.lesson_twin(lesson, row, [each for _, each in entries], citation),
        },
        cited=citation,
        bounds=" ".join([f"{row.confidence}.", *_warnings(standing)]),
        head=cited.head(citation, here, base, _ABOVE) + version_links(versions, here),
        poster=lesson_poster(row),
    )


def _transfer(lesson: Lesson) -> list[tuple[str, str, Markup]]:
    """Give each factor that may differ elsewhere, whether it does, and why."""
    rows = enumerate(lesson.transfer, start=1)
    return [
        (
            FACTORS[each.factor],
            LIKELY[each.likely],
            fact_html.traced_words(markdown.to_inline_html(each.note), lesson, f"transfer/{number}/note"),
        )
        for number, each in rows
    ]


def _components(lesson: Lesson) -> list[tuple[str, str]]:
    """Give the four parts of the judgement, each with how much concern it gives."""
    parts = lesson.confidence.components if lesson.confidence else None
    return [(label_of(parts, name), concern) for name, concern in parts] if parts else []


def sides(entries: list[Entry], here: str) -> dict[str, list[dict[str, Any]]]:
    """Give the entries of a lesson's ledger by relation, as the page at `here` shows them."""
    return {
        relation: [_entry(row, each, here) for row, each in entries if each.relation == relation]
        for relation in RELATIONS
    }


def _warnings(standing: Standing) -> list[str]:
    found = []
    if standing.rests_on_one_place:
        one = "place" if standing.places == 1 else "case"
        found.append(f"It rests on one {one}." if standing.supporting else "No case supports it.")
    if standing.rests_on_one_programme:
        found.append("Its cases are of one programme or document.")
    if standing.is_all_self_evaluated:
        found.append("All that supports it comes from the teams that delivered it, or from nobody who is named.")
    if standing.best_sms is None:
        found.append(
            "No outcome that supports it has a design that can be scored, from what we read."
            if standing.rests_on_outcomes
            else "It rests on what sources say in words, and on no measured outcome."
        )
    return found


def _entry(row: CaseRow, evidence: Evidence, here: str) -> dict[str, Any]:
    """Gather one entry of the ledger with the design, sample and finding of the outcomes it rests on."""
    base = link(here, f"/cases/{evidence.slug}/")
    named = [outcome for outcome in evidence.case.outcomes if outcome.id in evidence.entry.evidence]
    outcomes = [
        {
            "case": evidence.case,
            "path": f"outcomes/{outcome.id}",
            "computed": f"{evidence.case.id}/computed/outcomes/{outcome.id}",
            "label": outcome.label,
            "wanted": outcome.wanted,
            "finding": fact_html.direction(outcome.finding),
            "design": DESIGNS[outcome.comparison.design].label,
            "sample": fact_html.sample(outcome.n, evidence.case, f"outcomes/{outcome.id}/n", base)
            if isinstance(outcome.n, Sample)
            else Markup("sample not given"),
            "sms": evidence.view.rating.outcomes[outcome.id].sms,
        }
        for outcome in named
    ]
    return {
        "row": row,
        "because": fact_html.with_figures(evidence.entry.because, evidence.case, base),
        "outcomes": outcomes,
        "address": base,
        "unreachable": evidence.unreachable,
    }
