"""One question to the network and its reply: sent to a computer that may be asked, read to a limit, with a name for each fault."""

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx

from pilotbook.links import answers
from pilotbook.links.hosts import LookupFailed, NoSuchHost, Resolve, is_public

# Seconds: to connect and between two pieces of an answer, and for one answer in all.
SILENCE, PATIENCE = 20.0, 60.0
REDIRECTS = (301, 302, 303, 307, 308)


class Fault(Exception):
    """An address could not be asked; `why` in a word or two, `is_passing` where another try may help."""

    def __init__(self, why: str, *, is_passing: bool = False, kind: str = answers.FAILED) -> None:
        super().__init__(why)
        self.why, self.is_passing, self.kind = why, is_passing, kind


@dataclass(frozen=True)
class Reply:
    """One reply of a host: its status, its headers, and its body as text, to a limit ('' where it is no text)."""

    status: int
    headers: Mapping[str, str]
    text: str = ""
    is_text: bool = False


class Network:
    """Carries questions; safe to share between threads.

    identity: the User-Agent. clock: gives seconds. resolve: gives the IP addresses of a host. send: what carries questions in
    place of a connection, for tests. is_anywhere_allowed: ask private hosts too, for tests.
    """

    def __init__(
        self,
        identity: str,
        clock: Callable[[], float],
        resolve: Resolve,
        is_anywhere_allowed: bool,
        send: httpx.BaseTransport | None,
    ) -> None:
        self._clock, self._resolve, self._is_anywhere_allowed = clock, resolve, is_anywhere_allowed
        # A connection belongs to one name: two names on one computer must not share one, so none is kept.
        limits = httpx.Limits(max_keepalive_connections=0)
        transport = send or httpx.HTTPTransport(http1=True, http2=False, limits=limits, trust_env=False)
        self._client = httpx.Client(
            transport=transport,
            timeout=SILENCE,
            follow_redirects=False,
            trust_env=False,
            # No site learns more of us at its second page than at its first.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"User-Agent": identity, "Accept": "text/html,*/*;q=0.8", "Accept-Language": "en-GB,en;q=0.8"},
        )

    def close(self) -> None:
        """Let go of the network."""
        self._client.close()

    def get(self, address: str, limit: int) -> Reply:
        """Give the reply to one address, its text to `limit` bytes. Raises Fault."""
        request = self._request(address, self._computer(urlsplit(address).hostname or ""))
        with _faults():
            return self._read(request, limit)

    def _computer(self, host: str) -> str:
        """Give the IP address to ask. Raises Fault where the host has none, or one that is not public."""
        try:
            found = self._resolve(host)
        except NoSuchHost:
            raise Fault("no such host") from None
        except LookupFailed:
            raise Fault("name not looked up", is_passing=True) from None
        if not found or not (self._is_anywhere_allowed or all(map(is_public, found))):
            raise Fault("a host that is not public", kind=answers.FORBIDDEN)
        # IPv4 first: many machines that check links have no other.
        return sorted(found, key=lambda number: ":" in number)[0]

    def _request(self, address: str, computer: str) -> httpx.Request:
        """Give a request that goes to `computer` and names the host, so that no second look-up can lead elsewhere."""
        whole = httpx.URL(address)
        headers = {"Host": whole.netloc.decode("ascii")}
        return self._client.build_request(
            "GET", whole.copy_with(host=computer), headers=headers, extensions={"sni_hostname": whole.raw_host.decode()}
        )

    def _read(self, request: httpx.Request, limit: int) -> Reply:
        began, held = self._clock(), bytearray()
        response = self._client.send(request, stream=True)
        try:
            kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
            is_text = kind.startswith("text/") or kind == "application/xhtml+xml"
            for piece in response.iter_bytes() if is_text and response.status_code not in REDIRECTS else ():
                held += piece[: limit - len(held)]
                if self._clock() - began > PATIENCE:
                    raise Fault("no answer in time", is_passing=True)
                if len(held) >= limit:
                    break
            text = _text(bytes(held), response.charset_encoding or "utf-8")
        finally:
            response.close()
        return Reply(response.status_code, response.headers, text, is_text)


def _text(body: bytes, encoding: str) -> str:
    """Give a page as text, whatever encoding its host names: Python knows some that read no page, and some that make half letters."""
    try:
        text = body.decode(encoding, errors="replace")
    except (LookupError, ValueError):
        text = body.decode("utf-8", errors="replace")
    return text.encode("utf-8", errors="replace").decode("utf-8")


@contextmanager
def _faults() -> Iterator[None]:
    """Turn what a connection can fail with into a Fault with a name."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise Fault("no answer in time", is_passing=True) from error
    except httpx.TransportError as error:
        # The library looks where a redirect leads, though it is not asked to follow it.
        if isinstance(error.__context__, httpx.InvalidURL):
            raise Fault("a redirect to nowhere") from error
        raise (Fault("TLS fault") if _is_tls(error) else Fault("connection failed", is_passing=True)) from error
    except (httpx.InvalidURL, httpx.HTTPError, ValueError) as error:
        raise Fault("an answer that cannot be read") from error


def _is_tls(error: BaseException) -> bool:
    """Say whether a fault came from the certificate or the encryption of a connection."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
