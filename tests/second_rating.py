"""A second rating, written from the tables of book/method/index.md alone, to check the first.

It reads records as plain dicts of text, as they stand in the files, and imports nothing of pilotbook.
`sms` gives what an outcome reaches, or None; `level` a case's level; `bounds` how far it could move; `no_benefit` its flag;
`ceiling` that of a lesson.
"""

import copy
from collections.abc import Iterable
from typing import Any

Raw = dict[str, Any]

SUPPORTS_NOTHING = {"4", "5", "6"}  # a press release, news, or a repost
STANDS_BEHIND_A_CASE = {"1", "2", "3", "4"}
INDEPENDENT = {"1", "2"}
SITES = {"areas", "authorities", "centres", "groups", "pilots", "practices", "schools", "sites"}
BESIDE_NOBODY = ["before_after_controls", "interrupted_time_series"]
NO_COST = {"saving_claimed", "benefit_claimed"}
CONFIDENCE = ["very_low", "low", "moderate", "high"]

# Step 1: for each design, the rows of the table that it may stand in, best first.
ROWS = {
    "lot": ["rct_individual", "rct_cluster", "rct_stepped_wedge", "rct_waitlist"],
    "cut_off": ["regression_discontinuity", "instrument"],
    "series": ["interrupted_time_series", "synthetic_control"],
    "both": ["did", "panel", "matched_before_after"],
    "adjusted": ["before_after_controls", "cross_section_controls", "matched_cross_section"],
    "bare": ["before_after", "cross_section", "historical_benchmark"],
}
AT_MOST = {"lot": 5, "cut_off": 4, "both": 3, "series": 2, "adjusted": 2, "bare": 1}
FALLS_TO = {"lot": ["both", "adjusted", "bare"], "cut_off": ["adjusted", "bare"], "both": ["adjusted", "bare"]}
FALLS_TO |= {"series": ["adjusted", "bare"], "adjusted": ["bare"], "bare": []}


def given(fact: Any) -> bool:
    """Say whether a fact is there, and not a blank or a reason why it is missing."""
    return bool(fact) and not (isinstance(fact, dict) and "missing" in fact)


def yes(word: Any) -> bool:
    return str(word).lower() in {"yes", "true"}


def group_sizes(outcome: Raw) -> dict[str, int]:
    n = outcome["n"] if given(outcome["n"]) else {}
    return {name: int(n[name]) for name in ("treated", "comparison", "analysed") if name in n}


def smallest_group(outcome: Raw) -> int:
    """Give the smallest size, also of a group that is not printed and follows from the total less the other."""
    sizes = group_sizes(outcome)
    told = list(sizes.values())
    if len(sizes) == 2 and "analysed" in sizes:
        other = 2 * sizes["analysed"] - sum(told)
        told += [other] if other > 0 else []
    return min(told)


def counts_sites(outcome: Raw) -> bool:
    return outcome["n"]["of"].lower().split()[-1] in SITES


def holds(row: str, outcome: Raw) -> bool:
    """Say whether the record holds what a row of step 1 asks for."""
    how = outcome["comparison"]
    before, after = outcome.get("baseline"), outcome.get("result")
    their_before, their_after = how.get("baseline"), how.get("result")
    sizes = group_sizes(outcome)
    if row == "lot":
        return given(how.get("allocation")) and ("analysed" in sizes or {"treated", "comparison"} <= set(sizes))
    if row == "cut_off":
        return given(how.get("validity_test"))
    if row == "series":
        return int(how.get("points_before") or 0) >= 8
    if row == "both":
        four = all(given(figure) for figure in (before, after, their_before, their_after))
        return given(how.get("why_comparable")) and (four or yes(how.get("both_periods")))
    if row == "adjusted":
        beside = given(how.get("group")) or given(how.get("why_comparable")) or how["design"] in BESIDE_NOBODY
        matched = how["design"].startswith("matched") and given(how.get("why_comparable"))
        return beside and (given(how.get("controls")) or matched)
    return any(given(figure) for figure in (before, their_before, their_after, outcome.get("effect")))


def can_open(source: Raw) -> bool:
    return given(source.get("url")) or given(source.get("archive_url"))


def shows_result(outcome: Raw) -> bool:
    in_words = given(outcome.get("explanation")) and outcome["finding"] != "not_known"
    return given(outcome.get("result")) or given(outcome.get("effect")) or in_words


def sources_of(outcome: Raw, case: Raw) -> list[Raw]:
    """Give the sources of the result: of the figure after, the effect, or what they mean in words."""
    facts = [outcome.get(name) for name in ("result", "effect", "explanation")]
    names = {name for fact in facts if given(fact) for name in fact["source"]}
    return [source for source in case["sources"] if source["id"] in names]


def rests_on_something(outcome: Raw, case: Raw) -> bool:
    """Say whether a result is published in a source of tier 1 to 3 that can be opened."""
    sources = sources_of(outcome, case)
    return shows_result(outcome) and any(s["tier"] not in SUPPORTS_NOTHING and can_open(s) for s in sources)


def sms(outcome: Raw, case: Raw) -> int | None:
    """Give what an outcome reaches on the Maryland scale, or None where it is not scored."""
    design = outcome["comparison"]["design"]
    own = next((row for row, designs in ROWS.items() if design in designs), None)
    if own is None or outcome["kind"] == "output" or not rests_on_something(outcome, case):
        return None
    met = [AT_MOST[row] for row in [own, *FALLS_TO[own]] if holds(row, outcome)]
    if not met:
        return None
    reached = max(met)

    # Step 2: the caps.
    sizes = group_sizes(outcome)
    if not sizes or (smallest_group(outcome) < 20 and not counts_sites(outcome)):
        reached = min(reached, 1)
    if given(outcome.get("attrition")):
        lost = [float(outcome["attrition"][name]) for name in ("treated", "comparison") if name in outcome["attrition"]]
        if max(lost) > 50 or max(lost) - min(lost) > 20:
            reached = min(reached, 2)
    return reached


def deliverers(case: Raw) -> set[str]:
    return {partner["id"] for partner in case.get("partners", []) if {"lead", "delivery"} & set(partner["roles"])}


def evaluators(case: Raw) -> set[str]:
    return {partner["id"] for partner in case.get("partners", []) if "evaluator" in partner["roles"]}


def self_evaluated(case: Raw) -> bool:
    """Say whether only those who led or delivered it measured and analysed what is published."""
    shown = [outcome for outcome in case.get("outcomes", []) if shows_result(outcome)]
    if evaluators(case) - deliverers(case) or not any(given(o.get("result")) or given(o.get("effect")) for o in shown):
        return False
    for outcome in shown:
        hands = {outcome[name] for name in ("measured_by", "analysed_by") if given(outcome.get(name))}
        is_official = any(source["tier"] in INDEPENDENT for source in sources_of(outcome, case))
        if hands - deliverers(case) or (is_official and not hands and not evaluators(case)):
            return False
    return True


def main(outcome: Raw) -> bool:
    return yes(outcome["primary"]) and outcome.get("named_in_advance") != "no"


# What a source or a partner says of the pilot: an answer, and no gap of the book's.
OF_THE_PILOT = {"not_published", "not_measured", "withheld_small_numbers", "not_yet_due", "not_applicable"}


def told_uncertainty(outcome: Raw) -> bool:
    effect = outcome["effect"]
    if given(effect):
        if given(effect.get("ci_low")) or given(effect.get("p")):
            return True
        effect = effect.get("no_interval") or {}
    return effect.get("missing") in OF_THE_PILOT


def places(case: Raw) -> set[str]:
    return {place["place"] for place in case["places"] if place.get("role") != "comparison"}


def sites(case: Raw) -> int:
    """Count the separate places where it ran; one that says how many sites it has counts as so many."""
    return sum(
        max(
            int(place.get("sites") or 1)
            for place in case["places"]
            if place["place"] == name and place.get("role") != "comparison"
        )
        for name in places(case)
    )


def level(case: Raw) -> int:
    """Give the level of a case, by the table of step 3."""
    outcomes = case.get("outcomes", [])
    scored = {outcome["id"]: sms(outcome, case) or 0 for outcome in outcomes}
    has_reason = given(case["intervention"].get("why"))
    account = (
        has_reason
        and given(case["problem"].get("statement"))
        and any(source["tier"] in STANDS_BEHIND_A_CASE and can_open(source) for source in case["sources"])
    )
    correlation = any(
        scored[outcome["id"]] >= 1 and group_sizes(outcome) and given(outcome.get("follow_up")) for outcome in outcomes
    )
    causal = [
        outcome for outcome in outcomes if main(outcome) and scored[outcome["id"]] >= 3 and told_uncertainty(outcome)
    ]
    replication = (
        has_reason
        and sites(case) >= 2
        and bool(evaluators(case) - deliverers(case))
        and any(given(cost.get("actual")) and cost["type"] not in NO_COST for cost in case.get("costs", []))
    )
    if causal:
        return 4 if replication else 3
    return 2 if correlation else 1 if account else 0


def no_benefit(case: Raw) -> bool:
    """Say whether the case carries 'Tested: no benefit on a main outcome'."""
    found = [o["finding"] for o in case.get("outcomes", []) if main(o) and (sms(o, case) or 0) >= 3]
    told = [finding for finding in found if finding != "not_known"]
    return bool(told) and "better" not in told and "mixed" not in told


def ceiling(lesson: str, cases: Iterable[Raw], nations: set[str], labels: set[str]) -> str:
    """Give the highest confidence that the hard rules allow a lesson (by its id).

    nations: codes of places. labels: codes of programmes that are only a name.
    """
    ledger = [(entry, case) for case in cases for entry in case.get("lessons", []) if entry["lesson"] == lesson]
    carrying = [case for entry, case in ledger if entry["relation"] == "supports"]
    where = {place for case in carrying for place in places(case)}
    allowed = ["high"]
    if len(where) < 2 and not where & nations:
        allowed.append("low")
    if any(entry["relation"] == "contradicts" for entry, _ in ledger):
        allowed.append("moderate")
    if len({case["id"] for case in carrying}) > 1 and is_one_study(
        [pair for pair in ledger if pair[0]["relation"] == "supports"], labels
    ):
        allowed.append("low")
    if carrying and all(self_evaluated(case) for case in carrying):
        allowed.append("low")
    return min(allowed, key=CONFIDENCE.index)


def is_one_study(ledger: list[tuple[Raw, Raw]], labels: set[str]) -> bool:
    """Say whether entries all hang together by a programme or a document: from the first one reaches every other."""
    reached, rest = [ledger[0]], ledger[1:]
    while near := [other for other in rest if any(hang_together(other, one, labels) for one in reached)]:
        reached += near
        rest = [other for other in rest if other not in near]
    return not rest


def hang_together(one: tuple[Raw, Raw], other: tuple[Raw, Raw], labels: set[str]) -> bool:
    programmes = [case.get("programme", {}).get("name") for _, case in (one, other)]
    is_same = one[1]["id"] == other[1]["id"] or (
        programmes[0] is not None and programmes[0] == programmes[1] and programmes[0] not in labels
    )
    return is_same or bool(documents(*one) & documents(*other))


def documents(entry: Raw, case: Raw) -> set[str]:
    """Give the addresses of what an entry rests on: its sources, and those of all facts of its outcomes and cycles."""
    labels = {label for label in entry["evidence"] if label.startswith("S")}
    for item in [*case.get("outcomes", []), *case.get("cycles", [])]:
        if item["id"] in entry["evidence"]:
            labels |= set(sources_within(item))
    return {
        source["url"].split("#")[0].rstrip("/")
        for source in case["sources"]
        if source["id"] in labels and isinstance(source["url"], str)
    }


def sources_within(part: Any) -> list[str]:
    if isinstance(part, list):
        return [label for each in part for label in sources_within(each)]
    if not isinstance(part, dict):
        return []
    own = part.get("source", [])
    return [
        *([own] if isinstance(own, str) else own),
        *(found for each in part.values() for found in sources_within(each)),
    ]


# How far a level could move.


def unread(fact: Any) -> bool:
    return not fact or (isinstance(fact, dict) and fact.get("missing") == "not_read")


def bounds(case: Raw) -> tuple[int, int]:
    """Give the level at least and at most: with what was not read at its worst, and at its best."""
    here = level(case)
    partly = [source["id"] for source in case["sources"] if source["seen"] != "full"]
    if not partly:
        return here, here
    return min(here, level(at_worst(case))), max(here, level(at_best(case, partly)))


def at_worst(case: Raw) -> Raw:
    worse = copy.deepcopy(case)
    for outcome in worse.get("outcomes", []):
        outcome.setdefault("attrition", {"treated": 100, "comparison": 100, "source": ["S1"]})
        outcome.setdefault("named_in_advance", "no")
        others = outcome["comparison"]["design"] not in [
            *ROWS["bare"],
            "before_after_controls",
            "interrupted_time_series",
        ]
        if given(outcome["n"]) and others:
            for name in {"treated", "comparison"} - set(outcome["n"]):
                outcome["n"][name] = 1
    return worse


def at_best(case: Raw, partly: list[str]) -> Raw:
    better = copy.deepcopy(case)
    figure = {"value": 1, "unit": "%", "source": partly}
    for source in better["sources"]:
        if unread(source["url"]):
            source["url"] = "https://example.org/"
    if unread(better["intervention"].get("why")):
        better["intervention"]["why"] = {"text": "told", "source": partly}
    spent = [cost for cost in better.get("costs", []) if cost["type"] not in NO_COST]
    if not any(given(cost["actual"]) for cost in spent) and (
        not spent or any(unread(cost["actual"]) for cost in spent)
    ):
        better["costs"] = [
            *better.get("costs", []),
            {"id": "C99", "type": "other", "planned": figure, "actual": figure},
        ]
    if sites(better) < 2:
        better["places"] = [*better["places"], {"place": "a second one", "role": "site"}]
    if not evaluators(better):
        better["partners"] = [*better.get("partners", []), {"id": "somebody", "roles": ["evaluator"]}]
    if not better.get("outcomes") and better["stage"] not in ("announced", "planned"):
        told = {
            "id": "O1",
            "kind": "outcome",
            "primary": "yes",
            "finding": "better",
            "comparison": {"design": "not_stated"},
        }
        better["outcomes"] = [{**told, "baseline": {}, "result": {}, "n": {}, "effect": {}}]
    for outcome in better.get("outcomes", []):
        filled(outcome, partly)
    return better


def filled(outcome: Raw, partly: list[str]) -> None:
    """Put everything that was not read of an outcome at its best."""

    def figure(gap: Any) -> Raw:
        named = gap.get("source") if isinstance(gap, dict) else None
        return {"value": 1, "unit": "%", "source": [named] if isinstance(named, str) else named or partly}

    how = outcome["comparison"]
    if how["design"] == "not_stated":
        how["design"] = "rct_individual"
    for holder, name in ((outcome, "baseline"), (outcome, "result"), (how, "baseline"), (how, "result")):
        if unread(holder.get(name)):
            holder[name] = figure(holder.get(name))
    if unread(outcome["effect"]):
        outcome["effect"] = {**figure(outcome["effect"]), "ci_low": 1, "ci_high": 1, "ci_level": 95}
    elif (
        given(outcome["effect"])
        and not {"ci_low", "p"} & set(outcome["effect"])
        and unread(outcome["effect"].get("no_interval"))
    ):
        outcome["effect"]["p"] = "0.01"
    if unread(outcome["n"]):
        outcome["n"] = {"of": "people", "treated": 1000, "comparison": 1000}
    elif given(outcome["n"]) and "analysed" not in outcome["n"]:
        outcome["n"] = {"treated": 1000, "comparison": 1000, **outcome["n"]}
    outcome.setdefault("named_in_advance", "yes")
    outcome.setdefault("follow_up", "told")
    best = {
        "group": "told",
        "why_comparable": "told",
        "controls": ["told"],
        "allocation": "told",
        "validity_test": "told",
    }
    for name, value in {**best, "points_before": 100, "both_periods": "yes"}.items():
        if not how.get(name):
            how[name] = value
