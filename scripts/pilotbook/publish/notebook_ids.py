"""Each notebook is cited by an id of its own, which stands at its head and is never given to another."""

import hashlib
import re
from collections.abc import Iterable, Sequence

from pilotbook.publish.book import BookFailed
from pilotbook.publish.cells import Notebook

# Digits and capitals without I, L, O and U, as in the ids of records.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ID = re.compile(rf"TLG-N-[{_LETTERS}]{{4}}")


def sound(notebooks: Sequence[Notebook]) -> Sequence[Notebook]:
    """Give notebooks of which each has an id of its own, and a title to be cited by. Raises BookFailed with every fault."""
    faults = [*_unnamed(notebooks), *_named_twice(notebooks)]
    faults += [
        f"{each.path}:1: this notebook has no title to be cited by [title]\n    Begin its words with a heading: '# A question'."
        for each in notebooks
        if not each.title
    ]
    if faults:
        raise BookFailed("\n".join(faults))
    return notebooks


def _unnamed(notebooks: Sequence[Notebook]) -> Iterable[str]:
    taken = {each.id for each in notebooks}
    for each in notebooks:
        if not _ID.fullmatch(each.id):
            what = f"'{each.id}' is not the id of a notebook" if each.id else "this notebook has no id"
            drawn = _drawn(each.name, taken)
            taken.add(drawn)
            yield f"{each.path}:{each.line_of_id}: {what} [id]\n    Write 'id: {drawn}' between the two rules at its head."


def _named_twice(notebooks: Sequence[Notebook]) -> Iterable[str]:
    first: dict[str, Notebook] = {}
    taken = {each.id for each in notebooks}
    for each in notebooks:
        if _ID.fullmatch(each.id) and (other := first.setdefault(each.id, each)) is not each:
            yield (
                f"{each.path}:{each.line_of_id}: '{each.id}' is already the id of {other.path} [id]\n"
                f"    Write 'id: {_drawn(each.name, taken)}'; an id is never used again."
            )


def _drawn(name: str, taken: set[str]) -> str:
    """Give an id that is free, the same one each time that this notebook asks."""
    for salt in range(1000):
        digest = hashlib.sha256(f"{name}{salt}".encode()).digest()
        drawn = "TLG-N-" + "".join(_LETTERS[byte % 32] for byte in digest[:4])
        if drawn not in taken:
            return drawn
    raise AssertionError("a thousand ids in a row were taken")
