"""The form: a browser finds in a record what the checker finds, and what it writes is read as it was."""

import random

from formslips import slipped
from test_form_rules import by_browser, changed, unlike, words_and_records

BATCH = 300


def form(chance: random.Random) -> str:
    """Check and write 300 records as a browser does and as the checker does: one process of Node for all of them."""
    records = slipped(words_and_records()[1], BATCH, chance.randrange(10**9))
    found = by_browser(records)
    apart = unlike(records, found)
    assert not apart, str(list(apart.items())[:3])
    assert not (texts := changed(records, found)), texts[0]
    return "300 records alike"
