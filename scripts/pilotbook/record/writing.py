"""Write a record as the text of its file: the one place where text from outside becomes YAML.

Every value is written so that the checker reads the same words back, whatever signs they hold; a test holds it to that.
"""

from typing import Any

import yaml

from pilotbook.record.modeline import modeline

_WIDTH = 118
# A fact of this many signs or fewer stands on one line: "{missing: not_read, source: [S1]}".
_ON_ONE_LINE = 90
# What the reader takes for nothing at all, or an editor for something other than the word.
_QUOTED = {"", "~", "null", "Null", "NULL", "=", "<<"}


class _Dumper(yaml.SafeDumper):
    """Writes text as text: no value is a number, a date or a yes here."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (yaml's own name and shape)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Set the entries of a list in, as this book's files have them."""
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else "'" if text in _QUOTED else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _fields(dumper: _Dumper, fields: dict[str, Any]) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", fields.items(), flow_style=_is_short(fields))


def _items(dumper: _Dumper, items: list[Any]) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=_is_short(items))


def _is_short(value: Any) -> bool:
    """Say whether fields or a list fit on one line, as plain texts and lists of them."""
    inner = list(value.values()) if isinstance(value, dict) else value
    leaves = [leaf for each in inner for leaf in (each if isinstance(each, list) else [each])]
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        return "missing" not in value[0] and "id" not in value[0] and "what" not in value[0] and _is_short(value[0])
    flat = all(isinstance(leaf, str) and "\n" not in leaf for leaf in leaves)
    return flat and len(str(value)) <= _ON_ONE_LINE


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _fields)
_Dumper.add_representer(list, _items)


def written(data: dict[str, Any], comments: tuple[str, ...] = ()) -> str:
    """Give the text of a case's file: `data` (dicts, lists and text only) below its comments, each made one line."""
    lines = "".join(f"# {' '.join(comment.split())}\n" for comment in comments)
    body = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return f"{modeline('case_studies/a-case.yml')}\n{lines}{body}"
