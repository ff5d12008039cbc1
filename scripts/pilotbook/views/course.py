"""Where cases changed course or stopped, and why, over the whole book."""

from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.judgement import gaps
from pilotbook.judgement.turned import CHANGED, DROPPED, PLAN, STOPPED, Turned

TITLES = {
    STOPPED: "The whole pilot stopped early, or paused",
    DROPPED: "Dropped, after it was tried",
    CHANGED: "Changed, after it was tried",
    PLAN: "The plan changed while it ran",
}


@dataclass(frozen=True)
class Course:
    """A change of course with its case: slug, id and title."""

    slug: str
    record: str
    case: str
    turned: Turned


def changes_of_course(book: Casebook) -> list[Course]:
    """Give every change of course: what went furthest first, then by title of its case, in the order of its record."""
    order = list(TITLES)
    found = [
        Course(view.slug, view.id, view.title, each)
        for view in book.views.values()
        if view.is_active
        for each in view.turned
    ]
    return sorted(found, key=lambda course: order.index(course.turned.kind))


def not_known(book: Casebook) -> list[str]:
    """Say what this book does not know of stops and decisions, in sentences."""
    views = [view for view in book.views.values() if view.is_active]
    decided = [code for view in views for code in view.decisions]
    ends = sum(view.stage == "end_not_known" for view in views)
    told = gaps.ends_unknown(ends), gaps.undecided(len(decided), decided.count(""), decided.count("undecided"))
    return [sentence for sentence in told if sentence]
