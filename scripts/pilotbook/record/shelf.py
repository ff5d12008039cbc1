"""The shelf: every record that could be read, before anything is joined."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pilotbook.record.case import Case
from pilotbook.record.lesson import Lesson
from pilotbook.record.vocabulary import Vocabulary
from pilotbook.text.yamlfile import Document

VOCABULARY = "case_studies/vocabulary.yml"
LESSONS = "case_studies/lessons/"
# A rating by one person is a file of its own here; it is of a record, and is none.
RATINGS = "case_studies/ratings/"


@dataclass(frozen=True)
class Shelf:
    """All records that were read: by slug, with the document each came from."""

    vocabulary: Vocabulary
    cases: Mapping[str, Case] = field(default_factory=dict)
    lessons: Mapping[str, Lesson] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)

    def records(self) -> Iterator[tuple[str, Case | Lesson]]:
        """Yield every record with the path of its file, cases first."""
        yield from ((f"case_studies/{slug}.yml", case) for slug, case in self.cases.items())
        yield from ((f"{LESSONS}{slug}.yml", lesson) for slug, lesson in self.lessons.items())
