"""Rules over whole books: records that are well formed, sound or not, in any mixture; each problem has a place in its file."""

import copy
import random
from collections.abc import Iterator
from typing import Any

from formslips import slipped
from pilotbook.record.migrate import moved
from pilotbook.record.modeline import tidied
from pilotbook.record.shelf import VOCABULARY
from pilotbook.rules import check
from pilotbook.text import yamlfile
from soundbooks import Books, _applied, _changes, _written, real, tiny

from fuzz.spoilt import spoilt
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


def older(chance: random.Random) -> str:
    """Bring a record into its form, and move one of an older form to the present one, whatever its fields hold."""
    path, data = chance.choice([pair for pair in tiny().files.items() if pair[0] != VOCABULARY])
    changes = _changes(path, data, tiny().pool, chance)
    share = chance.choice((0.03, 0.3, 1))
    changed = _applied(data, {place: new for place, new in changes.items() if chance.random() < share})
    if _has_sources(changed):
        changed = slipped([changed], 3, chance.randrange(10**9))[chance.randrange(3)]
    changed = copy.deepcopy(changed)
    for _ in range(chance.choice((0, 1, 3))):
        _misshape(changed, chance)
    changed["schema_version"] = chance.choice(("0.1.0", "0.1.0", "0.2.0"))
    raw = "\n".join(line for line, _ in _written(changed)).encode("utf-8", "replace")
    read = yamlfile.parse(path, spoilt(raw, chance) if chance.random() < 0.2 else raw)
    if isinstance(read, list):
        return "record cannot be read"
    form = yamlfile.parse(path, tidied(path, read.text.encode()))
    assert not isinstance(form, list) and form.data == read.data
    new = moved(read)
    assert_placed(new.judge, {path: new.text.encode()})
    after = yamlfile.parse(path, new.text.encode())
    if isinstance(after, list):
        # What stood there alone may have been taken away.
        assert {problem.rule for problem in after} <= {"empty", "yaml-shape"}, str(after[0])
        return "record moved, a part of it empty"
    return "record moved"


def _misshape(data: Any, chance: random.Random) -> None:
    """Put something of another shape in the place of a value."""
    groups = [group for group in _groups(data) if group]
    group = chance.choice(groups)
    keys = list(group) if isinstance(group, dict) else list(range(len(group)))
    group[chance.choice(keys)] = chance.choice(
        ("words", "", "2024", [], {}, ["S1"], [[]], {"missing": "not_read"}, [{"on": "x"}, "y"])
    )


def _groups(data: Any) -> Iterator[Any]:
    if isinstance(data, dict | list):
        yield data
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _groups(inner)
