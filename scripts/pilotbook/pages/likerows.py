"""Places of the book that are like a council, as rows of a page; and why a place cannot be compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pilotbook.casebook import Casebook
from pilotbook.record import formatting
from pilotbook.record.vocabulary import Place
from pilotbook.views.councils import Council, councils
from pilotbook.views.like_places import Likeness, differences, like, near, reasons

# (code, label) of places.
Named = list[tuple[str, str]]

# Where somebody whose council has no pilot here finds those that do and are like it.
ADDRESS = "/places/like-mine/"
# Why a place of a kind that is no single council has no figures.
_WIDER = "so it is not compared: the figures here are of single councils, and an average over several would hide what sets them apart"


@dataclass(frozen=True)
class LikeRow:
    """A place of the book that is like a council: what they have in common and what sets it apart, in words.

    code, label: of the place. cases: how many the book has there.
    """

    code: str
    label: str
    council: Council
    alike: str
    differs: str
    cases: int


def measured(book: Casebook) -> Mapping[str, Council]:
    """Give the council of each place that has a case and figures, by the place's code."""

    def made() -> dict[str, Council]:
        places = book.vocabulary.places
        return {
            code: found
            for code in book.views_by_place
            if (found := councils().get(places[code].code or "")) is not None
        }

    found: dict[str, Council] = book.shared("measured places", made)
    return found


def rows(one: Council, places: Mapping[str, Council], book: Casebook) -> list[LikeRow]:
    """Give the places of the book that are like a council."""
    code_of = {council.code: code for code, council in places.items()}
    found = []
    for each in like(one, places.values()):
        code = code_of[each.other.code]
        alike = formatting.capital(formatting.listed(reasons(one, each)))
        differs = formatting.capital(formatting.listed(differences(one, each)))
        if "services" in each.unlike:
            differs += f" ({each.other.called})"
        label = book.vocabulary.places[code].label
        found.append(LikeRow(code, label, each.other, alike, differs, len(book.views_by_place[code])))
    return found


def nearest(one: Council, places: Mapping[str, Council], book: Casebook) -> list[tuple[str, Named]]:
    """Give the places of the book that miss being like a council by one test alone, by what sets them apart."""
    labels = {council.code: (code, book.vocabulary.places[code].label) for code, council in places.items()}
    return grouped(one, near(one, places.values()), labels)


def grouped(one: Council, found: Iterable[Likeness], labels: Mapping[str, tuple[str, str]]) -> list[tuple[str, Named]]:
    """Put councils together by what sets them apart, in words. labels: (code, label) of each one's place, by its code."""
    groups: dict[str, Named] = {}
    for each in found:
        groups.setdefault(formatting.listed(differences(one, each)), []).append(labels[each.other.code])
    return list(groups.items())


def why_not(place: Place) -> str:
    """Say why a place has no figures to be compared by. It is never given a nought."""
    match place.kind:
        case "combined authority":
            return f"A combined authority is made of several councils, {_WIDER}. Deprivation is given here for councils alone."
        case "nation" | "region":
            return f"A {place.kind} holds many councils, {_WIDER}."
        case "group of boroughs":
            return f"It is several councils together, {_WIDER}."
        case _ if not place.code:
            return (
                f"A {place.kind} such as this is part of a council’s area, and the figures here are of whole councils."
            )
        case _:
            return "The table that the figures come from holds no council of today under its code."
