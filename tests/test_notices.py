"""What others made and the site hands out: each such file has its notice, and each version is the one that is told."""

import json
import re
import string
from importlib.metadata import version

import vl_convert
from books import ROOT
from pilotbook.exports.handed_out import WORKS, held_in
from pilotbook.publish import notices
from pilotbook.publish.code import PACKAGE
from pilotbook.publish.scripts import JOINED

STATIC = PACKAGE / "theme" / "static"
# A script that is another's says at its head where it came from.
FOREIGN = re.compile(rb"^// .*\bfrom npm\b")


def test_a_script_that_holds_what_came_from_npm_is_told_in_the_notices() -> None:
    foreign = {path.stem for path in STATIC.glob("*.js") if FOREIGN.match(path.read_bytes())}
    assert foreign == {"levenshtein", *(f"english-{letter}" for letter in string.ascii_lowercase)}

    inside = {part for parts in JOINED.values() for part in parts}
    holding = {name for name, parts in JOINED.items() if foreign & set(parts)} | (foreign - inside)

    assert holding == {"compare", "engine", "explore", "search", *(foreign - {"levenshtein"})}
    assert [name for name in sorted(holding) if not held_in(f"_static/{name}.js")] == []


def test_a_font_is_told_in_the_notices() -> None:
    fonts = [path.name for path in STATIC.iterdir() if path.suffix not in (".js", ".svg")]

    assert sorted(fonts) == ["source-sans-3.woff2", "source-serif-4.woff2"]
    assert [name for name in fonts if not held_in(f"_static/{name}")] == []


def test_the_page_of_notices_holds_each_notice_and_names_each_licence() -> None:
    text = notices.text()

    for work in WORKS:
        assert (ROOT / "LICENSES" / work.notice).read_text(encoding="utf-8").strip() in text
        assert f"Licence: {work.licence}" in text and ", ".join(work.files) in text
    whose = (
        "Copyright (c) 2020 Kasper Unn Weihe", "Kevin Atkinson", "SIL OPEN FONT LICENSE",
        "University of Washington Interactive Data Lab", "Mike Bostock", "Copyright 2022 Pagefind", "Michael Bostock",
        "GeoNames", "The Noto Project Authors", "Pilotbook editors",
    )  # fmt: skip
    assert [name for name in whose if name not in text] == []


def test_each_version_is_the_one_that_is_handed_out() -> None:
    """Where this fails a package was locked anew: run `make vendor`, look at the licence, and write the version there."""
    assert [(work.installed, work.version) for work in WORKS if work.installed] == [
        (work.installed, version(work.installed)) for work in WORKS if work.installed
    ]
    bundled = (ROOT / "LICENSES" / "vega.txt").read_text(encoding="utf-8").partition("\n")[0]
    assert bundled.startswith(f"vl-convert-python {version('vl-convert-python')} bundles ")
    assert f"vega {vl_convert.get_vega_version()}, " in bundled
    assert f"vega-embed {vl_convert.get_vega_embed_version()} " in bundled
    assert f"vega-lite {vl_convert.get_vegalite_versions()[-1]}." in bundled


def test_each_version_from_npm_is_the_one_that_is_locked() -> None:
    lock = json.loads((ROOT / "scripts" / "vendored" / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    from_npm = [work for work in WORKS if work.url.startswith("pkg:npm/")]
    assert len(from_npm) == 4
    for work in from_npm:
        name = work.url.removeprefix("pkg:npm/").rpartition("@")[0].replace("%40", "@")
        assert lock[f"node_modules/{name}"]["version"] == work.version
    # The version stands at the head of each script that is made of it.
    assert b" 1.0.16, " in (STATIC / "levenshtein.js").read_bytes().split(b"\n")[0]
    assert b" 1.2.1 from npm" in (STATIC / "english-a.js").read_bytes().split(b"\n")[0]
