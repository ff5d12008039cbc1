"""What is known of an address, as days go by, and the file that holds it."""

import json
from collections.abc import Sequence

import pytest
from pilotbook.links import register
from pilotbook.links.answers import FAILED, FORBIDDEN, LATER, PAGE, SAYS_NOT_FOUND, Answer, Use, is_same_page, judged
from pilotbook.links.known import Failure, Known
from pilotbook.links.rounds import Cited, due, go_round, uses_of
from pilotbook.links.words import Words, apart, read, sketch

USE = Use("2026-09-01", is_archived=False)
PLACE = "https://a.example.org/report"


def after(*happened: tuple[str, Answer], use: Use = USE) -> Known:
    """Give what is known after answers on days, in their order."""
    known: Known | None = None
    for day, answer in happened:
        known = judged(known, answer, use, day)
    assert known is not None
    return known


def failed(why: str, *days: str) -> list[tuple[str, Answer]]:
    return [(day, Answer(FAILED, why)) for day in days]


WEEKLY = ("2026-10-03", "2026-10-10", "2026-10-17")


@pytest.mark.parametrize("why", ["404", "410", "no such host"])
def test_a_page_that_is_gone_on_three_days_over_two_weeks_is_dead_since_the_first(why: str) -> None:
    known = after(*failed(why, *WEEKLY))

    assert (known.state, known.since, known.why) == ("dead", "2026-10-03", why)


@pytest.mark.parametrize(
    "days",
    [
        ("2026-10-03",),
        ("2026-10-03", "2026-10-17"),
        ("2026-10-03", "2026-10-17", "2026-10-17"),
        ("2026-10-03", "2026-10-09", "2026-10-16"),
        ("2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"),
    ],
    ids=["one day", "two days", "one of them twice", "in 13 days", "five days of one week"],
)
def test_fewer_days_or_a_shorter_time_make_nothing_dead(days: Sequence[str]) -> None:
    assert after(*failed("404", *days)).state == "unsure"


@pytest.mark.parametrize(
    "why", ["403", "429", "500", "no answer in time", "TLS fault", "redirect loop", "name not looked up"]
)
def test_what_may_be_for_now_or_for_us_alone_never_makes_a_page_dead(why: str) -> None:
    days = [f"2026-{month:02}-01" for month in range(1, 13)]

    assert after(*failed(why, *days)).state == "unsure"


def test_a_dead_page_stays_dead_while_nothing_better_is_known_and_lives_when_it_answers() -> None:
    dead = failed("404", *WEEKLY)

    assert after(*dead, *failed("403", "2026-10-24")).state == "dead"
    again = after(*dead, ("2026-10-31", Answer(PAGE)))
    assert again == Known("live", first_seen="2026-10-31", last_seen="2026-10-31", checked="2026-10-31")


def test_an_answer_in_between_begins_the_count_anew() -> None:
    gone = failed("404", *WEEKLY)

    assert after(*gone[:2], ("2026-10-12", Answer(PAGE)), gone[2]).failures == (Failure("2026-10-17", "404"),)


def test_days_on_which_it_was_gone_are_not_pushed_out_by_other_faults() -> None:
    others = failed("403", *(f"2026-10-{day}" for day in range(11, 16)))
    gone = failed("404", *WEEKLY)

    assert after(*gone[:2], *others, gone[2]).state == "dead"


def test_a_dead_page_of_which_each_record_has_a_copy_is_archived_only() -> None:
    assert after(*failed("404", *WEEKLY), use=Use("2026-09-01", is_archived=True)).state == "archived only"


def test_a_page_that_leads_elsewhere_for_good_has_moved() -> None:
    known = after(("2026-10-03", Answer(PAGE, final="https://b.example.org/")))

    assert (known.state, known.final) == ("moved", "https://b.example.org/")


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("http://a.example.org/report/", True),
        ("https://www.a.example.org/report", True),
        ("https://a.example.org/report?page=2", False),
        ("https://a.example.org/reports", False),
    ],
)
def test_scheme_www_and_a_last_slash_make_no_other_page(other: str, is_same: bool) -> None:
    assert is_same_page(PLACE, other) is is_same


def test_a_page_that_says_it_was_not_found_is_told_and_is_not_dead() -> None:
    soft = Answer(SAYS_NOT_FOUND, "the page says that it was not found")
    known = after(*((day, soft) for day in WEEKLY))

    assert (known.state, known.since) == ("soft 404", "2026-10-10")


def test_a_page_that_may_not_be_asked_is_not_dead_and_keeps_what_was_known() -> None:
    known = after(("2026-10-03", Answer(PAGE)), ("2026-10-10", Answer(FORBIDDEN, "robots.txt forbids it")))

    assert (known.state, known.why, known.last_seen) == ("not asked", "robots.txt forbids it", "2026-10-03")


def test_a_host_that_wants_to_be_left_alone_changes_nothing() -> None:
    before = after(("2026-10-03", Answer(PAGE)))

    assert judged(before, Answer(LATER, "the host asked to be left alone for now"), USE, "2026-10-10") == before


# Words

LONG = " ".join(f"word{number}" for number in range(300))


def page(words: str) -> Answer:
    return Answer(PAGE, words=read(f"<title>A report</title><main><p>{words}</p></main>"))


def test_other_words_are_told_and_small_changes_are_not() -> None:
    first = ("2026-10-03", page(LONG))

    assert after(first, ("2026-10-10", page(LONG.replace("word7 ", "number seven ")))).state == "live"
    changed = after(first, ("2026-10-10", page(LONG.replace("word", "other"))))
    assert (changed.state, changed.since) == ("changed", "2026-10-10")


def test_a_change_is_told_until_somebody_has_read_the_page_again() -> None:
    days = [("2026-10-03", page(LONG)), ("2026-10-10", page(LONG.replace("word", "other")))]
    later = ("2026-10-17", page(LONG.replace("word", "other")))

    assert after(*days, later).state == "changed"
    assert after(*days, later, use=Use("2026-10-11", is_archived=False)).state == "live"


def test_what_surrounds_a_page_is_no_part_of_its_words() -> None:
    bare = read(f"<body><main>{LONG}</main></body>")

    assert (
        read(f"<nav>Menu of today</nav><main>{LONG}<script>var day = 7</script></main><footer>29 November</footer>")
        == bare
    )
    assert (bare.count, len(bare.digest)) == (300, 16)


def test_a_page_of_few_words_has_no_name_to_compare() -> None:
    assert read("<h1>Please switch on scripts</h1>").digest == ""


def test_texts_that_share_most_words_differ_in_few_bits() -> None:
    words = LONG.split()

    assert apart(sketch(words), sketch(words)) == 0
    assert apart(sketch(words), sketch([*words[:285], *["x", "y", "z"] * 5])) < 12
    assert apart(sketch(words), sketch([word[::-1] for word in words])) > 20


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("404", True),
        ("Page not found - GOV.UK", True),
        ("Sorry, that page cannot be found", True),
        ("We can't find the page you are looking for", True),
        ("Why 404 families left the scheme", False),
        ("Help that was not found to work", False),
        ("Evaluation of the pilot", False),
    ],
)
def test_a_page_says_in_its_title_or_heading_that_it_was_not_found(title: str, is_told: bool) -> None:
    assert Words(title=title).says_not_found is is_told
    assert Words(heading=title).says_not_found is is_told


# The round

CITED = [
    Cited("https://a.example.org/one#part", "", "2026-09-01"),
    Cited("https://a.example.org/one", "https://web.archive.org/1", "2026-08-01"),
    Cited("https://b.example.org/two", "https://web.archive.org/2", "2026-09-01"),
]


def test_an_address_is_asked_once_without_its_mark_and_copies_are_asked_too() -> None:
    assert uses_of(CITED) == {
        "https://a.example.org/one": Use("2026-08-01", is_archived=False),
        "https://b.example.org/two": Use("2026-09-01", is_archived=True),
        "https://web.archive.org/1": Use("2026-08-01", is_archived=False),
        "https://web.archive.org/2": Use("2026-09-01", is_archived=False),
    }


def test_what_was_asked_lately_is_left_out() -> None:
    uses = {"https://a.example.org/": USE, "https://b.example.org/": USE, "https://c.example.org/": USE}
    known = {
        "https://a.example.org/": Known("live", checked="2026-10-04"),
        "https://b.example.org/": Known("live", checked="2026-10-03"),
    }

    assert due(uses, known, "2026-10-10", 7) == ["https://b.example.org/", "https://c.example.org/"]
    assert due(uses, known, "2026-10-10", 0) == list(uses)


def test_an_address_that_no_record_uses_leaves_and_one_that_was_not_asked_stays() -> None:
    known = {"https://a.example.org/": Known("live"), "https://gone.example.org/": Known("live")}
    uses = {"https://a.example.org/": USE, "https://b.example.org/": USE}

    came = go_round(uses, ["https://b.example.org/"], known, lambda _: Answer(PAGE), "2026-10-10", 1)

    assert list(came.register) == ["https://a.example.org/", "https://b.example.org/"]
    assert came.asked == ("https://b.example.org/",)


@pytest.mark.parametrize(
    ("answers", "is_silent"),
    [
        ({"a": "no such host", "b": "connection failed"}, True),
        ({"a": "no such host", "b": "404"}, False),
        ({"a": "no such host", "b": "TLS fault"}, False),
    ],
)
def test_where_no_host_can_be_reached_there_is_no_network(answers: dict[str, str], is_silent: bool) -> None:
    uses = {f"https://{name}.example.org/": USE for name in answers}

    def ask(address: str) -> Answer:
        return Answer(FAILED, answers[address[8]])

    assert go_round(uses, uses, {}, ask, "2026-10-10", 2).was_all_silent is is_silent


def test_five_silent_hosts_are_enough_to_know_and_those_with_most_addresses_are_asked_first() -> None:
    uses = {f"https://h{host}.example.org/{page}": USE for host in range(9) for page in range(host + 1)}
    asked: list[str] = []

    def ask(address: str) -> Answer:
        asked.append(address)
        return Answer(FAILED, "name not looked up")

    came = go_round(uses, uses, {}, ask, "2026-10-10", 1)

    assert came.was_all_silent and came.register == {}
    assert asked == [f"https://h{host}.example.org/0" for host in (8, 7, 6, 5, 4)]


def test_each_address_is_asked_once() -> None:
    uses = {f"https://h{host}.example.org/{page}": USE for host in range(9) for page in range(3)}
    asked: list[str] = []

    def ask(address: str) -> Answer:
        asked.append(address)
        return Answer(PAGE)

    go_round(uses, uses, {}, ask, "2026-10-10", 3)

    assert sorted(asked) == sorted(uses)


# The file

KNOWN = {
    "https://b.example.org/": Known("live", "2026-10-03", "2026-10-10", "2026-10-10", digest="0123456789abcdef"),
    "https://a.example.org/": Known(
        "unsure", checked="2026-10-10", why="404", failures=(Failure("2026-10-10", "404"),)
    ),
}
WRITTEN = """\
{
"https://a.example.org/": {"state": "unsure", "checked": "2026-10-10", "why": "404", "failures": [["2026-10-10", "404"]]},
"https://b.example.org/": {"state": "live", "first_seen": "2026-10-03", "last_seen": "2026-10-10", "checked": "2026-10-10", \
"digest": "0123456789abcdef"}
}
"""


def test_the_file_has_a_line_for_each_address_in_order_and_is_read_as_it_was_written() -> None:
    assert register.written(KNOWN) == WRITTEN
    assert register.read(WRITTEN.encode()) == (dict(sorted(KNOWN.items())), [])
    assert register.read(register.written({}).encode()) == ({}, [])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"live"', '"alive"', "3:1: 'state' is 'alive' [links-file]\n    Use 'live'."),
        ('"live", ', '"live" ', "3:44: it is no JSON: Expecting ',' delimiter [links-file]\n"
         "    Mend the line, or take the file from the last commit and run 'pilotbook links'."),
        ('"first_seen"', '"first_sen"', "3:1: 'first_sen' is not a field of this file [links-file]\n    Use 'first_seen'."),
        ('"2026-10-03"', '"2026-10-32"', "3:1: 'first_seen' is '2026-10-32', and not a day [links-file]\n"
         "    Write it as 2026-11-29, or delete the line."),
        ("//b.", "//a.", "3:1: 'https://a.example.org/' stands twice [links-file]\n    Keep the line that was checked last."),
        ("https://b.", "ftp://b.", "3:1: 'ftp://b.example.org/' is not the address of a page [links-file]\n"
         "    Delete the line, and run 'pilotbook links' to ask the address again."),
        ("0123456789abcdef", "word", "3:1: 'digest' is 'word', and not 16 signs from 0 to f [links-file]\n"
         "    Delete the line, and run 'pilotbook links' to ask the address again."),
    ],
    ids=["state", "json", "field", "day", "twice", "address", "digest"],
)  # fmt: skip
def test_a_slip_in_the_file_is_told_by_its_line(old: str, new: str, told: str) -> None:
    found, problems = register.read(WRITTEN.replace(old, new).encode())

    assert found == {}
    assert list(map(str, problems)) == [f"case_studies/links.json:{told}"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"[1]",
        b"1",
        b'{"https://a.example.org/": 1}',
        b'{"https://a.example.org/": {}}',
        b"\xff",
        b"[" * 9999,
    ],
)
def test_whatever_stands_in_the_file_is_told_and_raises_nothing(raw: bytes) -> None:
    found, problems = register.read(raw)

    assert (found, len(problems)) == ({}, 1)


@pytest.mark.parametrize(
    "told",
    [
        {"state": []},
        {"state": {}},
        {"state": "live", "final": "https://b.example.org/\ud800"},
        {"state": "unsure", "why": "half a letter, \ud800"},
        {"state": "unsure", "failures": [["2026-10-10", "\u2028"]]},
    ],
)
def test_a_value_that_no_page_can_show_is_told_by_its_line(told: dict[str, object]) -> None:
    raw = "{\n" + json.dumps("https://a.example.org/") + ": " + json.dumps(told) + "\n}"

    found, (problem,) = register.read(raw.encode())

    assert (found, problem.line, problem.rule) == ({}, 2, "links-file")


def test_an_address_is_found_in_its_line_whatever_stands_in_it() -> None:
    sound = '"https://a.example.org/": {"state": "live"}'
    # A quotation mark before a colon, and a sign at which some programs end a line.
    odd = json.dumps('https://b.example.org/x": y\u2028z', ensure_ascii=False)

    found, (problem,) = register.read(f'{{\n{sound},\n{odd}: {{"state": "live"}}\n}}'.encode())

    assert (found, problem.line) == ({}, 3)


def test_no_failure_can_hide_in_the_file() -> None:
    told = json.dumps({"https://a.example.org/": {"state": "dead", "failures": [["2026-10-10", "404", "more"]]}})

    (problem,) = register.read(told.encode())[1]

    assert problem.what == "'failures' is not a list of a day and a reason each"
