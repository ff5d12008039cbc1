"""Every file that is read: random bytes and files with bytes changed are refused by file and line, or sound; nothing is raised."""

import random
import tempfile
from functools import cache
from pathlib import Path

from books import ROOT, TINY
from pilotbook.publish import address, disk
from pilotbook.publish.proselist import BadSources, prose_sources
from pilotbook.publish.released import Manifest, manifests, path_of
from pilotbook.record.released import Release, Stood
from pilotbook.record.shelf import LESSONS, RATINGS, VOCABULARY
from pilotbook.rules import check
from pilotbook.text.glossary import explained_terms

from fuzz.spoilt import at_random, spoilt
from fuzz.told import assert_placed, outcome

RATING = b"""schema_version: 0.2.0
record: TLG-C-MAD1
rater: A made-up rater
interest: none
rated_on: 2026-11-01
blind: yes
level: 2
reason: It was made up.
"""
BESIDE = ("_config.yml", "book/sources.yml", "book/method/glossary.md")


@cache
def originals() -> dict[str, list[bytes]]:
    """Give the files of both books by what they are: cases, lessons, vocabularies."""
    found: dict[str, list[bytes]] = {"case": [], "lesson": [], "vocabulary": []}
    for root in (TINY, ROOT):
        for path, raw in disk.read_records(root)[0].items():
            kind = "vocabulary" if path == VOCABULARY else "lesson" if path.startswith(LESSONS) else "case"
            found[kind].append(raw)
    return found


@cache
def _tiny() -> dict[str, bytes]:
    return disk.read_records(TINY)[0]


def record(chance: random.Random) -> str:
    """Read and check a spoilt record, lesson, list of words or rating among sound files."""
    kind = chance.choice(("case", "case", "case", "lesson", "vocabulary", "rating"))
    held = originals().get(kind, [RATING])
    some = held[: 3 if kind == "case" and chance.random() < 0.5 else None]
    raw = at_random(chance) if chance.random() < 0.2 else spoilt(chance.choice(some), chance, held)
    path = {
        "case": "case_studies/made-up.yml",
        "lesson": f"{LESSONS}made-up.yml",
        "vocabulary": VOCABULARY,
        "rating": f"{RATINGS}madeup-town-doorstep-visits--made-up-rater.yml",
    }[kind]
    # Among few others, so that what takes long is the file itself.
    files = {VOCABULARY: originals()["vocabulary"][0], path: raw}
    if kind in ("rating", "lesson") or chance.random() < 0.1:
        files = {**_tiny(), path: raw}
    problems = check(files)[1]
    assert_placed(problems, {VOCABULARY: b"", **files})
    return f"{kind} {outcome([problem for problem in problems if problem.path == path])}"


@cache
def _manifest() -> bytes:
    records = (
        Stood(
            "TLG-C-MAD1",
            "case",
            "madeup-town",
            "Made up",
            "2026-11-01",
            "a" * 64,
            judged={"level": 2, "bounds": [1, 3]},
        ),
        Stood(
            "TLG-L-MAD1",
            "lesson",
            "call",
            "Call",
            "2026-11-01",
            "",
            ("merged", ("TLG-L-MAD2",), "Made up.", "2026-11-02"),
        ),
    )
    files = {"cases/madeup-town/index.html": "b" * 64, "index.html": "c" * 64}
    release = Release("2026.1", "2026-11-20", "d" * 40, records, files, ("/", "/cases/madeup-town/"))
    return Manifest(release, "0.2.0", {path: (digest,) for path, digest in files.items()}).written()


def release(chance: random.Random) -> str:
    """Read the spoilt list of a release."""
    raw = at_random(chance) if chance.random() < 0.1 else spoilt(_manifest(), chance)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / path_of("2026.1")
        path.parent.mkdir(parents=True)
        path.write_bytes(raw)
        found, problems = manifests(Path(folder))
    assert_placed(problems, {path_of("2026.1"): raw})
    assert len(found) + len(problems) == 1
    for each in found:
        # What is read is all that others ask of it.
        assert all((record.address, record.path, record.stands in (True, False)) for record in each.release.records)
        assert Manifest.read(each.written()).release == each.release
    return "release refused" if problems else "release read"


def beside(chance: random.Random) -> str:
    """Read spoilt settings, sources of prose or a spoilt glossary."""
    name = chance.choice(BESIDE)
    raw = at_random(chance) if chance.random() < 0.3 else spoilt((ROOT / name).read_bytes(), chance)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        if name == "_config.yml":
            for ask in (address.base_address, address.title_of, address.editors_of, address.archived_origin):
                ask(root)
            address.unreached(root)
            return "settings read"
        if name.endswith(".md"):
            return f"glossary read, {'some' if explained_terms(disk.read_glossary(root)) else 'no'} terms"
        try:
            prose_sources(path)
        except BadSources as told:
            assert all(line.startswith(f"{name}:") for line in str(told).split("\n") if line[:4] != "    "), str(told)
            return "sources refused"
        return "sources sound"
