"""What kinds of evidence stand behind each lesson?"""

from functools import partial

import pandas as pd

from pilotbook.casebook import Casebook
from pilotbook.charts.chart import Chart
from pilotbook.charts.count_bars import tally
from pilotbook.charts.counted import KINDS, SCORED_BY, kind_of_evidence
from pilotbook.judgement.lesson_strength import sms_behind
from pilotbook.record import formatting


def evidence_by_lesson(book: Casebook) -> pd.DataFrame:
    """Give one row a lesson and kind of evidence: `lesson`, `kind`, `entries`, `against` (contradicting or qualifying)."""
    rows = [
        {
            "lesson": book.lessons[slug].title,
            "kind": kind_of_evidence(sms_behind(evidence)),
            "against": evidence.relation != "supports",
        }
        for slug, entries in book.ledger.items()
        for evidence in entries
    ]
    frame = pd.DataFrame(rows, columns=["lesson", "kind", "against"])
    return frame.groupby(["lesson", "kind"], as_index=False).agg(entries=("kind", "size"), against=("against", "sum"))


def designs_behind_lessons(book: Casebook) -> Chart:
    """Draw, for each lesson, how many ledger entries rest on which kind of evidence."""
    frame = evidence_by_lesson(book)
    totals = frame.groupby("lesson")["entries"].sum()
    order = list(totals.sort_values(ascending=False, kind="stable").index)
    with_trial = sum((found.best_sms or 0) >= 4 for found in book.standings.values())
    sentence = (
        f"{with_trial} of {formatting.count(len(order), 'lesson')} are supported by an outcome that scores 4 or 5. "
        f"The lesson with most entries is “{order[0]}”, with {int(totals.max())}."
    )
    frame = frame.assign(lessons=len(order), lessons_with_trial=with_trial, all_entries=frame["lesson"].map(totals))
    frame = frame.sort_values("lesson", key=lambda names: names.map(order.index), kind="stable", ignore_index=True)
    counts = frame.rename(columns={"lesson": "row", "kind": "column", "entries": "count"})
    return Chart(
        name="evidence-behind-lessons",
        title=f"{with_trial} of {len(order)} lessons are supported by an outcome that scores 4 or 5",
        subtitle=f"Entries for or against each lesson, {SCORED_BY}",
        sentence=sentence,
        source="ledgers of this book; designs scored on the Maryland scale as What Works Growth defines it",
        frame=frame,
        labels={
            "lesson": "Lesson",
            "kind": "Highest score",
            "entries": "Entries",
            "against": "Of them against, or setting a condition",
            "all_entries": "Entries on the lesson",
            "lessons_with_trial": "Lessons that such an outcome supports",
            "lessons": "Lessons in all",
        },
        draw=partial(tally, counts, KINDS),
    )
