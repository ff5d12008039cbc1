"""The rule manual: every rule whose name a message can print, made from its declaration."""

from collections.abc import Iterator

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Page
from pilotbook.pages.render import fill
from pilotbook.rules.manual import rule_help

TITLE = "Rule manual"
DESCRIPTION = "What the checker asks of a record, and why."


def pages(book: Casebook) -> Iterator[Page]:
    """Yield the rule manual."""
    path = "/contribute/rules/"
    rules = [(name, [_parted(text) for text in texts]) for name, texts in rule_help().items()]
    contents = [(name, name) for name, _ in rules]
    body = fill("rules", path, title=TITLE, description=DESCRIPTION, rules=rules, contents=contents)
    yield Page(path, TITLE, DESCRIPTION, body, kind="Manual")


def _parted(text: str) -> tuple[str, str]:
    """Give (what is asked, why): the first line of a rule's help, and the rest."""
    first, _, rest = text.partition("\n")
    return first, rest.strip()
