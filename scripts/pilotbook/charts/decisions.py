"""How others test and learn: what whole turns decided, and how much could be seen of each beforehand and in numbers."""

from functools import partial
from statistics import median

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.count_bars import tally
from pilotbook.record import formatting
from pilotbook.record.case import DECISIONS
from pilotbook.views.turns import Turn, begun, turns

_ALL, _SIZED, _EXACT, _BEFORE = (
    "All",
    "How many is told",
    "With an interval or p value of the difference",
    "In print beforehand",
)
_KINDS = (_ALL, _SIZED, _EXACT, _BEFORE)


def decisions(book: Casebook) -> pd.DataFrame:
    """Give one row a decision and question: `decision` (words), `asked` (what is told of the turns), `turns`.

    The counts of all stand beside each: `whole`, `begun`, `days` and `dated` (median length in days, and of how many turns).
    """
    found = turns(book)
    rows = [
        {"decision": formatting.capital(label), "asked": kind, "turns": sum(_is(turn, kind) for turn in chosen)}
        for code, label in DECISIONS.items()
        if (chosen := [turn for turn in found if turn.cycle.decision == code])
        for kind in _KINDS
    ]
    lengths = [turn.days for turn in found if turn.days]
    return pd.DataFrame(rows, columns=["decision", "asked", "turns"]).assign(
        whole=len(found),
        begun=begun(book),
        days=int(median(lengths)) if lengths else 0,
        dated=len(lengths),
        cases=len({turn.slug for turn in found}),
    )


def _is(turn: Turn, kind: str) -> bool:
    return {_ALL: True, _SIZED: bool(turn.people), _EXACT: turn.is_exact, _BEFORE: bool(turn.stated)}[kind]


def decisions_taken(book: Casebook) -> Chart | None:
    """Draw what whole turns decided, and of how many a size, a margin or a plan beforehand is told; None without any."""
    frame = decisions(book)
    if frame.empty:
        return None
    of = {name: int(frame[name].iloc[0]) for name in ("whole", "begun", "days", "dated", "cases")}
    total = frame.groupby("asked")["turns"].sum()
    decided = frame[frame["asked"] == _ALL].set_index("decision")["turns"]
    stopped, changed = (int(decided.get(formatting.capital(DECISIONS[code]), 0)) for code in ("abandon", "adapt"))
    long = f" The middle one of {of['dated']} with both days took {of['days']} days." if of["dated"] else ""
    return Chart(
        name="decisions-taken",
        title=f"Of {formatting.count(of['whole'], 'whole turn')}, {stopped} ended in a stop and {changed} in a change",
        subtitle="Whole turns of test and learn in this book by what was decided, and what is told of them",
        sentence=f"Of {of['begun']} turns in the book, {of['whole']} in {formatting.count(of['cases'], 'case')} are told from "
        f"question to decision. Of these, {total[_SIZED]} say of how many, {total[_EXACT]} have an interval or p value of the "
        f"difference in the record, and of {total[_BEFORE]} a dated source shows something in print beforehand.{long}",
        source="case records of this book",
        frame=frame.assign(
            stopped=stopped,
            changed=changed,
            sized=total[_SIZED],
            exact=total[_EXACT],
            before=total[_BEFORE],
        ),
        labels={
            "decision": "Decision",
            "asked": "What is told",
            "turns": "Turns",
            "whole": "Whole turns, in all",
            "begun": "Turns, whole or not, in all",
            "days": "Days from start to end, middle value",
            "dated": "Of how many turns",
            "cases": "Cases with a whole turn",
            "stopped": "Abandoned, in all",
            "changed": "Adapted, in all",
            "sized": "Size told, in all",
            "exact": "Interval or p value of the difference, in all",
            "before": "In print beforehand, in all",
        },
        units={"days": "days"},
        draw=partial(
            tally, frame.rename(columns={"decision": "row", "asked": "column", "turns": "count"}), list(_KINDS)
        ),
    )
