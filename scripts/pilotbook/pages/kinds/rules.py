"""The rule manual: every rule whose name a message can print, made from its declaration."""

from pilotbook.casebook import Casebook
from pilotbook.pages.page import Kind, Page, Recipe, Recipes
from pilotbook.pages.render import fill
from pilotbook.rules.manual import rule_help

KIND = Kind("rules", is_searched=True, untraced="its numbers are limits and examples")
TITLE = "Rule manual"
DESCRIPTION = "What the checker asks of a record, and why."


def recipes(book: Casebook) -> Recipes:
    """Yield the rule manual."""
    rules = [(name, [_parted(text) for text in texts]) for name, texts in rule_help().items()]
    yield Recipe(KIND, "/contribute/rules/", _page, {"rules": rules})


def _page(here: str, rules: list[tuple[str, list[tuple[str, str]]]]) -> Page:
    contents = [(name, name) for name, _ in rules]
    body = fill("rules", here, title=TITLE, description=DESCRIPTION, rules=rules, contents=contents)
    return Page(here, TITLE, DESCRIPTION, body, KIND)


def _parted(text: str) -> tuple[str, str]:
    """Give (what is asked, why): the first line of a rule's help, and the rest."""
    first, _, rest = text.partition("\n")
    return first, rest.strip()
