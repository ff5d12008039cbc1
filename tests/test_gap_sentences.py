"""What the book says by itself of something that is missing: for each reason the exact words in every place that shows it.

`golden/gap_sentences.txt` is the page a human reads. No sentence says more than its reason: what the book's editors have not
read or found is never told as what nobody has published.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from books import GOLDEN, book_of, figure, outcome, real_book, source, tiny_book
from bs4 import BeautifulSoup, Tag
from madeup import CASE
from pilotbook.casebook import Casebook
from pilotbook.charts import programme_timeline, results_funnel
from pilotbook.charts.counted import PROGRAMME
from pilotbook.charts.results import standing_of_case
from pilotbook.judgement import gaps
from pilotbook.pages.brief import case_brief
from pilotbook.pages.cards import cards
from pilotbook.pages.kinds import all_pages
from pilotbook.pages.summaries import case_row
from pilotbook.record import Case
from pilotbook.record.reasons import REASONS, WRITTEN
from pilotbook.record.vocabulary import Programme
from pytest_regressions.file_regression import FileRegressionFixture

SEARCH = {"id": "Q1", "searched_on": "2026-11-20", "where": "made-up pages", "words": "made-up"}
BACKED: Mapping[str, dict[str, Any]] = {
    "not_read": {"source": ["S1"]},
    "not_found": {"search": "Q1"},
    "not_published": {"source": ["S1"], "locator": "page 4"},
}
# Words that tell of the pilot that it said nothing, or of everybody that they know nothing.
TOO_MUCH = re.compile(
    r"\b(?:nobody|no one|none has|unpublished|not published|never published|nothing (?:is|was|has been) published|"
    r"too little is published|(?:has|have|is|was) not (?:been )?published|no [\w -]{1,40} (?:is|was|has been) published)\b",
    re.I,
)


def case_with(reason: str) -> Case:
    """Make an ended case of which every fact is missing for one reason; of the computed one, a case that has it."""
    whole: dict[str, Any] = {
        **CASE,
        "stage": "ended",
        "programme": {"name": PROGRAMME},
        "searches": [SEARCH],
    }
    if reason not in WRITTEN:
        return Case.model_validate(
            {
                **whole,
                "stage": "planned" if reason == "not_begun" else "live",
                "sources": [source(seen="full")],
                "intervention": {"name": "Made-up visits", "why": SAID, "what": SAID},
                "did_not_work": {"missing": "not_yet_due"},
            }
        )
    if reason == "not_filled":
        whole["sources"] = [source(seen="full")]
    gap = {"missing": reason, **BACKED.get(reason, {})}
    blank = outcome(baseline=gap, result=gap, n=gap, effect=gap, finding="not_known", label="Made-up outcome")
    cost = {"id": "C1", "label": "Made-up visits", "phase": "whole", "type": "staff", "planned": gap, "actual": gap}
    told = {"name": "Made-up visits", "why": gap, "what": gap}
    return Case.model_validate(
        {**whole, "intervention": told, "outcomes": [blank], "costs": [cost], "did_not_work": gap}
    )


SAID = {"text": "Made up.", "source": ["S1"], "locator": "page 1"}


@cache
def pages_with(reason: str) -> tuple[Casebook, dict[str, BeautifulSoup]]:
    lists = tiny_book().vocabulary
    programmes = {**lists.programmes, PROGRAMME: Programme(label="Test, Learn and Grow")}
    book = book_of({"made-up": case_with(reason)}, vocabulary=lists.model_copy(update={"programmes": programmes}))
    return book, {page.path: BeautifulSoup(str(page.body), "html.parser") for page in all_pages(book)}


def text(part: Tag | None) -> str:
    return " ".join(part.get_text(" ").split()) if part else "–"


def places(reason: str) -> Iterator[tuple[str, str]]:
    """Yield (place, words) for a case whose every fact is missing for one reason."""
    book, pages = pages_with(reason)
    view, row = book.views["made-up"], case_row(book, "made-up")
    page = pages["/cases/made-up/"]
    for term in page.select(".verdict > div"):
        yield f"verdict, {text(term.dt).lower()}", text(term.dd)
    for number, heading in enumerate(page.select("section[aria-labelledby=gaps] dt"), start=1):
        yield f"case page, gaps {number}", f"{text(heading)}: {text(heading.find_next_sibling('dd').li)}"
    brief = case_brief(view, row, [])
    yield from ((f"brief, {question.lower()}", words) for question, words in brief.verdict[1:])
    for section in brief.sections:
        for item in section.items if section.title in ("What did not work", "What this book does not know yet") else ():
            yield f"brief, {section.title.lower()}", f"{item.text} {item.more}".strip()
    (card,) = (card for card in cards(book) if card.record)
    yield "search result and explorer", f"level {card.level}, {card.direction}, {card.facets['level'][0]}"
    yield "list", text(pages["/areas/made-up-hubs/"].select_one(".row-facts"))
    yield "area", text(pages["/areas/made-up-hubs/"].select_one("section[aria-labelledby=unknown] > p"))
    yield "place", text(pages["/places/madeup-town/"].select_one(".lead"))
    cell = pages.get("/gap-map/made-up-hubs/reach/")
    yield "gap map, cell", text(cell.select_one(".lead")) if cell else "–"
    yield "gap map, cases in it", text(cell.select_one("section[aria-labelledby=unknown] > p")) if cell else "–"
    missing = pages["/missing-results/"]
    yield "missing results", text(missing.select_one("[data-path='casebook/missing/whole/rest']"))
    yield "missing results, heading", text(missing.select_one("section[aria-labelledby=silent] h3"))
    yield "home", text(pages["/"].select_one("section.headline"))
    yield "notebook, who has published", standing_of_case(book, "made-up")
    for chart in (results_funnel(book), programme_timeline(book)):
        if chart:
            yield f"chart, {chart.name}", f"{chart.title}. {chart.sentence}"


@cache
def written_out() -> dict[str, dict[str, str]]:
    return {reason: dict(places(reason)) for reason in REASONS}


def test_the_words_for_each_reason_in_every_place_are_as_they_were_read(file_regression: FileRegressionFixture) -> None:
    told = [
        f"{reason} ({REASONS[reason].whose}'s gap)\n"
        + "\n".join(f"  {place}: {words}" for place, words in found.items())
        for reason, found in written_out().items()
    ]

    file_regression.check("\n\n".join(told) + "\n", fullpath=GOLDEN / "gap_sentences.txt")


@pytest.mark.parametrize("reason", [code for code, reason in REASONS.items() if reason.whose == "book"])
def test_no_place_tells_a_gap_of_the_books_as_the_pilots(reason: str) -> None:
    assert {place: words for place, words in written_out()[reason].items() if TOO_MUCH.search(words)} == {}


def test_only_what_a_source_or_partner_says_is_told_as_not_published() -> None:
    words = " ".join(written_out()["not_published"].values())

    assert "What came of it has not been published." in words
    assert "1 has published no result, a source says" in words


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (
            {"not_read": 12, "not_found": 3},
            "Of 12 we have not read the part that would tell; of 3 we looked for what came of it and found nothing (last searched on "
            "20 November 2026).",
        ),
        ({"found": 4}, ""),
        (
            {"found": 4, "figure": 1, "claim": 2},
            "1 gives a figure that does not tell better from worse; 2 have a claim, and no result that we read.",
        ),
        (
            {"not_published": 1, "not_measured": 2},
            "1 has published no result, a source says; 2 did not measure what came of it for people, or only counted what was done.",
        ),
    ],
    ids=str,
)
def test_counts_split_what_is_ours_from_what_is_the_pilots(states: dict[str, int], said: str) -> None:
    assert gaps.of_cases(Counter(states), "2026-11-20" if "not_found" in states else "") == said


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (["not_published", "not_read"], "not_read"),
        (["not_measured", "not_found"], "not_found"),
        (["not_applicable", "not_published"], "not_published"),
        (["not_read", "not_found"], "not_read"),
    ],
)
def test_of_several_reasons_the_books_is_told_before_the_pilots(reasons: list[str], told: str) -> None:
    assert gaps.weightiest(reasons) == told


UNKNOWN = {"finding": "not_known"}
CLAIM = {"text": "x", "by": "x", "finding": "better", "source": ["S1"], "locator": "x"}


def gap(**reasons: str) -> dict[str, dict[str, str]]:
    return {name: {"missing": reason} for name, reason in reasons.items()}


STATE: Mapping[str, tuple[dict[str, Any], str]] = {
    "a finding": ({"finding": "worse"}, "found"),
    "a figure alone": (UNKNOWN, "figure"),
    "a size alone": ({**UNKNOWN, **gap(result="not_read"), "effect": {**figure("1"), "type": "score"}}, "figure"),
    "a claim": ({**UNKNOWN, **gap(result="not_published"), "claim": CLAIM}, "claim"),
    "words alone": (
        {**UNKNOWN, **gap(result="not_measured", effect="not_measured"), "explanation": SAID},
        "not_measured",
    ),
    "partly unread": ({**UNKNOWN, **gap(result="not_published", effect="not_read")}, "not_read"),
}


@pytest.mark.parametrize(("changes", "state"), STATE.values(), ids=STATE)
def test_how_far_a_result_is_known(changes: dict[str, Any], state: str) -> None:
    case = Case.model_validate({**CASE, "outcomes": [outcome(**changes)]})

    assert gaps.state_of(case.outcomes[0], case) == state


@pytest.mark.parametrize(
    ("seen", "reason"), [("full", "not_filled"), ("excerpt", "not_read"), ("second_hand", "not_read")]
)
def test_a_field_that_is_absent_is_never_a_gap_of_the_pilots(seen: str, reason: str) -> None:
    case = Case.model_validate({**CASE, "sources": [source(seen=seen)]})

    assert gaps.absent(case) == gaps.reason_of(None, case) == gaps.cost_reason((), case) == reason
    assert REASONS[reason].whose == "book"


# Over the real book.


@cache
def made_pages() -> dict[str, str]:
    """Give the words that the book makes by itself on every page: what records and prose say is taken out."""
    found = {}
    for page in all_pages(real_book()):
        soup = BeautifulSoup(str(page.body), "html.parser")
        for tag in soup.find_all(attrs={"data-path": True}):
            if not tag.decomposed and is_of_a_record(str(tag["data-path"])):
                tag.decompose()
        for tag in soup.select(
            "main h1, main h3 a, .lead:not([data-path]), .missing-note, article > .lead, .rows p:not([class])"
        ):
            if not tag.decomposed:
                tag.decompose()
        found[page.path] = " ".join(soup.get_text(" ").split())
    return found


def is_of_a_record(path: str) -> bool:
    return path.startswith("TLG-") and "/computed" not in path


# What the manual and the form say of the reasons themselves, who rated nothing, what the editors have not filled in, titles
# that stand in lists of words,
# and what people wrote of a lesson.
ALLOWED = re.compile(
    r"/(?:brief|compare|editors|privacy|contribute/(?:fields|rules|form)|method/raters|style|data|a-to-z(?:/.*)?|lessons/[\w-]+)/"
)


def test_no_sentence_of_the_book_tells_the_unread_as_unpublished() -> None:
    too_much = {
        path: [words[max(match.start() - 60, 0) : match.end() + 40] for match in TOO_MUCH.finditer(words)]
        for path, words in made_pages().items()
        if not ALLOWED.fullmatch(path)
    }
    backed = {
        f"/cases/{slug}/"
        for slug, view in real_book().views.items()
        if any(gap.reasons.get("not_published") for gap in view.gaps)
    }

    assert {
        path: found for path, found in too_much.items() if found and path not in {*backed, "/missing-results/"}
    } == {}


@pytest.mark.parametrize("slug", sorted(real_book().views))
def test_the_verdict_and_the_brief_of_a_case_say_no_more_than_its_reasons(slug: str) -> None:
    view = real_book().views[slug]
    brief = case_brief(
        view, case_row(real_book(), slug), [(index, "A lesson") for index in range(len(view.case.lessons))]
    )
    said = [words for _, words in brief.verdict[1:3]] + list(view.unanswered)
    is_said = any(gap.reasons.get("not_published") for gap in view.gaps)

    assert is_said or [words for words in said if TOO_MUCH.search(words)] == []
