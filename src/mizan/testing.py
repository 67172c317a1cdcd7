"""For tests, also of plug-ins: a receiver of webhooks that misbehaves on command, and a check.

The receiver is a real HTTP server on the loopback address, so that what is tested is what runs.
"""

from __future__ import annotations

import socket
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from threading import Event, Lock, Thread
from typing import Any, Literal, get_args

from mizan.connectors.guard import Guard, Limits
from mizan.connectors.protocol import Connector, Delivery, Kind, Target
from mizan.connectors.webhook import new_secret
from mizan.errors import ConnectorError

Manner = Literal[
    "take",  # 204; the message takes effect
    "fail",  # 500, without effect
    "busy",  # 429 with Retry-After, without effect
    "gone",  # 410, without effect
    "refuse",  # 404, without effect
    "redirect",  # 307 to `location`, without effect
    "garbage",  # bytes that are no HTTP, after the message took effect
    "hang up",  # nothing at all, after the message took effect
    "silent",  # nothing until the receiver stops, after the message took effect
    "drip",  # an endless header, drop by drop, after the message took effect
    "endless",  # 200 and a body without end; the message takes effect
    "huge",  # 200 and a body of 4 MiB; the message takes effect
]
_STATUS: dict[Manner, int] = {"fail": 500, "busy": 429, "gone": 410, "refuse": 404, "redirect": 307}
_UNACKNOWLEDGED: tuple[Manner, ...] = (*_STATUS, "garbage", "hang up", "silent")
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message as it arrived.

    key       its webhook-id
    payload   its body, read; None when its signature is wrong
    verified  whether one of the receiver's secrets had signed it
    headers   by name in small letters
    manner    how it was answered
    """

    key: str
    payload: Mapping[str, Any] | None
    verified: bool
    headers: Mapping[str, str]
    manner: Manner


class Receiver:
    """A receiver of webhooks as a platform would write one; a context manager.

    It verifies signatures, lets no idempotency key take effect twice, and acts on the highest
    `sequence` of an item only. `will` and `always` say how it answers; a wrong signature gets 401
    in any case. `stop` and `start` take it down and bring it back on the same port.

    secrets      signing secrets that it takes; one is made when none is given
    retry_after  what it asks for when busy
    location     where it leads with a redirect
    """

    def __init__(
        self, *secrets: str, retry_after: str = "7", location: str = "http://127.0.0.1:9/"
    ) -> None:
        self.secrets = list(secrets) or [new_secret()]
        self.retry_after = retry_after
        self.location = location
        self.arrivals: list[Arrival] = []
        self.effects: Counter[str] = Counter()  # by key: how often the message took effect
        self.items: dict[str, str] = {}  # by source and external id: the type in force
        self._sequences: dict[str, int] = {}
        self._manners: deque[Manner] = deque()
        self._manner: Manner = "take"
        self._lock = Lock()
        self._port = 0
        self._server: _Server | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> Receiver:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Return the address that it listens at, or did before it stopped."""
        return f"http://127.0.0.1:{self._port}/hook"

    @property
    def target(self) -> Target:
        """Return the target that a connector opens to send here."""
        return Target(url=self.url, secrets=self.secrets)

    def start(self) -> None:
        """Listen: at first on any free port, later on the same one."""
        if self._server is None:
            self._server = _Server(("127.0.0.1", self._port), self)
            self._port = self._server.server_address[1]
            self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Close the port and all that is under way; nothing when it is closed."""
        if self._server is not None and self._thread is not None:
            self._server.stopping.set()
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = self._thread = None

    def will(self, *manners: Manner) -> None:
        """Answer the next messages in these manners, one each."""
        with self._lock:
            self._manners.extend(_known(manner) for manner in manners)

    def always(self, manner: Manner) -> None:
        """Answer in this manner whatever `will` says nothing about."""
        with self._lock:
            self._manner = _known(manner)

    def tries(self, key: str) -> int:
        """Return how often a message with this key arrived."""
        return sum(arrival.key == key for arrival in self.arrivals)

    def receive(self, headers: Mapping[str, str], body: bytes) -> Arrival:
        """Note a message, and let it take effect where it is its time."""
        payload = self._verified(headers, body)
        key = headers.get("webhook-id", "")
        with self._lock:
            manner = self._manners.popleft() if self._manners else self._manner
            arrival = Arrival(
                key=key,
                payload=payload,
                verified=payload is not None,
                headers=headers,
                manner=manner,
            )
            self.arrivals.append(arrival)
            if payload is not None and manner not in _STATUS and not self.effects[key]:
                self._effect(key, payload)
        return arrival

    def _effect(self, key: str, payload: Mapping[str, Any]) -> None:
        self.effects[key] += 1
        item = payload.get("item") or {}
        name = f"{item.get('source')} {item.get('external_id')}"
        if payload.get("sequence", 0) >= self._sequences.get(name, 0):
            self._sequences[name] = payload.get("sequence", 0)
            self.items[name] = payload.get("type", "")

    def _verified(self, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any] | None:
        from standardwebhooks import Webhook, WebhookVerificationError

        for secret in self.secrets:
            try:
                payload: Mapping[str, Any] = Webhook(secret).verify(body, dict(headers))
            except (WebhookVerificationError, ValueError):
                continue
            return payload
        return None


def _known(manner: Manner) -> Manner:
    if manner not in get_args(Manner):
        raise ValueError(f"no manner of answering: {manner}")
    return manner


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for them
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], receiver: Receiver) -> None:
        self.receiver = receiver
        self.stopping = Event()
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: that a sender hangs up is what is tested."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5.0

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_POST(self) -> None:
        """Take a message."""
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        arrival = self.server.receiver.receive(headers, body)
        self.close_connection = True
        if not arrival.verified:
            self._status(401)
        elif arrival.manner in _STATUS:
            self._status(_STATUS[arrival.manner])
        else:
            self._take(arrival.manner)

    def _status(self, status: int) -> None:
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", self.server.receiver.retry_after)
        if status == 307:
            self.send_header("Location", self.server.receiver.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _take(self, manner: Manner) -> None:
        if manner == "take":
            self.send_response(204)
            self.end_headers()
        elif manner == "garbage":
            self.wfile.write(b"\x00\xff\x16\x03 this is no HTTP\r\n\r\n\r\n")
        elif manner == "hang up":
            self.connection.shutdown(socket.SHUT_RDWR)
        elif manner == "silent":
            self.server.stopping.wait()
        elif manner == "huge":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4194304\r\n\r\n" + bytes(2**22))
        else:
            self._drops(manner)

    def _drops(self, manner: Manner) -> None:
        """Send without end, until the receiver stops or the sender has enough (an OSError)."""
        start = b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if manner == "endless" else b"X-Drops: ")
        self.wfile.write(start)
        while not self.server.stopping.wait(0.02):
            self.wfile.write(b"x")


def check_connector(kind: Kind) -> None:
    """Check that a kind of connector that posts over HTTP keeps what Mizan relies on.

    It sends the key and the payload, signed; it returns when the receiver acknowledged and raises
    ConnectorError for all else; it shows no secret, and can be asked again with the same key.
    AssertionError names every promise that it breaks.
    """
    guard = Guard(LOOPBACK, limits=Limits(connect=1.0, read=0.2, total=0.5))
    delivery = Delivery(key="check-1", payload={"type": "item.remove", "id": "check-1"})
    assert kind.name, "a kind has a name"  # noqa: S101
    with Receiver() as receiver:
        connector = kind.open(receiver.target, guard)
        faults = [
            f"{manner}: no ConnectorError"
            for manner in _UNACKNOWLEDGED
            if not _refused(receiver, connector, delivery, manner)
        ]
        if _refused(receiver, connector, delivery, "take"):
            faults.append("take: a ConnectorError")
        shown = repr(connector) + str(connector)
    if receiver.effects != {"check-1": 1}:
        faults.append("the message did not arrive with its key, or its signature is wrong")
    if any(arrival.payload != delivery.payload for arrival in receiver.arrivals):
        faults.append("the payload is another")
    if any(secret.removeprefix("whsec_") in shown for secret in receiver.secrets):
        faults.append("it shows its secret")
    assert not faults, "; ".join(faults)  # noqa: S101


def _refused(receiver: Receiver, connector: Connector, delivery: Delivery, manner: Manner) -> bool:
    receiver.will(manner)
    try:
        connector.perform(delivery)
    except ConnectorError:
        return True
    return False
