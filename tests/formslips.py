"""Slips for records of the form: real and made-up records, changed as people change them, the same at every run."""

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

Record = dict[str, Any]
Place = tuple[Any, Any]
# Words for the places of texts: each is looked at by one gate or another, or by none.
WORDS = (
    "Two mothers came back.", "36 of 37 families stayed", "all but one of the pupils", "five hubs in three councils",
    "about 1,250 homes",
    "write to jane.madeup@example.org", "write to family.hubs@example.org", "ring 07700 900123", "ring 0113 222 4444",
    "ring 0300 123 1234",
    "NHS number 943 476 5919", "number AB123456C", "born on 12 March 1987", "flat at LS7 4DY", "Leeds City Council, LS1 1UR",
    "https://user:pa55word@example.org/x", "password: madeup2x!", "a\u200bb", "soft\u00adhyphen",
    "a\u200db", "x \u3164y", "end\u200d", "5\ufe0f\u20e3 steps", "a\ufe0f", "❤️ for all", "नि\u200dx",
    "x" * 201, "https://example.org/" + "x" * 300,
    "word " * 90, "y" * 250, "z " * 2100, "40 families began and 39 finished", "half of the eight men", "n = 6", "n=40",
    "Straße in Köln",
    "👩‍👩‍👧 families", "one of them", "the only family", "three months", "level 3 learners", "a mother, Jane Smith, came",
    "John (34), who was homeless", "Mr Madeup, a tenant", "5 of 9 tenants",
    "97% of 37 pupils",
)  # fmt: skip
VALUES = (
    "2025", "2025-07", "2025-07-16", "May 2025", "2025-13", "2025-02-30", "1899", "2024-02-29", "1,250", "12%", "-3", "+3",
    "1e3", ".5", "3", "7", "8", "0", "101", "-1", "4", "1.5", "live", "Live", "not_read", "S1", "S9", "S99", "S100", "O1",
    "CY1", "F1", "C1", "Q1", "s1", "qualitative", "none", "yes", "no", "maybe", "https://example.org/report",
    "http://localhost/x", "https://10.0.0.1/", "www.example.org", "https://user@example.org/", "https://example.org:99999/",
    "https://example.org:8080/a?b=c#d", "https://" + "a" * 64 + ".example/", "ftp://example.org/x",
    "https://madeup.sharepoint.com/x", "javascript:alert(1)", "sheffield", "england", "family-hubs", "TLG-C-7KD3",
    "TLG-L-2M9X", "TLG-C-ILOU", "a", "ab", "con", "123", "leeds-city-council", "Leeds", "en-GB", "english", "families", "%",
    "GBP", "£m", "per cent", "children",
)  # fmt: skip


def _groups(data: Any) -> Iterator[Record]:
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _groups(inner)


def _texts(data: Any) -> Iterator[Place]:
    """Yield where each text stands: what holds it, and its name or number there."""
    for name, inner in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if isinstance(inner, str):
            yield data, name
        yield from _texts(inner)


def _lists(record: Record) -> list[Place]:
    return [(group, name) for group in _groups(record) for name, value in group.items() if isinstance(value, list)]


def _put(record: Record, chance: random.Random) -> None:
    """Put other words in the place of a longer text."""
    places = [place for place in _texts(record) if " " in place[0][place[1]]]
    holder, name = chance.choice(places)
    holder[name] = chance.choice(WORDS)


def _swap(record: Record, chance: random.Random) -> None:
    """Put another value in the place of a short one."""
    places = [place for place in _texts(record) if " " not in place[0][place[1]]]
    holder, name = chance.choice(places)
    holder[name] = chance.choice(VALUES)


DATES = tuple(value for value in VALUES if value[:1] in "12M" and "2" in value)
NUMBERS = (
    "1,250",
    "12%",
    "+3",
    "1e3",
    ".5",
    "-1",
    "1.5",
    "101",
    "0",
    "-0.5",
    "1234567890123456",
    "100",
    "50",
    "5",
    "6",
)
ADDRESSES = tuple(value for value in VALUES if "/" in value or "." in value)
LABELS = (
    "S1",
    "S9",
    "S100",
    "s1",
    "O1",
    "O9",
    "CY1",
    "F1",
    "qualitative",
    "madeup-council",
    "nobody-at-all",
    "con",
    "Leeds",
)
# Fields of one kind, each with what people put there.
AIMED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        (
            "accessed",
            "published",
            "actual",
            "planned",
            "start",
            "end",
            "reviewed_on",
            "review_by",
            "stated_on",
            "said_on",
        ),
        DATES,
    ),
    (("value", "treated", "comparison", "analysed", "ci_low", "ci_level"), NUMBERS),
    (("sites", "points_before", "level", "ci_level"), NUMBERS),
    (("url", "archive_url", "already_published_at"), ADDRESSES),
    (("analysed_by", "measured_by", "borne_by", "said_by", "stated_in", "search"), LABELS),
)
LISTED = ("source", "measures", "evidence", "policy_area", "roles", "covers", "formerly")


def _aim(record: Record, chance: random.Random) -> None:
    """Put into a field of one kind what people put there."""
    names, values = chance.choice(AIMED)
    places = [(group, name) for group in _groups(record) for name in names if isinstance(group.get(name), str)]
    if places:
        holder, name = chance.choice(places)
        holder[name] = chance.choice(values)


def _list(record: Record, chance: random.Random) -> None:
    """Add to a list what people put there."""
    places = {name: group[name] for group in _groups(record) for name in LISTED if isinstance(group.get(name), list)}
    chance.choice(list(places.values())).append(chance.choice((*LABELS, "TLG-C-7KD3", "a", "family-hubs")))


def _mix(record: Record, chance: random.Random) -> None:
    """Write a reason why there is nothing beside what there is, or too many words where the help tells how many there may be."""
    facts = [each for each in _groups(record) if "locator" in each and "missing" not in each]
    if facts and chance.random() < 0.5:
        chance.choice(facts)["missing"] = "not_read"
    elif isinstance(record.get("problem"), dict) and isinstance(record["problem"].get("statement"), dict):
        record["problem"]["statement"]["text"] = "word " * 61
    record["lang"] = chance.choice(("en-GB", "cy", "english", "zh-Hant"))


def _drop(record: Record, chance: random.Random) -> None:
    group = chance.choice([each for each in _groups(record) if len(each) > 1])
    # What is left of a reason without its word is told by the checker only where nothing else is wrong.
    del group[chance.choice([name for name in group if name != "missing"])]


def _add(record: Record, chance: random.Random) -> None:
    """Add a field that no entry has."""
    chance.choice([each for each in _groups(record) if "missing" not in each])["zzz"] = "x"


def _reshape(record: Record, chance: random.Random) -> None:
    """Put a list, a group or a text in the place of another shape."""
    group = chance.choice([each for each in _groups(record) if each])
    name = chance.choice(list(group))
    group[name] = chance.choice(
        [["S1"], {"text": "Words."}, "words", {"missing": "not_read"}, [{"missing": "not_read"}]]
    )


def _empty(record: Record, chance: random.Random) -> None:
    holder, name = chance.choice(_lists(record))
    del holder[name][1 if chance.random() < 0.5 else 0 :]
    if not holder[name] and chance.random() < 0.5:
        holder[name].append(chance.choice(VALUES))


def _twice(record: Record, chance: random.Random) -> None:
    """Write an entry of a list a second time."""
    holder, name = chance.choice([place for place in _lists(record) if place[0][place[1]]])
    holder[name].append(copy.deepcopy(holder[name][-1]))


def _few(record: Record, chance: random.Random) -> None:
    """Make figures count people, few or nearly as many as others, and take the addresses of sources away."""
    for group in _groups(record):
        if "value" in group and "unit" in group and chance.random() < 0.5:
            group |= {
                "value": chance.choice(("3", "36", "37", "5.0", "-4", "12.5", "40")),
                "unit": chance.choice(("families", "%", "young people in care", "hubs", "staff")),
            }
        if "of" in group and "treated" in group and chance.random() < 0.7:
            group |= {"of": chance.choice(("families", "centres")), "treated": chance.choice(("9", "37", "40", "300"))}
        if "url" in group and chance.random() < 0.7:
            group["url"] = chance.choice(({"missing": "not_found", "search": "Q1"}, "https://madeup.sharepoint.com/x"))


SENTENCES = (
    "It came to 42% of them.", "It came to {O1.result}.", "{O9.result} came.", "{O1.n.treated} came in 2024-25.",
    "{F1} and {C1.planned}.",
    "{O1.effect.ci_low} to {O1.effect.ci_high}", "{o1}", "£3 in 2019", "Ten came.", "{C1}", "{O1.result.status}",
    "{O1.result.source}", "{F1.figure.value}",
)  # fmt: skip
ANSWERS = (
    {"covers": ["O1"], "already_published_at": "https://example.org/made-up"}, {"covers": ["O9", "summary", "context"]},
    {"covers": ["F1"], "waiver": {"data_owner": "Madeup Council", "allowed_on": "2026-11-20",
    "reason": "Nobody is made known."}},
)  # fmt: skip


def _weigh(record: Record, chance: random.Random) -> None:
    """Change a part so that it may not go with another, each part by itself being well made."""
    groups = list(_groups(record))
    outcomes = record.get("outcomes") or [{}]
    what = chance.randrange(10)
    if what == 0:
        record["stage"] = chance.choice(("announced", "planned", "live", "ended", "stopped_early"))
        record["dates"] = {
            "start": {"actual": chance.choice(DATES[:3])},
            "end": {chance.choice(("actual", "planned")): chance.choice(("2025", "2024-12"))},
        }
    elif what == 1:
        record[chance.choice(("summary", "tried"))] = chance.choice(SENTENCES)
    elif what == 2:
        record |= {
            "reviewed_on": chance.choice(("2019-01-01", "2026-11-30", "2027-02-01")),
            "review_by": chance.choice(("2027-01-31", "2026-11-30")),
        }
    elif what == 3:
        for cost in record.get("costs") or []:
            cost.pop("of", None) if chance.random() < 0.5 else cost.update(type="saving_claimed")
    elif what == 4:
        gap = chance.choice([each for each in groups if "missing" in each] or [{}])
        gap["missing"] = chance.choice(("not_read", "not_found", "not_published", "not_measured"))
        gap.pop(chance.choice(("source", "search", "locator", "note")), None)
    elif what == 5:
        chance.choice(outcomes)["finding"] = chance.choice(("better", "worse", "not_known"))
    elif what == 6:
        record["stage"] = "ended"
        for name in ("outcomes", "lessons", "cycles"):
            record.pop(name, None)
    elif what == 7:
        record["sources"] = [
            *record["sources"],
            {**record["sources"][0], "id": "S98", "published": chance.choice(("2020", "2030-01"))},
        ]
    elif what == 8:
        record["disclosure"] = [copy.deepcopy(chance.choice(ANSWERS))]
    else:
        effect = chance.choice([each for each in groups if "type" in each and "value" in each] or [{}])
        effect |= {
            "ci_low": chance.choice(("-2", "4", "0.5")),
            "ci_high": chance.choice(("3", "90")),
            "ci_level": chance.choice(("95", "0.95")),
        }
        effect.pop(chance.choice(("ci_low", "ci_level", "note")), None)


SLIPS: tuple[Callable[[Record, random.Random], None], ...] = (
    *(_put, _put, _put, _swap, _aim, _aim, _aim, _list, _list, _mix, _mix, _drop, _add, _reshape, _empty, _twice, _few),
)


def slipped(records: list[Record], count: int, seed: int) -> list[Record]:
    """Give `count` records: one in four as it was, one of parts at odds, two with one to three slips of any kind."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        record = copy.deepcopy(records[number % len(records)])
        for _ in range(chance.choice((1, 1, 2, 3)) if number % 4 else 0):
            (_weigh if number % 4 == 1 else chance.choice(SLIPS))(record, chance)
        made.append(record)
    return made
