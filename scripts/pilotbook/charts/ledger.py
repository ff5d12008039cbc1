"""What stands for and against one lesson, by the strength of the design behind each entry."""

import altair as alt
import pandas as pd

from pilotbook import words
from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.drawing import CATEGORICAL
from pilotbook.charts.lessons import KINDS, kind_of_evidence
from pilotbook.standing import sms_behind

_SIDES = {"contradicts": "Against", "qualifies": "With conditions", "supports": "For"}
_COLOURS = [CATEGORICAL[3], CATEGORICAL[1], CATEGORICAL[0]]
_SHAPES = ["cross", "diamond", "circle"]
# How far apart dots stand, and how wide a column is at least.
_DOT, _GAP = 18, 140


def ledger_entries(book: Casebook, slug: str) -> pd.DataFrame:
    """Give one row a kind of evidence and side, with none left out: `kind`, `side`, `entries`, `cases`, `of` (all entries)."""
    rows = [
        (kind_of_evidence(sms_behind(evidence, book.ratings)), _SIDES[evidence.entry.relation], evidence.case.title)
        for evidence in book.ledger[slug]
    ]
    found = pd.DataFrame(rows, columns=["kind", "side", "case"]).groupby(["kind", "side"])["case"]
    every = pd.MultiIndex.from_product([KINDS, _SIDES.values()], names=["kind", "side"])
    frame = pd.DataFrame(
        {"entries": found.size().reindex(every, fill_value=0), "cases": found.agg("; ".join).reindex(every)}
    )
    frame = frame.reset_index().fillna({"cases": ""})
    totals = {name: frame.groupby(name)["entries"].transform("sum") for name in ("kind", "side")}
    return frame.assign(of_kind=totals["kind"], of_side=totals["side"], of=len(rows))


def ledger_chart(book: Casebook, slug: str) -> Chart | None:
    """Draw a dot for each entry for, against or with conditions, strongest design on top; None for fewer than two entries."""
    frame = ledger_entries(book, slug)
    total = int(frame["of"].iloc[0])
    if total < 2:
        return None
    side = {name: int(frame.query("side == @name")["entries"].sum()) for name in _SIDES.values()}
    kind = {name: int(frame.query("kind == @name")["entries"].sum()) for name in KINDS}
    told = words.listed(f"{count} on {name[0].lower()}{name[1:]}" for name, count in kind.items() if count)
    lesson = book.lessons[slug]
    return Chart(
        name=f"ledger-{slug}",
        title=f"{words.count(side['For'], 'entry', 'entries')} for, {side['With conditions']} with conditions, "
        f"{side['Against']} against",
        subtitle=f"Ledger entries on “{lesson.title}”, by the strongest design of the outcomes that each rests on",
        sentence=f"Of {total} entries, {side['For']} support the lesson, {side['With conditions']} set a condition and "
        f"{side['Against']} contradict it. They rest as follows: {told}.",
        source="the ledger of this lesson; designs scored on the Maryland scale",
        frame=frame,
        labels={
            "kind": "Kind of evidence",
            "side": "For or against",
            "entries": "Entries",
            "cases": "Cases",
            "of_kind": "Entries of this kind",
            "of_side": "Entries on this side",
            "of": "Entries in all",
        },
        picture=_picture(frame),
        path=lesson.id,
    )


def _picture(frame: pd.DataFrame) -> alt.TopLevelMixin:
    """Draw three columns of dots, as wide as the fullest cell asks, with the kinds of evidence beside them."""
    most = max(int(frame["entries"].max()), 1)
    wide = max(_GAP, most * _DOT + 24)
    start = {side: index * wide for index, side in enumerate(_SIDES.values())}
    dots = pd.DataFrame(
        [
            {"kind": one["kind"], "side": one["side"], "x": start[one["side"]] + _DOT * index + 12}
            for one in frame.to_dict("records")
            for index in range(one["entries"])
        ]
    )
    heads = pd.DataFrame([{"side": side, "x": at, "text": side} for side, at in start.items()])
    width = wide * len(_SIDES)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False))
    points = (
        alt.Chart(dots)
        .mark_point(filled=True, size=150, opacity=1)
        .encode(
            x=x,
            y=alt.Y("kind:N", title=None, scale=alt.Scale(domain=KINDS), axis=alt.Axis(grid=True, ticks=False)),
            color=alt.Color("side:N", legend=None, scale=alt.Scale(domain=list(_SIDES.values()), range=_COLOURS)),
            shape=alt.Shape("side:N", legend=None, scale=alt.Scale(domain=list(_SIDES.values()), range=_SHAPES)),
        )
    )
    heading = (
        alt.Chart(heads)
        .mark_text(align="left", fontWeight="bold", baseline="bottom")
        .encode(x=x, y=alt.value(-4), text="text:N")
    )
    return alt.layer(points, heading).properties(width=width, height=alt.Step(34))
