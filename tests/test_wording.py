"""Causal wording: what the guard tells apart, how well, and what an author is told."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from books import MISSING, outcome
from hypothesis import given
from hypothesis import strategies as st
from pilotbook.causal import exceptions, patterns
from pilotbook.causal.guard import causal_words
from pilotbook.judgement.rating import rate
from pilotbook.publish import disk
from pilotbook.record import Case
from pilotbook.rules import check
from pilotbook.rules.causal import causes_shown
from pilotbook.text.problems import Problem
from pilotbook.text.yamlfile import Document

HERE = Path(__file__).parent
ROOT = HERE.parent
SENTENCES: list[dict[str, Any]] = yaml.safe_load((HERE / "wording/sentences.yml").read_text(encoding="utf-8"))
SHEFFIELD = "case_studies/sheffield-family-hubs.yml"
VISITS = "case_studies/madeup-town-doorstep-visits.yml"


def found(text: str) -> list[str]:
    return [each.words for each in causal_words(text)]


def score(sentences: list[dict[str, Any]]) -> tuple[float, float]:
    """Give precision and recall."""
    hits = [sentence for sentence in sentences if found(sentence["text"])]
    right = sum(sentence["causal"] for sentence in hits)
    return right / len(hits), right / sum(sentence["causal"] for sentence in sentences)


@pytest.mark.parametrize(("split", "least"), [("whole", 0.9), ("tuned on", 0.9), ("held_out", 0.85)])
def test_the_guard_is_as_good_as_we_say(split: str, least: float, figure: Callable[[str], None]) -> None:
    chosen = [s for s in SENTENCES if split in ("whole", s.get("split", "tuned on"))]

    precision, recall = score(chosen)

    figure(f"causal wording, {split}: {len(chosen)} sentences, precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= least
    assert recall >= least


@pytest.mark.parametrize("written", [str, str.upper, str.title])
def test_the_first_look_at_a_sentence_passes_over_nothing_that_a_pattern_finds(written: Callable[[str], str]) -> None:
    texts = [written(sentence["text"]) for sentence in SENTENCES] + ["It \u017faved time.", "\u0130t led to calls."]

    missed = [
        text
        for text in texts
        if not patterns.may_match(text) and any(each.search(text) for each, _ in patterns._patterns())
    ]

    assert missed == []


def test_the_sentences_are_many_and_the_near_misses_too() -> None:
    texts = [sentence["text"] for sentence in SENTENCES]
    put_aside = [s for s in SENTENCES if s.get("split") == "held_out"]

    assert len(texts) == len(set(texts)) >= 160
    assert sum(not s["causal"] for s in SENTENCES) >= 60
    assert len(put_aside) * 3 >= len(SENTENCES)


@pytest.mark.parametrize(
    ("text", "words", "better"),
    [
        ("The visits led to fuller hubs.", "led to", "was followed by"),
        ("It resulted in fuller hubs.", "resulted in", "was followed by"),
        ("Visits began, resulting in fuller hubs.", "resulting in", "followed by"),
        ("The visits reduced waits.", "reduced", "… fell after …"),
        ("The visits improved lives.", "improved", "… was better after …"),
        ("The visits raised attendance.", "raised", "… rose after …"),
        ("The visits *led\n  to* fuller hubs.", "led\n  to", "was followed by"),
        ("The visits **led** to fuller hubs.", "led** to", "was followed by"),
        ("[Visits cut waits](https://example.org/led-to).", "cut", "… fell after …"),
        ("Use rose by {O1.result}. It reduced waits.", "reduced", "… fell after …"),
    ],
)
def test_causal_words_are_given_as_written_with_nearer_ones(text: str, words: str, better: str) -> None:
    assert [(each.words, each.better) for each in causal_words(text)] == [(words, better)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The council says it cut waits. It cut waits.", ["cut"]),
        ("- Visits led to calls\n- The visits reduced waits", ["led to", "reduced"]),
        ("No visits were made.\n\nThe hub cut waits", ["cut"]),
        ("St. Mary's did not act, e.g. it closed. The hub cut waits.", ["cut"]),
        ("The notice says “it cut waits.” It cut waits.", ["cut"]),
        ("The notice “cut waits, it cut waits.", ["cut", "cut"]),
        ("", []),
    ],
)
def test_an_excuse_holds_for_its_own_sentence_only(text: str, words: list[str]) -> None:
    assert found(text) == words


# For each reason why causal words may stand: texts that it alone lets off, and next to them one that nothing does.
LET_OFF = {
    "_is_denied": [
        "No evidence shows that the visits reduced waits.",
        "The visits cut neither admissions nor costs.",
        "No visit led to a call.",
    ],
    "_is_asked": [
        "It asks whether the visits reduced waits.",
        "What caused the rise?",
        "They measured the effect of visits.",
    ],
    "_is_meant": ["The visits may have reduced waits.", "The theory is that visits reduce waits."],
    "_is_said": [
        "The council reports that the visits reduced waits.",
        "The visits reduced waits, the council says.",
        "According to the council the visits reduced waits.",
    ],
    "_is_the_doing": [
        "Councils cut their budgets.",
        "Funding was cut.",
        "Pupils improved their scores.",
        "Staff worked well.",
    ],
    "_is_another_cause": [
        "Closures led to fewer visits.",
        "The pandemic reduced visits.",
        "Inflation increased costs.",
        "It fell because of the lockdown, which reduced visits.",
        "Use was reduced by the pandemic.",
    ],
    "_is_no_verb": ["They paid a reduced price.", "Families saw improved health.", "Increased use was seen."],
}
VOUCHED = [
    "The visits reduced waits.",
    "The visits cut admissions and costs.",
    "Visits led to calls.",
    "It shows that the visits reduced waits.",
    "The visits caused the rise.",
    "The visits improved scores.",
    "After closures the visits led to more calls.",
    "Despite the pandemic the visits reduced waits.",
    "Waits were reduced by the visits.",
]


def test_every_reason_to_let_words_off_has_its_texts() -> None:
    assert list(LET_OFF) == [reason.__name__ for reason in exceptions._EXCUSES]


@pytest.mark.parametrize(("reason", "text"), [(reason, text) for reason, texts in LET_OFF.items() for text in texts])
def test_words_that_the_text_does_not_vouch_for_are_let_off_for_one_reason(
    reason: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(text) == []

    others = tuple(each for each in exceptions._EXCUSES if each.__name__ != reason)
    monkeypatch.setattr(exceptions, "_EXCUSES", others)
    assert found(text) != []


@pytest.mark.parametrize("text", VOUCHED)
def test_words_that_the_text_vouches_for_are_found(text: str) -> None:
    assert len(found(text)) == 1


@given(st.lists(st.sampled_from([*'“”"{}[]()*_.,;:?- \n', *" ".join(s["text"] for s in SENTENCES[::9]).split()])))
def test_findings_stand_where_they_say_in_order(parts: list[str]) -> None:
    text = " ".join(parts)
    reached = 0

    for each in causal_words(text):
        assert reached <= each.start
        reached = each.start + len(each.words)
        assert text[each.start : reached] == each.words


@pytest.mark.parametrize(
    "part", ["help ", "may reduced x ", "says ", "no evidence ", "“", "and to cut ", "made it ", "{", "a. "]
)
def test_a_long_text_without_a_turn_is_read_quickly(part: str) -> None:
    began = time.process_time()

    found(part * (4000 // len(part)))

    assert time.process_time() - began < 2


def problems_in(path: str, old: str, new: str, root: Path) -> list[Problem]:
    """Check the records under `root` with `old` replaced in one of them."""
    files, _ = disk.read_records(root)
    text = files[path].decode("utf-8")
    assert text.count(old) == 1
    return check({**files, path: text.replace(old, new).encode("utf-8")})[1]


def test_the_contributors_sentence_is_refused_in_the_sheffield_summary() -> None:
    line = (
        "  Council staff and civil servants, who were to start in January 2025, tested ways to bring more families to\n"
        "  Sheffield's family hubs.\n"
    )
    claim = "  Teams tested new ways to reach parents, resulting in many more local families using the hubs.\n"

    problems = problems_in(SHEFFIELD, line, claim, ROOT)

    assert list(map(str, problems)) == [
        "case_studies/sheffield-family-hubs.yml:6:43: 'resulting in' says that the pilot caused it, but no primary outcome "
        "here reaches a score of 3 [causal-wording]\n"
        "    Write 'followed by', or who says so, such as 'the council reports that …'."
    ]


def test_words_broken_over_two_lines_are_pointed_at() -> None:
    line = "  none elsewhere. So we cannot tell whether more came because of the test, or how many more.\n"
    claim = "  The council says it resulted in more visits. It resulted\n  in more visits.\n"

    (problem,) = problems_in(SHEFFIELD, line, claim, ROOT)

    assert (problem.line, problem.column) == (9, 51)


def test_a_fair_comparison_may_speak_of_cause() -> None:
    old, new = "visitors called on families who did not use a hub.", "visits led to more families coming."

    assert problems_in(VISITS, old, new, HERE / "tiny") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("design: did\n", "design: before_after\n"),
        ("primary: yes", "primary: no"),
        ("named_in_advance: yes", "named_in_advance: no"),
    ],
)
def test_without_it_the_same_words_are_refused(old: str, new: str) -> None:
    files, _ = disk.read_records(HERE / "tiny")
    text = (
        files[VISITS]
        .decode("utf-8")
        .replace("visitors called on families who did not use a hub.", "visits led to more.")
    )
    weaker = text.replace(old, new, 1)

    problems = check({**files, VISITS: weaker.encode("utf-8")})[1]

    assert weaker != text
    assert [(problem.rule, problem.line) for problem in problems] == [("causal-wording", 6)]


CLAIM = "The visits led to more."
ADJUSTED = {"design": "matched_cross_section", "controls": ["age"], "group": "Made-up families elsewhere"}
FAIR = {**ADJUSTED, "design": "did", "why_comparable": "Made up alike.", "both_periods": "yes"}
STATED = {"text": CLAIM, "source": ["S1"], "locator": "page 1"}
ENTRY = {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "Made up.", "evidence": ["O1"]}
CYCLE = {
    "id": "CY1",
    "question": MISSING,
    "hypothesis": MISSING,
    "tested": MISSING,
    "measures": ["O1"],
    "result": MISSING,
    "decision": "undecided",
}
TEXTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "title": lambda it: {"title": CLAIM, "outcomes": [it]},
    "summary": lambda it: {"summary": CLAIM, "outcomes": [it]},
    "label": lambda it: {"outcomes": [{**it, "label": CLAIM}]},
    "measure": lambda it: {"outcomes": [{**it, "measure": CLAIM}]},
    "explanation": lambda it: {"outcomes": [{**it, "explanation": STATED}]},
    "result of a cycle": lambda it: {"outcomes": [it], "cycles": [{**CYCLE, "result": STATED}]},
    "surprise of a cycle": lambda it: {"outcomes": [it], "cycles": [{**CYCLE, "surprise": STATED}]},
    "ledger": lambda it: {"outcomes": [it], "lessons": [{**ENTRY, "because": CLAIM}]},
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("comparison", "rules"), [(ADJUSTED, ["causal-wording"]), (FAIR, [])])
def test_every_text_of_a_case_may_speak_of_cause_from_a_score_of_3(
    make_case: Callable[..., Case], text: str, comparison: dict[str, Any], rules: list[str]
) -> None:
    case = make_case(**TEXTS[text](outcome(comparison=comparison)))

    problems = causes_shown(case, Document("made-up.yml", "", {}))

    assert [problem.rule for problem in problems] == rules


LESSON_TEXTS = {
    "title": ("title: Count before claiming a made-up saving", "title: Counting led to fewer claims"),
    "statement": (
        "statement: When a saving is claimed without a count, it tends not to be found later.",
        "statement: When savings were counted, this led to fewer claims.",
    ),
    "detail": ("detail: A made-up claim without a figure shows nothing.", "detail: The counts led to fewer claims."),
}


@pytest.mark.parametrize("name", LESSON_TEXTS)
@pytest.mark.parametrize(
    ("design", "evidence", "sms", "rules"),
    [
        ("did", "[O2, S3]", None, ["causal-wording"]),
        ("matched_cross_section", "[O1]", 2, ["causal-wording"]),
        ("did", "[O1]", 3, []),
    ],
)
def test_every_text_of_a_lesson_may_speak_of_cause_where_an_entry_rests_on_a_score_of_3(
    tiny_files: dict[str, bytes], name: str, design: str, evidence: str, sms: int | None, rules: list[str]
) -> None:
    path = "case_studies/lessons/count-before-claiming.yml"
    old, new = (text.encode() for text in LESSON_TEXTS[name])
    case = tiny_files[VISITS].replace(b"evidence: [O2, S3]", f"evidence: {evidence}".encode())
    case = case.replace(b"design: did\n", f"design: {design}\n".encode())

    shelf, problems = check({**tiny_files, VISITS: case, path: tiny_files[path].replace(old, new)})

    assert shelf is not None and old in tiny_files[path]
    scored = rate(shelf.cases["madeup-town-doorstep-visits"]).outcomes
    assert max((scored[label].sms or 0 for label in ("O1", "O2") if label in evidence), default=0) == (sms or 0)
    assert [problem.rule for problem in problems if problem.path == path] == rules


def test_every_real_record_passes() -> None:
    files, misplaced = disk.read_records(ROOT)

    assert [problem for problem in check(files, misplaced)[1] if problem.rule == "causal-wording"] == []
