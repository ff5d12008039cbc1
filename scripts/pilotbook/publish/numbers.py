"""Find numbers on a made page that no record stands behind.

Every figure is written by an element that carries the path of the record it came from (`data-path`). A digit anywhere else
in the text is a number that somebody typed into a template or let slip past the trace, and stops the build. Headings,
dates, sources and labels such as O1 are not figures.
"""

import re
from html.parser import HTMLParser

TRACED_KINDS = frozenset({"Case", "Lesson", "Area", "Place", "Home"})
_QUIET_TAGS = frozenset({"h1", "h2", "h3", "h4", "time", "code", "svg", "script", "style", "nav", "title"})
_QUIET_CLASSES = frozenset({"src", "sources", "cite", "breadcrumb", "trace"})
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "wbr", "source", "col", "area", "base", "embed", "track"}
)
# Years, days and labels: what the allow-list lets stand.
_ALLOWED = re.compile(
    r"\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b"
    r"|\b(?:19|20)\d\d(?:[-–/](?:(?:19|20)\d\d|\d\d))?\b"
    r"|\b(?:TLG-[CL]-[0-9A-Z]{4}|CC-BY-4\.0|OGL-UK-3\.0|(?:CY|[OSFC])[1-9]\d?)\b"
)


class _Reader(HTMLParser):
    """Collect the text that stands outside every traced or quiet element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        quiet = "data-path" in given or tag in _QUIET_TAGS or bool(classes & _QUIET_CLASSES)
        self._open.append((tag, quiet))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(quiet for _, quiet in self._open):
            return
        rest = _ALLOWED.sub("", data)
        if re.search(r"\d", rest):
            self.found.append(re.sub(r"\s+", " ", data).strip())


def stray_numbers(html: str) -> list[str]:
    """Give each piece of text in `html` that holds a number without a record behind it."""
    reader = _Reader()
    reader.feed(html)
    return reader.found
