"""The glossary: its page is the one source, and a page explains the terms that its own words use."""

import pytest
from books import ROOT, read, tiny_pages, words_of
from pilotbook.publish import disk
from pilotbook.publish.facts import stray_numbers
from pilotbook.text.glossary import Term, explained_terms, terms_used
from sphinx.util.nodes import _make_id

PAGE = """\
# A made-up glossary

## Statistics and method

```{glossary}
Times as likely
  A ratio {src}`made-up`. *Not* odds.

Comparison group
Control group
  Those who were
  not helped.
```

## Other words

```{glossary}
Pilot
  A trial.
```
"""
BASELINE = Term(("Baseline",), "Before.")
EFFECT = Term(("Effect",), "What it made.")
GROUP = Term(("Comparison group", "Control group"), "Not helped.")


def test_terms_are_read_with_every_name_and_without_their_sources() -> None:
    assert explained_terms(PAGE) == (
        Term(("Times as likely",), "A ratio. *Not* odds."),
        Term(("Comparison group", "Control group"), "Those who were not helped."),
    )


def test_a_project_without_a_glossary_has_no_terms() -> None:
    assert explained_terms("") == ()


@pytest.mark.parametrize(
    ("words", "used"),
    [
        ("The baseline was low.", [BASELINE]),
        ("BASELINES differ", [BASELINE]),
        ("Two control-groups, and then a baseline", [BASELINE, GROUP]),
        ("comparison\n group", [GROUP]),
        ("affected, effective, effectiveness", []),
        ("side-effect", []),
        ("", []),
    ],
)
def test_a_term_is_used_where_it_stands_whole_in_any_case_one_or_many(words: str, used: list[Term]) -> None:
    assert terms_used((BASELINE, EFFECT, GROUP), words) == used


def test_of_very_many_terms_those_that_come_first_are_explained_in_the_order_of_the_glossary() -> None:
    terms = [Term((f"Madeup{letter}",), "x") for letter in "abcdefghijklmnop"]

    used = terms_used(terms, " ".join(term.names[0] for term in reversed(terms)))

    assert used == terms[-12:]


def test_an_anchor_is_the_one_that_sphinx_gives() -> None:
    terms = explained_terms(disk.read_glossary(ROOT))

    assert len(terms) > 20
    assert [term.anchor for term in terms] == [_make_id(f"term-{term.names[0]}") for term in terms]


def test_a_meaning_holds_no_figure_because_no_record_stands_behind_it() -> None:
    for term in explained_terms(disk.read_glossary(ROOT)):
        assert stray_numbers(f"<p>{term.meaning}</p>") == []


@pytest.mark.parametrize("address", ["/cases/madeup-town-doorstep-visits/", "/lessons/call-on-families/"])
def test_a_page_explains_at_its_foot_the_terms_that_it_uses(address: str) -> None:
    page = read(tiny_pages()[address].body)
    section = page.find(id="words-used").find_parent("details")

    assert "Made-up families who were not called on." in words_of(section)
    assert "Synthetic control" not in words_of(section)
    assert section.find("a", string="Comparison group")["href"] == "../../method/glossary/#term-Comparison-group"
    assert section.has_attr("data-pagefind-ignore") and not section.has_attr("open")
    assert section.find_parent(class_="prose")


def test_a_page_that_uses_no_term_has_no_such_section() -> None:
    assert not read(tiny_pages()["/lessons/count-before-claiming/"].body).find(id="words-used")
