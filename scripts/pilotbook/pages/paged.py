"""Long lists over several pages, so that no page grows with the casebook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
ROWS = 100


@dataclass(frozen=True)
class Part(Generic[Item]):
    """One page of a list: its address, number of how many, what stands on it, and the addresses of all pages in order."""

    path: str
    number: int
    items: Sequence[Item]
    paths: tuple[str, ...]
    total: int


def paged(path: str, items: Sequence[Item], rows: int = ROWS) -> Iterator[Part[Item]]:
    """Cut a list into pages: '/stages/ended/', '/stages/ended/page-2/' and so on. An empty list is one page."""
    count = max(1, -(-len(items) // rows))
    paths = (path, *(f"{path}page-{number}/" for number in range(2, count + 1)))
    for index, address in enumerate(paths):
        yield Part(address, index + 1, items[index * rows : (index + 1) * rows], paths, len(items))
