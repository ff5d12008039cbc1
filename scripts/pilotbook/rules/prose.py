"""Rules on pages of `book/`: the forms of MyST that they may use, where they may lead, and which files may stand among them.

Jupyter Book can do far more than a page needs: take in any file that it can read, set raw HTML, link to a program. What is not
on the lists here is refused with its line, before Jupyter Book reads any of it.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from pilotbook.rules.pictures import unfit_picture
from pilotbook.text.markdown import is_web_address, typed_element
from pilotbook.text.plaintext import Refused
from pilotbook.text.problems import Problem, joined, shown
from pilotbook.text.yamlfile import Loader

FOLDER = "book/"
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".svg")
# What may lie below book/: pages, their sources, pictures, and what says when pictures were taken.
KINDS = (".md", ".yml", ".json", *PICTURES)
MAX_BYTES = 4 * 1024 * 1024

HELP = {
    "prose-file": "Below `book/` lie pages, their sources and pictures, each a file of its own.\n\n"
    "A link would publish what nobody reviewed, from wherever it leads; a file of another kind would be run or shown in its own "
    "way. Bad: `book/notes.rst`; a link `book/about.md`. Good: `book/about.md` itself.",
    "prose-form": "A page of `book/` uses only those forms of MyST that are on the list.\n\n"
    "Others can take in any file of the computer that builds the book, or set what runs in a reader's browser. Some only lose "
    "words. Bad: a block that begins with `{include}`, `{raw}` or `{eval-rst}`; a line that begins with `%`. Good: `{figure}` "
    "for a picture, `{src}` for a source.",
    "prose-address": "A page of `book/` leads to the web, to mail, to another page or to a place on itself, and shows pictures of "
    "`book/` alone.\n\n"
    "What is loaded from elsewhere tells others who reads here, and what leads to a file may publish it. Bad: "
    "`[notes](notes.txt)`, a picture at `https://…`. Good: `[the method](method/index.md)`, `[Leeds](/cases/leeds-hubs/)`.",
}


@dataclass(frozen=True)
class Form:
    """A directive: whether something follows its name, the options that it may have, and whether its content is words."""

    has_argument: bool = False
    options: frozenset[str] = frozenset()
    is_words: bool = False


# The closed list. Whoever adds to it says what a stranger could do with it.
DIRECTIVES: Mapping[str, Form] = {
    "audit": Form(has_argument=True),
    "code-cell": Form(has_argument=True, options=frozenset({"tags"})),
    "figure": Form(has_argument=True, options=frozenset({"alt", "figclass"}), is_words=True),
    "glossary": Form(is_words=True),
    "programme": Form(),
    "sources": Form(),
    "version": Form(),
}
ROLES = frozenset({"src"})
# What the head of a page may say. `myst` is not among it: it could let a page have all that is refused here.
HEADS = frozenset({"id", "file_format", "kernelspec", "authors", "orphan", "shell", "unlisted"})
KERNEL = "python3"
# As MyST reads pages by the settings of the book: tests hold the two equal.
_reader = (
    MarkdownIt("commonmark")
    .enable("table")
    .use(front_matter_plugin)
    .use(myst_block_plugin)
    .use(myst_role_plugin)
    .use(footnote_plugin)
    .use(colon_fence_plugin)
    .disable(["footnote_inline", "footnote_tail", "html_block", "html_inline"])
)
_OPTION = re.compile(r":([\w-]+):(?: |$)")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_MISLED = (
    "Link to a whole address that begins with https://, to a page by '/cases/…/' or 'page.md', or to a place by '#…'."
)


def active_rules() -> dict[str, list[str]]:
    """Give by which rules pages are read, so that a test can hold them against those of MyST."""
    return _reader.get_active_rules()


def unfit_in_book(path: str, size: int, is_link: bool, is_file: bool) -> Problem | None:
    """Say why what stands at `path` below book/ cannot be part of it, before anything of it is read."""
    what = mend = ""
    if is_link or not is_file:
        what = f"this is a {'link' if is_link else 'device'}, not a file"
        mend = "Put the file itself here."
    elif not path.endswith(KINDS):
        what = f"{shown(path.rsplit('/', 1)[-1])} is no page, picture or list of sources"
        mend = f"Take it out of book/, or save it as one of {', '.join(KINDS)}."
    elif size > MAX_BYTES:
        what, mend = f"the file is too large ({size // 1024:,} KiB)", f"Keep it under {MAX_BYTES // 1024:,} KiB."
    return Problem(path, 1, 1, what, mend, "prose-file") if what else None


def unfit_pages(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what pages and pictures of the book, {path from the root: bytes}, may not hold; unreadable pages are told elsewhere."""
    for path, raw in files.items():
        if path.endswith(".md") and path.startswith(FOLDER):
            text = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
            for fault in sorted(faults(path, text, files), key=lambda fault: (fault.line, fault.column)):
                yield Problem(path, fault.line, fault.column, fault.what, fault.mend, fault.rule)
        elif path.endswith(PICTURES) and path.startswith(FOLDER) and (what := unfit_picture(path, raw)):
            yield Problem(path, 1, 1, what, "Save the picture again, without it.", "prose-file")


def faults(path: str, text: str, known: Collection[str]) -> Iterator[Refused]:
    """Yield what a page may not hold, with its line. known: the paths of all files of the book."""
    # The reader of ':::' fails where a file ends without a line end.
    yield from _Page(path, known).of(_reader.parse(f"{text}\n"), 1)


@dataclass(frozen=True)
class _Page:
    """A page as it is looked through: where it stands, and which files there are."""

    path: str
    known: Collection[str]

    def of(self, tokens: Sequence[Token], begins: int) -> Iterator[Refused]:
        """Yield the faults of what was read; begins: the line of the file on which it begins."""
        for token in tokens:
            line = begins + (token.map[0] if token.map else 0)
            if token.type in ("fence", "colon_fence"):
                yield from self._fence(token, line)
            elif token.type == "front_matter":
                yield from _head(token.content, line + 1)
            elif token.type == "inline":
                yield from self._inline(token, line)
            elif token.type in _LOST:
                yield Refused((line, 1), *_LOST[token.type], "prose-form")

    def _fence(self, token: Token, line: int) -> Iterator[Refused]:
        name, argument = [*token.info.split(maxsplit=1), "", ""][:2]
        if token.type == "colon_fence":
            yield Refused((line, 1), "a block is opened by ':::'", "Open and close it with '```'.", "prose-form")
            return
        # What looks like code to one of its readers, such as "{code-cell}x", is a directive to another.
        if not name.startswith("{"):
            return
        form = DIRECTIVES.get(name[1:-1]) if name.endswith("}") else None
        if form is None:
            mend = f"Say it in words, or use one of {joined(sorted(DIRECTIVES))}."
            yield Refused((line, 1), f"the block {shown(name)} is not one that a page may have", mend, "prose-form")
            return
        if argument and not form.has_argument:
            yield Refused((line, 1), f"after {shown(name)} stands more", "Begin it on the next line.", "prose-form")
        if name == "{figure}":
            yield from self._picture(argument.strip(), line)
        words = token.content.split("\n")
        options = next((at for at, each in enumerate(words) if not each.lstrip().startswith(":")), len(words))
        if words[0].startswith("---"):
            mend = "Write each as ':alt: …', on a line of its own."
            yield Refused((line + 1, 1), "options stand between two rules", mend, "prose-form")
        # Each of these lines is YAML to MyST, however it is written: only the plain form is let by.
        for at, each in enumerate(words[:options]):
            option = _OPTION.match(each)
            if option is None or option[1] not in form.options:
                mend = f"Leave it out; it may have {joined(sorted(form.options))}." if form.options else "Leave it out."
                what = f"{shown(name)} may not have {shown(option[1] if option else each, 30)}"
                yield Refused((line + 1 + at, 1), what, mend, "prose-form")
        if form.is_words:
            # Sphinx takes the margin of a definition away before it reads it, so what looks like code may be a block. Only a page has
            # a head: after an empty line none is looked for.
            yield from self.of(_reader.parse("\n".join(["", *map(str.lstrip, words[options:]), ""])), line + options)

    def _inline(self, token: Token, line: int) -> Iterator[Refused]:
        """Yield the faults of a run of text; a fault is told at the line on which its part of the text stands."""
        for part in token.children or []:
            if part.type in ("softbreak", "hardbreak"):
                line += 1
            elif part.type == "myst_role" and (name := part.meta["name"]) not in ROLES:
                mend = f"Say it in words, or use {joined(sorted(ROLES))}; code stands in '`' alone."
                yield Refused((line, 1), f"the form '{{{name}}}' is not one that a page may have", mend, "prose-form")
            elif part.type == "link_open":
                yield from self._link(str(part.attrs.get("href", "")), line)
            elif part.type == "image":
                yield from self._picture(str(part.attrs.get("src", "")), line)
            elif part.type == "text" and (element := typed_element(part.content)):
                mend = "Leave it out: '*so*' is emphasis, and code stands in '`'."
                what = f"here is HTML, {shown(element, 30)}, which is shown as typed"
                yield Refused((line, 1), what, mend, "prose-form")

    def _link(self, address: str, line: int) -> Iterator[Refused]:
        scheme = _SCHEME.match(address)
        if scheme and scheme[1].lower() in ("http", "https"):
            is_fit = is_web_address(address)
        elif scheme:
            is_fit = scheme[1].lower() == "mailto"
        else:
            path = address.partition("#")[0]
            is_page = path.endswith(".md") and self._there(path).startswith(FOLDER)
            is_fit = not address.startswith("//") and (not path or path.startswith("/") or is_page)
        if not is_fit:
            yield Refused((line, 1), f"a link leads to {shown(address)}", _MISLED, "prose-address")

    def _picture(self, address: str, line: int) -> Iterator[Refused]:
        is_fit = address.endswith(PICTURES) and self._there(unquote(address)) in self.known
        if _SCHEME.match(address) or not is_fit:
            mend = "Put the picture below book/, and give its path from this page."
            yield Refused((line, 1), f"{shown(address)} is no picture of the book", mend, "prose-address")

    def _there(self, address: str) -> str:
        """Give where a path leads that is written on this page, from the root; '/a.png' is meant from book/."""
        base = FOLDER if address.startswith("/") else posixpath.dirname(self.path)
        return posixpath.normpath(posixpath.join(base, address.lstrip("/")))


_LOST = {
    "myst_line_comment": ("a line that begins with '%' is left out of the page", "Begin it with a word."),
    "myst_block_break": ("a line that begins with '+++' is left out of the page", "Take it out."),
}


def _head(head: str, begins: int) -> Iterator[Refused]:
    """Yield what the head of a page may not say."""
    try:
        told = yaml.compose(head, Loader)
    except yaml.MarkedYAMLError as error:
        line = begins + (error.problem_mark.line if error.problem_mark else 0)
        what = f"the head of this page cannot be read: {error.problem}"
        yield Refused((line, 1), what, "Write each setting on a line of its own, as in 'id: TLG-N-7KD3'.", "prose-form")
        return
    for key, value in told.value if isinstance(told, yaml.MappingNode) else ():
        place = (begins + key.start_mark.line, key.start_mark.column + 1)
        if key.value not in HEADS:
            mend = f"Take it out; a head may hold {joined(sorted(HEADS))}."
            yield Refused(place, f"the head of a page may not hold {shown(str(key.value))}", mend, "prose-form")
        elif key.value == "kernelspec" and (kernel := _named(value)) != KERNEL:
            what = f"this notebook asks for the kernel {shown(kernel)}, which no build has"
            yield Refused(place, what, f"Write 'name: {KERNEL}' below 'kernelspec'.", "prose-form")


def _named(node: yaml.Node) -> str:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((str(value.value) for key, value in pairs if key.value == "name"), "")
