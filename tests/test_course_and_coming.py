"""Who changed course or stopped and why, and which results are expected: as records tell it, and never more."""

from collections.abc import Callable

from books import MISSING, book_of, outcome, pages_of, read, view_of, words_of
from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.judgement.view import states_of
from pilotbook.pages.kinds import approach, area, course, expected
from pilotbook.pages.page import Page
from pilotbook.record import Case
from pilotbook.views.coming import coming, undated
from pilotbook.views.leaders import asked

MakeCase = Callable[..., Case]
WORDS = {"source": ["S1"], "locator": "page 1"}


def cycle(number: int, decision: str | None, reason: object = None, **changes: object) -> dict[str, object]:
    made = {
        "id": f"CY{number}",
        "question": MISSING,
        "hypothesis": MISSING,
        "tested": {"text": f"Made-up letter {number}.", **WORDS},
        "result": MISSING,
    }
    return {**made, **({"decision": decision, "decision_reason": reason} if decision else {}), **changes}


def why(text: str) -> dict[str, object]:
    return {"text": text, **WORDS}


def plan(text: str, **changes: object) -> dict[str, object]:
    return {"name": "Made up", "why": MISSING, "what": MISSING, "modifications": [{**why(text), **changes}]}


def only(pages: object) -> Page:
    (page,) = pages  # type: ignore[misc]
    return page


def test_changes_of_course_stand_by_how_far_they_went_each_with_its_reason(make_case: MakeCase) -> None:
    told = [cycle(1, "adapt", why("People misread it."), end="2025-03"), cycle(2, "abandon", {"missing": "not_read"})]
    turned = make_case(id="TLG-C-MAD1", title="Turned", cycles=[*told, cycle(3, "adopt", why("It held."))])
    planned = make_case(
        id="TLG-C-MAD2", title="Planned", intervention=plan("Fewer came, so it grew.", changed_on="2024")
    )
    page = read(only(pages_of(course, book_of({"turned": turned, "planned": planned}))).body)

    assert {section["aria-labelledby"]: words_of(section.tbody) for section in page.find_all("section")} == {
        "dropped": "TurnedMade-up letter 2.Not in what we readNot in the part we read",
        "changed": "TurnedMade-up letter 1.March 2025People misread it.[S1]",
        "plan": "Planned2024Fewer came, so it grew.[S1]",
    }


def test_a_pilot_that_stopped_stands_once_with_what_its_record_tells(make_case: MakeCase) -> None:
    stopped = make_case(
        stage="stopped_early",
        dates={"end": {"actual": "2014-04"}},
        intervention=plan("The money ended."),
        cycles=[cycle(1, "abandon", why("A national programme came.")), cycle(2, "adapt", why("It was too long."))],
    )

    ended, changed = view_of(stopped).turned
    assert (ended.kind, ended.what, ended.on) == ("stopped", "Stopped early", "2014-04")
    assert [each.words for each in ended.why] == ["The money ended.", "A national programme came."]
    assert (changed.kind, changed.path) == ("changed", "cycles/CY2/tested")


def test_a_stop_without_a_reason_in_the_record_is_a_gap_of_ours(make_case: MakeCase) -> None:
    (ended,) = view_of(make_case(stage="stopped_early")).turned

    assert (ended.why, ended.gap) == ((), "Not in the part we read")


def test_what_is_not_known_of_stops_and_decisions_is_said(make_case: MakeCase) -> None:
    undecided = [cycle(1, None), cycle(2, "undecided", MISSING), cycle(3, "adapt", why("It was long."))]
    book = book_of({"x": make_case(stage="end_not_known", cycles=undecided)})

    text = words_of(only(pages_of(course, book)).body)
    assert "Whether and how 1 case ended is not in what we read, so some may have stopped early too." in text
    assert "Of 3 turns of test and learn, 1 has no decision in this book and 1 had none taken yet." in text


def waits(make_case: MakeCase) -> Casebook:
    """Give a case past its day, one in its year, two before theirs, one out and unread, one with a finding, and one without a day."""
    gap = {"missing": "not_yet_due"}
    open_ = {"outcomes": [outcome(finding="not_known", result=gap, effect=gap)], "reviewed_on": "2026-11-21"}
    lead = [{"id": "madeup-council", "name": "Madeup Council", "roles": ["lead"]}]
    return book_of(
        {
            "later": make_case(id="TLG-C-MAD1", title="Later", results_due="2027", **open_),
            "late": make_case(id="TLG-C-MAD2", title="Late", results_due="2026-10", partners=lead, **open_),
            "now": make_case(
                id="TLG-C-MAD7", title="Now", results_due="2026", results_due_told="late in 2026", **open_
            ),
            "soon": make_case(id="TLG-C-MAD3", title="Soon", results_due="2027-03", **open_),
            "out": make_case(id="TLG-C-MAD4", title="Out", results_due="2026-01", results_published="2026-02", **open_),
            "found": make_case(id="TLG-C-MAD5", title="Found", results_due="2026-01", outcomes=[outcome()]),
            "runs": make_case(id="TLG-C-MAD6", title="Runs", dates={"end": {"planned": "2028-03"}}, **open_),
        }
    )


def test_results_are_expected_by_month_and_those_past_due_are_told_beside_their_day(make_case: MakeCase) -> None:
    book = waits(make_case)
    page = read(only(pages_of(expected, book)).body)
    sections = {each["aria-labelledby"]: words_of(each) for each in page.find_all("section")}

    assert [each.slug for each in coming(book, book.views)] == ["late", "now", "soon", "later"]
    assert "Late. Results were due October 2026, and none was found or read. Led by Madeup Council." in sections["late"]
    assert sections["months"] == (
        "Expected later March 2027 Soon. Results due March 2027. 2027, no month told Later. Results due 2027."
    )
    assert "Now. Results due 2026 (late in 2026), about now; none was found or read." in sections["now"]
    assert [each.slug for each in undated(book, book.views)] == ["runs"]
    assert "Runs: live, planned to end March 2028." in sections["undated"]


def test_what_is_due_in_a_year_that_has_come_is_not_told_as_not_due_yet(make_case: MakeCase) -> None:
    book = waits(make_case)

    assert {slug: book.views[slug].result for slug in ("late", "now", "soon")} == {
        "late": gaps.DUE_NOW,
        "now": gaps.DUE_NOW,
        "soon": "not_yet_due",
    }
    assert gaps.of_cases(states_of([book.views["now"]])) == "1 is due about now or overdue, and we read no result."


def test_without_a_day_nobody_is_said_to_plan_nothing(make_case: MakeCase) -> None:
    text = words_of(only(pages_of(expected, book_of({"x": make_case()}))).body)

    assert gaps.NO_DUE in text and "cannot say who is late" in text


def test_an_area_and_an_approach_say_what_is_coming_and_whom_to_ask(make_case: MakeCase) -> None:
    made = waits(make_case)
    book = book_of(
        {slug: view.case.model_copy(update={"approaches": ("made-up-visits",)}) for slug, view in made.views.items()}
    )

    for kind, address in ((area, "/areas/made-up-hubs/"), (approach, "/approaches/made-up-visits/")):
        page = next(read(page.body) for page in pages_of(kind, book) if page.path == address)
        told = {name: words_of(page.find("section", {"aria-labelledby": name})) for name in ("coming", "ask")}
        assert "Results due March 2027." in told["coming"] and "none was found or read" in told["coming"]
        assert "Madeup Council Late" in told["ask"]
    ((who, cases),) = asked(book, book.views, 10)
    assert [one.told for one in who] == ["Madeup Council"]
    assert [(led.slug, led.record, led.title) for led in cases] == [("late", "TLG-C-MAD2", "Late")]
