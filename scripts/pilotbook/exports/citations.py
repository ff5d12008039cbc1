"""How a record is cited: one citation, as words, as BibTeX, as RIS and as CSL-JSON, which say the same.

The formats are written here and not by a library: each is a dozen lines, and those at hand write a line end or an unpaired
brace as it comes, so that a title could break the file. Tests read every file back by pybtex and rispy.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pilotbook.judgement.view import CaseView
from pilotbook.record import Case, Lesson, formatting
from pilotbook.text import markdown

BOOK = "Pilotbook"
# Who answers for what has no author of its own.
EDITORS = "Pilotbook editors"
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
# What TeX takes for an order, as TeX writes the sign itself. A brace counts as one even where it is written as a sign.
_TEX = str.maketrans(
    {
        **{"\\": r"\textbackslash ", "{": r"\textbraceleft ", "}": r"\textbraceright "},
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        **{"~": r"\textasciitilde ", "^": r"\textasciicircum "},
    }
)


@dataclass(frozen=True)
class Citation:
    """What a reader or a reference manager needs to cite a part of the book.

    number: its permanent id, 'TLG-C-7KD3', or '' for a page without one. genre: 'Case study'. authors: people or organisations
    as they write themselves, at least one. date: the day of the version, ISO. address: the permanent one, whole where the
    site's address is known.
    type: as CSL names it; the number of a data set is a name for files and is not shown.
    """

    number: str
    genre: str
    title: str
    authors: tuple[str, ...]
    date: str
    address: str
    abstract: str
    language: str
    licence: str
    type: Literal["report", "dataset"] = "report"

    @property
    def is_data(self) -> bool:
        """Say whether it is a data set and no report."""
        return self.type == "dataset"

    @property
    def harvard(self) -> str:
        """Give it as one line in the Harvard form."""
        return f"{self._who} {_ended(self.title)} {self._edition}. {BOOK}. Available at: {self.address}"

    def chart(self, title: str, source: str, address: str) -> str:
        """Give the line that cites a chart of it: its own title, the sources of its figures, and where it stands."""
        return (
            f"{self._who} {title.rstrip('.')} [chart]. In: {_ended(self.title)} {self._edition}. {BOOK}. Source: {source}. "
            f"Available at: {address}"
        )

    @property
    def _who(self) -> str:
        return f"{formatting.listed(self.authors)} ({self.date[:4]})"

    @property
    def _edition(self) -> str:
        named = self.genre if self.is_data else f"{self.genre} {self.number}".strip()
        return f"{named}, version of {formatting.date(self.date)}"

    def files(self) -> dict[str, str]:
        """Give the files that stand beside its page, by name."""
        return {"cite.bib": self.bibtex(), "cite.ris": self.ris(), "cite.json": self.csl_json()}

    def csl(self) -> dict[str, Any]:
        """Give it as an item of CSL-JSON 1.0: a report, or a data set, which has no number."""
        told = {
            "id": self.number,
            "type": self.type,
            "title": self.title,
            "author": [{"literal": name} for name in self.authors],
            "issued": {"date-parts": [[int(part) for part in self.date.split("-")]]},
            "publisher": BOOK,
            "number": self.number,
            "genre": self.genre,
            "version": self.date,
            "URL": self.address,
            "abstract": self.abstract,
            "language": self.language,
        }
        return {name: value for name, value in told.items() if not (self.is_data and name == "number")}

    def csl_json(self) -> str:
        """Give the file cite.json: a list of one item."""
        return json.dumps([self.csl()], ensure_ascii=False, indent=1) + "\n"

    def bibtex(self) -> str:
        """Give the file cite.bib: a technical report or a data set, whose authors stand in braces so that no name is taken apart."""
        year, month, _ = self.date.split("-")
        kind, house = ("dataset", "publisher") if self.is_data else ("techreport", "institution")
        fields = {
            "author": " and ".join(f"{{{_tex(name)}}}" for name in self.authors),
            "title": f"{{{_tex(self.title)}}}",
            house: BOOK,
            "type": self.genre,
            **({} if self.is_data else {"number": self.number}),
            "year": year,
            "month": month.lstrip("0"),
            "date": self.date,
            "version": self.date,
            "url": self.address,
            "language": self.language,
            "abstract": _tex(self.abstract),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@{kind}{{{self.number},\n{lines}}}\n"

    def ris(self) -> str:
        """Give the file cite.ris: a report or a data set, each value on a line of its own."""
        year, month, day = self.date.split("-")
        values = [
            ("TY", "DATA" if self.is_data else "RPRT"),
            *(("AU", whole_name(name)) for name in self.authors),
            ("TI", self.title),
            ("PY", year),
            ("DA", f"{year}/{month}/{day}"),
            ("PB", BOOK),
            *(() if self.is_data else (("SN", self.number),)),
            ("M3", self.genre),
            ("ET", self.date),
            ("LA", self.language),
            ("AB", self.abstract),
            ("UR", self.address),
        ]
        return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in values) + "ER  - \r\n"


def of_case(view: CaseView, base: str) -> Citation:
    """Give the citation of a case; base: the whole address of the site, ending in '/', or ''."""
    return _of(view.case, "Case study", view.summary, base)


def of_lesson(lesson: Lesson, base: str) -> Citation:
    """Give the citation of a lesson."""
    return _of(lesson, "Lesson", markdown.to_text(lesson.statement), base)


def of_notebook(told: Mapping[str, str], authors: Sequence[str], date: str, base: str) -> Citation:
    """Give the citation of a notebook; told: its `id`, `title` and `abstract`. date: the day to which what it reads is true."""
    return Citation(
        number=told["id"],
        genre="Notebook",
        title=_line(told["title"]),
        authors=tuple(map(_line, authors)) or (EDITORS,),
        date=date,
        address=f"{base or '/'}id/{told['id']}/",
        abstract=_line(told["abstract"]),
        language="en-GB",
        licence="CC-BY-4.0",
    )


def of_page(title: str, here: str, date: str, base: str) -> Citation:
    """Give the citation of a page that is made from the whole book, such as the gap map; it has no id but its address."""
    return Citation(
        number="",
        genre="Web page",
        title=title,
        authors=(EDITORS,),
        date=date,
        address=f"{base or '/'}{here.lstrip('/')}",
        abstract="",
        language="en-GB",
        licence="CC-BY-4.0",
    )


def _of(record: Case | Lesson, genre: str, abstract: str, base: str) -> Citation:
    wrote = tuple(person.name for person in record.contributors if person.role == "author")
    return Citation(
        number=record.id,
        genre=genre,
        title=_line(record.title),
        # A citation without an author is filed under its first word.
        authors=tuple(map(_line, wrote)) or (_line(record.record_owner),),
        date=record.reviewed_on,
        address=f"{base or '/'}id/{record.id}/",
        abstract=_line(abstract),
        language=record.lang,
        licence=record.licence,
    )


def whole_name(name: str) -> str:
    """Give a name as reference managers leave it whole: without the comma they take the last word for a family name."""
    return f"{name}," if " " in name else name


def _ended(title: str) -> str:
    """End a title as a sentence; a question keeps its own mark."""
    return title if title.endswith((".", "?", "!")) else f"{title}."


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return text.translate(_TEX)
