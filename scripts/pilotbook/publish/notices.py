"""The notices of what others made and the site hands out: one file, `notices.txt`, in the offline copy too."""

from pilotbook.exports.handed_out import WORKS, notices
from pilotbook.publish.code import PACKAGE

ADDRESS = "notices.txt"
_REPOSITORY = PACKAGE.parents[1]


def text() -> str:
    """Give the file. Raises FileNotFoundError where the notice of a work is missing: what is handed out without it must not be."""
    folder = _REPOSITORY / "LICENSES"
    texts = {work.notice: (folder / work.notice).read_text(encoding="utf-8") for work in WORKS}
    return notices(texts, (_REPOSITORY / "LICENSE").read_text(encoding="utf-8"))
