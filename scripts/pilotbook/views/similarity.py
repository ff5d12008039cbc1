"""Which records have most in common: shared facets by weight, and likeness of words only between equals.

Nothing here knows a case from a lesson. Records are compared in blocks of rows, so memory grows with their number and not
with its square.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Scores = npt.NDArray[np.float64]

# Rows compared at once: at 10,000 records a block of scores takes 20 MB.
_BLOCK = 256
# Weights are whole thousandths, so sums are exact: equals are equal, in whatever order they were added.
_SCALE = 1000
# The least difference between two weights is 1, and likeness of words stays below it: it can never lift one over another.
_BELOW_ONE = 0.999
# A neighbour shares at least a third of what the closest one shares; likeness of words does not count towards it.
_PART = 3
# Three letters or more: "for" and "the" are left to rarity, "of" and "in" never count, and numbers tell nothing.
_WORD = re.compile(r"[a-z]{3,}")


class Facet(NamedTuple):
    """Something that records can share.

    told: the words for sharing it. importance: what it counts before its rarity. is_firm: whether it is enough alone.
    """

    kind: str
    code: str
    told: str
    importance: float
    is_firm: bool


@dataclass(frozen=True)
class Entry:
    """A record as it is compared. is_offered: whether it may be named as somebody's neighbour, and counts for rarity."""

    facets: frozenset[Facet]
    text: str
    is_offered: bool = True


def weights(entries: Sequence[Entry]) -> dict[Facet, int]:
    """Give the weight of each facet in thousandths: its importance times ln((entries + 1) / entries that hold it).

    What every entry holds weighs next to nothing. After the inverse document frequency of Spärck Jones (1972).
    """
    offered = [entry for entry in entries if entry.is_offered]
    holders = Counter(facet for entry in offered for facet in entry.facets)
    rarity = {facet: math.log((len(offered) + 1) / number) for facet, number in holders.items()}
    return {facet: max(1, round(_SCALE * facet.importance * rarity[facet])) for facet in sorted(holders)}


def neighbours(entries: Sequence[Entry], weight: Mapping[Facet, int], most: int) -> list[list[int]]:
    """Give, for each entry, the numbers of at most `most` others that share most by weight, closest first.

    A neighbour shares a firm facet, and at least a third of what the closest one shares. Between equals likeness of words
    decides, and then the order of the entries.
    """
    offered = np.array([entry.is_offered for entry in entries], dtype=bool)
    return [best for block in scores(entries, weight) for best in _best(np.where(offered, block, 0), most)]


def scores(entries: Sequence[Entry], weight: Mapping[Facet, int]) -> Iterator[Scores]:
    """Yield the scores of one block of entries after another against all: whole weight shared, then likeness of words.

    A score is 0 where no firm facet is shared, and of an entry against itself.
    """
    firm = _facet_matrix(entries, {facet: value for facet, value in weight.items() if facet.is_firm})
    other = _facet_matrix(entries, {facet: value for facet, value in weight.items() if not facet.is_firm})
    words = _word_matrix([entry.text for entry in entries])
    for start in range(0, len(entries), _BLOCK):
        by_firm, by_other, by_words = (_product(matrix, start) for matrix in (firm, other, words))
        # Rounded, because the same sum in another order differs in its last digits, and that would turn equals round.
        likeness = np.minimum(by_words.round(9), 1)
        block = np.where(by_firm > 0, (by_firm + by_other).round() + _BELOW_ONE * likeness, 0)
        itself = np.arange(len(block))
        block[itself, start + itself] = 0
        yield block


def _product(matrix: csr_array, start: int) -> Scores:
    """Give a block of rows times the whole matrix: how much each of them shares with every row."""
    return np.asarray((matrix[start : start + _BLOCK] @ matrix.T).toarray(), dtype=np.float64)


def _facet_matrix(entries: Sequence[Entry], weight: Mapping[Facet, int]) -> csr_array:
    """Give entries × facets; each value is the root of the weight, so that a product of rows adds up weights."""
    columns = {facet: number for number, facet in enumerate(weight)}
    rows = [{columns[f]: math.sqrt(weight[f]) for f in entry.facets if f in columns} for entry in entries]
    return _sparse(rows, len(columns))


def _word_matrix(texts: Sequence[str]) -> csr_array:
    """Give texts × words by TF-IDF, each row of length 1. A word that more than half of the texts use is left out."""
    counted = [Counter(_WORD.findall(text.casefold())) for text in texts]
    users = Counter(word for words in counted for word in words)
    # A word of one text alone joins nothing, and one of more than half of them tells nothing apart.
    rarity = {word: math.log(len(texts) / users[word]) for word in sorted(users) if 1 < users[word] <= len(texts) / 2}
    columns = {word: number for number, word in enumerate(rarity)}
    rows = []
    for words in counted:
        # A word used twice says more than once, but not twice as much.
        row = {columns[word]: (1 + math.log(times)) * rarity[word] for word, times in words.items() if word in rarity}
        length = math.hypot(*row.values())
        rows.append({column: value / length for column, value in row.items()})
    return _sparse(rows, len(columns))


def _sparse(rows: Sequence[Mapping[int, float]], width: int) -> csr_array:
    """Give the matrix of rows written as {column: value}; columns stand in order, so sums come out the same each time."""
    ordered = [sorted(row.items()) for row in rows]
    starts = np.cumsum([0, *(len(row) for row in ordered)])
    columns = np.array([column for row in ordered for column, _ in row], dtype=np.int64)
    values = np.array([value for row in ordered for _, value in row], dtype=np.float64)
    return csr_array((values, columns, starts), shape=(len(rows), width))


def _best(block: Scores, most: int) -> Iterator[list[int]]:
    """Yield the columns of the highest scores of each row, highest first, and equals in their order.

    One far below the highest is left out, so that a list is short rather than padded.
    """
    # The score of the last that fits into the list: cheaper than to sort whole rows.
    place = max(block.shape[1] - most, 0)
    floors = np.partition(block, place, axis=1)[:, place]
    floors = np.maximum(np.maximum(floors, np.floor(block.max(axis=1)) / _PART), 1)
    for row, floor in zip(block, floors, strict=True):
        reached = np.flatnonzero(row >= floor)
        yield reached[np.argsort(-row[reached], kind="stable")][:most].tolist()
