"""Prose has a gate: what a page of book/ may hold, which files may lie there, and what no finished page may have."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from books import ROOT
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Directive, directives, roles
from docutils.statemachine import StringList
from docutils.utils import new_document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.docutils_ import Parser
from myst_parser.parsers.mdit import create_md_parser
from pilotbook.doors import sphinxext
from pilotbook.publish import disk, inert, opening
from pilotbook.publish.facts import facts_of
from pilotbook.publish.opening import open_records
from pilotbook.publish.store import Store
from pilotbook.rules import prose
from pilotbook.rules.files import unfit_beside
from pilotbook.rules.pictures import unfit_picture
from selectolax.lexbor import LexborHTMLParser
from sphinx.errors import ExtensionError

KNOWN = {"book/about.md", "book/method/index.md", "book/method/house.svg"}
NO_BLOCK = "is not one that a page may have [prose-form]"
BEGINS, MAY = "whose beginning", "no page may have"
ORDER = "gives the browser an order that no page may give"
CAN_RUN = "which can run or lead elsewhere"
NOT_OURS = "is no picture of the book [prose-address]"


def told(text: str, path: str = "book/method/page.md") -> list[str]:
    """Give the first line of each message on a page, without its path."""
    problems = prose.unfit_pages({**dict.fromkeys(KNOWN, b"<svg/>"), path: text.encode()})
    return [str(problem).split("\n")[0].removeprefix(f"{path}:") for problem in problems if problem.path == path]


# The nineteen pages that were tried on an open book, and those like them.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```{include} ../../canary\n```", f"1:1: the block '{{include}}' {NO_BLOCK}"),
        ("```{include} /proc/self/environ\n```", f"1:1: the block '{{include}}' {NO_BLOCK}"),
        ("```{include} /dev/zero\n```", f"1:1: the block '{{include}}' {NO_BLOCK}"),
        ("# A\n\n```{raw} html\n:file: ../../canary\n```", f"3:1: the block '{{raw}}' {NO_BLOCK}"),
        ("```{csv-table}\n:file: ../../canary\n```", f"1:1: the block '{{csv-table}}' {NO_BLOCK}"),
        ("```{literalinclude} ../../canary\n```", f"1:1: the block '{{literalinclude}}' {NO_BLOCK}"),
        ("Take {download}`it <../../canary>`.", "1:1: the form '{download}' is not one that a page may have [prose-form]"),
        ("Look:\n![it](../../canary)", f"2:1: '../../canary' {NOT_OURS}"),
        ("```{figure} ../../canary.png\n```", f"1:1: '../../canary.png' {NOT_OURS}"),
        ("```{image} ../../canary.png\n```", f"1:1: the block '{{image}}' {NO_BLOCK}"),
        ("```{eval-rst}\n.. include:: ../../canary\n```", f"1:1: the block '{{eval-rst}}' {NO_BLOCK}"),
        ("```{raw} html\n<script>alert(1)</script>\n```", f"1:1: the block '{{raw}}' {NO_BLOCK}"),
        ("```{button-link} javascript:alert(1)\n```", f"1:1: the block '{{button-link}}' {NO_BLOCK}"),
        ("```{card} A\n:link: javascript:alert(1)\n```", f"1:1: the block '{{card}}' {NO_BLOCK}"),
        ("```{figure} house.svg\n:alt: A\n:target: javascript:a()\n```", "3:1: '{figure}' may not have 'target' [prose-form]"),
        ("![it](https://evil.example/x.png)", f"1:1: 'https://evil.example/x.png' {NOT_OURS}"),
        ("One.\n\n<script>alert(1)</script>", "3:1: here is HTML, '<script>', which is shown as typed [prose-form]"),
        ("Two <img src=x onerror=a()>", "1:1: here is HTML, '<img src=x onerror=a()>', which is shown as typed [prose-form]"),
        ("```{toctree}\n:glob:\n*\n```", f"1:1: the block '{{toctree}}' {NO_BLOCK}"),
        ("```{math}\n\\href{javascript:a()}{x}\n```", f"1:1: the block '{{math}}' {NO_BLOCK}"),
        ("---\nmyst:\n  enable_extensions: [substitution]\n---\n# A", "2:1: the head of a page may not hold 'myst' [prose-form]"),
        ("---\nhtml_meta:\n  refresh: x\n---\n# A", "2:1: the head of a page may not hold 'html_meta' [prose-form]"),
    ],
)  # fmt: skip
def test_what_could_take_in_a_file_or_run_is_refused_with_its_line(text: str, message: str) -> None:
    assert told(text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "[x](javascript:alert(1))",
        "[x](file:///etc/passwd)",
        "Write `<b>` or ``{include}`x` `` as code.",
        "```\n<script>alert(1)</script>\n```",
        "    {% raw %}",
    ],
)
def test_what_a_page_shows_as_it_was_typed_is_let_be(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("````{glossary}\nA\n  b\n\n  ```{include} x\n  ```\n````", f"5:1: the block '{{include}}' {NO_BLOCK}"),
        ("````{glossary}\nA\n    b\n\n    ```{include} x\n    ```\n````", f"5:1: the block '{{include}}' {NO_BLOCK}"),
        ("```{glossary}\nA\n    b\n\n    {download}`x`\n```", "5:1: the form '{download}' is not one"),
        ("```{figure} house.svg\n:alt: A\n\nSee {download}`x`.\n```", "4:1: the form '{download}' is not one"),
        ("````{figure} house.svg\n:alt: A\n---\n![](x.png)\n---\n````", f"4:1: 'x.png' {NOT_OURS}"),
        ("> - 1. One\n>\n>   ```{include} x\n>   ```", f"3:1: the block '{{include}}' {NO_BLOCK}"),
        ("~~~{include} x\n~~~", f"1:1: the block '{{include}}' {NO_BLOCK}"),
        ("```\t{Include}\tx\n```", f"1:1: the block '{{Include}}' {NO_BLOCK}"),
        ("```{code-cell}x\n:load: /etc/passwd\n```", f"1:1: the block '{{code-cell}}x' {NO_BLOCK}"),
        ("```{code-cell} python\n:load: /etc/passwd\n```", "2:1: '{code-cell}' may not have 'load' [prose-form]"),
        ("```{code-cell} python\n---\nload: x\n---\n```", "2:1: options stand between two rules [prose-form]"),
        ("```{code-cell}\n:{load: /etc/passwd}\n```", "2:1: '{code-cell}' may not have ':{load: /etc/passwd}' [prose-form]"),
        ("```{code-cell}\n  :load: x\n```", "2:1: '{code-cell}' may not have ':load: x' [prose-form]"),
        ('```{code-cell}\n:"load": x\n```', """2:1: '{code-cell}' may not have ':"load": x' [prose-form]"""),
        ("```{figure} house.svg\n:alt: A\n: target: javascript:a()\n```", "3:1: '{figure}' may not have ': target: javascript:a()'"),
        ("```{figure} house.svg\n:alt: >\n:  B\n```", "3:1: '{figure}' may not have ': B' [prose-form]"),
        ("~~~{glossary} {download}`x`\n~~~", "1:1: after '{glossary}' stands more [prose-form]"),
        ("| A | B |\n|---|---|\n| a | {eval}`x` |", "3:1: the form '{eval}' is not one that a page may have [prose-form]"),
        (":::{include} x\n:::", "1:1: a block is opened by ':::' [prose-form]"),
        ("[a]: path:../../canary\n\nSee [a].", "3:1: a link leads to 'path:../../canary' [prose-address]"),
        ("A\n\n% of families came", "3:1: a line that begins with '%' is left out of the page [prose-form]"),
        ("A\n\n+++\n\nB", "3:1: a line that begins with '+++' is left out of the page [prose-form]"),
        ("---\n<<: *a\n---\n", "the head of this page cannot be read"),
        ("---\nkernelspec:\n  name: conda-env-x-py\n---\n", "2:1: this notebook asks for the kernel 'conda-env-x-py', which no build"),
    ],
)  # fmt: skip
def test_no_other_way_of_writing_it_gets_by(text: str, message: str) -> None:
    messages = told(text)

    assert len(messages) == 1 and message in messages[0]


@pytest.mark.parametrize(
    "address",
    [
        "path:../../canary", "project:../../x.md", "inv:x", "ftp://example.org", "//evil.example", "notes.txt",
        "house.svg", "../../README.md", "../../../etc/passwd.md", "data:image/png;base64,x",
        "https:///path", "https://:80/x", "http://",
    ],
)  # fmt: skip
def test_a_link_leads_to_the_web_to_mail_to_a_page_or_to_a_place(address: str) -> None:
    assert told(f"See [it]({address}).") == [f"1:1: a link leads to '{address}' [prose-address]"]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gov.uk/a",
        "mailto:a@example.org",
        "#part",
        "/cases/x/#O1",
        "index.md",
        "index.md#part",
        "../about.md",
    ],
)
def test_such_a_link_is_good(address: str) -> None:
    assert told(f"See [it]({address}).") == []


def test_a_message_says_how_to_mend() -> None:
    (problem,) = prose.unfit_pages({"book/a.md": b"# A\n\n```{include} x\n```\n"})

    assert str(problem) == (
        "book/a.md:3:1: the block '{include}' is not one that a page may have [prose-form]\n    Say it in words, or use one of "
        "'audit', 'code-cell', 'figure', 'glossary', 'programme', 'sources' and 'version'."
    )


def test_every_page_of_this_book_keeps_to_the_list() -> None:
    files, strange = disk.read_beside(ROOT)

    assert strange == [] and list(prose.unfit_pages(files)) == [] and unfit_beside(files) == []
    assert {"book/about.md", "book/contribute/house.svg"} <= set(files)


def test_pages_are_read_here_by_the_rules_by_which_myst_reads_them() -> None:
    settings = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["sphinx"]["config"]
    config = MdParserConfig(
        enable_extensions=set(settings["myst_enable_extensions"]), disable_syntax=settings["myst_disable_syntax"]
    )

    theirs = create_md_parser(config, RendererHTML).get_active_rules()  # type: ignore[arg-type]

    # Counting words changes none.
    theirs["core"].remove("wordcount")
    assert prose.active_rules() == theirs
    # Either would let words of a page become code.
    assert settings["myst_enable_extensions"] == ["colon_fence"]
    assert {"html_block", "html_inline"} <= set(settings["myst_disable_syntax"])


class Glossary(Directive):
    """Stands in for Sphinx's own, which takes the margin of a definition away and reads it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        whole = nodes.container()
        self.state.nested_parse(StringList([line.lstrip() for line in self.content], "made up"), 0, whole)
        return [whole]


def asked_of_myst(text: str) -> set[str]:
    """Give the names of blocks and forms for which MyST looks on a page, with its options as the book sets them."""
    asked: set[str] = set()
    real = directives.directive

    def directive(name: str, *more: object) -> Any:
        asked.add(name)
        return (Glossary, []) if name == "glossary" else real(name, *more) if name == "figure" else (None, [])

    def role(name: str, *_: object) -> Any:
        asked.add(name)
        return None, []

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(directives, "directive", directive)
        patched.setattr(roles, "role", role)
        asks = get_default_settings(Parser)
        asks.myst_enable_extensions, asks.myst_disable_syntax = {"colon_fence"}, ["html_block", "html_inline"]
        asks.report_level, asks.halt_level = 5, 6
        Parser().parse(text, new_document("made up", asks))
    return asked


PIECES = [
    *(
        "```",
        "````",
        "~~~",
        ":::",
        "{include}",
        "{eval}`x`",
        "{figure} house.svg",
        "{glossary}",
        "{sources}",
        "{src}`a`",
    ),
    *(
        "\n",
        "\n\n",
        "\n",
        " ",
        "    ",
        "> ",
        "- ",
        "1. ",
        ":alt: A\n",
        ":target: x\n",
        "---\n",
        "word",
        "`",
        "\\",
        "\t",
    ),
    *("{raw} html", "| a |\n|---|\n| "),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("````{glossary}\nA\n    b\n\n    ```{include} x\n    ```\n````")
@example("- ```{figure} house.svg\n  :alt: A\n\n  {eval}`x`\n  ```")
@example("> ~~~{raw} html\n> ~~~")
@example("> :::\n> ")
def test_what_the_gate_lets_by_has_myst_look_for_nothing_that_is_not_on_the_lists(text: str) -> None:
    if not told(text):
        assert asked_of_myst(text) <= {*prose.DIRECTIVES, *prose.ROLES}


def test_what_the_gate_refuses_myst_would_look_for() -> None:
    assert asked_of_myst("```{include} x\n```\n\n{eval}`x`\n\n```{glossary}\nA\n\n    {sub}`y`\n```") >= {
        "include",
        "eval",
        "sub",
    }


# Files.


def test_links_and_strange_files_below_book_are_told_and_not_read(tiny_root: Path) -> None:
    canary = tiny_root.parent / "canary"
    canary.write_text("SECRET")
    book = tiny_root / "book"
    for name in ("about.md", "inside.png", ".hidden.md"):
        (book / name).symlink_to(canary)
    (book / "folder").symlink_to(tiny_root.parent, target_is_directory=True)
    os.mkfifo(book / "pipe.md")
    (book / "page.rst").write_text(".. raw:: html")
    (book / "docutils.conf").write_text("[general]")

    files, problems = disk.read_beside(tiny_root)

    assert {problem.path: problem.what for problem in problems} == {
        "book/about.md": "this is a link, not a file",
        "book/inside.png": "this is a link, not a file",
        "book/.hidden.md": "this is a link, not a file",
        "book/folder": "this is a link, not a file",
        "book/pipe.md": "this is a device, not a file",
        "book/page.rst": "'page.rst' is no page, picture or list of sources",
        "book/docutils.conf": "'docutils.conf' is no page, picture or list of sources",
    }
    assert b"SECRET" not in b"".join(files.values())


def test_a_book_that_is_itself_a_link_is_told(tiny_root: Path) -> None:
    (tiny_root / "book").rename(tiny_root / "elsewhere")
    (tiny_root / "book").symlink_to("elsewhere")

    assert [problem.path for problem in disk.read_beside(tiny_root)[1]] == ["book"]


def test_a_glossary_that_is_a_link_is_refused_and_no_word_of_it_is_read(tiny_root: Path) -> None:
    glossary = tiny_root / "book" / "method" / "glossary.md"
    glossary.rename(tiny_root.parent / "outside.md")
    glossary.symlink_to(tiny_root.parent / "outside.md")

    opened = open_records(tiny_root, Store(tiny_root / "_build" / "store"))

    assert [str(problem).split("\n")[0] for problem in opened.problems] == [
        "book/method/glossary.md:1:1: this is a link, not a file [prose-file]"
    ]
    assert opened.book is not None and list(opened.book.glossary) == []


@pytest.mark.parametrize(
    ("svg", "fault"),
    [
        ("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/><use href='#a'/></svg>", ""),
        ("<svg xmlns='http://www.w3.org/2000/svg'><script>a()</script></svg>", f"the picture holds <script>, {CAN_RUN}"),
        ("<svg ONLOAD='a()'/>", "the picture holds a script in 'onload'"),
        ("<svg><foreignObject/></svg>", f"the picture holds <foreignobject>, {CAN_RUN}"),
        ("<svg xmlns:x='http://www.w3.org/1999/xlink'><image x:href='//evil.example/x'/></svg>", "the picture loads something else"),
        ("<svg><rect style='fill: url(https://evil.example/x)'/></svg>", "the picture loads something else"),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "the picture declares a type or a style sheet of its own"),
    ],
)  # fmt: skip
def test_a_drawing_runs_nothing_and_loads_nothing(svg: str, fault: str) -> None:
    assert unfit_picture("book/a.svg", svg.encode()) == fault


def test_a_page_under_the_name_of_a_picture_is_told() -> None:
    assert unfit_picture("book/a.png", b"<html><script>a()</script>") == "this is no picture of the kind .png"
    assert unfit_picture("book/a.png", b"\x89PNG\r\n\x1a\n...") == ""
    assert unfit_picture("book/a.svg", "<svg/>".encode("utf-16")).startswith("the picture cannot be read")


# What Jupyter Book really took in.


def taken(**found: dict[str, object]) -> SimpleNamespace:
    return SimpleNamespace(**{"images": {}, "dlfiles": {}, "dependencies": {}, **found})


@pytest.mark.parametrize(
    "env",
    [
        taken(images={"../../secret": ({"about"}, "secret")}),
        taken(dlfiles={"../canary": ({"about"}, "x/canary")}),
        taken(dependencies={"about": {"../../../proc/self/environ"}}),
        taken(dependencies={"about": {"/etc/passwd"}}),
        taken(images={"pictures/link.png": ({"about"}, "link.png")}),
        taken(images={"linked/a.png": ({"about"}, "a.png")}),
    ],
)
def test_a_build_stops_where_a_page_took_in_a_file_from_elsewhere(env: SimpleNamespace, tmp_path: Path) -> None:
    book = book_with_links(tmp_path)

    with pytest.raises(ExtensionError, match=r"^about: takes in .*, which is no file of book/$"):
        sphinxext.refuse_what_lies_elsewhere(SimpleNamespace(srcdir=book), env)  # type: ignore[arg-type]


def test_a_build_goes_on_where_all_is_of_the_book(tmp_path: Path) -> None:
    env = taken(images={"pictures/a.png": ({"about"}, "a.png")}, dependencies={"about": {"pictures/a.png", "b.md"}})

    sphinxext.refuse_what_lies_elsewhere(SimpleNamespace(srcdir=book_with_links(tmp_path)), env)  # type: ignore[arg-type]


def book_with_links(folder: Path) -> Path:
    book = folder / "book"
    (book / "pictures").mkdir(parents=True)
    (book / "pictures" / "a.png").write_bytes(b"x")
    (book / "pictures" / "link.png").symlink_to("/etc/passwd")
    (folder / "a.png").write_bytes(b"x")
    (book / "linked").symlink_to(folder)
    return book


# Finished pages, whichever way they were made.


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<a href='javascript:a()'>x</a>", f"leads to 'javascript:a()', {BEGINS} 'javascript:' {MAY}"),
        ("<a href=' jAva&#10;script&colon;a()'>x</a>", f"leads to 'jAva script:a()', {BEGINS} 'javascript:' {MAY}"),
        ("<svg><a xlink:href='javascript:a()'/></svg>", f"leads to 'javascript:a()', {BEGINS} 'javascript:' {MAY}"),
        ("<a href='vbscript:a()'>x</a>", f"leads to 'vbscript:a()', {BEGINS} 'vbscript:' {MAY}"),
        ("<a href='data:text/html,x'>x</a>", f"leads to 'data:text/html,x', {BEGINS} 'data:' {MAY}"),
        ("<form action='javascript:a()'></form>", f"leads to 'javascript:a()', {BEGINS} 'javascript:' {MAY}"),
        ("<button formaction='javascript:a()'>x</button>", f"leads to 'javascript:a()', {BEGINS} 'javascript:' {MAY}"),
        ("<iframe srcdoc='x'></iframe>", "has an element that no page may have: <iframe>"),
        ("<object></object>", "has an element that no page may have: <object>"),
        ("<embed>", "has an element that no page may have: <embed>"),
        ("<base target='_top'>", "has an element that no page may have: <base>"),
        ("<svg><animate attributeName='href' values='javascript:a()'/></svg>", "has an element that no page may have: <animate>"),
        ("<svg><foreignObject></foreignObject></svg>", "has an element that no page may have: <foreignObject>"),
        ("<meta http-equiv='refresh' content='0; url=//evil.example'>", f"{ORDER}: 'refresh 0; url=//evil.example'"),
        ("<meta http-equiv='set-cookie' content='a'>", f"{ORDER}: 'set-cookie a'"),
    ],
)  # fmt: skip
def test_a_page_with_what_could_run_or_mislead_is_not_published(html: str, fault: str) -> None:
    assert seen_in(html) == [fault]


@pytest.mark.parametrize(
    ("html", "outside"),
    [
        ("<img src='https://evil.example/x.png'>", "https://evil.example/x.png"),
        ("<img srcset='//evil.example/x.png 2x'>", "//evil.example/x.png"),
        ("<script src='https://evil.example/x.js'></script>", "https://evil.example/x.js"),
        ("<svg><image xlink:href='https://evil.example/x.png'/></svg>", "https://evil.example/x.png"),
    ],
)
def test_what_is_loaded_from_another_host_is_told_as_such(html: str, outside: str) -> None:
    assert facts_of("/about/", page_of(html)).outside == (outside,)


@pytest.mark.parametrize(
    "html",
    [
        "<p>once = on click= 1, and javascript:a() in words</p>",
        '<script type="application/json">{"a": "<p onclick=x>"}</script>',
        '<script type="application/ld+json">{"a": 1}</script>',
        '<script src="../_static/pilotbook.js" defer></script>',
        '<a href="mailto:a@example.org">x</a><a href="https://www.gov.uk/">y</a><a href="#b" id="b">z</a>',
        '<meta http-equiv="refresh" content="0; url=../cases/x/">',
        '<p style="--letters: 12">x</p><svg><path fill="url(#a)"/></svg>',
    ],
)
def test_what_our_pages_have_is_let_be(html: str) -> None:
    assert seen_in(html) == []


def test_what_is_seen_on_a_page_stops_it() -> None:
    (fault,) = seen_in("<a href='javascript:a()'>x</a>")

    assert fault in facts_of("/about/", page_of("<a href='javascript:a()'>x</a>")).faults


def test_an_element_that_leads_somewhere_and_has_a_name_is_one_element() -> None:
    html = page_of('<a id="a" href="../">x</a>')

    assert not [fault for fault in facts_of("/about/", html).faults if "two elements" in fault]


def seen_in(html: str) -> list[str]:
    """Give what the last look sees on a page that holds this, each thing once."""
    whole = page_of(html)
    return list(dict.fromkeys(inert.faults(LexborHTMLParser(whole))))


def page_of(html: str) -> str:
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{html}</body></html>"


# What git holds in another way.


def test_programs_links_and_other_repositories_among_records_are_told(tiny_root: Path) -> None:
    name = "case_studies/madeup-town-rent-advice.yml"
    git = git_at(tiny_root)
    git("add", ".")
    git("update-index", "--chmod=+x", name)
    git("update-index", "--add", "--cacheinfo", f"120000,{git('hash-object', '-w', '_config.yml')},book/about.md")
    git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},case_studies/other")

    problems = disk.unfit_modes(tiny_root)

    assert [str(problem) for problem in problems] == [
        "book/about.md:1:1: git holds this file as a link [file-kind]\n    Put the file itself here.",
        f"{name}:1:1: git holds this file as a program [file-kind]\n    Run 'git update-index --chmod=-x {name}', and commit.",
        "case_studies/other:1:1: this is another repository, not a file [file-kind]\n"
        "    Take it out with 'git rm --cached case_studies/other'.",
    ]
    assert set(problems) <= set(open_records(tiny_root, Store(tiny_root / "_build" / "store")).problems)


def test_without_git_nothing_is_said_of_how_it_holds_a_file(tiny_root: Path) -> None:
    assert disk.unfit_modes(tiny_root) == []


def git_at(root: Path) -> Callable[..., str]:
    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "-q")
    return git


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        (".leeds.yml", "Rename it to 'leeds.yml', or delete it."),
        ("._leeds.yml", "Rename it to 'leeds.yml', or delete it."),
        (".leeds.yaml", "Rename it to 'leeds.yml', or delete it."),
    ],
)
def test_a_record_whose_name_begins_with_a_dot_is_told(name: str, mend: str, tiny_root: Path) -> None:
    (tiny_root / "case_studies" / name).write_text("id: x\n")

    (problem,) = disk.read_records(tiny_root)[1]

    assert (problem.what, problem.mend) == (f"'{name}' begins with a dot, so no list shows it", mend)


def test_what_programs_keep_for_themselves_is_passed_over(tiny_root: Path) -> None:
    folder = tiny_root / "case_studies"
    for name in (".DS_Store", ".leeds.yml.swp", ".gitkeep"):
        (folder / name).write_bytes(b"x")
    (folder / ".#leeds.yml").symlink_to("somebody@a-computer.1234")

    assert disk.read_records(tiny_root)[1] == []


# Who is asked to look.


@pytest.mark.parametrize(
    ("path", "is_owned"),
    [
        ("book/about.md", True),
        ("scripts/pilotbook/rules/prose.py", True),
        (".github/workflows/site.yml", True),
        ("_config.yml", True),
        ("case_studies/vocabulary.yml", True),
        ("case_studies/releases/2026.1.json", True),
        ("case_studies/leeds-hubs.yml", False),
        ("case_studies/lessons/ask-first.yml", False),
    ],
)
def test_an_editor_is_asked_about_everything_but_records(path: str, is_owned: bool) -> None:
    # The marks come away once there is a team to name; of two lines that fit, the later holds.
    lines = (ROOT / ".github" / "CODEOWNERS").read_text("utf-8").splitlines()
    rules = [line.removeprefix("# ").split() for line in lines if line.startswith(("# *", "# /"))]
    fitting = [owners for pattern, *owners in rules if pattern == "*" or f"/{path}".startswith(pattern)]

    assert bool(fitting[-1]) is is_owned


def test_prose_that_was_sound_is_not_read_through_again_until_some_of_it_changes(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def problems() -> list[str]:
        store = Store(tiny_root / "_build" / "store")
        found = open_records(tiny_root, store).problems
        store.close()
        return [problem.rule for problem in found]

    assert problems() == []
    with monkeypatch.context() as patched:
        patched.setattr(opening, "unfit_pages", lambda files: pytest.fail("it is read again"))
        assert problems() == []
    page = tiny_root / "book" / "method" / "glossary.md"
    page.write_text(page.read_text("utf-8") + "\n% lost\n", encoding="utf-8")
    # What is not sound is told each time.
    assert problems() == problems() == ["prose-form"]
