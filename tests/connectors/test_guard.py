"""The guarded way out, over real sockets."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from ipaddress import ip_network

import pytest

from mizan.connectors.guard import Guard, Limits, Reply
from mizan.errors import ConnectorError
from mizan.testing import LOOPBACK, Manner, Receiver

SMALL = Limits(connect=0.5, read=0.3, total=0.6, answer=1000)


def code_of(guard: Guard, url: str) -> str:
    with pytest.raises(ConnectorError) as caught:
        guard.post(url, b"{}", {})
    return caught.value.code


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "169.254.169.254",
        "10.0.0.1",
        "[64:ff9b::7f00:1]",
    ],
)
def test_no_spelling_of_a_closed_address_reaches_it(host: str) -> None:
    with Receiver() as receiver:
        url = receiver.url.replace("127.0.0.1", host)

        assert code_of(Guard(limits=SMALL), url) in {"connector.address", "connector.bad_url"}
        assert receiver.arrivals == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://receiver.test/",
        "file:///etc/passwd",
        "gopher://receiver.test/",
        "//receiver.test/",
        "receiver.test",
        "",
        "http://",
        "http:///hook",
        "http://name:word@receiver.test/",
        "http://name@receiver.test/",
        "http://receiver.test:99999/",
        "http://[::1/",
        "http://a b/",
        "http://receiver.test/\r\nX: y",
    ],
)
def test_addresses_of_another_kind_are_refused_without_quoting_them(url: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        Guard(resolve=nobody).post(url, b"", {})

    assert caught.value.code == "connector.bad_url"
    assert caught.value.permanent
    assert "receiver.test" not in str(caught.value)


def nobody(host: str, port: int) -> Sequence[str]:
    raise AssertionError("nothing is resolved")


def test_what_is_allowed_is_reached_under_its_own_name() -> None:
    with Receiver() as receiver:
        guard = Guard(LOOPBACK, resolve=lambda host, port: ["127.0.0.1"])
        url = receiver.url.replace("127.0.0.1", "receiver.test")

        reply = guard.post(url, b"{}", {})

    assert reply.status == 401
    assert receiver.arrivals[0].headers["host"] == url.split("/")[2]


def test_a_name_is_resolved_once_and_the_connection_goes_where_was_checked() -> None:
    """The resolver turns to the address of another receiver after the first answer."""
    asked: list[str] = []

    def turning(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    with Receiver() as receiver:
        guard = Guard([ip_network("127.0.0.1")], resolve=turning, limits=SMALL)
        url = receiver.url.replace("127.0.0.1", "receiver.test")

        guard.post(url, b"{}", {})
        second = code_of(guard, url)

    assert len(receiver.arrivals) == 1
    assert second == "connector.address"
    assert asked == ["receiver.test", "receiver.test"]


def test_a_name_in_other_letters_is_resolved_as_it_is_sent() -> None:
    asked: list[str] = []

    def note(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return []

    assert code_of(Guard(resolve=note), "http://ميزان.test/") == "connector.no_address"
    assert asked == ["ميزان.test".encode("idna").decode("ascii")]


def test_one_closed_address_among_public_ones_refuses_the_host() -> None:
    guard = Guard(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"], limits=SMALL)

    assert code_of(guard, "http://receiver.test/") == "connector.address"


def test_the_next_address_is_taken_when_the_first_does_not_answer() -> None:
    with Receiver() as receiver:
        guard = Guard(LOOPBACK, resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"])

        guard.post(receiver.url.replace("127.0.0.1", "receiver.test"), b"{}", {})

    assert len(receiver.arrivals) == 1


@pytest.mark.parametrize("error", [socket.gaierror(), UnicodeError(), None])
def test_a_name_without_an_address_has_its_code(error: Exception | None) -> None:
    def none(host: str, port: int) -> Sequence[str]:
        if error:
            raise error
        return []

    assert code_of(Guard(resolve=none), "http://receiver.test/") == "connector.no_address"


def test_a_resolver_that_does_not_answer_holds_nobody_up() -> None:
    guard = Guard(resolve=lambda host, port: time.sleep(0.5) or [], limits=Limits(connect=0.05))

    assert code_of(guard, "http://receiver.test/") == "connector.no_address"


def test_a_redirect_is_not_followed_not_even_to_what_is_allowed() -> None:
    with Receiver() as private, Receiver(location=private.url) as receiver:
        receiver.always("redirect")

        guard = Guard(LOOPBACK)
        headers = signed(receiver)
        with pytest.raises(ConnectorError) as caught:
            guard.post(receiver.url, b"{}", headers)

    assert caught.value.code == "connector.redirected"
    assert not caught.value.permanent
    assert private.arrivals == []


def signed(receiver: Receiver) -> dict[str, str]:
    from standardwebhooks import Webhook

    from mizan.terms.time import now

    moment = now()
    return {
        "webhook-id": "1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(receiver.secrets[0]).sign("1", moment, "{}"),
    }


@pytest.mark.parametrize(
    ("manner", "code"),
    [
        ("silent", "connector.timeout"),
        ("drip", "connector.timeout"),
        ("garbage", "connector.garbled"),
        ("hang up", "connector.garbled"),
    ],
)
def test_what_does_not_answer_ends_within_the_limits(manner: Manner, code: str) -> None:
    with Receiver() as receiver:
        receiver.always(manner)

        with pytest.raises(ConnectorError) as caught:
            Guard(LOOPBACK, limits=SMALL).post(receiver.url, b"{}", signed(receiver))

    assert caught.value.code == code
    assert not caught.value.permanent
    assert receiver.effects == {"1": 1}


@pytest.mark.parametrize("manner", ["endless", "huge"])
def test_of_an_answer_without_end_no_more_than_the_limit_is_read(manner: Manner) -> None:
    with Receiver() as receiver:
        receiver.always(manner)

        limits = Limits(total=0.5, answer=10)
        reply = Guard(LOOPBACK, limits=limits).post(receiver.url, b"{}", signed(receiver))

    assert reply.status == 200
    assert len(reply.body) == 10
    assert not reply.whole


def test_an_endless_answer_ends_by_the_clock_too() -> None:
    with Receiver() as receiver:
        receiver.always("endless")

        reply = Guard(LOOPBACK, limits=SMALL).post(receiver.url, b"{}", signed(receiver))

    assert 0 < len(reply.body) < 1000
    assert not reply.whole


def test_a_closed_port_has_its_code() -> None:
    with Receiver() as receiver:
        pass

    assert code_of(Guard(LOOPBACK), receiver.url) == "connector.unreachable"


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as proxy, Receiver() as receiver:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)

        reply = Guard(LOOPBACK).post(receiver.url, b"{}", signed(receiver))

    assert reply == Reply(status=204, headers=reply.headers, body=b"", whole=True)
    assert proxy.arrivals == []


def test_lines_in_a_header_do_not_go_out() -> None:
    with Receiver() as receiver, pytest.raises(ConnectorError):
        Guard(LOOPBACK).post(receiver.url, b"{}", {"webhook-id": "1\r\nX-Other: 2"})

    assert receiver.arrivals == []
