"""Rules on the vocabulary: labels that can be told apart, and places that hang together."""

from collections.abc import Iterator

from pilotbook.record.text import earliest
from pilotbook.record.vocabulary import Vocabulary
from pilotbook.text.folding import folded
from pilotbook.text.problems import Problem, choose, shown
from pilotbook.text.yamlfile import Document

Found = Iterator[Problem]


def labels_told_apart(vocabulary: Vocabulary, document: Document) -> Found:
    """No two words of one list have one label: a reader could not tell the two pages, filters or lines apart.

    Two places of one name carry their county. Good: `label: Newcastle-under-Lyme` beside `label: Newcastle upon Tyne`.
    """
    for name, terms in vocabulary.lists.items():
        first: dict[str, str] = {}
        for code, term in terms.items():
            label = folded(term.label)
            if label in first:
                what = f"the label {shown(term.label)} is also that of '{first[label]}'"
                mend = "Say what sets it apart, such as its county, or remove one of the two."
                yield document.problem((name, code, "label"), what, mend, "label-unique")
            first.setdefault(label, code)


def places_hang_together(vocabulary: Vocabulary, document: Document) -> Found:
    """A place's kind and region stand in the vocabulary's own lists, its code is its own, and its successor is a place.

    A region that is spelt in another way would be a second region on every list.
    Good: `region: Yorkshire and the Humber`, `kind: city`, `code: E08000003`.
    """
    owner: dict[str, str] = {}
    for code, place in vocabulary.places.items():
        at = ("places", code)
        for field, known in (("kind", vocabulary.place_kinds), ("region", vocabulary.regions)):
            value = getattr(place, field)
            if value not in known:
                mend = (
                    f"{choose(value, known)} A new one is added to '{'place_kinds' if field == 'kind' else 'regions'}'."
                )
                yield document.problem((*at, field), f"'{field}' is {shown(value)}", mend, "place-fits")
        if place.code and place.code in owner:
            what = f"the code {place.code} is also that of '{owner[place.code]}'"
            yield document.problem((*at, "code"), what, "Look it up again: a code is one place's.", "place-fits")
        if place.code:
            owner.setdefault(place.code, code)
        if place.successor and (place.successor not in vocabulary.places or place.successor == code):
            what = f"the successor '{place.successor}' is not another place of this list"
            yield document.problem(
                (*at, "successor"), what, "Add it to 'places', or write the code that it has there.", "place-fits"
            )
        if place.successor and not place.until:
            what = "it has a successor, but no day on which it ended"
            yield document.problem((*at, "successor"), what, "Add 'until:'.", "place-fits")
        if place.since and place.until and earliest(place.until) < earliest(place.since):
            what = f"'until' {place.until} is before 'since' {place.since}"
            yield document.problem((*at, "until"), what, "Swap them, or correct one.", "place-fits")


def groups_hang_together(vocabulary: Vocabulary, document: Document) -> Found:
    """The broader group of a group is another of the list, and the way from one to the next comes to an end.

    A case for pupils is one for children, so no page says that nothing was tried for children.
    Good: `pupils: {label: School pupils, broader: children-and-young-people}`.
    """
    for code, group in vocabulary.target_groups.items():
        at = ("target_groups", code, "broader")
        if group.broader and group.broader not in vocabulary.target_groups:
            mend = choose(group.broader, vocabulary.target_groups)
            yield document.problem(at, f"'broader' is {shown(group.broader)}", mend, "group-fits")
        if code in vocabulary.broader_than(code):
            yield document.problem(at, f"'{code}' is broader than itself", "Take this 'broader' away.", "group-fits")


RULES = {
    "label-unique": labels_told_apart,
    "place-fits": places_hang_together,
    "group-fits": groups_hang_together,
}


def broken_lists(vocabulary: Vocabulary, document: Document) -> list[Problem]:
    """Give what the rules on the vocabulary find."""
    return [problem for rule in RULES.values() for problem in rule(vocabulary, document)]
