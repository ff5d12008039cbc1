"""The table of study designs: a new one is one entry, and every room reads it there."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from books import book_of, figure, outcome, read, tiny_book
from pilotbook.judgement.rating import rate
from pilotbook.pages.kinds import fields
from pilotbook.pages.kinds.fields import recipes
from pilotbook.record import Case
from pilotbook.record.designs import DESIGNS, GROUPS, Design
from pilotbook.record.schema import schema_text
from pilotbook.rules.fields import typed
from pilotbook.text.yamlfile import Document
from pilotbook.views.facets import of_case
from pilotbook.views.related_records import related_cases
from pilotbook.views.stats import intervals

MakeCase = Callable[..., Case]


@pytest.fixture
def new_design(monkeypatch: pytest.MonkeyPatch) -> str:
    """Add a design that draws groups of people by lot: one entry of the table, nothing else."""
    made = Design("made-up draw", "randomised-trial", "by_lot", is_clustered=True, elsewhere="made-up draws at 2")
    monkeypatch.setitem(DESIGNS, "made_up_draw", made)
    return "made_up_draw"


def drawn(**changes: Any) -> dict[str, Any]:
    comparison = {"design": "made_up_draw", "allocation": "drawn by lot", "result": figure("30")}
    return outcome(comparison=comparison, explanation={"text": "Told.", "source": ["S1"], "locator": "p"}, **changes)


def test_editors_and_the_manual_offer_a_new_design(new_design: str) -> None:
    assert f'"{new_design}"' in schema_text("case", tiny_book().vocabulary)
    manual = next(iter(recipes(tiny_book()))).page()

    assert manual.kind == fields.KIND
    assert new_design in read(manual.body).get_text()


def test_a_new_design_is_rated_and_found(new_design: str, make_case: MakeCase) -> None:
    cases = {
        "one": make_case(outcomes=[drawn()]),
        "two": make_case(id="TLG-C-MAD8", title="Another made-up case", outcomes=[drawn()]),
    }
    book = book_of(cases)

    rating = rate(cases["one"]).outcomes["O1"]
    assert rating.sms == 5
    assert rating.steps == (
        "The design is 'made-up draw' (groups drawn at random, sample given): a score of 5 at most.",
    )
    assert of_case(book, "one")["design"] == ("randomised-trial",)
    assert intervals(cases["one"].outcomes[0]) == ()
    (near,) = related_cases(book)["one"]
    assert near.slug == "two"


def test_a_wrong_design_is_told_with_the_near_match() -> None:
    text = json.loads(json.dumps({"outcomes": [outcome(comparison={"design": "rct_clusters"})]}))
    problems = typed(Document("made-up.yml", "outcomes: x\n", text), Case, None)

    assert isinstance(problems, list)
    told = next(problem for problem in problems if problem.rule == "choice")
    assert (told.what, told.mend) == ("'design' is 'rct_clusters'", "Use 'rct_cluster'.")


def test_every_design_stands_in_a_group() -> None:
    assert {design.group for design in DESIGNS.values()} == set(GROUPS)


def test_the_schema_lists_the_designs_in_the_order_of_the_table() -> None:
    schema = json.loads(schema_text("case", tiny_book().vocabulary))

    assert schema["$defs"]["Comparison"]["properties"]["design"]["enum"] == list(DESIGNS)
