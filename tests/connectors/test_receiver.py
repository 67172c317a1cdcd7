"""The receiver for tests is what a platform would write; and the page on webhooks is true."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from mizan.config import webhook_allow
from mizan.connectors.backoff import DELAYS
from mizan.connectors.guard import Guard
from mizan.connectors.protocol import Delivery
from mizan.connectors.webhook import Webhook
from mizan.errors import ConnectorError
from mizan.testing import LOOPBACK, Receiver

PAGE = (Path(__file__).parents[2] / "docs/reference/webhooks.md").read_text("utf-8")


def message(key: str, kind: str, sequence: int) -> Delivery:
    item = {"source": "forum", "external_id": "7"}
    return Delivery(key=key, payload={"id": key, "type": kind, "sequence": sequence, "item": item})


def test_a_repeated_key_takes_effect_once_and_is_acknowledged_again() -> None:
    with Receiver() as receiver:
        webhook = Webhook(receiver.url, receiver.secrets, Guard(LOOPBACK))
        for _ in range(3):
            webhook.perform(message("a", "item.remove", 1))

    assert receiver.tries("a") == 3
    assert receiver.effects == {"a": 1}


def test_of_messages_that_overtake_each_other_the_highest_is_in_force() -> None:
    with Receiver() as receiver:
        webhook = Webhook(receiver.url, receiver.secrets, Guard(LOOPBACK))
        webhook.perform(message("b", "item.restore", 2))
        webhook.perform(message("a", "item.remove", 1))

    assert receiver.items == {"forum 7": "item.restore"}


def test_it_comes_back_on_the_same_port_and_can_be_stopped_twice() -> None:
    with Receiver() as receiver:
        before = receiver.url
        receiver.stop()
        receiver.stop()
        receiver.start()

        assert receiver.url == before


def test_a_manner_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no manner"):
        Receiver().always("dance")  # type: ignore[arg-type]


@pytest.mark.parametrize("named", ["", " , ", "10.1.2.0/24, ::1"])
def test_allowed_networks_come_from_the_environment(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIZAN_WEBHOOK_ALLOW", named)

    expected = [ip_network("10.1.2.0/24"), ip_network("::1")] if "1" in named else []

    assert webhook_allow() == expected


@pytest.mark.parametrize("named", ["10.1.2.3/24", "localhost", "10.0.0.0/8;::1"])
def test_what_is_no_network_is_refused(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIZAN_WEBHOOK_ALLOW", named)

    with pytest.raises(ConnectorError) as caught:
        webhook_allow()

    assert caught.value.code == "connector.bad_allow"


def test_the_http_library_is_loaded_when_something_is_sent() -> None:
    code = (
        "import sys, mizan.connectors.webhook, mizan.testing;"
        "print({'httpx2', 'httpcore2', 'standardwebhooks'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


@pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("curl")), reason="needs both")
def test_the_commands_of_the_page_verify_and_send(tmp_path: Path) -> None:
    verify, send, _ = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    with Receiver() as receiver:
        webhook = Webhook(receiver.url, receiver.secrets, Guard(LOOPBACK))
        webhook.perform(message("a", "item.remove", 1))
        headers = receiver.arrivals[0].headers
        payload = json.dumps(receiver.arrivals[0].payload, sort_keys=True, separators=(",", ":"))
        (tmp_path / "body.json").write_text(payload)
        given = {
            "SECRET": receiver.secrets[0],
            "URL": receiver.url,
            "ID": headers["webhook-id"],
            "TIMESTAMP": headers["webhook-timestamp"],
            "SIGNATURE": headers["webhook-signature"],
        }

        done = subprocess.run(
            ["bash", "-c", f"set -e\n{verify}\n{send}"],
            cwd=tmp_path,
            env=os.environ | given | {"no_proxy": "*"},
            capture_output=True,
            text=True,
            check=True,
        )

    made, sent = done.stdout.split()
    assert made == sent
    assert receiver.effects == {"a": 1, "test-1": 1}


def test_the_page_tells_the_waits_as_they_are() -> None:
    told = "5 and 30 seconds, 2 and 10 minutes, 1 and 3 hours, and four times 6 hours"

    assert told in PAGE.replace("\n", " ")
    assert DELAYS == (5, 30, 120, 600, 3600, 10800, 21600, 21600, 21600, 21600)
    assert f"{len(DELAYS) + 1} tries" in PAGE


def test_every_type_of_the_page_stands_there_once() -> None:
    types = set(re.findall(r"`((?:item|account)\.[a-z]+)`", PAGE))

    assert types == {
        "item.remove",
        "item.leave",
        "item.limit",
        "item.label",
        "item.restore",
        "account.close",
    }
