"""Connections to addresses that were checked, and to no others, that end at a deadline.

The one module besides `guard` that knows the HTTP library: its core, which follows no redirects,
knows no proxies of the environment, keeps no cookies and unpacks nothing.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Sequence
from typing import Any

from httpcore2 import ConnectError, ConnectTimeout, NetworkBackend, NetworkStream, ReadTimeout
from httpcore2 import SyncBackend as _Sockets

from mizan.terms.time import ticks


class Deadline:
    """A moment on the clock of `ticks`."""

    def __init__(self, seconds: float) -> None:
        self._end = ticks() + seconds

    def left(self, most: float | None = None) -> float:
        """Return the seconds that remain, at most `most`; ReadTimeout when none do."""
        left = self._end - ticks()
        if left <= 0:
            raise ReadTimeout
        return left if most is None else min(left, most)


class Pinned(NetworkBackend):
    """Connects to the first of `addresses` that answers, whatever host it is asked for.

    Host header and the name in TLS stay those of the URL: they come from above this floor.
    """

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        """Return a stream to a checked address on `port`; the last failure when none answers."""
        failure: ConnectError | ConnectTimeout | None = None
        for address in self._addresses:
            try:
                stream = _Sockets().connect_tcp(
                    address,
                    port,
                    self._deadline.left(timeout),
                    local_address,
                    socket_options,
                )
            except (ConnectError, ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(stream, self._deadline)
        raise failure or ConnectError


class _Timed(NetworkStream):
    """A stream whose every wait ends at the deadline, so that drops of bytes do not prolong it."""

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes, none when the other side closed."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        """Return the stream under TLS, for the name of the URL."""
        left = self._deadline.left(timeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what the stream below knows of itself."""
        return self._stream.get_extra_info(info)


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of `host` as the machine resolves it; OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))
