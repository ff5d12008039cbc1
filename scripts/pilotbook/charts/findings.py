"""What the cases behind a lesson found, outcome by outcome: where they agree, and where the same thing came out otherwise."""

from functools import partial

import altair as alt
import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.chart_rows import HEADING, MARK, NAMED, Picture, Row, place
from pilotbook.charts.count_bars import Columns
from pilotbook.charts.palette import BLUE, DARK_GREY, ORANGE, TEAL
from pilotbook.charts.theme import Room
from pilotbook.charts.wording import SCALE
from pilotbook.record import formatting
from pilotbook.record.designs import DESIGNS
from pilotbook.record.outcome import FINDINGS

_COLUMNS = ["worse", "no_clear_difference", "mixed", "better"]
_COLOURS = [ORANGE, DARK_GREY, TEAL, BLUE]
_SHAPES = ["triangle-down", "square", "diamond", "triangle-up"]
# How far right of the edge of its column a mark stands.
_INDENT = 16


def findings_of(book: Casebook, lesson: str) -> pd.DataFrame:
    """Give one row an outcome that an entry of the lesson rests on: `case`, `outcome`, `design`, `sms`, `finding`.

    `cases`, `differ` (cases whose findings are not all the same) and `outcomes` count them all.
    """
    rows = [
        {
            "slug": evidence.slug,
            "case": evidence.view.title,
            "outcome": outcome.label,
            "design": DESIGNS[outcome.design].label,
            "sms": outcome.sms,
            "finding": FINDINGS[outcome.finding],
        }
        for evidence in book.ledger[lesson]
        for outcome in evidence.rests_on
        if outcome.finding in _COLUMNS
    ]
    frame = pd.DataFrame(rows, columns=["slug", "case", "outcome", "design", "sms", "finding"])
    kinds = frame.groupby("slug")["finding"].nunique()
    return frame.assign(cases=len(kinds), differ=int((kinds > 1).sum()), outcomes=len(frame))


def findings_behind(book: Casebook, lesson: str) -> Chart | None:
    """Draw what each outcome behind a lesson found, by case; None for fewer than two outcomes with a finding."""
    frame = findings_of(book, lesson)
    if len(frame) < 2:
        return None
    cases, differ, outcomes = (int(frame[name].iloc[0]) for name in ("cases", "differ", "outcomes"))
    told = " ".join(
        f"{case}: " + "; ".join(f"{one['outcome']}, {one['finding']}" for one in rows.to_dict("records")) + "."
        for case, rows in frame.groupby("case", sort=False)
    )
    return Chart(
        name=f"findings-{lesson}",
        title=f"In {differ} of {formatting.count(cases, 'case')} with a finding the outcomes did not all come out alike",
        subtitle=f"The {outcomes} outcomes with a finding that the lesson “{book.lessons[lesson].title}” rests on",
        sentence=told,
        source="the cases named in the table, as their sources report",
        frame=frame,
        labels={
            "case": "Case",
            "outcome": "Outcome",
            "design": "Design",
            "sms": "SMS",
            "finding": "Finding",
            "differ": "Cases whose outcomes did not all come out alike, in all",
            "cases": "Cases, in all",
            "outcomes": "Outcomes, in all",
        },
        units={"sms": SCALE},
        draw=partial(_picture, frame),
    )


def _picture(frame: pd.DataFrame, room: Room) -> Picture:
    """Draw a column for each finding; each case's title in bold over its outcomes."""
    rows: list[Row] = []
    for case, outcomes in frame.groupby("case", sort=False):
        rows.append(Row(HEADING, str(case)))
        rows += [Row(NAMED, one["outcome"], group=one["finding"].capitalize()) for one in outcomes.to_dict("records")]
    placed = place(rows, room)
    kinds = [FINDINGS[name].capitalize() for name in _COLUMNS]
    columns = Columns(kinds, room)
    found = placed.of(MARK)
    marks = (
        alt.Chart(found.assign(x=[columns.start(kind) + _INDENT for kind in found["group"]]))
        .mark_point(filled=True, size=170, opacity=1)
        .encode(
            x=columns.x("x"),
            y=placed.y,
            color=alt.Color("group:N", legend=None, scale=alt.Scale(domain=kinds, range=_COLOURS)),
            shape=alt.Shape("group:N", legend=None, scale=alt.Scale(domain=kinds, range=_SHAPES)),
        )
    )
    drawn: Picture = alt.layer(marks, columns.heads(), *placed.words())
    return drawn.properties(width=room.width, height=placed.height)
