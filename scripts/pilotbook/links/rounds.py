"""One round over the addresses of a book: which to ask, host by host and side by side, and what is known afterwards."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from pilotbook.links.answers import FAILED, Answer, Use, judged
from pilotbook.links.known import ARCHIVED, DEAD, Known, key_of

Ask = Callable[[str], Answer]


@dataclass(frozen=True)
class Cited:
    """An address as one record cites it. archive_url: the archived copy that it names, or ''; read_on: ISO date."""

    address: str
    archive_url: str
    read_on: str


@dataclass(frozen=True)
class Round:
    """What a round came to. register: all that is known now; asked: the addresses that were asked, in order.

    was_all_silent: nothing that was asked could be reached.
    """

    register: Mapping[str, Known]
    asked: tuple[str, ...]
    was_all_silent: bool


def uses_of(cited: Iterable[Cited]) -> dict[str, Use]:
    """Give how a book uses each address, archived copies among them, in the order of addresses."""
    found: dict[str, list[Cited]] = defaultdict(list)
    for each in cited:
        if each.address:
            found[key_of(each.address)].append(each)
        if each.archive_url:
            # Of a copy there is no further copy.
            found[key_of(each.archive_url)].append(Cited(each.archive_url, "", each.read_on))
    return {
        address: Use(min(each.read_on for each in uses), all(each.archive_url for each in uses))
        for address, uses in sorted(found.items())
    }


def due(uses: Mapping[str, Use], register: Mapping[str, Known], today: str, max_age: int) -> list[str]:
    """Give the addresses that were last asked `max_age` days ago or more, or never; with 0, all."""
    now = date.fromisoformat(today)

    def age(address: str) -> int:
        checked = register[address].checked if address in register else ""
        return (now - date.fromisoformat(checked)).days if checked else max_age

    return [address for address in uses if age(address) >= max_age]


def go_round(
    uses: Mapping[str, Use], wanted: Iterable[str], register: Mapping[str, Known], ask: Ask, today: str, jobs: int
) -> Round:
    """Ask the wanted addresses. What no record uses any more leaves the register."""
    hosts = _by_host(wanted)
    # Where a handful of busy hosts are all silent, it is this computer that has no network, and nobody waits for the rest.
    first = [of_host[0] for of_host in hosts[:FIRST]]
    answers = _asked([[address] for address in first], ask, jobs)
    if len(first) == FIRST and all(map(_is_silent, answers.values())):
        return Round(register, tuple(sorted(answers)), was_all_silent=True)
    answers |= _asked([[address for address in of_host if address not in answers] for of_host in hosts], ask, jobs)
    found = {address: _as_used(register[address], use) for address, use in uses.items() if address in register}
    found |= {address: judged(found.get(address), answer, uses[address], today) for address, answer in answers.items()}
    is_silent = bool(answers) and all(map(_is_silent, answers.values()))
    return Round(dict(sorted(found.items())), tuple(sorted(answers)), is_silent)


# What a computer without a network hears of every host, and how many hosts are enough to know.
_SILENCE = ("no such host", "name not looked up", "connection failed", "no answer in time")
FIRST = 5


def _is_silent(answer: Answer) -> bool:
    return answer.kind == FAILED and answer.why in _SILENCE


def _by_host(addresses: Iterable[str]) -> list[list[str]]:
    """Give the addresses of each host, the host with most of them first: it takes longest, for it is asked slowly."""
    found: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        found[urlsplit(address).hostname or ""].append(address)
    return sorted(found.values(), key=lambda of_host: -len(of_host))


def _asked(hosts: Iterable[list[str]], ask: Ask, jobs: int) -> dict[str, Answer]:
    """Ask the addresses of each host one after the other, and hosts side by side."""
    with ThreadPoolExecutor(max_workers=jobs) as workers:
        rounds = workers.map(lambda of_host: [(address, ask(address)) for address in of_host], hosts)
        return dict(pair for of_host in rounds for pair in of_host)


def _as_used(known: Known, use: Use) -> Known:
    """Give what is known of a dead address with the copies that records name by now."""
    if not known.is_dead:
        return known
    return Known(**{**vars(known), "state": ARCHIVED if use.is_archived else DEAD})
