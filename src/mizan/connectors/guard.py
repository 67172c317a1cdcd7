"""The one guarded way out of Mizan over HTTP: it reaches only what the operator may have meant.

A host's name is resolved once, every address of it is checked, and the connection goes to those
addresses, so that a name that points elsewhere a moment later changes nothing. No redirect is
followed, no proxy of the environment is used, no cookie kept, no packed answer unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from mizan.connectors.addresses import Network, refusal
from mizan.errors import ConnectorError

if TYPE_CHECKING:
    import ssl

    import httpcore2
    import httpx2

    from mizan.connectors.pinned import Deadline

CONNECT_SECONDS = 5.0  # seconds to resolve a name, and again to connect
READ_SECONDS = 10.0  # seconds between two pieces of an answer
TOTAL_SECONDS = 20.0  # seconds for one request, from the first byte to the last
ANSWER_BYTES = 65536  # bytes of an answer that are read

Resolver = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much, in seconds and bytes."""

    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    total: float = TOTAL_SECONDS
    answer: int = ANSWER_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a host answered.

    status   of HTTP
    headers  by name in small letters; of several of one name the last
    body     as sent, not unpacked; at most `Limits.answer` bytes
    whole    whether `body` is all of it: not cut at a limit, nor by the host
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool


class Guard:
    """Sends requests within limits to checked addresses. Thread-safe; holds no connection.

    allow    networks that may be reached though they are not of the public Internet
    resolve  name and port to addresses; OSError when there are none
    tls      a context to check certificates with; otherwise the machine's or the library's
    """

    def __init__(
        self,
        allow: Sequence[Network] = (),
        *,
        limits: Limits | None = None,
        resolve: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._allow = tuple(allow)
        self._limits = limits or Limits()
        self._resolve = resolve
        self._tls = tls

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Return the reply to `body`; ConnectorError when there is none.

        A redirect is an error. A reply whose status came but whose body did not end within the
        limits is a reply, with what there is of its body.
        """
        from mizan.connectors.pinned import Deadline

        place = read_url(url)
        host = place.raw_host.decode("ascii")  # as it goes into TLS and the Host header
        with _translated(host):
            deadline = Deadline(self._limits.total)
            addresses = self._addresses(host, place.port or _PORTS[place.scheme], deadline)
            return self._exchange(place, addresses, deadline, body=body, headers=headers)

    def _addresses(self, host: str, port: int, deadline: Deadline) -> list[str]:
        """Return the addresses of `host`; ConnectorError when one of them is refused."""
        found = self._looked_up(host, port, deadline.left(self._limits.connect))
        if not found:
            raise ConnectorError(
                f"the host {host} has no address",
                hint="check the name, and the name server of this machine",
                code="connector.no_address",
            )
        for address in found:
            if family := refusal(address, self._allow):
                raise ConnectorError(
                    f"the host {host} has an address that is {family}",
                    hint="name the network in MIZAN_WEBHOOK_ALLOW if it is meant",
                    code="connector.address",
                )
        return found

    def _looked_up(self, host: str, port: int, seconds: float) -> list[str]:
        """Return what the resolver says within `seconds`; it has no time limit of its own."""
        from mizan.connectors.pinned import look_up

        found: list[str] = []

        def ask() -> None:
            try:
                found.extend((self._resolve or look_up)(host, port))
            except (OSError, UnicodeError):
                found.clear()

        asking = Thread(target=ask, name="mizan-resolve", daemon=True)
        asking.start()
        asking.join(seconds)
        return [] if asking.is_alive() else list(found)

    def _exchange(
        self,
        place: httpx2.URL,
        addresses: Sequence[str],
        deadline: Deadline,
        *,
        body: bytes,
        headers: Mapping[str, str],
    ) -> Reply:
        import httpcore2
        import httpx2

        from mizan.connectors.pinned import Pinned

        limits = self._limits
        waits = {"connect": limits.connect, "read": limits.read, "write": limits.read}
        sent = {"host": place.netloc.decode("ascii"), "content-length": str(len(body)), **headers}
        if self._tls is None and place.scheme == "https":
            self._tls = httpx2.create_ssl_context(trust_env=False)
        with (
            httpcore2.ConnectionPool(
                ssl_context=self._tls, network_backend=Pinned(addresses, deadline)
            ) as pool,
            pool.stream(
                "POST",
                httpcore2.URL(
                    scheme=place.raw_scheme,
                    host=place.raw_host,
                    port=place.port,
                    target=place.raw_path,
                ),
                headers=list(sent.items()),
                content=body,
                extensions={"timeout": waits},
            ) as answer,
        ):
            return _reply(answer, limits.answer)


_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(rb"[a-z0-9_.-]+|[0-9a-f:.]+", re.IGNORECASE)  # a name in ASCII, or an address


def read_url(url: str) -> httpx2.URL:
    """Return `url`, taken apart; ConnectorError connector.bad_url, which does not quote it."""
    import httpx2

    try:
        place = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        raise _bad("cannot be read") from None
    if place.scheme not in _PORTS:
        raise _bad("begins neither with https:// nor with http://")
    if not _HOST.fullmatch(place.raw_host):
        raise _bad("names no host")
    if not 0 < (place.port or 1) < 65536:
        raise _bad("names no port")
    if place.userinfo:
        raise _bad("holds a user name or password")
    return place


def _bad(why: str) -> ConnectorError:
    return ConnectorError(
        f"the address of the receiver {why}",
        hint="write https://HOST/PATH; what is secret belongs into the signing secret",
        code="connector.bad_url",
        permanent=True,
    )


def _reply(answer: httpcore2.Response, most: int) -> Reply:
    import httpcore2

    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers
    }
    if 300 <= answer.status < 400:
        raise ConnectorError(
            f"the receiver answered with a redirect, status {answer.status}",
            hint="set the address that it leads to, if it is right",
            code="connector.redirected",
        )
    body = bytearray()
    whole = True
    try:
        for piece in answer.iter_stream():
            body += piece
            if len(body) > most:
                whole = False
                break
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError):
        whole = False
    return Reply(status=answer.status, headers=headers, body=bytes(body[:most]), whole=whole)


@contextmanager
def _translated(host: str) -> Iterator[None]:
    """Turn the HTTP library's errors into Mizan's; they are not chained: they quote addresses."""
    import ssl

    import httpcore2

    try:
        yield
    except httpcore2.TimeoutException:
        raise ConnectorError(
            f"the host {host} did not answer in time",
            hint="nothing: it is tried again",
            code="connector.timeout",
        ) from None
    except httpcore2.ProtocolError:
        raise ConnectorError(
            f"the host {host} did not answer in HTTP, or hung up",
            hint="check that the address is that of the receiver",
            code="connector.garbled",
        ) from None
    except httpcore2.NetworkError as error:
        if any(isinstance(arg, ssl.SSLError) for arg in error.args):
            raise ConnectorError(
                f"no safe connection to the host {host} could be made",
                hint="check its certificate",
                code="connector.tls",
            ) from None
        raise ConnectorError(
            f"the host {host} cannot be reached",
            hint="check that the receiver runs",
            code="connector.unreachable",
        ) from None
