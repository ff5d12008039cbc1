"""Related records: each reason is true, what is rare says more, and likeness of words decides only between equals."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from books import book_of, outcome, read, real_book, tiny_book, tiny_pages, words_of
from hypothesis import given
from hypothesis import strategies as st
from pilotbook.casebook import Casebook
from pilotbook.pages.kinds import lesson as lesson_pages
from pilotbook.publish.facts import stray_numbers
from pilotbook.record import Case, Lesson, Vocabulary
from pilotbook.record.designs import DESIGNS
from pilotbook.views.related_records import Related, related_cases, related_lessons
from pilotbook.views.similarity import Entry, Facet, neighbours, scores, weights

MakeCase = Callable[..., Case]
MakeLesson = Callable[..., Lesson]
WITHDRAWN = {"state": "withdrawn", "reason": "Made up for a test."}


def slugs(found: tuple[Related, ...]) -> list[str]:
    return [row.slug for row in found]


# What the real book offers.


@cache
def real_cases() -> dict[str, tuple[Related, ...]]:
    return related_cases(real_book())


@cache
def real_lessons() -> dict[str, tuple[Related, ...]]:
    return related_lessons(real_book())


def small(label: str) -> str:
    return label[0].lower() + label[1:]


def true_of_case(book: Casebook, slug: str) -> set[str]:
    """Tell everything that may be said of a case as a reason, from the record alone."""
    case, terms = book.cases[slug], book.vocabulary
    lessons = {lesson.id: lesson for lesson in book.lessons.values()}
    changes = [item for item in case.outcomes if item.kind != "output"]
    domains = {item.id: small(terms.outcome_domains[item.domain].label) for item in changes}
    designs = {DESIGNS[item.comparison.design].label for item in changes}
    return {
        *(f"also about {small(terms.policy_areas[code].label)}" for code in case.policy_area),
        *(f"also tries {small(terms.approaches[code].label)}" for code in case.approaches),
        *(f"also for {small(terms.target_groups[code].label)}" for code in case.target_group),
        *(f"also bears on the lesson “{lessons[entry.lesson].title}”" for entry in case.lessons),
        *(f"also in {terms.places[p.place].label}" for p in case.places if p.role != "comparison"),
        *(f"also measured {domains[item.id]}" for item in changes if item.finding != "not_known"),
        *(f"also lists {label} as an outcome" for label in domains.values()),
        *([f"also part of {terms.programmes[case.programme.name].label}"] if case.programme else []),
        *(["also a randomised trial"] if any("randomised trial" in told for told in designs) else []),
        *(told for told, labels in OF_DESIGNS.items() if designs & labels),
    }


OF_DESIGNS = {
    "also a quasi-experiment": {
        "difference-in-differences",
        "panel study",
        "matched groups, before and after",
        "interrupted time series",
        "synthetic control",
        "regression discontinuity",
        "instrumental variable",
    },
    "also an adjusted or matched comparison": {
        "before and after, adjusted",
        "two groups compared, adjusted",
        "matched groups compared",
    },
    "also compared without adjustment": {
        "before and after alone",
        "two groups compared at one time",
        "compared with an earlier or outside figure",
    },
    "also studied by interviews, observation or theory": {"interviews or observation", "theory-based evaluation"},
}


def true_of_lesson(book: Casebook, slug: str) -> set[str]:
    """Tell everything that may be said of a lesson as a reason, from the records alone."""
    lesson, terms = book.lessons[slug], book.vocabulary
    entries = [(case, entry) for case in book.cases.values() for entry in case.lessons if entry.lesson == lesson.id]
    domains = {item.domain for case, entry in entries for item in case.outcomes if item.id in entry.evidence}
    return {
        *(f"also about {small(terms.themes[code].label)}" for code in lesson.theme),
        *(f"also about {small(terms.policy_areas[code].label)}" for code in lesson.policy_area),
        *(f"also for {small(terms.audiences[code].label)}" for code in lesson.audience),
        *(f"also draws on the case “{case.title}”" for case, _ in entries),
        *(f"also draws on evidence about {small(terms.outcome_domains[code].label)}" for code in domains),
    }


def test_every_reason_is_true_of_both_cases() -> None:
    book = real_book()

    for slug, found in real_cases().items():
        for row in found:
            assert set(row.reasons) <= true_of_case(book, slug) & true_of_case(book, row.slug), (slug, row.slug)


def test_every_reason_is_true_of_both_lessons() -> None:
    book = real_book()

    for slug, found in real_lessons().items():
        for row in found:
            assert set(row.reasons) <= true_of_lesson(book, slug) & true_of_lesson(book, row.slug), (slug, row.slug)


def test_no_record_is_offered_twice_or_to_itself_and_each_has_one_to_three_reasons() -> None:
    for near in (real_cases(), real_lessons()):
        for slug, found in near.items():
            assert len(found) <= 4
            assert len({slug, *slugs(found)}) == len(found) + 1
            assert all(1 <= len(row.reasons) <= 3 and len(set(row.reasons)) == len(row.reasons) for row in found)


def test_the_manchester_outreach_trial_leads_to_other_attempts_to_bring_families_to_hubs() -> None:
    found = real_cases()["manchester-sure-start-outreach-trial"]

    assert slugs(found)[:3] == ["wakefield-hub-messages", "often-trial", "tiny-happy-people-texts"]
    assert found[0].reasons[:2] == ("also about family hubs and early years", "also tries outreach and messages")
    assert found[1].told == (
        "Also about family hubs and early years; also measured take-up and reach; also for families with young children"
    )


def test_no_list_is_longer_than_a_reader_looks_through() -> None:
    assert max(len(found) for found in (*real_cases().values(), *real_lessons().values())) == 4


def test_the_lesson_on_data_sharing_leads_to_the_one_on_national_rules() -> None:
    found = real_lessons()["data-sharing-first"]

    assert found[0].slug == "national-rules"
    assert found[0].reasons[0] == "also about national rules and barriers"


# What makes two cases related.


def test_cases_that_share_only_whom_they_are_for_are_not_related(make_case: MakeCase) -> None:
    cases = {"one": make_case(), "other": make_case(policy_area=["made-up-housing"])}

    assert related_cases(book_of(cases)) == {"one": (), "other": ()}


def test_cases_that_share_only_a_design_and_a_place_are_not_related(make_case: MakeCase) -> None:
    trial = {"design": "rct_cluster"}
    one = make_case(outcomes=[outcome(comparison=trial)])
    other = make_case(
        policy_area=["made-up-housing"], outcomes=[outcome(comparison=trial, domain="public-money", kind="cost")]
    )

    assert related_cases(book_of({"one": one, "other": other})) == {"one": (), "other": ()}


def test_a_shared_subject_relates_two_cases(make_case: MakeCase) -> None:
    near = related_cases(book_of({"one": make_case(title="One"), "other": make_case(title="Other")}))

    assert near["one"] == (
        Related("other", "Other", ("also about made-up hubs", "also for made-up families", "also in Madeup Town")),
    )


def test_a_measured_outcome_and_one_that_is_only_listed_are_told_apart(make_case: MakeCase) -> None:
    one = make_case(outcomes=[outcome()])
    told = {}
    for finding in ("better", "not_known"):
        other = make_case(
            outcomes=[outcome(finding=finding)],
            policy_area=["made-up-housing"],
            target_group=["made-up-tenants"],
            places=[{"place": "madeup-vale"}],
        )
        told[finding] = related_cases(book_of({"one": one, "other": other}))["one"][0].reasons

    assert told == {
        "better": ("also measured made-up reach",),
        "not_known": ("also lists made-up reach as an outcome",),
    }


def vocabulary(**changes: Any) -> Vocabulary:
    """Give the made-up vocabulary with some of its lists changed."""
    return Vocabulary.model_validate({**tiny_book().vocabulary.model_dump(), **changes})


def test_what_was_only_done_relates_nobody(make_case: MakeCase) -> None:
    done = [outcome(kind="output")]
    cases = {
        "one": make_case(outcomes=done),
        "other": make_case(outcomes=done, policy_area=["made-up-housing"]),
    }

    assert related_cases(book_of(cases)) == {"one": (), "other": ()}


def test_a_nation_a_region_and_an_area_compared_with_are_no_shared_place(make_case: MakeCase) -> None:
    places = {
        "made-up-nation": {"label": "Madeup Nation", "kind": "nation", "region": "None"},
        "made-up-region": {"label": "Madeup Region", "kind": "region", "region": "None"},
        "madeup-town": {"label": "Madeup Town", "kind": "made-up town", "region": "Madeup Shire"},
    }
    where = [
        {"place": "made-up-nation"},
        {"place": "made-up-region"},
        {"place": "madeup-town", "role": "comparison"},
    ]
    book = book_of({"one": make_case(places=where), "other": make_case(places=where)}, None, vocabulary(places=places))

    assert related_cases(book)["one"][0].reasons == ("also about made-up hubs", "also for made-up families")


def test_a_programme_is_a_reason_and_its_absence_is_none(make_case: MakeCase) -> None:
    terms = vocabulary(programmes={"local": {"label": "Local programme"}, "real": {"label": "Made-up programme"}})
    told = {}
    for name in ("local", "real"):
        cases = {slug: make_case(programme={"name": name}, places=[{"place": "madeup-town"}]) for slug in ("a", "b")}
        told[name] = related_cases(book_of(cases, None, terms))["a"][0].reasons

    assert "also part of Made-up programme" in told["real"]
    assert not any("programme" in reason for reason in told["local"])


def test_a_record_that_does_not_stand_any_more_is_never_offered(make_case: MakeCase, make_lesson: MakeLesson) -> None:
    cases = {
        "gone": make_case(lifecycle=WITHDRAWN),
        "merged": make_case(lifecycle={"state": "merged", "by": "TLG-C-MAD9"}),
        "one": make_case(),
        "two": make_case(),
    }
    lessons = {"gone": make_lesson(lifecycle=WITHDRAWN), "one": make_lesson(), "two": make_lesson(id="TLG-L-MAD8")}
    book = book_of(cases, lessons)

    near = related_cases(book)
    assert {slug: slugs(found) for slug, found in near.items()} == {
        "gone": ["one", "two"],
        "merged": ["one", "two"],
        "one": ["two"],
        "two": ["one"],
    }
    assert slugs(related_lessons(book)["one"]) == ["two"]


def test_no_reason_names_a_record_that_does_not_stand_any_more(make_case: MakeCase, make_lesson: MakeLesson) -> None:
    entries = [
        {"lesson": id_, "relation": "supports", "because": "Made up.", "evidence": ["S1"]}
        for id_ in ("TLG-L-MAD8", "TLG-L-MAD9")
    ]
    lessons = {
        "gone": make_lesson(title="Gone", id="TLG-L-MAD8", lifecycle=WITHDRAWN),
        "kept": make_lesson(title="Kept"),
        "like": make_lesson(title="Like", id="TLG-L-MAD7"),
    }
    cases = {
        "gone": make_case(title="Gone", lessons=entries, lifecycle=WITHDRAWN),
        "one": make_case(title="One", lessons=entries),
        "two": make_case(title="Two", lessons=entries),
    }
    book = book_of(cases, lessons)

    told = [
        reason
        for near in (related_cases(book), related_lessons(book))
        for found in near.values()
        for row in found
        for reason in row.reasons
    ]
    assert "also bears on the lesson “Kept”" in told
    assert not [reason for reason in told if "“Gone”" in reason]


def test_lessons_that_draw_on_one_case_say_which(make_case: MakeCase, make_lesson: MakeLesson) -> None:
    entries = [
        {"lesson": id_, "relation": relation, "because": "Made up.", "evidence": ["O1", "S1"]}
        for id_, relation in (("TLG-L-MAD8", "supports"), ("TLG-L-MAD9", "contradicts"))
    ]
    lessons = {
        "one": make_lesson(title="One", id="TLG-L-MAD8"),
        "two": make_lesson(title="Two", theme=["reaching-people"], policy_area=["made-up-housing"]),
    }
    case = make_case(title="A made-up trial", outcomes=[outcome()], lessons=entries)

    found = related_lessons(book_of({"case": case}, lessons))["one"]

    assert found == (
        Related(
            "two",
            "Two",
            (
                "also draws on the case “A made-up trial”",
                "also draws on evidence about made-up reach",
                "also for made-up officials",
            ),
        ),
    )


def test_the_order_of_records_changes_nothing() -> None:
    book = real_book()
    turned = Casebook(
        book.vocabulary, dict(reversed(book.views.items())), dict(reversed(book.lessons.items())), book.documents
    )

    assert related_cases(turned) == real_cases()
    assert related_lessons(turned) == real_lessons()


def test_equals_stand_by_title_and_then_by_short_name(make_case: MakeCase) -> None:
    cases = {
        "z": make_case(title="A"),
        "y": make_case(title="b"),
        "x": make_case(title="C"),
        "b": make_case(title="Same"),
        "a": make_case(title="Same"),
    }

    assert slugs(related_cases(book_of(cases))["x"]) == ["z", "y", "a", "b"]


# How likeness is counted.


def facet(code: str, kind: str = "area", importance: float = 1.0, is_firm: bool = True) -> Facet:
    return Facet(kind, code, f"also {code}", importance, is_firm)


def entry(codes: str, text: str = "") -> Entry:
    """Make an entry that holds a facet for each letter; capitals are firm."""
    return Entry(frozenset(facet(code, is_firm=code.isupper()) for code in codes), text)


entries_of = st.lists(
    st.builds(entry, st.text("ABCDab", max_size=5), st.text("abcde ", max_size=30).map(lambda text: text * 3)),
    min_size=1,
    max_size=14,
)


def shared(one: Entry, other: Entry, weight: dict[Facet, int]) -> int:
    """Add up what two entries share, one facet at a time; 0 where nothing firm is among it."""
    both = one.facets & other.facets
    return sum(weight[facet] for facet in both) if any(facet.is_firm for facet in both) else 0


@given(entries_of)
def test_a_neighbour_is_one_that_shares_most(entries: list[Entry]) -> None:
    weight = weights(entries)
    near = neighbours(entries, weight, 3)

    for number, found in enumerate(near):
        everyone = sorted(
            (shared(entries[number], other, weight) for at, other in enumerate(entries) if at != number), reverse=True
        )
        enough = [value for value in everyone if value and 3 * value >= everyone[0]]
        assert [shared(entries[number], entries[other], weight) for other in found] == enough[:3]


@given(entries_of)
def test_two_entries_share_as_much_from_either_side(entries: list[Entry]) -> None:
    whole = np.concatenate(list(scores(entries, weights(entries))))

    assert np.array_equal(whole, whole.T)


@given(entries_of, st.data())
def test_likeness_of_words_decides_only_between_equals(entries: list[Entry], data: st.DataObject) -> None:
    text = st.text("abcde ", max_size=30)
    others = [Entry(entry.facets, data.draw(text)) for entry in entries]
    weight = weights(entries)

    def told(chosen: list[Entry]) -> list[list[int]]:
        return [
            [shared(chosen[number], chosen[other], weight) for other in found]
            for number, found in enumerate(neighbours(chosen, weight, 3))
        ]

    assert told(entries) == told(others)


def test_the_liker_of_two_equals_comes_first() -> None:
    entries = [
        entry("A", "letters to tenants about rent"),
        entry("A", "visits by nurses to patients"),
        entry("A", "letters to tenants about repairs"),
        entry("B", "visits by nurses to schools"),
        entry("B", "repairs of schools"),
        entry("B", "rent of schools"),
        entry("B", "something else again"),
    ]

    assert neighbours(entries, weights(entries), 2)[0] == [2, 1]


def test_no_likeness_of_words_lifts_an_entry_over_one_that_shares_a_facet_more() -> None:
    same = "letters to tenants about rent"
    entries = [entry("AB", same), entry("A", same), entry("AB", "nurses"), entry("C"), entry("C"), entry("C", "nurses")]

    assert neighbours(entries, weights(entries), 2)[0] == [2, 1]


def test_what_few_hold_says_more_than_what_many_hold() -> None:
    entries = [entry("AB"), entry("A"), entry("B"), entry("A"), entry("A"), entry("A")]

    weight = weights(entries)

    assert weight == {facet("A"): 336, facet("B"): 1253}
    assert neighbours(entries, weight, 2)[0] == [2]


def test_what_everybody_holds_still_relates_those_who_share_nothing_else() -> None:
    entries = [entry("A"), entry("A"), entry("A")]

    assert neighbours(entries, weights(entries), 4) == [[1, 2], [0, 2], [0, 1]]


def test_an_entry_that_holds_nothing_has_no_neighbour() -> None:
    entries = [entry(""), entry("", "the same words"), entry("", "the same words"), entry("ab"), entry("ab")]

    assert neighbours(entries, weights(entries), 4) == [[], [], [], [], []]


def test_many_entries_are_compared_in_blocks_without_losing_one() -> None:
    pairs = [Entry(frozenset({facet(str(number // 2))}), "") for number in range(601)]

    near = neighbours(pairs, weights(pairs), 4)

    assert near == [*([number + 1 - 2 * (number % 2)] for number in range(600)), []]


def test_no_record_is_related_in_an_empty_book() -> None:
    book = book_of({}, {})

    assert related_cases(book) == {} and related_lessons(book) == {}


# What the reader sees.


def test_a_case_page_tells_why_each_case_is_related_and_keeps_it_from_search() -> None:
    section = read(tiny_pages()["/cases/madeup-vale-hub-letters/"].body).select_one("section[aria-labelledby=related]")

    assert section is not None and section.has_attr("data-pagefind-ignore")
    assert words_of(section) == (
        "Related cases Made-up doorstep visits to bring families to hubs in Madeup Town "
        "Also about made-up hubs; also tries made-up letters; also measured made-up reach "
        "Compare with Made-up doorstep visits to bring families to hubs in Madeup Town"
    )
    assert [anchor["href"] for anchor in section.select("a")] == [
        "../madeup-town-doorstep-visits/",
        "../../compare/?a=TLG-C-MAD2&b=TLG-C-MAD1",
    ]


def test_a_case_without_any_says_so() -> None:
    section = read(tiny_pages()["/cases/madeup-town-rent-advice/"].body).select_one("section[aria-labelledby=related]")

    assert words_of(section) == ("Related cases No other case shares a subject, an outcome or a lesson with this one.")


def test_a_lesson_without_any_says_so(make_lesson: MakeLesson) -> None:
    (recipe,) = lesson_pages.recipes(book_of({}, {"alone": make_lesson()}))
    section = read(recipe.page().body).select_one("section[aria-labelledby=related]")

    assert words_of(section) == ("Related lessons No other lesson shares a theme, a subject or a case with this one.")


def test_a_number_in_a_title_that_is_given_as_a_reason_has_its_record_behind_it(
    make_case: MakeCase, make_lesson: MakeLesson
) -> None:
    ids = ("TLG-L-MAD8", "TLG-L-MAD9")
    entries = [{"lesson": id_, "relation": "supports", "because": "Made up.", "evidence": ["S1"]} for id_ in ids]
    case = make_case(title="A made-up trial in 300 homes", lessons=entries)
    lessons = {"one": make_lesson(id=ids[0], title="Visit 40 homes"), "two": make_lesson(id=ids[1])}

    for recipe in lesson_pages.recipes(book_of({"case": case}, lessons)):
        section = read(recipe.page().body).select_one("section[aria-labelledby=related]")
        assert "also draws on the case “A made-up trial in 300 homes”" in words_of(section)
        assert stray_numbers(str(section)) == []
