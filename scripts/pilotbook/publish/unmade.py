"""What could not be made, told as a problem of the file that it is made from: no failure of one record is a traceback.

`check` refuses what an author can get wrong, so what still fails here is mostly the program's fault. Author and editors must
know all the same which record it is, and the rest of what is wrong is told in the same run.
"""

import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pilotbook.casebook import case_path, lesson_path
from pilotbook.publish.code import PACKAGE
from pilotbook.text.problems import Problem, shown

Made = TypeVar("Made")

# How a finished page is said to show a number that somebody typed.
STRAY = "shows a number that no record stands behind"
RULE = "unmade"
_OURS = "The record may be sound and the program at fault: send the file to the editors, and take it out to publish the rest."
_FIGURE = "Say it in words, or give it in a field for figures, with its source."
# “a text” of a page, and `"a text"` of the typesetter: what is wrong, as the record has it.
_QUOTED = re.compile(r"“(.+)”|`\"(.+?)\"`", re.DOTALL)


class Refused(Exception):
    """Records have problems; nothing was published."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def file_behind(address: str) -> str:
    """Give the file of the record that an address or a path of the site belongs to; '' for pages of the whole book."""
    folder, _, rest = address.strip("/").partition("/")
    slug = rest.partition("/")[0]
    paths = {"cases": case_path, "lessons": lesson_path}
    # Pages of long lists stand beside the records: '/cases/page-2/'.
    is_record = folder in paths and slug and slug != "index.html" and not re.fullmatch(r"page-\d+", slug)
    return paths[folder](slug) if is_record else ""


def attempt(make: Callable[[], Made], file: str, thing: str) -> Made | Problem:
    """Make a thing of a file, or say why it could not be made. What is wrong with this computer is raised as it is."""
    try:
        return make()
    except (OSError, MemoryError):
        raise
    except BaseException as error:
        # An engine in Rust that gives up raises what is no Exception; so do those who end the program.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        what = f"{thing} could not be made: {type(error).__name__}: {shown(str(error), 200)} ({_where(error)})"
        return Problem(file, 1, 1, what, _OURS, RULE)


def made(make: Callable[[], Made], file: str, thing: str) -> Made:
    """Make a thing of a file. Raises Refused, with the problem, where it cannot be made."""
    found = attempt(make, file, thing)
    if isinstance(found, Problem):
        raise Refused([found])
    return found


def _where(error: BaseException) -> str:
    """Give the last line of ours that an error came through: 'pages/brief.py:120'."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(PACKAGE)
    ]
    return f"{Path(frames[-1].filename).relative_to(PACKAGE).as_posix()}:{frames[-1].lineno}" if frames else "elsewhere"


def blamed(fault: str, root: Path) -> str:
    """Give what is wrong with a finished page ('cases/x/index.html shows …') with its place in the file behind it, if there is one."""
    name, _, what = fault.partition(" ")
    file = file_behind(name)
    if not file:
        return fault
    mend = _FIGURE if what.startswith(STRAY) else _OURS
    return str(placed(Problem(file, 1, 1, f"its page {what}", mend, RULE), root))


def placed(problem: Problem, root: Path) -> Problem:
    """Give what could not be made with the place in its file of the words that it quotes, where they are found."""
    quoted = _QUOTED.search(problem.what) if problem.rule == RULE else None
    try:
        lines = (root / problem.path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    for text in _pieces(quoted[1] or quoted[2]) if quoted else ():
        for number, line in enumerate(lines, start=1):
            if (column := line.find(text)) >= 0:
                return Problem(problem.path, number, column + 1, problem.what, problem.mend, RULE)
    return problem


def _pieces(text: str) -> list[str]:
    """Give a text, and what of it is left where a line of the file ends inside it: its words around a digit, the longest first."""
    words = text.split()
    near = [
        words[max(0, at - more) : at + 1 + more]
        for more in (3, 1, 0)
        for at, word in enumerate(words)
        if re.search(r"\d", word)
    ]
    return [text, *(" ".join(piece) for piece in near)]
