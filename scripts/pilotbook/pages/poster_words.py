"""What the picture of a case or lesson says where its address is shared."""

from pilotbook.pages.poster import Poster
from pilotbook.pages.summaries import CaseRow, LessonRow
from pilotbook.record import formatting


def case_poster(row: CaseRow) -> Poster:
    """Give the poster of a case: its title, its direction of effect and its strength of evidence."""
    direction = formatting.finding(*row.direction)
    level = row.level_name.lower()
    strength = f"{row.level} of 5, {level}" if row.level else level
    told = (f"Direction of effect: {direction}", f"Strength of evidence: {strength}")
    return Poster("Case study", row.title, told)


def lesson_poster(row: LessonRow) -> Poster:
    """Give the poster of a lesson: its title, how sure we are, and the balance of its ledger."""
    return Poster("Lesson", row.title, (f"Confidence: {row.confidence}", f"Evidence: {row.balance}"))
