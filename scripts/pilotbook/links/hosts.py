"""Hosts, and how they are treated: only public ones are asked, one question at a time, with a pause, and never against their wish."""

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
from protego import Protego

# Seconds between two questions to one host, and the longest pause that a robots.txt can ask for and get.
PAUSE, LONGEST_PAUSE = 1.0, 30.0
AGENT = "pilotbook"
Resolve = Callable[[str], list[str]]


class NoSuchHost(Exception):
    """Nobody has a computer of that name."""


class LookupFailed(Exception):
    """The name could not be looked up for now."""


def resolve(host: str) -> list[str]:
    """Give the addresses of a host's computers. Raises NoSuchHost, or LookupFailed where that cannot be told."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        gone = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        raise (NoSuchHost if error.errno in gone else LookupFailed)(host) from error
    except (OSError, UnicodeError) as error:
        raise LookupFailed(host) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


# What carries an IPv4 address inside an IPv6 one, and so could lead inside a network.
_CARRIERS = tuple(ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


def is_public(number: str) -> bool:
    """Say whether an IP address is one of the public network, so that asking it cannot reach what stands behind a wall."""
    try:
        ip = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in carrier for carrier in _CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast


def unfit(address: str) -> str:
    """Say why an address is not asked at all; '' where it may be."""
    try:
        parts = urlsplit(address)
        _ = parts.port
        # What carries the question reads addresses more strictly: a name of a host that nobody can have, a control character.
        httpx.URL(address)
    except (ValueError, httpx.InvalidURL):
        return "not a web address"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "not a web address"
    return "it holds a name or password" if parts.username is not None or parts.password is not None else ""


@dataclass
class Host:
    """One host in one run: its turn, when it may be asked next, and what its robots.txt says, by origin.

    faults: why a robots.txt could not be asked for. closed: why it is not asked any more in this run, '' where it may be.
    """

    # Held for one question. That of robots.txt is another, so that two hosts which send us to each other cannot both wait for ever.
    lock: threading.Lock = field(default_factory=threading.Lock)
    robots_lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0
    pause: float = PAUSE
    robots: dict[str, "Robots"] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    closed: str = ""


@dataclass(frozen=True)
class Robots:
    """What a robots.txt says. refusal: why nothing may be asked, '' where the rules decide; rules: None where there are none."""

    rules: Protego | None = None
    refusal: str = ""

    def refuses(self, address: str) -> str:
        """Say why an address may not be asked, '' where it may."""
        if self.refusal:
            return self.refusal
        allowed = self.rules is None or self.rules.can_fetch(address, AGENT)
        return "" if allowed else "robots.txt forbids it"

    @property
    def pause(self) -> float:
        """Give the seconds that it wants between two questions, within reason."""
        asked = self.rules.crawl_delay(AGENT) if self.rules else None
        return max(PAUSE, min(float(asked or 0), LONGEST_PAUSE))


class Hosts:
    """Every host of a run. `clock` gives seconds, `sleep` waits for some; a test gives its own."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self.clock, self.sleep = clock, sleep
        self._hosts: dict[str, Host] = {}
        self._lock = threading.Lock()

    def of(self, name: str) -> Host:
        """Give a host by its name."""
        with self._lock:
            return self._hosts.setdefault(name, Host())

    @contextmanager
    def turn(self, name: str) -> Iterator[Host]:
        """Wait until a host may be asked, and let nobody else ask it meanwhile."""
        host = self.of(name)
        with host.lock:
            if (wait := host.next_at - self.clock()) > 0:
                self.sleep(wait)
            try:
                yield host
            finally:
                host.next_at = self.clock() + host.pause
