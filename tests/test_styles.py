"""The stylesheet: colours come from tokens, every pair can be read in light and dark, every component has its place."""

import gzip
import re

import pytest
from contrast import contrast, parts_of
from pilotbook.pages.kinds.style import PAIRS, SIZES
from pilotbook.publish.styles import FOLDER, published, stylesheet

TOKENS = (FOLDER / "tokens.css").read_text(encoding="utf-8")
LIGHT, _, DARK = TOKENS.partition("@media (prefers-color-scheme: dark)")
COMPONENTS = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.css")}
# Words at 4.5 to 1; marks and edges that tell something at 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
WORDS = [
    *PAIRS,
    ("soft", "page"),
    ("soft", "panel-strong"),
    ("text", "panel"),
    ("text", "panel-strong"),
    ("text", "mark"),
]
WORDS += [("link", "panel"), ("on-brand-soft", "brand"), ("mixed", "page"), ("mixed", "panel"), ("soft", "mark")]
EDGES = [("line-strong", "page"), ("line-strong", "panel"), ("accent", "brand"), ("focus", "focus-edge")]
EDGES += [("brand-edge", "page"), ("brand-edge", "panel")]


def colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", text))


SCHEMES = {"light": colours(LIGHT), "dark": {**colours(LIGHT), **colours(DARK)}}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, 4.5), (EDGES, 3)], ids=["words", "edges"])
def test_every_pair_of_colours_stands_out(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    tokens = SCHEMES[scheme]
    found = {pair: contrast(parts_of(tokens[pair[0]]), parts_of(tokens[pair[1]])) for pair in pairs}

    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least} == {}


def test_the_dark_scheme_changes_no_token_that_light_does_not_have() -> None:
    assert set(colours(DARK)) <= set(colours(LIGHT))


@pytest.mark.parametrize(
    ("colour", "ground", "ratio"),
    [([0, 0, 0], [255, 255, 255], 21.0), ([118, 118, 118], [255, 255, 255], 4.54), ([0, 0, 0, 0], [9, 9, 9], 1.0)],
)
def test_contrast_is_reckoned_as_the_standard_does(colour: list[float], ground: list[float], ratio: float) -> None:
    assert round(contrast(colour, ground), 2) == ratio


def test_what_is_used_is_set_and_what_is_set_is_used() -> None:
    whole = re.sub(r"/\*.*?\*/", "", stylesheet(), flags=re.DOTALL)
    # What a page says of one element, and what a component works out from it, are no tokens.
    used = set(re.findall(r"var\(--([a-z0-9-]+)", whole)) - {"number", "ones", "room", "tens", "tenths"}
    given = set(re.findall(r"(?<![\w(])--([a-z0-9-]+):", TOKENS))

    assert used - given == set()
    assert given - used - {f"{name}" for pair in PAIRS for name in pair} == set()


@pytest.mark.parametrize("name", sorted(set(COMPONENTS) - {"tokens", "print", "gap-map", "chart", "charts"}))
def test_a_component_takes_its_colours_from_the_tokens(name: str) -> None:
    # The header and its search stand on the brand's colour in both schemes, so white there is white.
    written = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\s*[{,.:])", COMPONENTS[name]))

    assert written <= ({"#fff", "#000", "#161d21", "#59646a"} if name in ("header", "search-form") else set())


def test_the_stylesheet_begins_with_tokens_and_ends_with_print() -> None:
    whole = stylesheet()

    assert whole.startswith(COMPONENTS["tokens"]) and whole.endswith(COMPONENTS["print"])
    assert all(text.strip() in whole for text in COMPONENTS.values())


def test_readers_get_the_same_rules_without_what_only_writers_read() -> None:
    def bare(css: str) -> str:
        return re.sub(r"[\s;]+", "", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))

    whole, sent = stylesheet(), published()

    assert bare(sent) == bare(whole)
    assert len(gzip.compress(sent.encode())) < 0.8 * len(gzip.compress(whole.encode()))
    # Without its blanks "1px + 2px" would be no sum, and "a b" one name.
    assert "calc(100% - var(--room))" in sent and " > " not in sent and "@media print{" in sent


def test_no_line_of_a_style_is_longer_than_a_screen() -> None:
    long = [name for name, text in COMPONENTS.items() for line in text.splitlines() if len(line) > 160]

    assert long == []


def test_words_wait_for_no_face_on_any_width() -> None:
    faces = re.findall(r"@font-face \{(.*?)\}", TOKENS, re.DOTALL)
    fetched = [face for face in faces if "url(" in face]

    assert len(fetched) == 2 and all("font-display: optional" in face for face in fetched)
    # None stands within a query of widths: a phone has them too.
    assert not re.search(r"@media[^{]*\{\s*@font-face", TOKENS)
    # Whatever stands in for a face is made as wide as it is.
    assert all("size-adjust" in face for face in faces if face not in fetched)


def test_the_style_page_shows_each_pair_and_size_that_it_names() -> None:
    pairs = re.findall(
        r"\.swatches \.is-([\w-]+) \{ color: var\(--([\w-]+)\); background: var\(--([\w-]+)\); \}", stylesheet()
    )
    sizes = re.findall(r"\.specimen \.is-([\w-]+) \{ font-size: var\(--([\w-]+)\);", stylesheet())

    assert pairs == [(text, text, ground) for text, ground in PAIRS]
    assert sizes == [(size, size) for size in SIZES]


def test_every_figure_that_a_page_may_tell_is_one_that_the_stylesheet_knows() -> None:
    known = dict(re.findall(r"\.((?:tens|ones|tenths)-\d+) \{ --(?:tens|ones|tenths): ([\d.]+); \}", stylesheet()))

    wanted = {f"tens-{n}": 10 * n for n in range(11)} | {f"ones-{n}": n for n in range(10)}
    assert {name: float(value) for name, value in known.items()} == wanted | {f"tenths-{n}": n / 10 for n in range(10)}
