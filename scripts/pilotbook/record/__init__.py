"""What a case and a lesson mean: every field is declared once, here."""

from pilotbook.record.case import Case
from pilotbook.record.fact import Figure, Missing, Source, Statement
from pilotbook.record.lesson import Lesson
from pilotbook.record.vocabulary import Vocabulary

__all__ = ["Case", "Figure", "Lesson", "Missing", "Source", "Statement", "Vocabulary"]
