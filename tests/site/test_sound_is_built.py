"""What `check` calls sound, `build` builds: every page, brief, picture, download and card, whatever letters and digits it holds."""

import os
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pilotbook.pages.cards import cards
from pilotbook.publish import manifest, run, search_data, site
from pilotbook.publish.search import Indexed
from projects import REACHED, plain_prose
from soundbooks import real, some_of, sound_book, tiny

# More books under `make fuzz`.
BOOKS = int(os.environ.get("PILOTBOOK_FUZZ", "6"))
SETTINGS = f"title: Made up\n{REACHED}".encode()
# A book is told by its seed; there is no smaller one.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Mapping[str, bytes]], list[str]]]:
    """Give what builds the files of a book in this process, all but the prose and the search index, and gives its faults."""
    prose = plain_prose(tmp_path_factory.mktemp("prose"))

    def faults(files: Mapping[str, bytes]) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, data in {**files, "_config.yml": SETTINGS}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_bytes(data)
            return _faults(root)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run.prose, "build", lambda *_: prose)
        patch.setattr(run.prose, "digest", lambda _: "made up")
        # What draws charts in a browser is the same for every book, and slow to fetch.
        patch.setattr(run._Build, "_vega", lambda made: made.store.keep(b"vega"))
        yield faults


def _faults(root: Path) -> list[str]:
    made = run._Build(root, root / "out", root / "_build", run.Steps(lambda _: None), jobs=1)
    try:
        book = run.open_casebook(root, made.store)
        files = {path for path in (root / "case_studies").rglob("*.yml") if path.name != "vocabulary.yml"}
        assert len(book.views) + len(book.lessons) + len(book.gone) == len(files), "a record has vanished"
        pages = made._pages(book, made._prose(book))
        made._draw(book, pages, {})
        downloads, rows = site.make_downloads(book, made.store)
        made.site.files |= downloads
        made._pack(book)
        found = [
            Indexed(f"en_{number:05}", card.address, card.title, card.line) for number, card in enumerate(cards(book))
        ]
        assert search_data.scripts(book, found)[1] == len(found)
        listed = sum(facts.is_searched for facts in made.site.pages.values())
        told = manifest.faults(
            book, [(page.path, page.record) for page in pages], made.site.pages, made.site.files, rows, listed
        )
        return [fault for fault in told if "pilotbook-offline.zip" not in fault]
    except run.Refused as refused:
        return [str(problem) for problem in refused.problems]
    finally:
        made.store.close()


@settings(max_examples=BOOKS, phases=PHASES)
@given(st.integers(0, 10**9))
def test_a_made_up_book_that_is_sound_is_built(build: Callable[[Mapping[str, bytes]], list[str]], seed: int) -> None:
    files, _ = sound_book(tiny(), random.Random(seed))

    assert build(files) == []


@settings(max_examples=BOOKS, phases=PHASES)
@given(st.integers(0, 10**9))
def test_some_real_records_changed_and_sound_are_built(
    build: Callable[[Mapping[str, bytes]], list[str]], seed: int
) -> None:
    chance = random.Random(seed)
    files, _ = sound_book(some_of(real(), chance), chance)

    assert build(files) == []
