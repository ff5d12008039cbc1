"""Make every page, chart and download of the site, each once: what is made from the same things is taken from the store."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from html import escape
from typing import Any

from pilotbook.casebook import Casebook, lesson_path
from pilotbook.exports import downloads
from pilotbook.exports.download import Download, head_of
from pilotbook.pages import chart_cite
from pilotbook.pages.needs import key_of
from pilotbook.pages.page import Page, Recipe
from pilotbook.pages.poster import Poster
from pilotbook.pages.render import link
from pilotbook.publish import share
from pilotbook.publish.code import code_digest
from pilotbook.publish.facts import Facts, facts_of
from pilotbook.publish.manifest import file_of
from pilotbook.publish.opening import Parts
from pilotbook.publish.store import Store
from pilotbook.publish.unmade import Refused, attempt, file_behind, made
from pilotbook.publish.version import NAME
from pilotbook.publish.work import side_by_side
from pilotbook.record import Lesson
from pilotbook.text.problems import Problem

# %%TITLE%%, and %%CURRENT:lessons%% for the entry of the menu that a page stands under. Only these names are tokens.
# Each process reads every template, which takes as long as forty pages; so many are worth a second one.
_WORTH_IT = 120
# So many folders down an address that leads nowhere may stand.
_DEEPEST = 6
# The scripts of a page, which take the name of the build from the shell, so that a browser holds none of another.
_SCRIPT = re.compile(r'(<script src="[^"?]*_static/[a-z-]+\.js)(?=" defer>)')
_BUILD = re.compile(r'<body\b[^>]* data-build="(\w+)"')
_TOKENS = re.compile(r"%%(ROOT|TITLE|HEAD|BODY|CURRENT:[a-z-]*|INTRO)%%")


@dataclass(frozen=True)
class Frame:
    """What every made page is set into: the shell, the words that open the home page, and the site's whole address, if known."""

    shell: str
    intro: str = ""
    base: str = ""

    @classmethod
    def noted(cls, store: Store) -> "Frame | None":
        """Give the frame of the last build, or None before the first."""
        told = store.noted_table("frame")
        return cls(**told) if told.keys() == {field.name for field in fields(cls)} else None

    def note(self, store: Store) -> None:
        """Note that this is the frame of the last build."""
        store.note("frame", json.dumps(asdict(self)).encode())

    def key(self, kind: str) -> str:
        """Name what of the frame comes into a page of a kind."""
        return key_of([self.shell, self.base, self.intro if kind == "home" else ""])


@dataclass(frozen=True)
class Made:
    """A finished page: where, which record it shows, the digest of each of its files, what it says of itself, its poster."""

    path: str
    record: str | None
    files: Mapping[str, str]
    facts: Facts
    poster: Poster | None = None

    def written(self) -> bytes:
        """Give it as JSON; a copy of each part of it, as `asdict` makes one, would cost more than the writing."""
        poster = asdict(self.poster) if self.poster else None
        return json.dumps({**vars(self), "facts": vars(self.facts), "poster": poster}).encode()


@dataclass
class Site:
    """The site as it comes together: the digest of each file by its path, and what each page says of itself by its address."""

    files: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Facts] = field(default_factory=dict)


def make_pages(
    recipes: Sequence[Recipe],
    frame: Frame,
    store: Store,
    jobs: int,
    step: Callable[[int, int], None] = lambda *_: None,
    names: Sequence[str] = (),
) -> list[Made]:
    """Give every page, in the order of the recipes; only those are made whose needs, frame or code changed.

    names: words of the vocabulary with a digit, which a page may show as they stand.
    """
    made_by = key_of([code_digest(), names])
    keys = [key_of([made_by, frame.key(recipe.kind.name), recipe.key]) for recipe in recipes]
    kept = {key: found for key in keys if (found := _kept(store, key)) is not None}
    new = _by_record([(recipe, key) for recipe, key in zip(recipes, keys, strict=True) if key not in kept])
    told = side_by_side(
        _make, new, jobs, lambda done: step(done, len(new)), _WORTH_IT, frame=frame, store=store, names=names
    )
    problems: list[Problem] = []
    for (_, key), page in zip(new, told, strict=True):
        if isinstance(page, Problem):
            problems.append(page)
        else:
            store.put("page", key, page.written())
            kept[key] = replace(page, facts=page.facts.shared())
    if problems:
        raise Refused(problems)
    return [kept[key] for key in keys]


def _by_record(new: list[tuple[Recipe, str]]) -> list[tuple[Recipe, str]]:
    """Put pages that open the same record beside one another: it is opened, and its facts are gathered, once for all."""
    first: dict[str, int] = {}
    order = [first.setdefault(recipe.record, at) if recipe.record else at for at, (recipe, _) in enumerate(new)]
    return [pair for _, pair in sorted(zip(order, new, strict=True), key=lambda each: each[0])]


def _kept(store: Store, key: str) -> Made | None:
    """Give a page that an earlier build made, where each of its files is still sound."""
    data = store.get("page", key)
    if data is None:
        return None
    told = json.loads(data)
    # What is told of a page is of no use where a file of it is gone: it is made again as a whole.
    if not all(map(store.has, told["files"].values())):
        return None
    poster = Poster(**{**told["poster"], "verdict": tuple(told["poster"]["verdict"])}) if told["poster"] else None
    facts = Facts.read(told["facts"])
    return Made(told["path"], told["record"], told["files"], facts, poster)


def _make(item: tuple[Recipe, str], frame: Frame, store: Store, names: Sequence[str]) -> Made | Problem:
    recipe, _ = item
    # A list fails where one of its records does, which has a page of its own; else nobody but the program is to blame.
    file = file_behind(recipe.path) or file_of(recipe.path)
    return attempt(lambda: _page(recipe, frame, store, names), file, "its page")


def _page(recipe: Recipe, frame: Frame, store: Store, names: Sequence[str]) -> Made:
    page, html, charts = finished(recipe, frame)
    files = {file_of(page.path): html.encode()}
    folder = page.path.strip("/")
    files |= {f"{folder}/{name}": text.encode() for name, text in page.beside.items()}
    files |= {f"{folder}/charts/{name}".lstrip("/"): data for name, data in charts.items()}
    facts = facts_of(page.path, html, names=None if page.kind.untraced else names)
    digests = {name: store.keep(data) for name, data in files.items()}
    # A forked process has a table of its own, which ends with it.
    store.flush()
    return Made(page.path, page.record, digests, facts, page.poster)


def finished(recipe: Recipe, frame: Frame) -> tuple[Page, str, dict[str, bytes]]:
    """Make a page, and give it with its whole HTML, and the files of its charts by name."""
    page = recipe.page()
    html = set_into(frame.shell, page, frame.intro, frame.base)
    charts = {name: data for chart in page.charts for name, data in chart.downloads().items()}
    whole = f"{frame.base or '/'}{page.path.lstrip('/')}"
    return page, *chart_cite.set_in(html, charts, page.cited, whole, bounds=page.bounds)


def set_into(shell: str, page: Page, intro: str = "", base: str = "") -> str:
    """Set a page into the shell. Tokens are replaced in one pass, so text that looks like a token stays text."""
    built = _BUILD.search(shell)
    body = _SCRIPT.sub(rf"\1?v={built[1]}", str(page.body)) if built else str(page.body)
    # A server shows that page at any address, so nothing on it can be told from where it stands.
    root = base if page.path == share.NOT_FOUND else link(page.path, "/")
    folder = page.path.strip("/").split("/")[0]

    def value(match: re.Match[str]) -> str:
        token = match.group(1)
        if token.startswith("CURRENT:"):
            return ' aria-current="true"' if token == f"CURRENT:{folder}" else ""
        return filled[token]

    filled = {
        "ROOT": root or "./",
        "TITLE": escape(page.title),
        "HEAD": f"{share.head(page, NAME, base)}{page.head}",
        # The words of book/index.md open the home page; no other page may hold the mark, and text that looks like it stays.
        "BODY": body.replace("%%INTRO%%", intro, 1) if page.kind.name == "home" else body,
        "INTRO": "",
    }
    return _TOKENS.sub(value, shell)


def at_any_depth(html: str) -> str:
    """Give the page for addresses that lead nowhere so that it finds styles and links wherever a server shows it.

    Where the site's address is not known, it asks for a script at each depth, and the one that is there tells the rest.
    """
    asked = (f'<script src="{"../" * up}_static/climb.js" data-climbs defer></script>' for up in range(1, _DEEPEST + 1))
    return html.replace("</head>", f"{''.join(asked)}</head>", 1)


def make_downloads(book: Casebook, store: Store) -> tuple[dict[str, str], dict[str, int]]:
    """Give the digest of every download by its path, and the rows counted in each that has rows, by its name."""
    parts = Parts(store, book)
    head = key_of([code_digest(), head_of(book)])
    lessons = key_of(list(book.lessons.values()))
    # A record's own digest stands for all of it, so that no record is opened to name the downloads.
    every = key_of([[view.digest for view in book.views.values()], lessons])
    files, rows = {}, {}
    for download in downloads():
        of = every if download.of_book else [parts.digests(download), lessons if download.of_lesson else ""]
        key = key_of([head, download.name, of])
        kept = store.get("download", key)
        told = json.loads(kept) if kept else {}
        if not told or not store.has(told["file"]):
            own = (_of_lesson(download, *pair) for pair in book.lessons.items()) if download.of_lesson else ()
            pieces = download.pieces(book, parts.of_cases(download), own)
            told = _written(download, (piece.encode() for piece in pieces), store)
            store.put("download", key, json.dumps(told).encode())
        files[download.path] = told["file"]
        if told["rows"] is not None:
            rows[download.name] = told["rows"]
    return files, rows


def _written(download: Download, pieces: Iterable[bytes], store: Store) -> dict[str, Any]:
    """Keep a download, and count its rows in the file as it stands there."""
    name = store.keep_written(lambda out: out.writelines(pieces))
    path = store.file(name)
    if path is None or download.rows is None:
        return {"file": name, "rows": None}
    return {"file": name, "rows": download.rows(path.open("rb"))}


def _of_lesson(download: Download, slug: str, lesson: Lesson) -> str:
    """Give what a lesson adds to a download that lessons add to."""
    assert download.of_lesson is not None
    part = download.of_lesson
    return made(lambda: part(slug, lesson).text, lesson_path(slug), f"its part of {download.name}")


def facts_of_prose(pages: Iterable[tuple[str, bytes]], store: Store) -> dict[str, Facts]:
    """Give what each finished page of prose says of itself, by its address."""
    return {address: _facts_of_prose(address, html, store) for address, html in pages}


def _facts_of_prose(address: str, html: bytes, store: Store) -> Facts:
    key = key_of([code_digest(), address, html])
    told = store.get_or_make("prose facts", key, lambda: json.dumps(asdict(facts_of(address, html.decode()))).encode())
    return Facts.read(json.loads(told))
