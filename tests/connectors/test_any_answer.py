"""Whatever bytes come back, the guard ends with a reply or with an error of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mizan.connectors.guard import Guard, Limits, Reply
from mizan.errors import ConnectorError
from mizan.testing import LOOPBACK

GUARD = Guard(LOOPBACK, limits=Limits(connect=1.0, read=0.2, total=0.4, answer=100))
LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 100 Continue",
        b"HTTP/1.1 301 Moved",
        b"HTTP/9.9 200 OK",
        b"HTTP/1.1 99999 OK",
        b"Content-Length: -1",
        b"Content-Length: 5",
        b"Content-Length: 99999999999999999999",
        b"Transfer-Encoding: chunked",
        b"Content-Encoding: gzip",
        b"Location: http://127.0.0.1/",
        b"Retry-After: never",
        b"ffffffffffffffffff",
        b"5",
        b"",
        b"\xff\x00: \x80",
    ]
)


class Parrot:
    """A server that reads once and says what it was told to say."""

    def __init__(self) -> None:
        self.says = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        self._thread = Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.recv(65536)
                connection.sendall(self.says)

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()


@pytest.fixture
def parrot() -> Iterator[Parrot]:
    made = Parrot()
    yield made
    made.close()


@given(says=st.one_of(st.binary(max_size=200), st.lists(LINES, max_size=8).map(b"\r\n".join)))
@example(says=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000)
@example(says=b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_it_ends_with_a_reply_or_an_error(parrot: Parrot, says: bytes) -> None:
    parrot.says = says

    reply, error = answer_of(parrot)

    if error:
        assert error.code.startswith("connector.")
        assert not error.permanent
    if reply:
        assert reply.status >= 200
        assert len(reply.body) <= 100


def answer_of(parrot: Parrot) -> tuple[Reply | None, ConnectorError | None]:
    try:
        return GUARD.post(parrot.url, b"{}", {}), None
    except ConnectorError as error:
        return None, error
