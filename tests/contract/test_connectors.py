"""Every connector, built in or not, keeps the same promises."""

from __future__ import annotations

import pytest

from mizan.connectors import GROUP
from mizan.connectors.guard import Guard
from mizan.connectors.protocol import Answer, Connector, Delivery, Kind, Target
from mizan.connectors.webhook import Webhook, new_secret
from mizan.plugins import load
from mizan.testing import check_connector

KINDS = load("mizan.connectors", GROUP)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_it_keeps_the_contract(kind: Kind) -> None:
    check_connector(kind)


def test_one_that_acknowledges_everything_is_found_out() -> None:
    class Yes:
        name = "yes"

        def open(self, target: Target, guard: Guard) -> Connector:
            return self

        def perform(self, delivery: Delivery) -> Answer:
            return Answer(status=200)

    with pytest.raises(AssertionError, match="fail: no ConnectorError"):
        check_connector(Yes())


def test_one_that_signs_with_another_secret_is_found_out() -> None:
    class Forger:
        name = "forger"

        def open(self, target: Target, guard: Guard) -> Connector:
            return Webhook(target.url, [new_secret()], guard)

    with pytest.raises(AssertionError, match=r"take: a ConnectorError; .* signature is wrong"):
        check_connector(Forger())
