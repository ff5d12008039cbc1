"""What a page loads later goes by its content, and each page tells the names that it was made with."""

import json
import re
from pathlib import Path

import pytest
from books import tiny_book
from pilotbook.pages.content_names import named
from pilotbook.pages.kinds import all_recipes
from pilotbook.publish import editions, outcome_data, scripts, search_data, site
from pilotbook.publish.search import Indexed
from pilotbook.publish.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def kept(store: Store, files: dict[str, str]) -> dict[str, str]:
    return {path: store.keep(text.encode()) for path, text in files.items()}


def read(store: Store, digest: str) -> str:
    file = store.file(digest)
    assert file is not None
    return file.read_text(encoding="utf-8")


def test_the_name_of_a_file_tells_its_content(store: Store) -> None:
    one, other = store.keep(b"one"), store.keep(b"other")

    assert named("cards-3.js", one) == f"cards-3.{one[:8]}.js"
    assert named("cards-3.js", one) != named("cards-3.js", other)


def test_pages_of_records_in_rows_tell_the_list_that_they_were_made_with_and_it_tells_every_record(
    store: Store,
) -> None:
    files = kept(
        store,
        {
            "id/TLG-C-MAD1/summary.js": "one",
            "id/TLG-L-MAD1/summary.js": "two",
            "id/TLG-C-MAD1/index.html": "leads on",
            "compare/index.html": '<main data-records="%%RECORDS%%">',
            "brief/index.html": '<main data-records="%%RECORDS%%">',
        },
    )

    found = editions.of_pages(files, store)

    one, two = files["id/TLG-C-MAD1/summary.js"][:8], files["id/TLG-L-MAD1/summary.js"][:8]
    (listed,) = [path for path in found if path.startswith("search/records.")]
    assert read(store, found[listed]) == f'records.know({{"TLG-C-MAD1":"{one}","TLG-L-MAD1":"{two}"}});\n'
    told = f'<main data-records="{Path(listed).stem}">'
    assert [read(store, found[f"{page}/index.html"]) for page in ("compare", "brief")] == [told, told]
    assert set(found) - {listed} == {
        f"id/TLG-C-MAD1/summary.{one}.js", f"id/TLG-L-MAD1/summary.{two}.js", "id/TLG-C-MAD1/index.html",
        "compare/index.html", "brief/index.html",
    }  # fmt: skip


def test_the_page_of_plans_tells_the_figures_that_it_was_made_with(store: Store) -> None:
    files = kept(store, {"plan/reach/figures.js": "31%", "plan/index.html": '<div data-figures="%%FIGURES%%">'})

    found = editions.of_pages(files, store)

    told = files["plan/reach/figures.js"][:8]
    assert f"plan/reach/figures.{told}.js" in found
    assert read(store, found["plan/index.html"]) == f'<div data-figures="reach:{told}">'


@pytest.mark.parametrize(
    ("path", "name"),
    [("explore/index.html", "columns.1a2b3c4d"), ("explore/page-2/index.html", "columns.1a2b3c4d"),
     ("search/index.html", "columns.1a2b3c4d"), ("outcomes/index.html", "outcomes-columns.9f8e7d6c")],
)  # fmt: skip
def test_a_page_for_finding_tells_the_data_that_it_was_made_with(store: Store, path: str, name: str) -> None:
    files = kept(
        store,
        {
            path: '<main data-columns="%%COLUMNS%%"><p>%%COLUMNS%% is what a title may say',
            "search/columns.js": "x",
            "search/columns.1a2b3c4d.js": "x",
            "search/outcomes-columns.9f8e7d6c.js": "y",
            "search/cards-0.12345678.js": "z",
        },
    )

    assert {page: read(store, digest) for page, digest in editions.of_data(files, store).items()} == {
        path: f'<main data-columns="{name}"><p>%%COLUMNS%% is what a title may say'
    }


def test_a_preview_lets_scripts_of_today_read_data_of_the_last_build(store: Store) -> None:
    text = r'finder.receive("columns",{"a":"he wrote \"build\":\"x\"","build":"0123abcd","count":1})'
    files = kept(store, {"search/columns.js": text, "search/cards-0.12345678.js": '{"build":"0123abcd"}'})

    found = editions.held_over(files, store)

    assert {path: read(store, digest) for path, digest in found.items()} == {
        "search/columns.js": text.replace('"build":"0123abcd"', f'"build":"{scripts.made_with()}"')
    }


def indexed(title: str = "A made-up notebook") -> list[Indexed]:
    cards = search_data.cards(tiny_book())
    found = [Indexed(f"en_{n:07x}", card.address, card.title, card.heard_of) for n, card in enumerate(cards)]
    return [*found, Indexed("en_fff", "/evidence/made-up/", title, f"{title}. Made up.")]


def data_of(text: str) -> dict:
    return json.loads(text.partition(",")[2].rstrip().removesuffix(")"))


@pytest.mark.parametrize(("start", "made"), [("", search_data), ("outcomes-", outcome_data)])
def test_the_columns_tell_the_name_of_every_other_file_and_of_the_scripts_that_read_them(
    start: str, made: object
) -> None:
    files = search_data.scripts(tiny_book(), indexed())[0] if made is search_data else outcome_data.scripts(tiny_book())

    columns = data_of(next(text for name, text in files.items() if name.startswith(f"{start}columns.")))
    told = {f"{start}{name}.{mark}.js" for name, mark in columns["files"].items() if name != "cards"}
    marks = re.findall(".{8}", columns["files"]["cards"])
    told |= {f"{start}cards-{number}.{mark}.js" for number, mark in enumerate(marks)}
    assert told == {name for name in files if not name.startswith((f"{start}columns.", "columns"))}
    assert columns["build"] == scripts.made_with()


def test_only_what_changed_goes_by_another_name() -> None:
    before, after = (set(search_data.scripts(tiny_book(), indexed(title))[0]) for title in ("A notebook", "A workbook"))

    changed = {name.split(".")[0] for name in after - before}
    assert changed == {"columns", "cards-1", "words-n", "words-w"}
    assert len(after & before) > 20


def test_every_script_asks_whether_the_page_was_made_with_it_before_it_does_anything() -> None:
    asked = f'"use strict";\nedition.check("{scripts.made_with()}");\n'
    made = {name: text.decode() for name, text in scripts.static().items() if name.endswith(".js")}
    free = {name for name, text in made.items() if not text.startswith(asked)}

    assert {name for name in free if not name.startswith("english-")} == {"climb.js", "pilotbook.js"}
    # The one that is asked stands first in what every page loads.
    head, _, rest = made["pilotbook.js"].partition(asked.split("\n")[1])
    assert "const edition" in head and 'addEventListener("keydown"' in rest


def test_scripts_of_a_page_are_asked_for_by_the_build_that_the_shell_tells() -> None:
    shell = '<body data-root="%%ROOT%%" data-build="0123abcd">%%BODY%%</body>'
    made = {recipe.kind.name: recipe for recipe in all_recipes(tiny_book())}

    texts = {name: site.finished(made[name], site.Frame(shell))[1] for name in ("explore", "compare", "form", "plan")}

    for name, text in texts.items():
        sources = re.findall(r'<script src="([^"]*_static/[^"]*)"', text)
        assert sources and all(source.endswith(".js?v=0123abcd") for source in sources), name


def test_where_the_address_of_the_site_is_not_known_the_page_for_unknown_addresses_asks_at_each_depth() -> None:
    html = site.at_any_depth("<html><head></head></html>")

    assert re.findall('src="([./]*)_static/climb.js"', html) == [
        "../", "../../", "../../../", "../../../../", "../../../../../", "../../../../../../"
    ]  # fmt: skip
