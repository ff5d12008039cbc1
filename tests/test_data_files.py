"""The files of /data/ that gather and describe the tables: opened by other readers, equal to the CSV, and true to their bytes."""

import csv
import hashlib
import io
import json
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import sqlite_utils
from books import TINY, book_of, read, tiny_book
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from openpyxl.utils.escape import unescape
from pilotbook.casebook import Casebook
from pilotbook.doors.cli import main
from pilotbook.exports import citations, downloads, packages, record_json
from pilotbook.exports.crate import BrokenCrate, rebuilt
from pilotbook.exports.dataset import AUTHORS, DESCRIPTION, KEYWORDS, LICENCE, TITLE, version_of
from pilotbook.exports.package import File
from pilotbook.exports.record_schemas import record_schema
from pilotbook.judgement.lesson_strength import Standing
from pilotbook.pages.kinds import data as data_page
from pilotbook.pages.kinds import home as home_page
from pilotbook.publish import disk, site
from pilotbook.publish.packages import gathered_from, make_packages
from pilotbook.publish.store import Store
from pilotbook.record import Case
from pilotbook.text import yamlfile
from pilotbook.text.spreadsheet import ENCODING, lines, plain_cell, whole_file
from pilotbook.views.columns import Column
from pilotbook.views.tables import KINDS, TableKind
from rocrate.rocrate import ROCrate

BASE = "https://pilots.example.org/book/"
TABLES = {kind.name: kind for kind in KINDS}
HOSTILE = '=HYPERLINK("https://example.org","see"), £5 “so” </script>'


@dataclass(frozen=True)
class Data:
    """The files of a book's /data/ as they were made, by their path from there."""

    store: Store
    files: Mapping[str, str]

    def path(self, name: str) -> Path:
        found = self.store.file(self.files[name])
        assert found is not None
        return found

    def read(self, name: str) -> bytes:
        return self.path(name).read_bytes()

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))

    def rows(self, table: str) -> list[list[str]]:
        """Give the rows of a table's CSV, its head first, as they were before they were made safe."""
        text = self.read(f"{table}.csv").decode(ENCODING)
        return [[plain_cell(cell) for cell in row] for row in csv.reader(text.splitlines(keepends=True))]


def records() -> dict[str, bytes]:
    return disk.read_records(TINY)[0]


def made_of(book: Casebook, store: Store, files: Mapping[str, bytes] | None = None) -> Data:
    made, _ = site.make_downloads(book, store)
    made |= make_packages(book, made, files or records(), store)
    return Data(
        store, {path.removeprefix("data/"): digest for path, digest in made.items() if path.startswith("data/")}
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """Give the files of the made-up casebook, at a made-up address."""
    return made_of(replace(tiny_book(), base=BASE), Store(tmp_path_factory.mktemp("store")))


@pytest.fixture
def hostile(make_case: Callable[..., Case], tmp_path: Path) -> Data:
    """Give the files of a case whose title would run in a spreadsheet, and close a tag."""
    book = book_of({"hostile": make_case(title=HOSTILE, lessons=[])})
    return made_of(book, Store(tmp_path), {**records(), "case_studies/hostile.yml": b"id: made-up\n"})


def workbook(data: Data) -> openpyxl.Workbook:
    # The name by which it is kept has no end, and openpyxl asks for one.
    return openpyxl.load_workbook(io.BytesIO(data.read("pilotbook.xlsx")))


def as_declared(column: Column, cell: str) -> object:
    """Give a cell of a CSV as its column is declared; numbers as decimals, for each reader has a kind of its own."""
    if not cell or column.is_list:
        return cell or None
    if column.type in ("integer", "number"):
        return Decimal(cell)
    return cell == "True" if column.type == "boolean" else cell


def wanted(data: Data, table: str) -> list[list[object]]:
    columns = TABLES[table].columns
    return [[as_declared(*pair) for pair in zip(columns, row, strict=True)] for row in data.rows(table)[1:]]


def told(column: Column, value: object) -> object:
    """Give what a reader found, with numbers as decimals."""
    if column.type == "boolean":
        return None if value is None else bool(value)
    return Decimal(str(value)) if isinstance(value, int | float) else value


@pytest.mark.parametrize("table", sorted(TABLES))
def test_the_workbook_opened_by_another_equals_the_csv(data: Data, table: str) -> None:
    sheet = workbook(data)[table]
    head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    columns = TABLES[table].columns

    assert head == data.rows(table)[0]
    # A row's empty cells at its end are not written.
    full = [[*row, *[None] * (len(columns) - len(row))] for row in rows]
    assert [[told(*pair) for pair in zip(columns, row, strict=True)] for row in full] == wanted(data, table)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_the_database_opened_by_another_equals_the_csv(data: Data, table: str) -> None:
    with closing(sqlite3.connect(f"file:{data.path('pilotbook.sqlite')}?mode=ro", uri=True)) as database:
        found = database.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()

    columns = TABLES[table].columns
    assert [[told(*pair) for pair in zip(columns, row, strict=True)] for row in found] == wanted(data, table)


def test_the_database_has_the_keys_that_are_declared_and_all_of_them_hold(data: Data) -> None:
    with closing(sqlite3.connect(f"file:{data.path('pilotbook.sqlite')}?mode=ro", uri=True)) as connection:
        database = sqlite_utils.Database(connection)

        assert database["outcomes"].pks == ["case", "id"]
        keys = {(key.column, key.other_table) for key in database["ledger"].foreign_keys}
        assert keys == {("case", "cases"), ("lesson", "lessons")}
        assert [index.columns for index in database["sources"].indexes if index.origin == "c"] == [["case"]]
        assert list(database.query("PRAGMA foreign_key_check")) == []
        cite = next(iter(database.query("SELECT told FROM about WHERE what = 'how to cite'")))["told"]
        assert cite.endswith(
            "Data set, version of 21 November 2026. Pilotbook. Available at: https://pilots.example.org/book/data/"
        )


def test_the_workbook_says_what_each_column_means_and_how_to_cite_it(data: Data) -> None:
    book = workbook(data)
    about = dict(book["how to cite"].iter_rows(values_only=True))
    columns = sum(len(kind.columns) for kind in KINDS)

    assert book.sheetnames == ["how to cite", *TABLES, "dictionary"]
    assert about["version"] == "2026-11-21"
    assert "Available at: https://pilots.example.org/book/data/" in about["how to cite"]
    assert len(list(book["dictionary"].iter_rows(min_row=2, values_only=True))) == columns


def test_descriptors_name_every_file_with_its_bytes_and_its_hash(data: Data) -> None:
    package, crate = data.json("datapackage.json"), data.json("ro-crate-metadata.json")
    listed = {each["path"]: (each["bytes"], each["hash"]) for each in (*package["resources"], *package["otherFiles"])}
    held = {
        each["@id"]: (int(each["contentSize"]), f"sha256:{each['sha256']}")
        for each in crate["@graph"]
        if each["@type"] == "File"
    }
    true = {
        name: (len(data.read(name)), f"sha256:{hashlib.sha256(data.read(name)).hexdigest()}") for name in data.files
    }

    last = {"ro-crate-metadata.json": true.pop("ro-crate-metadata.json")}
    assert last and held == true
    assert listed == {
        name: value
        for name, value in true.items()
        if name != "datapackage.json" and not name.startswith("case_studies/")
    }


def test_who_wrote_or_checked_a_record_is_named_by_both_descriptors(data: Data) -> None:
    assert data.json("datapackage.json")["contributors"] == [
        {"title": "Pilotbook editors", "roles": ["author"]},
        {"title": "Made-up editors", "roles": ["author"]},
        {"title": "Madeup University", "roles": ["reviewer"]},
    ]
    assert data.json("csv-metadata.json")["dc:contributor"] == ["Made-up editors", "Madeup University"]


def test_each_table_is_described_as_it_is_by_both_descriptors(data: Data) -> None:
    package = {each["name"]: each["schema"] for each in data.json("datapackage.json")["resources"]}
    csvw = {each["url"].removesuffix(".csv"): each["tableSchema"] for each in data.json("csv-metadata.json")["tables"]}

    for name in TABLES:
        head = data.rows(name)[0]
        assert [field["name"] for field in package[name]["fields"]] == head
        assert [column["titles"] for column in csvw[name]["columns"]] == head
        assert package[name]["primaryKey"] == csvw[name]["primaryKey"] == list(TABLES[name].key)
    fields = {field["name"]: field for field in package["outcomes"]["fields"]}
    assert fields["result.value"]["type"] == "number"
    assert fields["finding"]["constraints"]["enum"] == ["better", "no_clear_difference", "worse", "mixed", "not_known"]
    assert fields["result.source"]["constraints"]["pattern"] == "^(S[1-9][0-9]?)(; (S[1-9][0-9]?))*$"
    assert {"value": "not_read", "label": "not in the part we read"} in fields["result.missing"]["categories"]
    columns = {column["name"]: column for column in csvw["outcomes"]["columns"]}
    assert columns["result.source"]["separator"] == "; "
    assert columns["result.value"]["datatype"] == "decimal"
    assert "In the unit of result.unit." in columns["result.value"]["dc:description"]


def test_a_reader_of_tables_reads_them_with_their_mark(data: Data) -> None:
    frame = pd.read_csv(data.path("outcomes.csv"))

    assert list(frame.columns)[:3] == ["case", "case_slug", "id"]


def test_the_crate_is_read_by_its_own_library(data: Data, tmp_path: Path) -> None:
    lay(data, tmp_path)
    crate = ROCrate(tmp_path)

    assert str(crate.metadata["conformsTo"]) and crate.root_dataset["version"] == "2026-11-21"
    assert {entity.id for entity in crate.data_entities} == {*data.files, "case_studies/"} - {"ro-crate-metadata.json"}
    assert crate.root_dataset["license"].id == "https://creativecommons.org/licenses/by/4.0/"


def lay(data: Data, folder: Path) -> None:
    for name in data.files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data.read(name))


def test_the_book_made_again_from_the_crate_alone_has_the_same_counts_ratings_and_bounds(
    data: Data, tmp_path: Path
) -> None:
    lay(data, tmp_path)

    book = rebuilt(lambda name: (tmp_path / name).read_bytes())

    written = {case["slug"]: case["computed"] for case in data.json("casebook.json")["cases"]}
    for slug, view in book.views.items():
        bounds = written[slug]["level_bounds"]
        assert (view.rating.level, view.bounds.low, view.bounds.high) == (
            written[slug]["evidence_level"],
            bounds["low"],
            bounds["high"],
        )
    assert {slug: (v.level, v.bounds) for slug, v in book.views.items()} == {
        "madeup-town-doorstep-visits": (3, tiny_book().views["madeup-town-doorstep-visits"].bounds),
        "madeup-vale-hub-letters": (3, tiny_book().views["madeup-vale-hub-letters"].bounds),
        "madeup-town-rent-advice": (0, tiny_book().views["madeup-town-rent-advice"].bounds),
    }
    assert len(book.lessons) == len(data.json("casebook.json")["lessons"]) == 2
    assert book.standings == tiny_book().standings


def test_a_crate_with_another_file_than_it_was_made_with_is_refused(data: Data, tmp_path: Path) -> None:
    lay(data, tmp_path)
    (tmp_path / "cases.csv").write_text("slug\r\n")

    with pytest.raises(BrokenCrate, match=r"cases\.csv is not the file that the crate was made with"):
        rebuilt(lambda name: (tmp_path / name).read_bytes())


def test_a_hostile_title_is_text_in_every_file(hostile: Data) -> None:
    sheet = workbook(hostile)["cases"]
    column = hostile.rows("cases")[0].index("title") + 1
    cell = sheet.cell(row=2, column=column)
    with closing(sqlite3.connect(hostile.path("pilotbook.sqlite"))) as database:
        (title,) = database.execute("SELECT title FROM cases").fetchone()

    assert (cell.value, cell.data_type, title) == (HOSTILE, "s", HOSTILE)
    assert f"'{HOSTILE}".replace('"', '""').encode() in hostile.read("cases.csv")
    entities = {each["@id"]: each for each in hostile.json("ro-crate-metadata.json")["@graph"]}
    assert entities["case_studies/hostile.yml"]["name"] == HOSTILE


def test_equal_books_make_equal_bytes(data: Data, tmp_path: Path) -> None:
    again = made_of(replace(tiny_book(), base=BASE), Store(tmp_path))

    assert again.files == data.files


def test_nothing_is_made_again_where_no_table_changed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made_of(tiny_book(), store)
    store.made.clear()

    made_of(tiny_book(), store)

    assert store.made == {}


def test_a_lesson_that_is_gone_leaves_no_key_that_does_not_hold(tmp_path: Path) -> None:
    lessons = dict(list(tiny_book().lessons.items())[1:])
    book = Casebook.joined(tiny_book().vocabulary, tiny_book().views.values(), lessons, {})
    made = made_of(book, Store(tmp_path))

    with closing(sqlite3.connect(made.path("pilotbook.sqlite"))) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    (ledger,) = [each for each in made.json("datapackage.json")["resources"] if each["name"] == "ledger"]
    assert "foreignKeys" not in ledger["schema"]


def test_each_record_is_valid_against_its_published_schema(data: Data) -> None:
    book = replace(tiny_book(), base=BASE)
    schemas = {name: data.json(file) for name, file in record_json.SCHEMAS.items()}

    assert schemas["case"]["$id"] == f"{BASE}data/case-record.schema.json"
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    for view in book.views.values():
        told = json.loads(record_json.case_file(view, citations.of_case(view, BASE), schemas["case"]["$id"]))
        assert list(Draft202012Validator(schemas["case"]).iter_errors(told)) == []
        assert told["version"] == "2026-11-21" and told["cite"]["csl"]["number"] == view.id
    for case in data.json("casebook.json")["cases"]:
        assert list(Draft202012Validator(schemas["case"]).iter_errors(case)) == []
    for slug, lesson in book.lessons.items():
        standing: Standing = book.standings[slug]
        citation = citations.of_lesson(lesson, BASE)
        told = json.loads(record_json.lesson_file(slug, lesson, standing, citation, schemas["lesson"]["$id"]))
        assert list(Draft202012Validator(schemas["lesson"]).iter_errors(told)) == []


@pytest.mark.parametrize(
    "spoilt", [{"stage": "anounced"}, {"made_up": "field"}, {"version": None}, {"computed": {"evidence_level": "3"}}]
)
def test_a_record_that_is_not_what_the_schema_says_is_found(spoilt: dict[str, object]) -> None:
    view = tiny_book().views["madeup-vale-hub-letters"]
    told = record_json.case_told(view) | spoilt

    assert list(Draft202012Validator(record_schema("case", tiny_book().vocabulary, "")).iter_errors(told))


def test_the_json_of_the_whole_says_what_it_is_of_which_day_and_how_to_cite_it(data: Data) -> None:
    whole = data.json("casebook.json")

    assert [whole[name] for name in ("title", "version", "date", "source")] == [
        TITLE,
        "2026-11-21",
        "2026-11-21",
        "https://pilots.example.org/book/data/",
    ]
    assert whole["how_to_cite"].startswith("Pilotbook editors (2026) Pilotbook: lessons from public-service pilots")


def test_a_data_set_is_cited_as_one() -> None:
    book = replace(tiny_book(), base=BASE)
    (page,) = (recipe.page() for recipe in data_page.recipes(book))
    head = read(str(page.head))
    tags = {tag["name"]: tag["content"] for tag in head.find_all("meta")}
    (block,) = head.find_all("script", type="application/ld+json")
    dataset = json.loads(block.string)["@graph"][0]

    assert page.beside["cite.bib"].startswith("@dataset{pilotbook-data,")
    assert page.beside["cite.ris"].startswith("TY  - DATA\r\nAU  - Pilotbook editors,\r\n")
    assert "SN  -" not in page.beside["cite.ris"]
    (csl,) = json.loads(page.beside["cite.json"])
    assert (csl["type"], "number" in csl) == ("dataset", False)
    assert (tags["DC.type"], tags["citation_publisher"]) == ("Dataset", "Pilotbook")
    assert not [name for name in tags if "technical_report" in name]
    assert dataset["@type"] == "Dataset" and dataset["version"] == version_of(book)
    offered = {each["contentUrl"] for each in dataset["distribution"]}
    assert f"{BASE}data/pilotbook.sqlite" in offered
    assert len(offered) == len(packages()) + len([each for each in downloads() if each.folder])


def test_the_home_page_says_once_that_it_is_a_web_site() -> None:
    (page,) = (recipe.page() for recipe in home_page.recipes(replace(tiny_book(), base=BASE)))
    (block,) = read(str(page.head)).find_all("script", type="application/ld+json")

    (site_told,) = json.loads(block.string)["@graph"]
    assert (site_told["@type"], site_told["name"], site_told["url"]) == ("WebSite", "Pilotbook", BASE)


def test_the_citation_file_says_the_same_as_the_data() -> None:
    path = Path(__file__).parent.parent / "CITATION.cff"
    document = yamlfile.read("CITATION.cff", path.read_bytes())
    told: Mapping[str, Any] = document.data  # type: ignore[union-attr]

    assert (told["title"], told["type"], told["license"]) == (TITLE, "dataset", LICENCE)
    assert [each["name"] for each in told["authors"]] == list(AUTHORS)
    assert " ".join(told["abstract"].split()) == DESCRIPTION
    assert told["keywords"] == list(KEYWORDS)


def test_a_text_that_a_sheet_cannot_hold_as_it_is_comes_back_as_it_was_or_says_that_it_was_cut(tmp_path: Path) -> None:
    texts = ["a\x0bb", "_x0041_", "one\ntwo\tthree", "&amp; <b>", "x" * 40_000]
    gathered = gathered_from(tiny_book(), {f"{kind.name}.csv": table(kind, texts) for kind in KINDS})
    path = tmp_path / "made.xlsx"
    (workbook_made,) = [each for each in packages() if each.name == "pilotbook.xlsx"]
    with path.open("w+b") as out:
        workbook_made.make(gathered, out)

    found = [row[0] for row in openpyxl.load_workbook(path)["harms"].iter_rows(min_row=2, values_only=True)]

    assert [unescape(str(cell)) for cell in found[:4]] == texts[:4]
    assert len(str(found[4])) == 32_767 and str(found[4]).endswith("… (cut here: whole in the CSV)")


def table(kind: TableKind, texts: list[str]) -> File:
    """Give a table of one text a row; of harms alone, for the rest are empty."""
    rows = [[text, *[""] * (len(kind.columns) - 1)] for text in texts] if kind.name == "harms" else []
    written = whole_file(lines([kind.names, *rows])).encode()
    return File(len(written), lambda: io.BytesIO(written))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Say what to export, one form at a time: --offline, --parquet or --archives."),
        (["--offline", "--parquet"], "Say what to export, one form at a time: --offline, --parquet or --archives."),
        (["--parquet"], "There is no site to export yet. Run 'pilotbook build' first."),
    ],
)
def test_an_export_that_cannot_be_says_what_to_do(
    arguments: list[str], message: str, tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_root)

    done = CliRunner().invoke(main, ["export", *arguments])

    assert done.exit_code == 2 and message in done.output


def test_parquet_without_the_library_says_how_to_get_it(
    data: Data, tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(data, tiny_root / "_site" / "data")
    (tiny_root / "_site" / "index.html").write_text("made up")
    monkeypatch.chdir(tiny_root)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    done = CliRunner().invoke(main, ["export", "--parquet"])

    assert done.exit_code == 3
    assert "Install it with '.venv/bin/python -m pip install pyarrow'" in done.output
    assert not (tiny_root / "pilotbook-parquet").exists()
