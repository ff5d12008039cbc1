"""Say in plain words what is wrong with a file that is not YAML, and where the mistake was most likely made.

libyaml and PyYAML word and place their errors differently; both are known here, so that an author reads one message.
"""

import re
from itertools import pairwise
from typing import Any, NamedTuple

import yaml

from pilotbook.text.plaintext import Refused

# A line that begins a field: "stage: live", "  - id: S1", "dates:".
_FIELD = re.compile(r"\s*(?:- )?[a-z_]+:(?: |$)")
# A quotation mark that opens a value, and what follows it: "title: 'Rent advice", '- "S1"'.
_OPENS = re.compile(r"\s*(?:- )?(?:[a-z_]+: +)?(?P<mark>['\"])(?P<rest>.*)$")
_QUOTE_IT = "Put the whole text in quotes, or begin it on the next line after '>-'."

HELP = {
    "yaml-syntax": "A file is plain YAML: one `field: value` a line, with what belongs to a field set in below it.\n\n"
    "The message points at the place where reading broke off, or where the mistake most likely began. Text that holds "
    "a colon and a blank, or begins with a quotation mark, a bracket or a sign, goes into quotes. "
    "Good: `title: 'Rent advice: a made-up trial'`.",
}


class _Fault(NamedTuple):
    """What the parser's message holds, what to say instead, and whether the fault is where the part began."""

    told: str
    what: str
    mend: str
    at_start: bool = False


UNCLOSED = "this quotation mark is not closed"
_UNCLOSED = _Fault("a quoted scalar found unexpected", UNCLOSED, "Close it, or remove it.", True)
_FAULTS = [
    _UNCLOSED,
    _Fault(
        "quoted scalar found unknown escape",
        "'\\' has a meaning of its own here",
        "Use single quotes, or write '\\\\'.",
    ),
    _Fault("quoted scalar found invalid", "this is no character", "Remove the escape that begins with '\\'."),
    _Fault(
        "but got '?'",
        "a '?' stands in bare text inside { } or [ ]",
        "Put the whole text in quotes: inside { } and [ ] a '?' has a meaning of its own.",
    ),
    _Fault(
        "flow mapping",
        "this '{' is not closed, or holds text that needs quotes",
        "Close it with '}'; put text with a comma, colon or bracket in quotes.",
        True,
    ),
    _Fault(
        "flow sequence",
        "this '[' is not closed, or holds text that needs quotes",
        "Close it with ']'; put text with a comma, colon or bracket in quotes.",
        True,
    ),
    _Fault("tab", "the line is indented with a tab", "Indent with spaces, two for each level."),
    _Fault("'\\t'", "there is a tab after the value or before it", "Type a space in its place, or delete it."),
    _Fault("cannot start", "a value cannot begin with this character", _QUOTE_IT),
    _Fault(
        "could not find expected ':'",
        "this line has no field name",
        "Write 'field: value', with a space after the colon.",
        True,
    ),
    _Fault("block scalar", "text follows '>' or '|' on the same line", "Begin the text on the next line."),
    _Fault("anchor", "a value that begins with '&' is an anchor", "Put text that begins with '&' in quotes."),
    _Fault(
        "alias",
        "a value that begins with '*' is an alias",
        "Put text that begins with '*' in quotes; for a figure that the source hides by '*', write "
        "{missing: withheld_small_numbers} in its place.",
    ),
    _Fault("a tag", "a value that begins with '!' is a tag", "Put text that begins with '!' in quotes."),
    _Fault(
        "document",
        "only one record may stand in a file",
        "Remove the lines '---', '...' and those that begin with '%'.",
    ),
    _Fault(
        "directive",
        "a line that begins with '%' is an order to the reader",
        "Put the text in quotes, after its field name.",
    ),
    _Fault(
        "block collection",
        "the list breaks off here",
        "Begin the entry with '- ', or line the field up with its neighbours.",
    ),
]
_COLON = _Fault("", "there is a second ': ' in this value", _QUOTE_IT)
_TOO_FAR = _Fault(
    "",
    "this line is indented too far",
    "Line it up with the field above; if it goes on with the text above, quote the whole.",
)
_LEVEL = _Fault(
    "", "this line does not fit the ones above it", "Line the field up with its neighbours, as 'field: value'."
)


def explain(error: yaml.YAMLError, text: str) -> Refused:
    """Give the refusal that an author can act on for what the parser says of `text`."""
    begun, met = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    told = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}"
    place = _inside(met or begun, text)
    line = text.split("\n")[place[0] - 1]
    # A tab before anything else on the line, alone or after blanks, whatever the parser makes of it.
    if re.match(r" *\t", line[: place[1]]):
        told = "tab"
    if opened := _open_quote(text.split("\n")[: place[0]]):
        return Refused(opened, _UNCLOSED.what, _UNCLOSED.mend, "yaml-syntax")
    fault = next((each for each in _FAULTS if each.told in told), None) or _at(line[: place[1] - 1], told)
    if fault.at_start:
        place = _inside(begun or met, text)
    if fault is _TOO_FAR:
        place = place[0], len(line) - len(line.lstrip()) + 1
    return Refused(place, fault.what, fault.mend, "yaml-syntax")


def _open_quote(lines: list[str]) -> tuple[int, int] | None:
    """Give the place of a quotation mark that is not closed before the next field begins, or None.

    The parser goes on to the next quotation mark of the file, and complains there.
    """
    for number, (line, following) in enumerate(pairwise(lines), start=1):
        opened = _OPENS.match(line)
        # A doubled or escaped mark closes nothing: 'St Mary''s', "a \"pilot\"".
        rest = opened["rest"].replace("''", "").replace('\\"', "") if opened else ""
        if opened and opened["mark"] not in rest and _FIELD.match(following):
            return number, opened.start("mark") + 1
    return None


def unclosed(event: Any, lines: list[str]) -> Refused | None:
    """Say that a quoted text ran on into the next field, where the file can be read all the same."""
    place = event.start_mark.line + 1, event.start_mark.column + 1
    is_long = event.style in ("'", '"') and event.end_mark.line > event.start_mark.line
    if is_long and _FIELD.match(lines[place[0]]):
        return Refused(place, _UNCLOSED.what, _UNCLOSED.mend, "yaml-syntax")
    return None


def _at(before: str, told: str) -> _Fault:
    """Tell a second colon, and text that goes on after its end, from a line out of place, by what stands before."""
    before = before.rstrip()
    if "mapping values" in told:
        return _COLON if ": " in before else _TOO_FAR
    if before.endswith(("'", '"')):
        return _Fault("", "the value goes on after its closing quotation mark", _QUOTE_IT)
    if before.endswith(("}", "]")):
        return _Fault("", f"the value goes on after '{before[-1]}'", _QUOTE_IT)
    return _LEVEL


def _inside(mark: Any, text: str) -> tuple[int, int]:
    """Give the line and column of a mark, moved back from an empty end of file to the last written line."""
    written = text.rstrip("\n").split("\n")
    if mark is None:
        return 1, 1
    if mark.line >= len(written):
        return len(written), len(written[-1]) + 1
    return mark.line + 1, mark.column + 1
