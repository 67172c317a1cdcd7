"""Signed messages to a receiver."""

from __future__ import annotations

import json
import logging
import traceback
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook as Standard

from mizan.connectors.guard import Guard, Limits, Reply
from mizan.connectors.protocol import Answer, Delivery, Target
from mizan.connectors.webhook import Webhook, canonical, new_secret, retry_after
from mizan.errors import ConnectorError
from mizan.testing import LOOPBACK, Manner, Receiver

GUARD = Guard(LOOPBACK, limits=Limits(connect=1.0, read=0.3, total=0.5))
DELIVERY = Delivery(
    key="a-1",
    payload={
        "type": "item.remove",
        "id": "a-1",
        "sequence": 1,
        "item": {"source": "شبكة", "external_id": "7", "url": None},
    },
)


class Fixed:
    """A guard that has one reply for all."""

    def __init__(self, status: int, **headers: str) -> None:
        self.reply = Reply(status=status, headers=headers, body=b"", whole=True)

    def post(self, *_: object) -> Reply:
        return self.reply


def failure(status: int, **headers: str) -> ConnectorError:
    guard = cast(Guard, Fixed(status, **headers))
    with pytest.raises(ConnectorError) as caught:
        Webhook("https://receiver.test/", [new_secret()], guard).perform(DELIVERY)
    return caught.value


def test_a_message_arrives_whole_signed_and_in_its_canonical_form() -> None:
    with Receiver() as receiver:
        answer = Webhook(receiver.url, receiver.secrets, GUARD).perform(DELIVERY)

    [arrival] = receiver.arrivals
    assert answer == Answer(status=204)
    assert arrival.verified
    assert arrival.payload == DELIVERY.payload
    assert arrival.headers["content-type"] == "application/json"
    assert arrival.key == "a-1"
    assert receiver.items == {"شبكة 7": "item.remove"}
    assert canonical(DELIVERY) == canonical(
        Delivery(key="a-1", payload=json.loads(canonical(DELIVERY)))
    )


def test_while_a_secret_is_replaced_receivers_with_either_take_the_message() -> None:
    old, new = new_secret(), new_secret()
    for known in (old, new):
        with Receiver(known) as receiver:
            Webhook(receiver.url, [new, old], GUARD).perform(DELIVERY)

        assert receiver.effects == {"a-1": 1}


def test_a_signature_by_another_secret_is_not_taken() -> None:
    with Receiver() as receiver, pytest.raises(ConnectorError) as caught:
        Webhook(receiver.url, [new_secret()], GUARD).perform(DELIVERY)

    assert caught.value.code == "connector.refused"
    assert not receiver.arrivals[0].verified
    assert receiver.effects == {}


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_success_acknowledges(status: int) -> None:
    guard = cast(Guard, Fixed(status))

    answer = Webhook("https://receiver.test/", [new_secret()], guard).perform(DELIVERY)

    assert answer.status == status


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        ((408, 409, 425, 429), "connector.busy"),
        ((400, 401, 403, 404, 413, 422), "connector.refused"),
        ((500, 502, 503, 504, 599), "connector.failing"),
        ((410,), "connector.gone"),
    ],
)
def test_only_gone_is_for_good(statuses: tuple[int, ...], code: str) -> None:
    failures = [failure(status) for status in statuses]

    assert {each.code for each in failures} == {code}
    assert {each.permanent for each in failures} == {code == "connector.gone"}


@pytest.mark.parametrize("status", [429, 503, 404])
def test_what_the_receiver_asks_for_is_handed_on(status: int) -> None:
    assert failure(status, **{"retry-after": "17"}).retry_after == 17
    assert failure(status).retry_after is None


def test_a_time_to_come_back_may_be_a_date() -> None:
    assert retry_after("Fri, 31 Dec 2021 23:59:59 GMT") == 0
    assert (retry_after("Fri, 31 Dec 2094 23:59:59 GMT") or 0) > 1e6


@given(st.text(max_size=40))
@settings(deadline=None)
def test_no_text_in_its_place_does_harm(text: str) -> None:
    wait = retry_after(text)

    assert wait is None or wait >= 0


@pytest.mark.parametrize(
    "manner", ["fail", "busy", "garbage", "hang up", "silent", "drip", "redirect", "refuse"]
)
def test_after_any_failure_the_next_try_takes_effect_once(manner: Manner) -> None:
    with Receiver() as receiver:
        receiver.will(manner)
        webhook = Webhook(receiver.url, receiver.secrets, GUARD)

        with pytest.raises(ConnectorError) as caught:
            webhook.perform(DELIVERY)
        webhook.perform(DELIVERY)

    assert not caught.value.permanent
    assert receiver.tries("a-1") == 2
    assert receiver.effects == {"a-1": 1}


@pytest.mark.parametrize("manner", ["huge", "endless"])
def test_a_success_counts_whatever_comes_after_it(manner: Manner) -> None:
    with Receiver() as receiver:
        receiver.will(manner)

        assert Webhook(receiver.url, receiver.secrets, GUARD).perform(DELIVERY).status == 200


def test_a_receiver_that_was_down_gets_it_when_it_is_back() -> None:
    with Receiver() as receiver:
        webhook = Webhook(receiver.url, receiver.secrets, GUARD)
        receiver.stop()
        with pytest.raises(ConnectorError, match="cannot be reached"):
            webhook.perform(DELIVERY)
        receiver.start()

        webhook.perform(DELIVERY)

    assert receiver.effects == {"a-1": 1}


def test_a_secret_shows_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Receiver() as receiver:
        receiver.will("fail")
        webhook = Webhook(receiver.url, receiver.secrets, GUARD)
        with pytest.raises(ConnectorError) as caught:
            webhook.perform(DELIVERY)
        target = receiver.target

    seen = [
        repr(webhook),
        str(webhook),
        repr(target),
        caplog.text,
        *map(repr, vars(webhook).items()),
    ]
    seen.extend(traceback.format_exception(caught.value))
    bare = receiver.secrets[0].removeprefix("whsec_")
    assert [text for text in seen if bare in text] == []


@pytest.mark.parametrize("secrets", [[], [""], ["whsec_"], ["whsec_dGVzdA=="], ["not base64!" * 9]])
def test_a_secret_that_protects_nothing_is_refused_and_not_quoted(secrets: list[str]) -> None:
    with pytest.raises(ConnectorError) as caught:
        Webhook("https://receiver.test/", secrets, GUARD)

    assert caught.value.code == "connector.bad_secret"
    assert "base64!" not in "".join(traceback.format_exception(caught.value)[-1:])


def test_a_new_secret_is_of_32_bytes_and_another_each_time() -> None:
    first, second = new_secret(), new_secret()

    assert first != second
    assert first.startswith("whsec_")
    assert len(Standard(first)._whsecret) == 32


def test_a_target_does_not_show_its_secrets() -> None:
    assert "whsec_" not in repr(Target(url="https://receiver.test/", secrets=[new_secret()]))
