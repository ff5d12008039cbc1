"""Tables of whole turns of test and learn."""

import pandas as pd
from markupsafe import Markup

from pilotbook.casebook import Casebook
from pilotbook.notebook.shown import ROOT, Shown, case_link, place
from pilotbook.pages import fact_html
from pilotbook.record import Statement, formatting
from pilotbook.record.case import DECISIONS
from pilotbook.views.turns import Turn, turns


def turns_table(book: Casebook) -> Shown:
    """Show every whole turn: what was asked, what was seen, what was decided and why, how large and how long."""
    found = turns(book)
    frame = pd.DataFrame(
        {
            "Case": [_link(turn) for turn in found],
            "Question": [_said(book, turn, "question", "hypothesis") for turn in found],
            "What was seen": [_said(book, turn, "result") for turn in found],
            "Decision": [_decision(book, turn) for turn in found],
            "How many": [
                f"{turn.people[0]:,} {turn.people[1]}" if turn.people else "not in the record" for turn in found
            ],
            "Days": [turn.days or "not in the record" for turn in found],
        }
    )
    return Shown(f"{formatting.count(len(found), 'whole turn')} from question to decision", frame)


def rules_table(book: Casebook) -> Shown:
    """Show the turns of which a dated source shows something in print before the test, or that tell a rule of decision."""
    found = [turn for turn in turns(book) if turn.stated or turn.has_rule]
    frame = pd.DataFrame(
        {
            "Case": [_link(turn) for turn in found],
            "In print beforehand": [
                formatting.capital(formatting.listed(name.replace("_", " ") for name in turn.stated))
                or "nothing that we read"
                for turn in found
            ],
            "Rule of decision": [_said(book, turn, "decision_rule") or "none that we read" for turn in found],
            "Decision": [_decision(book, turn) for turn in found],
        }
    )
    return Shown(f"{formatting.count(len(found), 'turn')} with a rule, or something in print beforehand", frame)


def _link(turn: Turn) -> Markup:
    return Markup('{} (<a href="{}cases/{}/#{}">{}</a>)').format(
        case_link(turn.slug, turn.case.title), ROOT, turn.slug, turn.cycle.id, turn.cycle.id
    )


def _said(book: Casebook, turn: Turn, *names: str) -> Markup:
    for name in names:
        fact = getattr(turn.cycle, name)
        if isinstance(fact, Statement):
            return fact_html.said(fact, *place(book, turn.slug, f"cycles/{turn.cycle.id}/{name}"))
    return Markup("")


def _decision(book: Casebook, turn: Turn) -> Markup:
    told = formatting.capital(DECISIONS[turn.cycle.decision or "undecided"])
    return Markup("<strong>{}.</strong> {}").format(told, _said(book, turn, "decision_reason"))
