"""What the picture of a case or lesson says where its address is shared."""

from pilotbook.casebook import Casebook
from pilotbook.charts.poster import Poster
from pilotbook.judgement.rating import LEVELS
from pilotbook.pages.summaries import case_row, lesson_row
from pilotbook.record.outcome import FINDINGS


def case_poster(book: Casebook, slug: str) -> Poster:
    """Give the poster of a case: its title, its direction of effect and its strength of evidence."""
    row = case_row(book, slug)
    finding, is_claimed = row.direction
    direction = FINDINGS[finding] + (" (claimed)" if is_claimed else "")
    level = LEVELS[row.level][0].lower()
    strength = f"{row.level} of 5, {level}" if row.level else level
    told = (f"Direction of effect: {direction}", f"Strength of evidence: {strength}")
    return Poster("Case study", row.case.title, told)


def lesson_poster(book: Casebook, slug: str) -> Poster:
    """Give the poster of a lesson: its title, how sure we are, and the balance of its ledger."""
    row = lesson_row(book, slug)
    return Poster("Lesson", row.lesson.title, (f"Confidence: {row.confidence}", f"Evidence: {row.balance}"))
