"""The real book as readers get it: nothing is missing, nothing leads nowhere, nothing is loaded from elsewhere."""

import csv
import html
import json
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from string import ascii_lowercase
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from audit.views import PROSE
from books import read
from pilotbook.publish.cells import notebooks
from pilotbook.publish.notebooks import Archive
from pilotbook.publish.store import Store
from projects import REAL, Project

pytestmark = pytest.mark.book

LOADING = {"script", "link", "img", "iframe", "source", "video", "audio", "embed", "object", "image", "use"}
# What the frame shows is ours alone: these are all the static files there are.
STATIC = {
    "vega.js", "pilotbook.css", "pilotbook.js", "mark.svg", "suggest.js", "engine.js", "search.js", "explore.js",
    "approaches.js", "climb.js", "plan.js", "likemine.js", "marks.js", "mybrief.js", "compare.js", "form.js",
    "source-sans-3.woff2", "source-serif-4.woff2",
} | {f"english-{letter}.js" for letter in ascii_lowercase}  # fmt: skip
UNWANTED = {
    "searchindex.js", "searchtools.js", "language_data.js", "objects.inv", ".buildinfo", "genindex", "shell", "reports",
    "_sources", "_downloads", ".doctrees", "jupyter_execute", "_sphinx_design_static", "__pycache__",
}  # fmt: skip


class Outline(HTMLParser):
    """What a page is made of: each element with its attributes, and where each id stands."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.ids = {attributes["id"] for _, attributes in self.elements if "id" in attributes}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def links(self) -> set[str]:
        return {attributes["href"] for tag, attributes in self.elements if tag == "a" and "href" in attributes}

    def has(self, attribute: str) -> bool:
        return any(attribute in attributes for _, attributes in self.elements)


@pytest.fixture(scope="module")
def texts(real: Project) -> dict[str, str]:
    """Give the HTML of each page by its path in the site, such as 'cases/x/index.html'."""
    return {path.relative_to(real.site).as_posix(): path.read_text("utf-8") for path in real.site.rglob("*.html")}


@pytest.fixture(scope="module")
def outlines(texts: dict[str, str]) -> dict[str, Outline]:
    return {name: Outline(text) for name, text in texts.items()}


@pytest.fixture(scope="module")
def records(real: Project) -> dict[str, dict[str, object]]:
    """Give each case and lesson by its address, read by another reader than ours."""
    cases = sorted((real.root / "case_studies").glob("*.yml"))
    lessons = sorted((real.root / "case_studies" / "lessons").glob("*.yml"))
    paths = {f"cases/{path.stem}": path for path in cases if path.stem != "vocabulary"}
    paths |= {f"lessons/{path.stem}": path for path in lessons}
    return {address: yaml.safe_load(path.read_text("utf-8")) for address, path in paths.items()}


def test_each_record_has_one_page_and_no_page_lacks_a_record(texts: dict[str, str], records: dict[str, dict]) -> None:
    pages = {posixpath.dirname(name) for name in texts if re.fullmatch(r"(cases|lessons)/[^/]+/index\.html", name)}

    assert pages == set(records)


def test_each_record_is_headed_by_its_title(texts: dict[str, str], records: dict[str, dict]) -> None:
    headings = {
        address: re.findall(r'<h1 dir="auto">(.*?)</h1>', texts[f"{address}/index.html"]) for address in records
    }

    assert {address: [html.unescape(text) for text in found] for address, found in headings.items()} == {
        address: [record["title"].strip()] for address, record in records.items()
    }


def test_each_id_answers_at_its_permanent_address(outlines: dict[str, Outline], records: dict[str, dict]) -> None:
    answered = {name: outline.links() for name, outline in outlines.items() if name.startswith("id/")}

    ids = {record["id"]: address for address, record in records.items()}
    ids |= {each.id: each.name for each in notebooks(REAL)}
    written = {name: address for identifier, address in ids.items() for name in (identifier, identifier.lower())}
    assert set(answered) == {f"id/{name}/index.html" for name in written}
    for name, address in written.items():
        assert f"../../{address}/" in answered[f"id/{name}/index.html"]


def test_each_table_has_a_row_for_each_entry_of_the_records(real: Project, records: dict[str, dict]) -> None:
    cases = [record for address, record in records.items() if address.startswith("cases/")]

    def entries(name: str, of: Iterable[dict] = cases) -> int:
        return sum(len(record.get(name) or []) for record in of)

    def within(part: str, *names: str) -> int:
        return sum(len((case.get(part) or {}).get(name) or []) for case in cases for name in names)

    lessons = [record for address, record in records.items() if address.startswith("lessons/")]
    vocabulary = yaml.safe_load((real.root / "case_studies" / "vocabulary.yml").read_text("utf-8"))
    assert {path.stem: rows(path) for path in (real.site / "data").glob("*.csv")} == {
        "cases": len(cases),
        "lessons": len(records) - len(cases),
        "outcomes": entries("outcomes"),
        "costs": entries("costs"),
        "cycles": entries("cycles"),
        "sources": entries("sources"),
        "ledger": entries("lessons"),
        "places": entries("places"),
        "partners": entries("partners"),
        "harms": entries("harms"),
        "disputes": entries("disputes"),
        "disagreements": sum(len(each["versions"]) for case in cases for each in case.get("disagreements") or []),
        "context_figures": within("context", "figures"),
        "conditions": within("context", "moderators", "constraints"),
        "modifications": within("intervention", "modifications"),
        **{name: entries(name, records.values()) for name in ("searches", "contributors", "corrections", "disclosure")},
        "transfer": entries("transfer", lessons),
        # Limits of small numbers are two numbers, no list of codes.
        "vocabulary": sum(len(listed) for name, listed in vocabulary.items() if name != "small_numbers"),
        "did_not_work": sum(len(case["did_not_work"]) for case in cases if isinstance(case["did_not_work"], list)),
    }


def rows(path: Path) -> int:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def test_the_whole_casebook_as_json_holds_each_record(real: Project, records: dict[str, dict]) -> None:
    whole = json.loads((real.site / "data" / "casebook.json").read_text("utf-8"))

    ids = [record["id"] for record in whole["cases"] + whole["lessons"]]
    assert sorted(ids) == sorted(record["id"] for record in records.values())


def test_search_holds_each_page_that_is_marked_for_it(real: Project, outlines: dict[str, Outline]) -> None:
    marked = [name for name, outline in outlines.items() if outline.has("data-pagefind-body")]

    entry = json.loads((real.site / "pagefind" / "pagefind-entry.json").read_text("utf-8"))
    assert sum(language["page_count"] for language in entry["languages"].values()) == len(marked)


def test_every_record_is_marked_for_search_and_no_list_is(outlines: dict[str, Outline], records: dict) -> None:
    marked = {name for name, outline in outlines.items() if outline.has("data-pagefind-body")}

    assert {f"{address}/index.html" for address in records} <= marked
    assert not marked & {"index.html", "404.html", "search/index.html", "cases/index.html", "lessons/index.html"}
    # Whoever types the name of a council that has no pilot is led to the page of places like it.
    assert [name for name in marked if name.startswith(("id/", "places/"))] == ["places/like-mine/index.html"]


def test_every_link_leads_to_a_page_and_a_place_on_it(real: Project, outlines: dict[str, Outline]) -> None:
    lost = [
        f"{name} → {link}"
        for name, outline in outlines.items()
        for link in sorted(outline.links())
        if not urlsplit(link).scheme and not leads_somewhere(real.site, outlines, name, link)
    ]

    assert lost == []


def leads_somewhere(site: Path, outlines: dict[str, Outline], page: str, link: str) -> bool:
    parts = urlsplit(link)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    if (site / path).is_dir():
        path = posixpath.normpath(posixpath.join(path, "index.html"))
    anchors = outlines[path].ids if path in outlines else set()
    return (site / path).is_file() and (not parts.fragment or unquote(parts.fragment) in anchors)


def test_every_link_works_under_any_sub_path(outlines: dict[str, Outline]) -> None:
    absolute = [
        f"{name}: {value}"
        for name, outline in outlines.items()
        for _, attributes in outline.elements
        for attribute, value in attributes.items()
        if attribute in ("href", "src", "action", "data-root") and value.startswith("/")
    ]

    assert absolute == []


def test_no_page_loads_anything_from_another_host(outlines: dict[str, Outline]) -> None:
    loaded = [
        f"{name}: {value}"
        for name, outline in outlines.items()
        for tag, attributes in outline.elements
        for attribute, value in attributes.items()
        if tag in LOADING and attribute in ("src", "href", "srcset", "data", "poster", "xlink:href")
        if re.search(r"(^|,\s*)([a-z]+:)?//", value) and not is_a_statement(tag, attributes)
    ]

    assert loaded == []


def is_a_statement(tag: str, attributes: dict[str, str]) -> bool:
    """A link to what a page says about itself, such as its licence, loads nothing."""
    return tag == "link" and attributes.get("rel") in ("canonical", "license")


def test_no_style_or_script_of_ours_names_another_host(real: Project, texts: dict[str, str]) -> None:
    # Vega is a library that names hosts in its own texts; a browser test holds that exploring a chart asks none.
    written = {name for name in STATIC - {"vega.js"} if name.endswith((".css", ".js"))}
    ours = {name: (real.site / "_static" / name).read_text("utf-8") for name in written}
    styles = {
        name: " ".join(re.findall(r"<style.*?</style>|style=\"[^\"]*\"", text, re.DOTALL))
        for name, text in texts.items()
    }

    # "Beginning with https://." names none.
    assert [
        name for name, text in (ours | styles).items() if re.search(r"https?:(?!//\.)|url\(\s*[\"']?//|@import", text)
    ] == []


def test_only_what_a_reader_asks_for_is_published(real: Project) -> None:
    parts = {part for path in real.site.rglob("*") for part in path.relative_to(real.site).parts}
    kinds = {path.suffix for path in real.site.rglob("*") if path.is_file() and "pagefind" not in path.parts}

    assert not parts & UNWANTED
    assert kinds <= {
        ".html",
        ".css",
        ".js",
        ".svg",
        ".png",
        ".csv",
        ".json",
        ".zip",
        ".pdf",
        ".woff2",
        ".bib",
        ".ris",
        ".md",
        ".txt",
        ".xlsx",
        ".sqlite",
        ".yml",
        ".xml",
        ".py",
        "",
    }
    # Vega goes by its content.
    there = {re.sub(r"^vega\.\w{8}\.js$", "vega.js", path.name) for path in (real.site / "_static").iterdir()}
    assert there == STATIC


def test_the_search_page_is_ours_and_not_that_of_sphinx(texts: dict[str, str]) -> None:
    assert 'id="search-form"' in texts["search/index.html"]
    assert "searchtools" not in texts["search/index.html"]


def test_no_file_tells_where_it_was_built(real: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    places = [str(real.root), str(REAL), str(Path.home()) + "/", sys.prefix, "/tmp/", "file://"]

    told = [
        f"{path.relative_to(real.site)}: {place}"
        for path in sorted(real.site.rglob("*"))
        if path.is_file() and "pagefind" not in path.parts
        for place in places
        if place.encode() in path.read_bytes()
    ]
    # Vega names the scheme for its own use, not a place.
    assert [re.sub(r"\.\w{8}\.", ".", each) for each in told] == ["_static/vega.js: file://"]


def test_no_page_shows_a_token_of_the_frame(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if re.search(r"%%[A-Z]+", text)] == []


def test_each_page_has_one_heading_a_title_and_a_description(texts: dict[str, str]) -> None:
    def counts(text: str) -> tuple[int, int, int]:
        return (
            len(re.findall("<h1", text)),
            # A mark on a map has a title of its own; this is the page's.
            len(re.findall(r"<title>[^<]+</title>", text.partition("</head>")[0])),
            len(re.findall('<meta name="description" content="[^"]', text)),
        )

    assert {name: counts(text) for name, text in texts.items() if counts(text) != (1, 1, 1)} == {}


def test_each_notebook_shows_every_chart_and_table_that_its_cells_make(real: Project, texts: dict[str, str]) -> None:
    notebooks = {
        path.stem: path.read_text("utf-8")
        for path in (real.root / "book" / "evidence").glob("*.md")
        if "mystnb" in path.read_text("utf-8")
    }
    assert len(notebooks) >= 4

    for name, source in notebooks.items():
        page = texts[f"evidence/{name}/index.html"]
        charts = page.count('<figure class="chart')
        assert charts == len(re.findall(r"^charts\.\w+\(", source, re.MULTILINE)) >= 1
        # Altair draws one for a page, and one for a phone where the first would be too small there; a record's chart is rows.
        of_records = page.count('class="chart-rows')
        assert page.count('<svg role="img"') == charts - of_records + page.count('class="chart-phone')
        # Each chart has its data as a table; the other cells show a table of their own.
        assert page.count("<caption>") == charts + len(re.findall(r"^notebook\.\w+\(", source, re.MULTILINE))
        assert not re.search('Traceback|Error:|class="stderr', page)


def test_no_notebook_reads_a_summary(real: Project) -> None:
    archive = Archive(real.root, real.casebook, Store(real.root / "_build" / "store"))
    told = [archive.reads(each) for each in notebooks(real.root)]

    assert len(told) >= 9
    for each in told:
        assert each is not None and "vocabulary" in each["reads"]["fields"]
        # `*` stands for a record that was gone through whole, as an amount is that is compared; no case is.
        for fields in each["reads"]["fields"].get("cases", {}).values():
            assert not {"summary", "*"} & set(fields)


def test_each_chart_can_be_taken_away_as_data_and_as_a_picture(real: Project, texts: dict[str, str]) -> None:
    charts = 0
    for page, text in texts.items():
        for of_record, name in re.findall(r'<figure class="chart( record-chart)?" id="chart-([^"]+)"', text):
            charts += 1
            for kind in ("csv", "svg") if of_record else ("csv", "svg", "png"):
                address = re.search(rf'href="([^"]*charts/{re.escape(name)}\.{kind})" download', text)
                assert address, f"{page} does not offer {name}.{kind}"
                file = posixpath.normpath(posixpath.join(posixpath.dirname(page), address.group(1)))
                assert (real.site / file.lstrip("/")).stat().st_size > 100
    assert charts > 40


def test_each_prose_page_lists_each_source_that_it_cites_once(real: Project, texts: dict[str, str]) -> None:
    cited = {
        path.relative_to(real.root / "book"): set(re.findall(r"\{src\}`([^`]+)`", path.read_text("utf-8")))
        for path in (real.root / "book").rglob("*.md")
        if "contribute" not in path.parts
    }
    assert sum(map(len, cited.values())) > 50

    for path, keys in cited.items():
        if keys:
            name = path.with_suffix("").as_posix().removesuffix("/index")
            assert listed_sources(texts[f"{name}/index.html"]) == [str(n) for n in range(1, len(keys) + 1)], path


def listed_sources(page: str) -> list[str]:
    return re.findall(r'<li id="source-(\d+)"', page)


def test_each_case_lists_its_sources_by_their_labels(texts: dict[str, str], records: dict[str, dict]) -> None:
    for address, record in records.items():
        if address.startswith("cases/"):
            listed = Counter(re.findall(r'<li id="(S\d+)">', texts[f"{address}/index.html"]))
            assert listed == Counter(source["id"] for source in record["sources"]), address


def test_the_published_folder_is_a_link_to_a_release(real: Project) -> None:
    assert real.site.is_symlink()
    assert re.fullmatch(r"_build/releases/[0-9a-f]{16}", str(real.site.readlink()))


@pytest.mark.parametrize("path", PROSE)
def test_a_page_of_prose_tells_its_first_words_where_it_is_listed_or_shared(texts: dict[str, str], path: str) -> None:
    page = read(texts[f"{path}index.html"])
    told = {str(tag.get("name") or tag.get("property")): str(tag["content"]) for tag in page.select("meta[content]")}
    first = " ".join(page.select_one("article p").get_text().split())  # type: ignore[union-attr]

    assert told["description"] == told["og:description"]
    assert told["og:title"] == page.select_one("h1").get_text()  # type: ignore[union-attr]
    assert first.startswith(told["description"][:40]) and "[" not in told["description"]


def test_a_wide_table_of_prose_tells_each_cell_s_heading(texts: dict[str, str]) -> None:
    table = read(texts["programme/relatives/index.html"]).select_one("table.stack")
    assert table is not None

    headings = [cell.get_text() for cell in table.select("thead th")]
    assert headings[:2] == ["Years", "Programme"]
    for row in table.select("tbody tr"):
        assert [cell["data-label"] for cell in row.select("td")] == headings


def test_each_table_of_prose_can_scroll_by_itself_and_has_a_name(texts: dict[str, str]) -> None:
    tables = {name: len(re.findall('<table class="docutils', text)) for name, text in texts.items()}
    named = {
        name: [f"Table {n}" for n in range(1, 1 + len(re.findall(r'aria-label="Table \d+" tabindex="0"><table', text)))]
        for name, text in texts.items()
    }

    assert sum(tables.values()) > 10
    for name, text in texts.items():
        assert len(named[name]) == tables[name], name
        assert re.findall(r'role="region" aria-label="(Table \d+)"', text) == named[name], name
