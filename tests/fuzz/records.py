"""Rules over whole books: records that are well formed, sound or not, in any mixture; each problem has a place in its file."""

import random

from formslips import slipped
from pilotbook.record.shelf import VOCABULARY
from pilotbook.rules import check
from soundbooks import Books, _applied, _changes, _written, real, tiny

from fuzz.told import assert_placed, outcome


def book(chance: random.Random) -> str:
    """Check a book whose records were changed in many places, and of which nothing was taken back."""
    held = tiny() if chance.random() < 0.7 else _some(real(), chance)
    files = {}
    for path, data in held.files.items():
        if path == VOCABULARY and chance.random() < 0.8:
            changed = data
        elif path == VOCABULARY or chance.random() < 0.5:
            # A few changes leave the rest to the rules; many find what several together do.
            share = chance.choice((0.01, 0.03, 0.1, 1))
            changes = _changes(path, data, held.pool, chance)
            changed = _applied(data, {place: new for place, new in changes.items() if chance.random() < share})
        else:
            changed = slipped([data], 3, chance.randrange(10**9))[chance.randrange(3)] if _has_sources(data) else data
        files[path] = "\n".join(line for line, _ in _written(changed)).encode("utf-8", "surrogatepass")
    problems = check(files)[1]
    assert_placed(problems, files)
    return f"book {outcome(problems)}"


def _has_sources(data: object) -> bool:
    return isinstance(data, dict) and bool(data.get("sources")) and "outcomes" in data


def _some(books: Books, chance: random.Random) -> Books:
    """Give three records of a book with its vocabulary: what lessons and cases they name may be missing."""
    chosen = chance.sample([path for path in books.files if path != VOCABULARY], 3)
    return Books({path: books.files[path] for path in (*chosen, VOCABULARY)}, books.pool)
