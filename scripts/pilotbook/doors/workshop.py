"""What the preview has built when: the pages of a changed record at once, then everything, with the last good site in sight.

Two builders work for it, so that a page need not wait for the build that an earlier change began. One thread decides; what
happens reaches it through a queue. Nothing ends it but the preview itself.
"""

import queue
import traceback
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pilotbook.doors.board import Board
from pilotbook.doors.child import Answer, Child
from pilotbook.publish.code import PACKAGE
from pilotbook.record import formatting

# Seconds after which a builder that has not answered is taken to hang; Jupyter Book alone may take 900.
PATIENCE = {"pages": 60.0, "settle": 300.0, "build": 3600.0}
# Seconds between two looks for a builder that hangs.
LOOK = 5.0
AGAIN = "Another begins at the next change."


class Builder(Protocol):
    """What carries out one order after another, each in its own time."""

    order: Answer | None

    @property
    def busy_for(self) -> float:
        """Give how many seconds it has been busy with its order."""

    def take(self, order: Answer) -> None:
        """Begin an order."""

    def end(self) -> None:
        """End, whatever it is doing."""


Hear = Callable[["Builder", Answer | None], None]


@dataclass(frozen=True)
class _Heard:
    """An answer of a builder; None where it has ended."""

    builder: Builder
    answer: Answer | None


class Workshop:
    """Has the project at `root` built, shows it on `board`, and says what happens."""

    def __init__(
        self,
        root: Path,
        board: Board,
        say: Callable[[str], None],
        begin: Callable[[Path, Hear], Builder] = Child,
    ) -> None:
        self._root, self._board, self._say, self._begin = root, board, say, begin
        self._happened: queue.Queue[frozenset[Path] | _Heard | None] = queue.Queue()
        # 'pages' makes single pages, 'build' everything.
        self._builders: dict[str, Builder] = {}
        self._change = 0
        self._records: set[str] = set()
        self._is_build_wanted = True
        self._is_whole_wanted = True
        self._fault = ""
        self.is_first_over = False

    def changed(self, paths: Collection[Path]) -> None:
        """Hear of changed files, from any thread."""
        self._happened.put(frozenset(paths))

    def close(self) -> None:
        """Let `run` return, from any thread."""
        self._happened.put(None)

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        """Have built what changes until `close`, or until `until` says that it is enough; whatever fails is said, and it goes on."""
        while not until():
            try:
                self._go_on()
                happened = self._happened.get(timeout=LOOK)
                if happened is None:
                    return
                self._take_in(happened)
            except queue.Empty:
                self._end_hanging()
            except Exception:
                self._say(f"{traceback.format_exc()}\nThe preview goes on watching.")
                self._rest()

    def end(self) -> None:
        """End every builder."""
        for name in list(self._builders):
            self._end(name)

    def _take_in(self, happened: frozenset[Path] | _Heard) -> None:
        if isinstance(happened, _Heard):
            name = next((name for name, builder in self._builders.items() if builder is happened.builder), None)
            # A builder that was ended may have said something before.
            if name is not None:
                self._hear(name, happened.builder, happened.answer)
            return
        self._end_hanging()
        self._change += 1
        self._fault = ""
        self._is_build_wanted = True
        if any(path.is_relative_to(PACKAGE) for path in happened):
            self._say("The code has changed: builders begin anew.")
            self.end()
        inside = (path.relative_to(self._root).as_posix() for path in happened if path.is_relative_to(self._root))
        self._records |= {name for name in inside if name.startswith("case_studies/") and name.endswith(".yml")}

    def _hear(self, name: str, builder: Builder, answer: Answer | None) -> None:
        """Take in the answer of a builder."""
        order, builder.order = builder.order, None
        if answer is None:
            del self._builders[name]
            self._fail(f"The builder has ended unasked. {AGAIN}", "it ended", order)
        elif "problems" in answer:
            told = formatting.count(len(answer["problems"]), "problem")
            self._fail("\n".join(answer["problems"]), told, order)
        elif "failed" in answer:
            self._fail(answer["failed"], "see the terminal", order)
        elif order:
            self._succeed(answer, order)

    def _fail(self, words: str, told: str, order: Answer | None) -> None:
        """Say why an order came to nothing; what it was for waits for the next change."""
        if order and order["do"] == "settle":
            # Nobody waited for it, and a build tells the same better.
            return
        self._say(words)
        if order:
            self._fault = f"not built: {told}"
            self.is_first_over |= order["do"] == "build"
            self._is_build_wanted &= order["change"] < self._change

    def _succeed(self, answer: Answer, order: Answer) -> None:
        if order["do"] == "pages":
            self._board.lay(answer["pages"], order["change"])
            self._settle()
        elif order["do"] == "build":
            self.is_first_over = True
            self._is_whole_wanted = False
            for note in answer["notes"]:
                self._say(f"Note: {note}")
            self._say(f"Built {answer['pages_built']} pages in {answer['seconds']:.1f} seconds.")
            self._board.turn(Path(answer["out"]), order["change"])
            if order["is_whole"]:
                self._settle()

    def _settle(self) -> None:
        """Let the builder of single pages make ready for the next change."""
        builder = self._builder("pages")
        if builder.order is None and not self._records:
            builder.take({"do": "settle", "change": self._change})

    def _rest(self) -> None:
        """Want nothing before the next change: what cannot even be begun would be tried again and again."""
        self._records, self._is_build_wanted, self.is_first_over = set(), False, True
        self._fault = "not built: see the terminal"

    def _go_on(self) -> None:
        """Begin whatever can be begun, and tell readers how it stands."""
        if self._records and self._is_free("pages"):
            self._builder("pages").take({"do": "pages", "names": sorted(self._records), "change": self._change})
            self._records = set()
        # While a page is made, it is not yet known whether the records have problems.
        if self._is_build_wanted and not self._records and not self._is_making_pages() and self._is_free("build"):
            order = {"do": "build", "is_whole": self._is_whole_wanted, "change": self._change}
            self._is_build_wanted = False
            self._builder("build").take(order)
            # It loads its code meanwhile.
            self._builder("pages")
        is_building = self._is_build_wanted or not self._is_free("build") or self._is_making_pages()
        self._board.say(self._fault or ("building…" if is_building else ""))

    def _builder(self, name: str) -> Builder:
        """Give a builder; it is begun where there is none."""
        if name not in self._builders:
            self._builders[name] = self._begin(self._root, lambda *heard: self._happened.put(_Heard(*heard)))
        return self._builders[name]

    def _is_free(self, name: str) -> bool:
        return name not in self._builders or self._builders[name].order is None

    def _is_making_pages(self) -> bool:
        builder = self._builders.get("pages")
        return bool(builder and builder.order and builder.order["do"] == "pages")

    def _end(self, name: str) -> None:
        self._builders.pop(name).end()

    def _end_hanging(self) -> None:
        """End a builder that has not answered for too long."""
        for name, builder in list(self._builders.items()):
            order = builder.order
            if order and builder.busy_for > PATIENCE[order["do"]]:
                self._end(name)
                self._fail(f"The builder did not answer for {builder.busy_for:.0f} seconds. {AGAIN}", "it hung", order)
