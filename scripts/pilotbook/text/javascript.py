"""Write Python's patterns for a browser, so that a form looks for what the checker looks for.

Letters are those of every script to both: JavaScript's own `\\w` and `\\b` know English ones only, so the script that takes a
pattern in puts what they mean in their place (`formprivate.js`).
"""

import re

# What JavaScript lets stand after a backslash; of another sign it says that the pattern is wrong.
_ESCAPED = frozenset("^$\\.*+?()[]{}|/") | frozenset("bBdDsSwWux123456789nrtfv")
_FLAGS = ((re.IGNORECASE, "i"), (re.MULTILINE, "m"), (re.DOTALL, "s"))
# A sign after a backslash, a named group, and the ends of a set of signs.
_TOKEN = re.compile(r"\\(?P<escaped>.)|(?P<named>\(\?P<)|(?P<opens>\[\^?\]?)|(?P<closes>\])", re.DOTALL)


def for_browsers(pattern: re.Pattern[str] | str) -> list[str]:
    """Give a pattern as [source, flags] of JavaScript; a text alone is one in which capitals do not count."""
    compiled = re.compile(pattern, re.IGNORECASE) if isinstance(pattern, str) else pattern
    flags = "".join(letter for flag, letter in _FLAGS if compiled.flags & flag)
    return [_source(compiled.pattern), f"{flags}gu"]


def _source(pattern: str) -> str:
    in_set = False
    told: list[str] = []
    last = 0
    for token in _TOKEN.finditer(pattern):
        told.append(pattern[last : token.start()])
        last = token.end()
        if token["escaped"]:
            told.append(_escape(token["escaped"], in_set=in_set))
        elif token["named"]:
            told.append("(?<")
        else:
            in_set = bool(token["opens"]) or (in_set and not token["closes"])
            told.append(token.group())
    return "".join((*told, pattern[last:]))


def _escape(sign: str, *, in_set: bool) -> str:
    if sign == "w" and not in_set:
        return r"[\w]"
    if sign == "Z":
        return "$"
    if sign in _ESCAPED or (sign == "-" and in_set):
        return f"\\{sign}"
    return sign
