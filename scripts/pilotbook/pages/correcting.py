"""How a reader corrects the page of a record: the form of the book's repository, with page, version and part filled in."""

from collections.abc import Iterator
from dataclasses import dataclass

from pilotbook.exports.citations import Citation
from pilotbook.pages.cited import whole
from pilotbook.record import Case, Lesson
from pilotbook.record.editors import Contact
from pilotbook.record.facts import label_of

# What stands for the page and not for its subject; nobody says of it that it is wrong.
_NO_PART = ("id", "schema_version", "formerly", "lifecycle", "licence", "lang", "disputes", "corrections")
ALL = "the whole page"


@dataclass(frozen=True)
class Correcting:
    """What the section "Correct this page" offers, '' where the settings name no way.

    action: where its form leads; filled: (name, value) of what goes with it unseen; parts: (value, words, where the words
    come from, or '') of what may be wrong.
    edit, history: the file of the record in the repository. mail: the link that begins a message, to `mailbox`.
    page: another page by which the editors are reached.
    """

    action: str
    filled: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str, str], ...]
    edit: str
    history: str
    mail: str
    mailbox: str
    page: str


def correcting(
    contact: Contact, record: Case | Lesson, path: str, citation: Citation, here: str, base: str
) -> Correcting | None:
    """Give how the page at `here` is corrected, whose record is the file `path`; None where nobody said how to reach the editors."""
    if not contact.is_known:
        return None
    page = whole(here, here, base) if base else here
    version, subject = f"{citation.number}, {citation.date}", f"Correct {citation.number}"
    has_repository, has_mailbox = bool(contact.repository), bool(contact.mailbox)
    filled = {"template": "correct.yml", "title": f"{subject}: {citation.title}", "page": page, "version": version}
    asked = f"Page: {page}\nVersion: {version}\nWhich part is wrong:\nWhat it should say:\nThe source that shows it:\n"
    return Correcting(
        action=contact.forms if has_repository else "",
        filled=tuple(filled.items()) if has_repository else (),
        parts=((ALL, "The whole page", ""), *_parts(record)) if has_repository else (),
        edit=contact.file(path, "edit") if has_repository else "",
        history=contact.file(path, "commits") if has_repository else "",
        mail=contact.mail(subject, asked) if has_mailbox else "",
        mailbox=contact.mailbox,
        page=contact.page,
    )


def _parts(record: Case | Lesson) -> Iterator[tuple[str, str, str]]:
    """Yield each field that the record fills, by its name in the file, and each outcome."""
    for name in type(record).model_fields:
        if name in _NO_PART or getattr(record, name) in (None, (), ""):
            continue
        yield name, label_of(record, name), ""
        if name == "outcomes" and isinstance(record, Case):
            for each in record.outcomes:
                path = f"outcomes/{each.id}"
                yield path, f"{each.id}: {each.label}", f"{record.id}/{path}/label"
