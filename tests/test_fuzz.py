"""What nobody would write, given to each reader a few times; `make fuzz` does it thousands of times.

A failure is told by its seed: `make fuzz FUZZ='record 1234'` shows it again.
"""

import random

import pytest
from fuzz import runs
from fuzz.told import assert_placed
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pilotbook.text.problems import Problem

# The form's own test checks 300 records at once (tests/test_form_rules.py).
SHORT = {
    "record": 40,
    "beside": 25,
    "book": 10,
    "older": 40,
    "issue": 25,
    "register": 300,
    "release": 100,
    "address": 60,
    "prose": 60,
    "link": 200,
}
# A trial is told by its seed; there is no smaller one.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.mark.parametrize("name", SHORT)
def test_whatever_is_written_is_read_or_refused_by_its_place(name: str) -> None:
    @settings(max_examples=SHORT[name], phases=PHASES)
    @given(st.integers(0, 10**9))
    def trial(seed: int) -> None:
        runs.PARTS[name].trial(runs.chance_of(name, seed))

    trial()


def test_every_part_has_a_short_form() -> None:
    assert runs.PARTS.keys() - SHORT.keys() == {"form", "odd form"}
    # What is left of 40 minutes is for the books of tests/site/.
    assert sum(part.seconds for part in runs.PARTS.values()) <= 25 * 60


def test_one_seed_makes_one_input() -> None:
    drawn = [runs.chance_of("record", seed).random() for seed in (1, 1, 2)]

    assert drawn[0] == drawn[1] != drawn[2] != random.Random(2).random()


def test_what_fails_is_counted_by_its_kind_and_kept_with_its_first_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    def trial(chance: random.Random) -> str:
        if chance.random() < 0.5:
            raise KeyError("made up")
        return "read"

    monkeypatch.setitem(runs.PARTS, "made up", runs.Part(trial, 40, 60))

    found = runs.run("made up", 40, 60)

    ((kind, (many, seed, trace)),) = found.failures.items()
    assert kind.startswith("KeyError test_fuzz.py:") and "KeyError: 'made up'" in trace
    assert many + found.ended["read"] == found.trials == 40
    assert runs.chance_of("made up", seed).random() < 0.5


@pytest.mark.parametrize(
    ("line", "column", "what", "told"),
    [
        (3, 1, "wrong", "a place that is not there"),
        (1, 7, "wrong", "a place that is not there"),
        (0, 1, "wrong", "a place that is not there"),
        (1, 1, "", "not of the shape of a message"),
    ],
)
def test_a_problem_without_a_place_would_be_told(line: int, column: int, what: str, told: str) -> None:
    files = {"a.yml": b"a: b\n"}
    assert_placed([Problem("a.yml", 2, 1, "wrong", "Mend it.", "made-up")], files)

    with pytest.raises(AssertionError, match=told):
        assert_placed([Problem("a.yml", line, column, what, "Mend it.", "made-up")], files)
