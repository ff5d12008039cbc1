"""What the cases behind a lesson found, outcome by outcome: where they agree, and where the same thing came out otherwise."""

import altair as alt
import pandas as pd

from pilotbook import words
from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.drawing import CATEGORICAL, DARK_GREY, GREY, cut
from pilotbook.record.outcome import DESIGNS, FINDINGS

_COLUMNS = ["worse", "no_clear_difference", "mixed", "better"]
_COLOURS = [CATEGORICAL[3], DARK_GREY, GREY, CATEGORICAL[0]]
# "No clear difference" is too long for a column.
_TWO_LINES = "datum.label == 'No clear difference' ? ['No clear', 'difference'] : datum.label"
_SHAPES = ["triangle-down", "square", "diamond", "triangle-up"]


def findings_of(book: Casebook, lesson: str) -> pd.DataFrame:
    """Give one row an outcome that an entry of the lesson rests on: `case`, `outcome`, `design`, `sms`, `finding`.

    `cases`, `differ` (cases whose findings are not all the same) and `outcomes` count them all.
    """
    rows = [
        {
            "slug": evidence.slug,
            "case": evidence.case.title,
            "outcome": outcome.label,
            "design": DESIGNS[outcome.comparison.design],
            "sms": book.ratings[evidence.slug].outcomes[outcome.id].sms,
            "finding": FINDINGS[outcome.finding],
        }
        for evidence in book.ledger[lesson]
        for outcome in evidence.case.outcomes
        if outcome.id in evidence.entry.evidence and outcome.finding in _COLUMNS
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
        title=f"{differ} of {words.count(cases, 'model')} gave results that differ",
        subtitle=f"Findings of the {outcomes} outcomes that the lesson “{book.lessons[lesson].title}” rests on",
        sentence=told,
        source="the cases named in the table, as their sources report",
        frame=frame,
        labels={
            "case": "Case",
            "outcome": "Outcome",
            "design": "Design",
            "sms": "SMS",
            "finding": "Finding",
            "differ": "Cases whose results differ, in all",
            "cases": "Cases, in all",
            "outcomes": "Outcomes, in all",
        },
        picture=_picture(frame),
    )


def _picture(frame: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Draw a column for each finding; each case's title in bold over its outcomes, and each mark beside its name."""
    # The first row stays empty: the heading of a column may have two lines.
    rows: list[dict[str, str]] = [{"kind": "none"}]
    for case, outcomes in frame.groupby("case", sort=False):
        rows.append({"kind": "case", "text": cut(str(case), 80)})
        rows += [
            {"kind": "outcome", "text": cut(one["outcome"], 54), "finding": one["finding"].capitalize()}
            for one in outcomes.to_dict("records")
        ]
    placed = pd.DataFrame(rows, columns=["kind", "text", "finding"]).assign(row=range(len(rows)))
    columns = [FINDINGS[name].capitalize() for name in _COLUMNS]
    y = alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(domain=list(range(len(rows)))))
    axis = alt.Axis(
        orient="top", labelAngle=0, labelExpr=_TWO_LINES, ticks=False, domain=False, grid=True, labelLimit=140
    )
    marks = (
        alt.Chart(placed.query("kind == 'outcome'"))
        .mark_point(filled=True, size=170, opacity=1)
        .encode(
            x=alt.X("finding:N", title=None, scale=alt.Scale(domain=columns), axis=axis),
            y=y,
            color=alt.Color("finding:N", legend=None, scale=alt.Scale(domain=columns, range=_COLOURS)),
            shape=alt.Shape("finding:N", legend=None, scale=alt.Scale(domain=columns, range=_SHAPES)),
        )
    )
    texts = [
        alt.Chart(placed.query("kind == @kind"))
        .mark_text(align="left", fontWeight=weight)  # type: ignore[arg-type]
        .encode(x=alt.value(-330), y=y, text="text:N")
        for kind, weight in (("case", "bold"), ("outcome", "normal"))
    ]
    return alt.layer(marks, *texts).properties(width=340, height=alt.Step(26))
