"""Words that only insiders know do not stand on a reader's page, or are explained where they stand."""

import re

import pytest
from books import ROOT, tiny_pages, words_of
from pilotbook.charts.counted import PROGRAMME
from pilotbook.text.glossary import explained_terms

# What a word is replaced by is in the second place: it tells whoever meets this test what to write.
REPLACED = {
    r"\bnot placed\b": "“not yet rated” or “nothing to rate”",
    r"\bstubs?\b": "“little is known yet”",
    r"\bscientific scale\b": "“Maryland scale of designs”",
    r"\bwith conditions\b": "“that sets a condition”",
    r"\brelatives\b": "“similar programmes”",
    r"\btiers? \d": "the kind of source in words",
    r"\bqualifies\b(?!:)": "“sets a condition”",
}
# These may stand where the same page says what they mean: by the words beside them, or folded at its foot.
EXPLAINED = {
    "GRADE-CERQual": "how far a finding",
    "drawn by lot": "Chosen by chance alone",
    "Maryland scale": "randomised trial",
}
# Pages for those who write records and code, and lists of words.
NOT_FOR_READERS = ("/contribute/", "/style/", "/a-to-z/", "/data/")
READERS = {path: words_of(page.body) for path, page in tiny_pages().items() if not path.startswith(NOT_FOR_READERS)}
PROSE = [ROOT / "book" / name for name in ("index.md", "about.md", "method/index.md", "programme/index.md")]
GLOSSARY = (ROOT / "book" / "method" / "glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", REPLACED)
def test_no_made_page_has_a_word_that_only_insiders_know(word: str) -> None:
    found = {path: match.group() for path, words in READERS.items() if (match := re.search(word, words, re.I))}

    assert found == {}, f"Write {REPLACED[word]}."


@pytest.mark.parametrize("word", [word for word in REPLACED if "tier" not in word])
def test_no_page_of_prose_has_one_either(word: str) -> None:
    assert [page.name for page in PROSE if re.search(word, page.read_text(encoding="utf-8"), re.I)] == []


@pytest.mark.parametrize("word", EXPLAINED)
def test_a_word_of_the_field_is_explained_where_it_stands(word: str) -> None:
    # A card on a list quotes the page of its case, which explains it.
    kinds = ("/cases/", "/lessons/") if word == "drawn by lot" else ("/",)
    pages = {path: words for path, words in READERS.items() if path.startswith(kinds) and word in words}
    bare = [path for path, words in pages.items() if EXPLAINED[word].casefold() not in words.casefold()]

    assert [path for path in bare if "/method/glossary/" not in str(tiny_pages()[path].body)] == []


@pytest.mark.parametrize(
    "term",
    [
        *("Power (of a test)", "Design effect", "Minimum detectable difference", "Cluster", "Intraclass correlation"),
        *(
            "Maryland scale",
            "GRADE-CERQual",
            "Level of evidence",
            "Harvest plot",
            "SWiM",
            "Drawn by lot",
            "Standard deviation",
        ),
        *(
            "Decision rule",
            "Fairly tested",
            "Not yet rated",
            "Nothing to rate",
            "Tier",
            "Balance (of a lesson)",
            "Two-sided",
        ),
    ],
)
def test_the_glossary_has_every_scale_and_every_term_of_a_plan(term: str) -> None:
    assert re.search(rf"^{re.escape(term)}$", GLOSSARY, re.MULTILINE)


def test_terms_of_method_are_those_that_pages_explain() -> None:
    names = {name for term in explained_terms(GLOSSARY) for name in term.names}

    assert {"Drawn by lot", "Maryland scale", "GRADE-CERQual", "Cluster", "Design effect"} <= names


def test_the_home_page_says_what_was_searched_and_passes_no_verdict_on_a_programme() -> None:
    home = words_of(tiny_pages()["/"].body)

    assert "This is not a government site." in home and PROGRAMME
    assert "records hold a finding that we could read" in home
    assert "nothing of how the pilots went" in home


def test_every_page_says_who_makes_the_book() -> None:
    layout = (ROOT / "scripts" / "pilotbook" / "theme" / "layout.html").read_text(encoding="utf-8")

    assert "It is not a government site." in layout and "Its editors make it." in layout
