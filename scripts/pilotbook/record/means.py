"""What each word of a choice means, declared with the choice: editors, manual and forms show it beside the word."""

from collections.abc import Mapping
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


class Means:
    """The mark of a choice whose words are explained: {word: what it means, in a few words}."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = table

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Carry the meanings beside the words; `record/schema.py` sets them in the order of the words."""
        return {**handler(schema), "meanings": dict(self.table)}
