"""What changed between two versions of a record, and between two states of the book: all of it, and nothing that only looks so."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from books import TINY, book_of, tiny_book
from madeup import CASE
from pilotbook.publish.objects import Damaged, Objects, pieces
from pilotbook.publish.offline import with_file_links
from pilotbook.record import Case, Lesson
from pilotbook.record.released import Stood
from pilotbook.views.changes import compare, state_of
from pilotbook.views.record_changes import differences

VISITS = (TINY / "case_studies/madeup-town-doorstep-visits.yml").read_text("utf-8")
CALL_ON = (TINY / "case_studies/lessons/call-on-families.yml").read_text("utf-8")
MISSING = {"missing": "not_read"}


def told(before: str, after: str, kind: str = "case") -> list[str]:
    """Give what changed, a line each: 'Figures: label (was → now)'."""
    found = differences(kind, before.encode(), after.encode())
    return [
        f"{each.part}: {each.what}" + (f" ({each.before} → {each.after})" if each.before or each.after else "")
        for each in found
    ]


def changed(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


def written(**changes: Any) -> str:
    return yaml.safe_dump({**CASE, **changes}, sort_keys=False, allow_unicode=True)


# What is no change.


def test_layout_order_of_keys_quotes_comments_and_blanks_are_no_change() -> None:
    data = yaml.load(VISITS, Loader=yaml.BaseLoader)
    other = yaml.safe_dump(dict(reversed(data.items())), width=40, default_style='"', allow_unicode=True)

    assert other != VISITS
    assert told(VISITS, other) == []
    assert told(VISITS, f"# A comment.\n{VISITS}") == []


def test_white_space_within_a_text_is_no_change() -> None:
    assert told(written(summary="Made up for a test."), written(summary="Made up\n  for a  test.")) == []


def test_entries_without_labels_that_changed_places_are_no_change() -> None:
    one, two = ({"text": f"Made up {name}.", "source": ["S1"], "locator": "page 1"} for name in ("first", "second"))

    assert told(written(context={"constraints": [one, two]}), written(context={"constraints": [two, one]})) == []


def test_a_source_under_another_label_is_the_same_source() -> None:
    (source,) = CASE["sources"]
    other = {**source, "id": "S2", "title": "Another", "url": "https://example.org/another"}
    before = written(sources=[source, other])
    after = written(sources=[{**other, "id": "S3"}, source])

    assert told(before, after) == []


# What is one.


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (
            "result: {value: 42, unit: '%'",
            "result: {value: 43, unit: '%'",
            ["Figures: Families coming to a made-up hub: result (42% → 43%)"],
        ),
        (
            "result: {value: 42, unit: '%', period: 2024, source: [S1], locator: table 3}",
            "result: {missing: not_read}",
            ["Figures: Families coming to a made-up hub: result (42% → Not in the part we read)"],
        ),
        (
            "result: {value: 42, unit: '%', period: 2024, source: [S1], locator: table 3}",
            "result: {value: 42, unit: '%', period: 2024, source: [S1], locator: table 4}",
            ["Sources: Families coming to a made-up hub: result: source, place in it, or note"],
        ),
        ("stage: ended", "stage: live", ["Wording: Stage (ended → live)"]),
        (
            "    relation: supports",
            "    relation: qualifies",
            ["What it says about lessons: TLG-L-MAD1 (supports → qualifies)"],
        ),
        (
            "because: More made-up families came after",
            "because: Far more made-up families came after",
            ["What it says about lessons: TLG-L-MAD1: because"],
        ),
        (
            "text: A made-up bus line to the hub helped.",
            "text: A made-up tram to the hub helped.",
            ["Wording: Around it, and what it depended on: 1 entry changed"],
        ),
    ],
)
def test_a_change_of_a_case_is_told_once_by_the_title_of_its_field(old: str, new: str, lines: list[str]) -> None:
    assert told(VISITS, changed(VISITS, old, new)) == lines


def test_entries_that_came_or_went_are_told_as_that() -> None:
    cost = {
        "id": "C1",
        "label": "Made-up grant",
        "phase": "whole",
        "type": "grant",
        "of": "pilot",
        "planned": dict(MISSING),
        "actual": dict(MISSING),
    }

    assert told(written(), written(costs=[cost])) == ["Costs: Made-up grant: added"]
    assert told(written(costs=[cost]), written()) == ["Costs: Made-up grant: taken out"]
    assert told(written(), written(harms=[{"what": "Harm.", "source": ["S1"], "locator": "page 1"}])) == [
        "Wording: Harms: 1 entry added"
    ]


def test_of_sources_it_is_told_which_came_went_or_was_read_in_full() -> None:
    (source,) = CASE["sources"]
    other = {**source, "id": "S2", "title": "Another source", "url": "https://example.org/another"}

    assert told(written(), written(sources=[source, other])) == ["Sources: Another source: added"]
    assert told(written(sources=[source, other]), written()) == ["Sources: Another source: taken out"]
    assert told(written(), written(sources=[{**source, "seen": "full", "accessed": "2026-12-01"}])) == [
        "Sources: A made-up source (read as an excerpt → read in full)",
        "Sources: A made-up source: read on",
    ]


def test_the_statement_of_a_lesson_is_its_conclusion_and_its_confidence_is_told_elsewhere() -> None:
    after = changed(CALL_ON, "more of them tend to come", "a few of them tend to come")

    assert [line.split(":")[0] for line in told(CALL_ON, after, "lesson")] == ["Conclusion"]
    assert told(CALL_ON, changed(CALL_ON, "overall: low", "overall: very_low"), "lesson") == []


def test_a_record_of_the_older_form_is_moved_before_it_is_compared() -> None:
    old = changed(changed(written(), "schema_version: 0.2.0", "schema_version: 0.1.0"), "not_read", "unknown")

    assert told(old, written()) == []


def test_a_record_of_a_form_that_nobody_knows_is_told_as_not_compared() -> None:
    old = changed(written(), "schema_version: 0.2.0", "schema_version: 0.0.1")

    assert told(old, written()) == [
        "Record: It was written by an older list of fields, and cannot be compared field by field."
    ]


# Between states of the book.


def stood(**changes: Any) -> Stood:
    judged = {"level": 2, "low": 1, "high": 3, "direction": "better"}
    plain = {
        "id": "TLG-C-MAD9",
        "kind": "case",
        "slug": "made-up",
        "title": "Made up",
        "version": "2026-11-21",
        "judged": judged,
    }
    return Stood(**{**plain, **changes})


def lines_of(before: list[Stood], after: list[Stood]) -> list[str]:
    found = compare({each.id: each for each in before}, {each.id: each for each in after}, lambda *_: ())
    return [
        f"{each.id} {each.head}|{d.part}: {d.what} ({d.before} → {d.after})" for each in found for d in each.differences
    ]


def test_strength_bounds_and_direction_are_those_that_each_state_held() -> None:
    now = stood(judged={"level": None, "low": 0, "high": 3, "direction": "mixed"})

    assert lines_of([stood()], [now]) == [
        "TLG-C-MAD9 |Rating: Strength of evidence (2 of 5 → not yet rated)",
        "TLG-C-MAD9 |Rating: With what was not read, it could stand from (1 to 3 → 0 to 3)",
        "TLG-C-MAD9 |Rating: Direction of effect (better → mixed)",
    ]


def test_a_direction_that_was_claimed_and_then_measured_is_told_as_a_change() -> None:
    was = stood(judged={**stood().judged, "direction": "better", "direction_is_claimed": True})
    now = stood(judged={**stood().judged, "direction": "better", "direction_is_claimed": False})

    assert lines_of([was], [now]) == ["TLG-C-MAD9 |Rating: Direction of effect (better (claimed) → better)"]


LESSON = {"id": "TLG-L-MAD9", "kind": "lesson", "slug": "taught", "title": "Taught", "judged": {"confidence": "low"}}


@pytest.mark.parametrize(
    ("before", "after", "head"),
    [
        ("low", "low", "The conclusion did not change."),
        ("low", "moderate", "The conclusion changed."),
    ],
)
def test_of_a_lesson_it_is_said_whether_the_conclusion_changed(before: str, after: str, head: str) -> None:
    was = stood(**{**LESSON, "judged": {"confidence": before}})
    now = stood(**{**LESSON, "judged": {"confidence": after}, "title": "Taught again"})

    (found,) = compare({was.id: was}, {now.id: now}, lambda *_: ())

    assert found.head == head


def test_another_case_on_the_same_side_leaves_the_conclusion_and_one_on_a_new_side_changes_it() -> None:
    lesson = stood(**LESSON)
    entry = ("TLG-L-MAD9", "supports")
    one, two = stood(ledger=(entry,)), stood(id="TLG-C-MAD8", title="Two", ledger=(entry,))
    against = stood(id="TLG-C-MAD8", title="Two", ledger=(("TLG-L-MAD9", "contradicts"),))

    assert lines_of([lesson, one], [lesson, one, two]) == [
        "TLG-L-MAD9 The conclusion did not change.|Ledger: Two (TLG-C-MAD8): entry added, it supports it ( → )",
        "TLG-C-MAD8 |Record: New in the book. ( → )",
    ]
    assert lines_of([lesson, one], [lesson, one, against])[0] == (
        "TLG-L-MAD9 The conclusion changed.|Conclusion: What cases say of it (supported → supported and contradicted)"
    )


def test_the_state_of_a_book_leaves_out_what_a_gone_record_said(
    make_case: Callable[..., Case], make_lesson: Callable[..., Lesson]
) -> None:
    entry = {"lesson": "TLG-L-MAD9", "relation": "supports", "because": "Made up.", "evidence": ["S1"]}
    gone = {"state": "withdrawn", "reason": "Made up.", "since": "2026-11-02"}
    book = book_of({"one": make_case(lessons=[entry], lifecycle=gone)}, {"two": make_lesson()}).published()

    state = state_of(book, {"case_studies/one.yml": "a", "case_studies/lessons/two.yml": "b"})

    assert (state["TLG-C-MAD9"].digest, state["TLG-C-MAD9"].ledger, state["TLG-C-MAD9"].stands) == ("", (), False)
    assert (state["TLG-L-MAD9"].digest, state["TLG-L-MAD9"].judged) == ("b", {"confidence": "not judged"})


def test_a_book_is_as_it_is() -> None:
    state = state_of(tiny_book(), {})

    assert compare(state, state, differ=lambda *_: ()) == ()


# What is kept.


def test_an_edit_of_one_line_of_a_large_table_makes_a_piece_or_two(tmp_path: Path) -> None:
    lines = [f"{number},made-up row of a made-up table,{number * 7919 % 1000}\n".encode() for number in range(40_000)]
    before = b"".join(lines)
    after = b"".join([*lines[:20_000], b"an edit\n", *lines[20_000:]])
    one, two = set(pieces(before)), set(pieces(after))

    assert b"".join(pieces(after)) == after
    assert len(one) > 20
    assert 1 <= len(two - one) <= 2
    assert max(map(len, one)) < 200_000


def test_kept_bytes_come_back_and_damage_is_told(tmp_path: Path) -> None:
    kept = Objects(tmp_path)
    (name,) = kept.put(b"made up")
    path = tmp_path / Objects.path(name)

    assert kept.get([name]) == b"made up"
    assert kept.put(b"made up") == [name] and kept.added == path.stat().st_size
    path.write_bytes(zlib.compress(b"made down"))
    with pytest.raises(Damaged, match=re.escape(f"{Objects.path(name)}: it is damaged: it is not what was kept")):
        kept.get([name])
    path.unlink()
    with pytest.raises(Damaged, match="it is missing"):
        kept.get([name])


def test_the_offline_copy_holds_no_release_and_leads_to_none() -> None:
    page = (
        '<link rel="predecessor-version" href="../../v/2026.1/cases/x/"><a href="../../v/2026.1/since/#TLG-C-MAD1">then</a>'
        '<a href="v/2026.1/">2026.1</a><a href="../view/">view</a>'
    )

    assert with_file_links(page) == 'then2026.1<a href="../view/index.html">view</a>'
