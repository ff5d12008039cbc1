"""Each file of the built site that others made has its notice in the site, and in the offline copy."""

import zipfile

import pytest
from pilotbook.exports.handed_out import WORKS, held_in
from pilotbook.publish import notices
from pilotbook.publish.code import PACKAGE
from pilotbook.publish.scripts import JOINED
from projects import Project

pytestmark = pytest.mark.book


def test_each_file_of_others_has_its_notice_and_each_notice_is_of_a_file(small: Project) -> None:
    files = [path.relative_to(small.site).as_posix() for path in small.site.rglob("*") if path.is_file()]
    # A file may carry a version in its name: "search.4f2a.js".
    own = {path.stem for path in (PACKAGE / "theme" / "static").iterdir()} | set(JOINED) | {"pilotbook"}

    beside_pages = [name for name in files if name.startswith(("_static/", "pagefind/"))]
    assert [name for name in beside_pages if name.split("/")[-1].split(".")[0] not in own and not held_in(name)] == []
    assert [work.name for work in WORKS if not any(work in held_in(name) for name in files)] == []
    # No script comes with a notice of its own that stands in none of these.
    told = [name for name in files if name.endswith(".js") and b"from npm" in (small.site / name).read_bytes()]
    assert [name for name in told if not held_in(name)] == []


def test_the_notices_are_handed_out_too(small: Project) -> None:
    with zipfile.ZipFile(small.site / "data" / "pilotbook-offline.zip") as copy:
        packed = copy.read("pilotbook/notices.txt").decode()

    assert packed == (small.site / "notices.txt").read_text(encoding="utf-8") == notices.text()
