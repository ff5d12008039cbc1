"""Eleven answers in plain words become a record that passes; what they do not tell is said so, and never made up."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from elevenanswers import ANSWERS, answered
from hypothesis import example, given
from hypothesis import strategies as st
from pilotbook.record.answers import Made, record_of
from pilotbook.record.mends import date_in_words
from pilotbook.record.questions import QUESTIONS
from pilotbook.record.shelf import Shelf
from pilotbook.record.told_sources import as_line, entry, lacks, lines_of, told_in
from pilotbook.record.writing import written
from pilotbook.rules import check
from pilotbook.text import yamlfile
from pilotbook.text.answered import codes_in, flowing, labels_and_place, slugged, taken_apart
from pilotbook.text.yamlfile import Document

DAY = datetime.date(2026, 11, 21)
PATH = "case_studies/madeup-letters.yml"


@pytest.fixture
def made(tiny_shelf: Shelf) -> Any:
    """Give a function that makes a record of the eleven answers, some of them changed."""

    def make(**changes: str) -> Made:
        return record_of(answered(**changes), tiny_shelf.vocabulary, "TLG-C-MAD7", DAY)

    return make


def told(made: Made) -> list[str]:
    return [f"{left.question}: {left.what}" for left in made.left]


def test_the_answers_stand_in_the_record_in_their_own_words(made: Any) -> None:
    assert made().data == {
        "id": "TLG-C-MAD7",
        "schema_version": "0.2.0",
        "title": "Made-up letters before visits in Madeup Vale",
        "summary": (
            "A made-up team sent letters before its visits. Nobody counted who came. So we cannot say what came of it."
        ),
        "stage": "live",
        "places": [{"place": "madeup-vale"}],
        "policy_area": ["made-up-hubs"],
        "target_group": ["made-up-families"],
        "problem": {
            "statement": {"text": "Few families knew of the made-up hub.", "source": ["S1"], "locator": "page 2"}
        },
        "intervention": {
            "name": "Made-up letters before visits in Madeup Vale",
            "why": {
                "text": "A letter was expected to be read by the whole family.",
                "source": ["S1"],
                "locator": "page 3",
            },
            "what": {"text": "Each family got a letter.", "source": ["S1"], "locator": "page 3"},
        },
        "did_not_work": [
            {
                "what": "Letters in one language were not read by all.",
                "source": ["S2"],
                "locator": "second paragraph",
            }
        ],
        "sources": [
            {
                "id": "S1",
                "title": "A made-up report",
                "publisher": "Madeup Council",
                "published": "2026-03",
                "accessed": "2026-11-21",
                "url": "https://example.org/made-up/report",
                "seen": "full",
                "tier": "3",
            },
            {
                "id": "S2",
                "title": "Made-up letters go out",
                "publisher": "Madeup Press",
                "published": "2026-07-16",
                "accessed": "2026-11-21",
                "url": "https://example.org/made-up/news",
                "seen": "excerpt",
                "tier": "5",
            },
        ],
        "record_owner": "Made-up council, policy team",
        "contributors": [{"name": "Made-up letters team", "role": "author", "interest": "we ran it"}],
        "reviewed_on": "2026-11-21",
        "review_by": "2027-11-01",
    }
    assert made().left == ()


SOUND: dict[str, dict[str, str]] = {
    "as they are": {},
    "announced, nothing known": {"stage": "announced", "did_not_work": "Not known"},
    "ended": {
        "stage": "ended",
        "problem": "Few knew of it.\nSource: S1, page 2\nMeant to change: families at sessions; reach; more",
    },
    "two places": {"places": "Madeup Vale and Madeup Town"},
    "no source named": {
        "problem": "Few knew of it.",
        "intervention": "Each family got a letter.",
        "did_not_work": "No source says.",
    },
    "all read in full, nothing told": {
        "stage": "stopped early",
        "problem": "Few knew of it.\nMeant to change: families at sessions; Made-up reach; more",
        "intervention": "Not known",
        "did_not_work": "no source says so",
        "sources": "A made-up report; Madeup Council; 2026-03; https://example.org/made-up/report; read all of it; own report",
    },
    "next to nothing told": {
        "sources": "A made-up report",
        "contributors": "Made-up team",
        "intervention": "Letters.",
        "did_not_work": "-",
    },
    "signs of YAML": {
        "title": "Made-up: 'letters' & #visits, in [Madeup] Vale?",
        "summary": "- a: list\n- # no comment. It is *so*: !tag &anchor, %, @ and `code`. null",
        "problem": "? yes\nSource: S1, ~",
        "contributors": "null\n~\nInterest: 'no'",
    },
}


@pytest.mark.parametrize("name", SOUND)
def test_the_record_passes_the_check_at_once(name: str, made: Any, tiny_files: dict[str, bytes]) -> None:
    record = made(**SOUND[name])
    text = written(record.data)

    assert record.faults == ()
    assert check({**tiny_files, PATH: text.encode()})[1] == [], text


def test_a_pilot_that_ended_has_what_it_was_meant_to_change_with_our_gap_and_no_result(made: Any) -> None:
    record = made(
        stage="ended", problem="Few knew of it.\nMeant to change: Families at sessions; reach; more\nSource: S1, page 2"
    )

    # The questions ask for no figure, so nobody has looked: it was neither unread nor searched for.
    gap = {"missing": "not_filled", "source": ["S1", "S2"]}
    assert record.data["outcomes"] == [
        {
            "id": "O1",
            "label": "Families at sessions",
            "domain": "reach",
            "kind": "outcome",
            "primary": "yes",
            "direction_wanted": "up",
            "baseline": gap,
            "result": gap,
            "comparison": {"design": "not_stated"},
            "n": gap,
            "effect": gap,
            "finding": "not_known",
        }
    ]


def test_the_guide_lists_the_same_questions_in_the_same_order() -> None:
    guide = (Path(__file__).parents[1] / "book" / "contribute" / "file.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| [0-9]+ \| (.*?) \| `", guide, re.M) == [question.asks for question in QUESTIONS]


def test_of_several_places_none_is_said_to_have_led(made: Any) -> None:
    assert made(places="Madeup Vale and madeup-town").data["places"] == [
        {"place": "madeup-vale", "role": "site"},
        {"place": "madeup-town", "role": "site"},
    ]


@pytest.mark.parametrize(
    ("answer", "name", "owner", "interest"),
    [
        ("Hub team, Leeds. We ran it.", "Hub team, Leeds", "Hub team, Leeds", "We ran it."),
        ("hub.team@leeds.gov.uk\n\ninterest - none", "hub.team@leeds.gov.uk", "hub.team@leeds.gov.uk", "none"),
        ("St. Helens hub team\nNo. 10 team\nNo part in it", "St. Helens hub team", "No. 10 team", "No part in it"),
        ("Wrote: Hub team\nAnswers: Policy team", "Hub team", "Policy team", "not told"),
    ],
)
def test_who_wrote_it_who_answers_and_their_part_are_told_apart(
    answer: str, name: str, owner: str, interest: str, made: Any
) -> None:
    data = made(contributors=answer).data

    assert data["contributors"] == [{"name": name, "role": "author", "interest": interest}]
    assert data["record_owner"] == owner


def test_of_two_subjects_one_that_is_in_no_list_is_left_out_and_told(made: Any) -> None:
    record = made(policy_area="Made-up hubs / social prescribing")

    assert record.data["policy_area"] == ["made-up-hubs"]
    assert told(record) == ["policy_area: 'social prescribing' is not in the list of policy areas, and was left out."]
    assert record.faults == ()


@pytest.mark.parametrize(
    ("answer", "stage", "stands"),
    [
        ("No source says.", "live", {"missing": "not_read", "source": ["S2"]}),
        ("We don't know yet", "live", {"missing": "not_filled", "source": ["S1", "S2"]}),
        ("dont know", "live", {"missing": "not_filled", "source": ["S1", "S2"]}),
        ("None", "live", {"missing": "not_filled", "source": ["S1", "S2"]}),
        ("not published", "live", {"missing": "not_read", "source": ["S2"]}),
        ("Too early to say.", "live", {"missing": "not_yet_due"}),
        ("Not known", "planned", {"missing": "not_yet_due"}),
    ],
)
def test_no_answer_is_the_books_gap_and_says_nothing_of_the_pilot(
    answer: str, stage: str, stands: dict[str, str], made: Any
) -> None:
    assert made(did_not_work=answer, stage=stage).data["did_not_work"] == stands


def test_where_every_source_was_read_and_nobody_says_that_they_are_silent_nothing_was_searched_for(made: Any) -> None:
    record = made(
        stage="ended",
        did_not_work="Not known",
        problem="Few knew of it.\nMeant to change: Families at sessions; reach; more\nSource: S1, page 2",
        sources="A made-up report; Madeup Council; 2026; https://example.org/made-up; read in full; own report",
    )

    gap = {"missing": "not_filled", "source": ["S1"]}
    assert record.data["did_not_work"] == gap
    assert record.data["outcomes"][0]["result"] == gap
    assert "searches" not in record.data


def test_where_every_source_was_read_in_full_the_gap_names_the_search_that_was_made(made: Any) -> None:
    record = made(
        did_not_work="No source says",
        sources="A made-up report; Madeup Council; 2026; https://example.org/made-up; read in full; own report",
    )

    assert record.data["did_not_work"] == {"missing": "not_found", "search": "Q1", "source": ["S1"]}
    assert record.data["searches"] == [
        {
            "id": "Q1",
            "searched_on": "2026-11-21",
            "where": "the sources below, read in full for this record",
            "words": "read through for what the form asks",
        }
    ]


@pytest.mark.parametrize("name", [question.name for question in QUESTIONS])
def test_a_question_without_an_answer_is_told_and_nothing_is_put_in_its_place(name: str, made: Any) -> None:
    record = made(**{name: ""})

    assert f"{name}: This is not answered." in told(record)
    # The title names the place too.
    assert name == "places" or ANSWERS[name].split("\n")[0] not in str(record.data)
    assert name in ("intervention", "sources") or name not in record.data


@pytest.mark.parametrize(
    ("changes", "what", "mend"),
    [
        (
            {"places": "Madeup Vail"},
            "'Madeup Vail' is not in the list of places.",
            "Check the spelling, or add this line under 'places:' in case_studies/vocabulary.yml: "
            "madeup-vail: {label: Madeup Vail, kind: …, region: …} (kind and region as under 'place_kinds' and 'regions' there)",
        ),
        (
            {"places": "Madeup Valle"},
            "'Madeup Valle' is not in the list of places.",
            "Did you mean Madeup Vale? If not, add this line under 'places:' in case_studies/vocabulary.yml: "
            "madeup-valle: {label: Madeup Valle, kind: …, region: …} (kind and region as under 'place_kinds' and 'regions' there)",
        ),
        (
            {"policy_area": "hubs"},
            "'hubs' is not in the list of policy areas.",
            "Choose one of: Made-up hubs. A new one is added in case_studies/vocabulary.yml.",
        ),
        (
            {"target_group": "astronauts"},
            "'astronauts' is not in the list of groups.",
            "Choose one of: Made-up families; Made-up tenants. A new one is added in case_studies/vocabulary.yml.",
        ),
        (
            {"target_group": "tenents"},
            "'tenents' is not in the list of groups.",
            "Choose one of: Made-up tenants. A new one is added in case_studies/vocabulary.yml.",
        ),
        ({"stage": "anounced"}, "'anounced' is none of its choices.", "Use 'announced'."),
        (
            {"stage": "ended"},
            "It is ended, and what it was meant to change is not told.",
            "Add a line such as 'Meant to change: families at sessions; reach; more'.",
        ),
        (
            {"problem": "Few.\nMeant to change: families; more"},
            "'Meant to change' does not tell in which field.",
            "Write it with two semicolons, and one of these fields: reach, public-money.",
        ),
        (
            {"problem": "Source: S1, page 2"},
            "It has a line on its source, and no words.",
            "Write the answer itself too.",
        ),
    ],
)
def test_what_cannot_stand_is_told_with_what_is_near(changes: dict[str, str], what: str, mend: str, made: Any) -> None:
    assert [(fault.what, fault.mend) for fault in made(**changes).faults] == [(what, mend)]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"problem": "Few knew of it."}, "problem: No source is named."),
        ({"problem": "Few knew of it.\nSource: S1"}, "problem: The place in the source is not told."),
        ({"problem": "Few knew of it.\nSource: S7, page 2"}, "problem: It names S7, and there is no such source."),
        ({"intervention": "A letter.\nSource: S1, p. 2"}, "intervention: Why it should have worked is not told."),
        ({"contributors": "Made-up team"}, "contributors: Whether they had a part in the pilot is not told."),
        (
            {"did_not_work": "Little.\nSource: S1, page 2"},
            "sources: No answer names S2 ('Made-up letters go out'), so it was left out.",
        ),
    ],
)
def test_what_is_open_is_listed_and_the_record_stands(changes: dict[str, str], what: str, made: Any) -> None:
    record = made(**changes)

    assert what in told(record)
    assert record.faults == ()


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "New messages; Leeds City Council; 2026-09; https://www.leeds.gov.uk/a; read in full; press release",
            ("New messages", "Leeds City Council", "2026-09", "https://www.leeds.gov.uk/a", "full", "4"),
        ),
        (
            "- S2: “New messages, and more”, Leeds City Council, 16th July 2026, https://www.leeds.gov.uk/a.",
            ("New messages, and more", "Leeds City Council", "2026-07-16", "https://www.leeds.gov.uk/a", None, None),
        ),
        (
            "1. [New messages](https://www.leeds.gov.uk/a), Leeds City Council, July 2026, abstract only",
            ("New messages", "Leeds City Council", "2026-07", "https://www.leeds.gov.uk/a", "excerpt", None),
        ),
        (
            "New messages | Leeds City Council | 17/07/2026 | www.leeds.gov.uk/a | second hand | news",
            ("New messages", "Leeds City Council", "2026-07-17", None, "second_hand", "5"),
        ),
        (
            "Report on hubs, March 2024, https://www.leeds.gov.uk/a.pdf (read most of it)",
            ("Report on hubs", None, "2024-03", "https://www.leeds.gov.uk/a.pdf", "excerpt", None),
        ),
        (
            "* **Report on hubs** – University of Leeds – 2019 – [report](https://www.leeds.ac.uk/x) – full",
            ("Report on hubs", "University of Leeds", "2019", "https://www.leeds.ac.uk/x", "full", None),
        ),
        # Which of three is the publisher is not sure.
        ("New messages, for families, Leeds", ("New messages, for families, Leeds", None, None, None, None, None)),
        ("New messages; Leeds; 03/04/2026", ("New messages", "Leeds", None, None, None, None)),
        ("New messages; Leeds; 2025/26; did not read all of it", ("New messages", "Leeds", None, None, "excerpt", None)),
        ("https://www.leeds.gov.uk/a; read in full", (None, None, None, "https://www.leeds.gov.uk/a", "full", None)),
        ("Publisher: Leeds; title: New messages; tier: 2; read: in full", ("New messages", "Leeds", None, None, "full", "2")),
    ],
)  # fmt: skip
def test_a_source_is_read_as_far_as_it_is_sure(line: str, parts: tuple[str | None, ...]) -> None:
    told = told_in(line)
    names = ("title", "publisher", "published", "url", "seen", "tier")

    if told.parts.keys() - {*names, "accessed"}:
        pytest.fail(str(told))
    assert tuple(told.parts.get(name) for name in names) == parts


def test_a_source_is_said_again_in_named_parts() -> None:
    line = "S3: New messages, Leeds, 2026-09, https://www.leeds.gov.uk/a, we read all of it, read on 3 May 2026"
    told = told_in(line)

    assert as_line(told) == (
        "S3: title: New messages; publisher: Leeds; published: 2026-09; url: https://www.leeds.gov.uk/a; "
        "read: in full read on 2026-05-03"
    )
    again = told_in(as_line(told))
    assert (again.label, again.parts, again.rest) == (told.label, told.parts, told.rest)
    assert lacks(told) == ("kind",)


def test_what_is_not_told_of_a_source_is_said_to_be_not_told() -> None:
    assert entry(told_in("New messages"), "S1", "2026-11-21") == {
        "id": "S1",
        "title": "New messages",
        "publisher": "not told",
        "published": {"missing": "not_read"},
        "accessed": "2026-11-21",
        "url": {"missing": "not_read", "note": "No address was given."},
        "seen": "excerpt",
        "tier": "6",
        "note": "What kind of source it is was not told; the lowest tier stands. How much of it was read was not told.",
    }


def test_an_address_on_a_line_of_its_own_belongs_to_the_source_before_it() -> None:
    text = "New messages, Leeds\nhttps://www.leeds.gov.uk/a\n\n- Report, Leeds\n"

    assert lines_of(text) == ["New messages, Leeds; https://www.leeds.gov.uk/a", "- Report, Leeds"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026", "2026"),
        ("2026-07", "2026-07"),
        ("2026-07-16", "2026-07-16"),
        ("July 2026", "2026-07"),
        ("1st Sept 2026", "2026-09-01"),
        ("05/05/2026", "2026-05-05"),
        ("05/06/2026", ""),
        ("2026-13", ""),
        ("30 February 2026", ""),
        ("Marching 2026", ""),
        ("2025/26", ""),
        ("3026", ""),
        ("16 July", ""),
    ],
)
def test_a_date_is_read_only_where_it_is_sure(text: str, date: str) -> None:
    assert date_in_words(text) == date


PLACES = {
    "leeds": "Leeds",
    "bath": "Bath and North East Somerset",
    "bcp": "Bournemouth, Christchurch and Poole",
    "durham": "County Durham",
}


@pytest.mark.parametrize(
    ("text", "codes", "strange"),
    [
        ("Leeds", ("leeds",), ()),
        ("leeds and Bath and North East Somerset", ("leeds", "bath"), ()),
        ("Bournemouth, Christchurch and Poole; Leeds City Council", ("bcp", "leeds"), ()),
        ("County Durham & leeds.", ("durham", "leeds"), ()),
        ("- Leeds\n- Swindon Borough Council\n- Leeds", ("leeds",), ("Swindon",)),
        ("Kensington & Chelsea, Bath & North East Somerset", ("bath",), ("Kensington and Chelsea",)),
        ("Swindon, and Hull", (), ("Swindon", "Hull")),
        ("..\\etc, Leeds", ("leeds",), ("\\etc",)),
        ("", (), ()),
    ],
)
def test_the_longest_names_of_a_list_are_found(text: str, codes: tuple[str, ...], strange: tuple[str, ...]) -> None:
    found, unknown = codes_in(text, PLACES)

    assert found == codes
    assert unknown == strange


@pytest.mark.parametrize(
    ("said", "labels", "place"),
    [
        ("S1, page 4", ("S1",), "page 4"),
        ("S1 and S2, table 2", ("S1", "S2"), "table 2"),
        ("source 1: p. 4", ("S1",), "p. 4"),
        ("page 4", (), "page 4"),
        ("12 pages of it", (), "12 pages of it"),
        ("S100", (), "S100"),
        ("", (), ""),
    ],
)
def test_a_source_and_the_place_in_it_are_told_apart(said: str, labels: tuple[str, ...], place: str) -> None:
    assert labels_and_place(said) == (labels, place)


def test_named_lines_and_a_bracket_at_the_end_are_taken_out_of_an_answer() -> None:
    answer = taken_apart("First words.\n- **Why:** Because\nof that.\n\nMore words. (S1, page 4)", ("why", "source"))

    assert answer.words == "First words.\n\nMore words."
    assert answer.lines == {"why": "Because of that.", "source": "S1, page 4"}


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("They were cold (council report, page 3).", "They were cold.", "council report, page 3"),
        ("They were cold (in all 3 pages).", "They were cold (in all 3 pages).", None),
        ("They were cold (S2, table 4)", "They were cold", "S2, table 4"),
    ],
)
def test_a_place_in_brackets_at_the_end_is_taken_for_that_of_the_source(
    text: str, words: str, said: str | None
) -> None:
    answer = taken_apart(text, ("source",))

    assert (answer.words, answer.lines.get("source")) == (words, said)


def test_lines_of_a_paragraph_are_joined_and_those_of_a_list_are_not() -> None:
    assert flowing("One\ntwo.\n\n\nThree:\n- four\n- five\nsix") == "One two.\n\nThree:\n- four\n- five six"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Text messages: hubs in Leeds!", "text-messages-hubs-in-leeds"),
        ("../../etc/passwd", "etc-passwd"),
        ("Ynys Môn’s café", "ynys-m-ns-caf"),
        ("word " * 40, "-".join(["word"] * 13)),
        ("…", ""),
    ],
)
def test_a_name_for_a_page_is_made_of_whole_words(name: str, slug: str) -> None:
    assert slugged(name) == slug


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=60).filter(
    lambda text: text.strip() == text and "\N{NEXT LINE}" not in text
)


@given(st.recursive(TEXTS, lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(
    st.sampled_from(["text", "source", "note", "missing"]), inner, min_size=1, max_size=3), max_leaves=6))  # fmt: skip
@example("null")
@example("a: b # c")
@example("- a\n\n  b\n")
@example(["?", "~", "yes", "2026-11", "'", '"', "%", "{a}"])
def test_whatever_is_written_reads_back_as_the_same_words(value: Any) -> None:
    value = value.strip() if isinstance(value, str) else value

    document = yamlfile.parse("a.yml", written({"id": value}, ("words\n--- # of a comment",)).encode())

    assert isinstance(document, Document), document
    assert document.data == {"id": value}
