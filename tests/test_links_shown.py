"""What readers are told of an address that answers no more, and what then counts for nothing; and the command that asks."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from books import MISSING, book_of, figure, outcome, pages_of, read, real_book, source, tiny_book, view_of, words_of
from click.testing import CliRunner
from pilotbook.casebook import Casebook
from pilotbook.doors import links
from pilotbook.doors.cli import main
from pilotbook.doors.explain import explain
from pilotbook.exports import downloads
from pilotbook.exports.download import whole
from pilotbook.judgement.rating import rate
from pilotbook.judgement.unreachable import bounds_reachable, rate_reachable
from pilotbook.judgement.view import KEPT, CaseView
from pilotbook.links import register
from pilotbook.links.answers import FAILED, PAGE, Answer
from pilotbook.links.known import Failure, Known
from pilotbook.pages.brief import lesson_brief
from pilotbook.pages.cards import cards
from pilotbook.pages.fact_html import source_entry
from pilotbook.pages.kinds import all_recipes, case, lesson
from pilotbook.pages.poster_words import lesson_poster
from pilotbook.pages.summaries import lesson_row
from pilotbook.publish import book as prose
from pilotbook.publish import run
from pilotbook.publish.opening import with_links
from pilotbook.publish.proselist import known_of, prose_sources
from pilotbook.record import Case, Lesson
from pilotbook.views import facets
from pilotbook.views.approaches import approaches
from pilotbook.views.changes import state_of
from projects import SOURCES

MakeCase = Callable[..., Case]
MakeLesson = Callable[..., Lesson]
FIRST = "https://example.org/made-up"
SECOND = "https://example.org/second"
DEAD = Known("dead", checked="2026-10-17", failures=(Failure("2026-10-03", "404"), Failure("2026-10-17", "404")))
WHY = {"text": "It should help.", "source": ["S2"], "locator": "page 1"}
TRIAL = {"design": "rct_individual", "allocation": "families drawn at random", "group": "Other made-up families"}
EFFECT = {"value": "8", "type": "difference", "unit": "points", "ci_low": "2", "ci_high": "14", "ci_level": "95"}
EFFECT_READ = {**EFFECT, "source": ["S1"], "locator": "table 3"}
ENTRY = {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "It held.", "evidence": ["O1"]}
SINCE = "has not answered since 3 October 2026, and no archived copy is recorded"


@pytest.fixture
def tried(make_case: MakeCase) -> Callable[..., Case]:
    """Give a function that makes a trial whose result rests on S1 and whose reason rests on S2, some fields changed."""

    def made(**changes: Any) -> Case:
        effect = {**EFFECT, "source": ["S1"], "locator": "table 3"}
        told = {
            "outcomes": [outcome(comparison=TRIAL, effect=effect)],
            "sources": [source(seen="full"), source(id="S2", url=SECOND, seen="full")],
            "intervention": {"name": "Made up", "why": WHY, "what": MISSING},
            "lessons": [ENTRY],
        }
        return make_case(**{**told, **changes})

    return made


def linked(record: Case, found: Mapping[str, Known], lessons: Mapping[str, Lesson] | None = None) -> Casebook:
    return with_links(book_of({"made-up": record}, lessons), found)


# Ratings


def test_an_outcome_whose_only_source_is_dead_is_not_scored_and_says_so(tried: MakeCase) -> None:
    view = linked(tried(), {FIRST: DEAD}).views["made-up"]

    scored = view.rating.outcomes["O1"]
    assert (rate(view.case).outcomes["O1"].sms, rate(view.case).level) == (5, 3)
    assert (scored.sms, scored.steps) == (None, (f"Its only source (S1) {SINCE}: not scoreable.",))
    assert view.rating.level == 1
    assert view.rating.steps[-1] == (f"S1 {SINCE}: what rests on it alone counts as not known here.")
    assert view.measured[0].sms is None


def test_bounds_reach_what_the_record_says_and_name_the_copy_that_would_settle_it(tried: MakeCase) -> None:
    view = linked(tried(), {FIRST: DEAD}).views["made-up"]

    assert (view.bounds.low, view.bounds.high) == (1, 3)
    assert [each.label for each in view.bounds.to_settle] == ["S1: a copy that can be opened"]
    assert view.sure.endswith("Sources that told more can no longer be opened, and what they told is not counted.")


def test_with_no_source_left_nothing_is_rated(tried: MakeCase) -> None:
    view = linked(tried(), {FIRST: DEAD, SECOND: DEAD}).views["made-up"]

    assert (view.level, view.level_name, view.bounds.high) == (0, "Not yet rated", 3)
    assert view.sure == "Sources that told more can no longer be opened, and what they told is not counted."


@pytest.mark.parametrize(
    "known",
    [
        Known("live"),
        Known("unsure", failures=(Failure("2026-10-03", "403"),)),
        Known("moved", final="https://example.org/new"),
        Known("changed", changed_on="2026-12-03"),
        Known("soft 404", failures=(Failure("2026-10-03", "the page says that it was not found"),)),
    ],
    ids=lambda known: known.state,
)
def test_nothing_but_death_touches_a_rating(known: Known, tried: MakeCase) -> None:
    view = linked(tried(), {FIRST: known}).views["made-up"]

    assert view.rating == rate(view.case)


def test_an_archived_copy_keeps_what_rests_on_a_dead_address(tried: MakeCase) -> None:
    kept = [source(seen="full", archive_url="https://web.archive.org/1"), source(id="S2", url=SECOND, seen="full")]
    view = linked(tried(sources=kept), {FIRST: DEAD}).views["made-up"]

    assert (view.rating.level, view.gone) == (3, {})


def test_a_result_told_by_a_second_source_stands_and_what_the_first_alone_told_does_not(tried: MakeCase) -> None:
    effect = {**EFFECT, "source": ["S1", "S2"], "locator": "table 3"}
    view = linked(tried(outcomes=[outcome(comparison=TRIAL, effect=effect)]), {FIRST: DEAD}).views["made-up"]

    assert view.rating.outcomes["O1"].sms == 1
    assert view.rating.outcomes["O1"].steps[0] == (
        "Result and sample size: told by no source that can still be opened, and not counted."
    )


def test_a_judged_level_is_not_shown_above_what_can_still_be_read(tried: MakeCase) -> None:
    judged = {
        "level": "3",
        "reason": "A fair trial.",
        "raters": ["Made-up One", "Made-up Two"],
        "judged_on": "2026-11-21",
        "conflicts": "none",
    }
    view = linked(tried(rating=judged), {FIRST: DEAD}).views["made-up"]

    assert (view.rating.judged, view.level) == (1, 1)


def test_a_dead_page_never_makes_a_test_come_out_without_benefit(tried: MakeCase) -> None:
    effect = {**EFFECT, "locator": "table 3"}
    better = outcome(comparison=TRIAL, effect={**effect, "source": ["S1"]})
    result = figure("42", source=["S2"])
    n = {**better["n"], "source": ["S2"]}
    same = outcome(
        id="O2", label="Others", comparison=TRIAL, effect={**effect, "source": ["S2"]}, result=result, n=n, finding="worse"
    )  # fmt: skip
    record = tried(outcomes=[better, same])

    for gone in ({FIRST: DEAD}, {SECOND: DEAD}):
        assert not linked(record, gone).views["made-up"].rating.tested_no_benefit


def test_no_dead_source_of_the_real_book_raises_anything() -> None:
    for view in real_book().views.values():
        whole = rate(view.case)
        for gone in [{each.id: "2026-10-03"} for each in view.case.sources] + [
            {s.id: "2026-10-03" for s in view.case.sources}
        ]:
            rating = rate_reachable(view.case, gone)

            assert rating.level <= whole.level
            assert rating.shown <= whole.shown
            assert all((one.sms or 0) <= (whole.outcomes[key].sms or 0) for key, one in rating.outcomes.items())
            assert not (rating.tested_no_benefit and not whole.tested_no_benefit)
    slug = "cara-hampshire"
    view = real_book().views[slug]
    gone = {each.id: "2026-10-03" for each in view.case.sources}
    found = bounds_reachable(view.case, rate_reachable(view.case, gone), gone)
    assert found.high >= view.bounds.high
    assert found.low == 0


def test_a_kept_view_and_one_from_its_record_know_the_same(tried: MakeCase) -> None:
    record = tried()
    kept = CaseView("made-up", lambda: record).restore(view_of(record).keep())
    known = {"S1": DEAD}

    fresh, other = (view.with_known(known, "x") for view in (view_of(record), kept))

    assert {name: getattr(fresh, name) for name in KEPT} == {name: getattr(other, name) for name in KEPT}


def test_a_kept_figure_whose_source_is_gone_says_so(tried: MakeCase) -> None:
    record = tried(outcomes=[outcome(baseline=figure("30"), comparison=TRIAL, effect=EFFECT_READ)])
    kept = CaseView("made-up", lambda: record).restore(view_of(record).keep())

    gone = kept.with_known({"S1": DEAD}, "x")

    assert SINCE.split(",")[0] in gone.baselines[0].read and SINCE.split(",")[0] in gone.tabled[0].read


def test_only_a_case_of_which_there_is_something_to_tell_becomes_another() -> None:
    book = tiny_book()
    (slug, address) = ("madeup-town-rent-advice", "https://example.org/made-up/rent")

    other = with_links(book, {address: DEAD, "https://example.org/unused": DEAD})

    assert with_links(book, {address: Known("live")}) is book
    changed = {each for each in book.views if other.views[each].digest != book.views[each].digest}
    assert changed == {slug}


def test_an_address_that_moved_makes_its_own_pages_again_and_no_other() -> None:
    book = tiny_book()
    moved = with_links(book, {"https://example.org/made-up/rent": Known("moved", final="https://example.org/new")})

    before, after = ({recipe.path: recipe.key for recipe in all_recipes(each)} for each in (book, moved))

    assert {path for path in after if after[path] != before[path]} == {
        "/cases/madeup-town-rent-advice/",
        "/id/TLG-C-MAD3/",
    }


# Lessons


def test_an_entry_whose_sources_are_dead_carries_no_lesson(tried: MakeCase, make_lesson: MakeLesson) -> None:
    lessons = {"one": make_lesson()}
    record = tried(outcomes=[outcome(comparison=TRIAL, effect={**EFFECT, "source": ["S1"], "locator": "table 3"})])

    alive, dead = (linked(record, found, lessons).standings["one"] for found in ({}, {FIRST: DEAD}))

    assert (alive.best_sms, alive.rests_on_outcomes) == (5, True)
    assert (dead.best_sms, dead.rests_on_outcomes, dead.supporting) == (None, False, 1)
    assert "what rests on addresses that no longer answer carries nothing" in dead.reasons


def test_a_contradiction_still_limits_when_its_source_is_dead(tried: MakeCase, make_lesson: MakeLesson) -> None:
    against = tried(lessons=[{**ENTRY, "relation": "contradicts"}])

    standing = linked(against, {FIRST: DEAD}, {"one": make_lesson()}).standings["one"]

    assert "a case contradicts it: not above moderate" in standing.reasons


def test_both_pages_mark_what_rests_on_nothing_that_can_be_opened(tried: MakeCase, make_lesson: MakeLesson) -> None:
    book = linked(tried(), {FIRST: DEAD}, {"one": make_lesson()})
    (of_case,), (of_lesson,) = pages_of(case, book), pages_of(lesson, book)

    marks = [words_of(mark) for mark in read(of_case.body).select(".link-note")]
    assert marks == [
        f"Its only source (S1) {SINCE}. This outcome counts for nothing in the rating.",
        f"Its only source (S1) {SINCE}. This entry counts for nothing in the rating of the lesson.",
        "This address has not answered since 3 October 2026.",
    ]
    assert [words_of(mark) for mark in read(of_lesson.body).select(".link-note")] == [
        f"Its only source (S1) {SINCE}. This entry counts for nothing in the rating of the lesson."
    ]


def test_confidence_falls_in_every_room_when_what_carried_it_is_gone(
    make_case: MakeCase, make_lesson: MakeLesson
) -> None:
    # Two places allow any confidence; with the source of one gone, one place is left, which allows no more than low.
    parts = {"relevance": "minor", "coherence": "minor", "adequacy": "minor", "methodological_limitations": "minor"}
    judged = {"overall": "moderate", "reason": "Made up.", "components": parts, "raters": ["One"]}
    other = make_lesson(id="TLG-L-MAD8", title="A lesson judged low", confidence={**judged, "overall": "low"})
    lessons = {"one": make_lesson(confidence=judged), "two": other}
    entries = [{**ENTRY, "lesson": each.id, "evidence": ["S1"]} for each in lessons.values()]
    cases = {
        "first": make_case(id="TLG-C-MAD1", lessons=entries, approaches=["made-up-visits"]),
        "second": make_case(
            id="TLG-C-MAD2", lessons=entries, places=[{"place": "madeup-vale"}], sources=[source(url=SECOND)]
        ),
    }
    book = with_links(book_of(cases, lessons), {SECOND: DEAD})
    page = next(each for each in pages_of(lesson, book) if each.path == "/lessons/one/")
    row = lesson_row(book, "one")

    assert (book.standings["one"].ceiling, row.confidence) == ("low", "low")
    assert "Confidence: low; the rules allow at most low." in explain(book, "one")
    assert facets.of_lesson(book, "one")["confidence"] == ("low",)
    assert (
        dict(lesson_brief(book.lessons["one"], row, book.ledger["one"]).verdict)["How sure we are"] == "Low. Made up."
    )
    assert lesson_poster(row).verdict[0] == "Confidence: low"
    assert "Low confidence. Made up." in words_of(page.body) and "moderate" not in words_of(page.body).lower()
    assert "- Confidence: low. Made up." in page.beside["index.md"].split("\n")
    assert ": TLG-L-MAD9, confidence low\n" in next(
        whole(each, book)[0] for each in downloads() if each.name == "llms.txt"
    )
    assert state_of(book, {})["TLG-L-MAD9"].judged == {"confidence": "low"}
    # Of two that are as sure, the first by title goes first.
    assert [slug for slug, _ in approaches(book)["made-up-visits"].lessons] == ["two", "one"]
    assert {card.confidence for card in cards(book) if card.record == "TLG-L-MAD9"} == {"low"}


def test_explain_tells_it(tried: MakeCase) -> None:
    told = explain(linked(tried(), {FIRST: DEAD}), "made-up")

    assert f"O1  Made-up families who came: not scoreable\n    Its only source (S1) {SINCE}: not scoreable." in told
    assert f"S1 {SINCE}: what rests on it alone counts as not known here." in told
    assert "To reach 3, these would have to be found and be favourable:\n    S1: a copy that can be opened (S1)" in told


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (Known("moved", final="https://example.org/new"), "It has moved to https://example.org/new."),
        (
            Known("changed", changed_on="2026-12-03"),
            "The page has clearly changed; that was seen on 3 December 2026.",
        ),
        (
            Known("soft 404", failures=(Failure("2026-10-03", "x"),)),
            "Since 3 October 2026 this address leads to a page that says it was not found, or to the home page.",
        ),
        (Known("changed", changed_on="2026-11-20"), ""),
        (Known("unsure", failures=(Failure("2026-10-03", "403"),)), ""),
        (Known("not asked"), ""),
    ],
    ids=["moved", "changed", "soft 404", "read since", "unsure", "not asked"],
)
def test_beside_a_source_stands_what_is_known_where_it_matters(known: Known, told: str, tried: MakeCase) -> None:
    (page,) = pages_of(case, linked(tried(), {FIRST: known}))

    assert [words_of(mark) for mark in read(page.body).select(".link-note")] == ([told] if told else [])


def test_a_claim_beside_a_result_is_marked_by_itself(tried: MakeCase) -> None:
    claim = {"text": "It worked.", "by": "A council", "finding": "better", "source": ["S2"], "locator": "page 1"}
    effect = {**EFFECT, "source": ["S1"], "locator": "table 3"}
    (page,) = pages_of(
        case, linked(tried(outcomes=[outcome(comparison=TRIAL, effect=effect, claim=claim)]), {SECOND: DEAD})
    )

    marks = [words_of(mark) for mark in read(page.body).select(".link-note")]
    assert marks == [f"Its only source (S2) {SINCE}.", "This address has not answered since 3 October 2026."]


# The command

RENT = "https://example.org/made-up/rent"


def answering(**failing: str) -> Callable[[str], Answer]:
    """Give what answers every address but those whose last part is named, which fail with a reason."""

    def ask(address: str) -> Answer:
        why = failing.get(address.rstrip("/").rpartition("/")[2])
        return Answer(FAILED, why) if why else Answer(PAGE)

    return ask


def test_three_rounds_write_the_register_and_change_page_and_rating(tiny_root: Path) -> None:
    for today in ("2026-10-03", "2026-10-10", "2026-10-17"):
        came = links.go(tiny_root, run.open_casebook(tiny_root), [], answering(rent="404"), today)

    found, problems = register.read((tiny_root / register.PATH).read_bytes())
    assert (found[RENT].state, found[RENT].since, problems) == ("dead", "2026-10-03", [])
    assert {known.state for address, known in found.items() if address != RENT} == {"live"}
    assert links.summary(came) == "5 of 5 addresses asked: 4 live, 1 dead. case_studies/links.json tells each."
    book = run.open_casebook(tiny_root)
    assert book.views["madeup-town-rent-advice"].gone == {"S1": "2026-10-03"}


def test_a_round_on_the_same_day_changes_no_byte(tiny_root: Path) -> None:
    written = []
    for _ in range(2):
        links.go(tiny_root, run.open_casebook(tiny_root), [], answering(rent="404"), "2026-10-03")
        written.append((tiny_root / register.PATH).read_bytes())

    assert written[0] == written[1]


def test_where_nothing_answers_the_register_stays(tiny_root: Path) -> None:
    came = links.go(tiny_root, run.open_casebook(tiny_root), [], lambda _: Answer(FAILED, "no such host"), "2026-10-03")

    assert came.was_all_silent
    assert not (tiny_root / register.PATH).exists()


def test_one_record_is_asked_by_its_id_its_name_or_its_path(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny_root)
    book = run.open_casebook(tiny_root)
    for name in ("TLG-C-MAD3", "madeup-town-rent-advice", "case_studies/madeup-town-rent-advice.yml"):
        came = links.go(tiny_root, book, [name], answering(), "2026-10-03")

        assert came.asked == (RENT,)


def test_its_agent_names_the_book_and_the_way_to_it(tiny_root: Path) -> None:
    config = tiny_root / "_config.yml"
    config.write_text(
        "title: Pilöt book\ncontact: mail@example.org\nhtml: {baseurl: 'https://book.example.org'}\n", encoding="utf-8"
    )

    assert links.identity(tiny_root).partition(" ")[2] == "(Pilt book; https://book.example.org/; mail@example.org)"


class Unasked:
    """An asker whose network answers as the test says."""

    answers: Callable[[str], Answer]

    def __init__(self, *_: object) -> None:
        self.ask = type(self).answers

    def close(self) -> None:
        """Nothing was opened."""


def called(
    monkeypatch: pytest.MonkeyPatch, root: Path, ask: Callable[[str], Answer], *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.chdir(root)
    monkeypatch.setattr(links, "Asker", type("Asker", (Unasked,), {"answers": staticmethod(ask)}))
    result = CliRunner().invoke(main, ["links", *arguments], prog_name="pilotbook")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_the_command_is_good_where_all_is_well(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = called(monkeypatch, tiny_root, answering())

    assert (code, out) == (0, "5 of 5 addresses asked: 5 live. case_studies/links.json tells each.\n")


def test_the_command_tells_what_has_moved_and_how_to_mend_it(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(address: str) -> Answer:
        return Answer(PAGE, final="https://example.org/new" if address == RENT else "")

    code, out, _ = called(monkeypatch, tiny_root, ask, "madeup-town-rent-advice")

    assert (code, out) == (
        1,
        "case_studies/madeup-town-rent-advice.yml: S1 is moved: https://example.org/made-up/rent, now https://example.org/new\n"
        "    If the page there is the same, write that address; else find what the source became.\n\n"
        "1 of 1 address asked: 1 moved. case_studies/links.json tells each.\n",
    )
    code, out, _ = called(monkeypatch, tiny_root, ask, "madeup-town-rent-advice", "--format", "json")
    assert (code, json.loads(out)["told"][0]["final"]) == (1, "https://example.org/new")


def test_without_a_network_the_command_says_so_once(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = called(monkeypatch, tiny_root, lambda _: Answer(FAILED, "name not looked up"))

    assert (code, out) == (3, "")
    assert err == (
        "Nothing answered: 5 addresses asked, and no host could be reached.\n"
        "    Check that this computer has a network, and run it again; case_studies/links.json is as it was.\n"
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "madeup-town-rent-advise",
            "There is no case 'madeup-town-rent-advise'. Did you mean 'madeup-town-rent-advice'?\n",
        ),
        (
            "call-on-families",
            "'call-on-families' is a lesson, and lessons have no sources of their own. Name one of its cases.\n",
        ),
    ],
)
def test_a_wrong_name_is_told(name: str, told: str, tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert called(monkeypatch, tiny_root, answering(), name) == (2, "", told)


def test_check_and_links_refuse_a_broken_register(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tiny_root / register.PATH).write_text('{\n"https://example.org/": {"state": "alive"}\n}\n', encoding="utf-8")
    told = "case_studies/links.json:2:1: 'state' is 'alive' [links-file]\n    Use 'live'.\n"

    assert called(monkeypatch, tiny_root, answering())[:2] == (1, told)
    result = CliRunner().invoke(main, ["check"], prog_name="pilotbook")
    assert (result.exit_code, result.stdout) == (1, told)
    result = CliRunner().invoke(main, ["check", "case_studies/links.json"], prog_name="pilotbook")
    assert (result.exit_code, result.stdout) == (1, told)


def test_a_register_that_is_a_link_is_not_followed(tiny_root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_text("{", encoding="utf-8")
    os.symlink(tmp_path / "elsewhere.json", tiny_root / register.PATH)

    assert run.open_casebook(tiny_root).views.keys() == tiny_book().views.keys()


# Prose


def test_a_source_of_prose_is_told_beside_it_and_only_then_is_prose_built_again(tiny_root: Path) -> None:
    (tiny_root / "book" / "sources.yml").write_text(SOURCES, encoding="utf-8")
    (tiny_root / "_toc.yml").write_text("root: index\n", encoding="utf-8")
    sources = prose_sources(tiny_root / "book" / "sources.yml")
    ((key, source),) = sources.items()
    url = str(source.url)

    names = []
    for known in (None, Known("live"), DEAD):
        if known:
            (tiny_root / register.PATH).write_text(register.written({url: known}), encoding="utf-8")
        names.append(prose.digest(tiny_root))

    assert names[0] == names[1] != names[2]
    assert known_of(tiny_root, sources) == {key: DEAD}
    told = words_of(source_entry(source, "1", "source-1", known=DEAD))
    assert "This address has not answered since 3 October 2026." in told
    assert "data-path" not in source_entry(source, "1", "source-1", known=DEAD)
