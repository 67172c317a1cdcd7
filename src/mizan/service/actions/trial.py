"""Trying a webhook: a message that is signed as all others, and asks for nothing."""

from __future__ import annotations

import secrets as random

from mizan.config import webhook_allow
from mizan.connectors.guard import Guard
from mizan.connectors.protocol import Delivery as Outgoing
from mizan.connectors.webhook import Webhook
from mizan.errors import ConnectorError
from mizan.service.actions import queries
from mizan.service.actions.models import Endpoint
from mizan.service.ground.recording import recorded
from mizan.terms.time import now

KIND = "test"  # of the message; receivers answer it and do nothing


def send_test(*, endpoint: Endpoint, actor: str) -> int:
    """Send a test message and return the HTTP status of its answer. ConnectorError.

    No transaction is open while the receiver is asked; the ledger says how it went.
    """
    key = f"test-{random.token_hex(8)}"
    message = Outgoing(
        key=key,
        payload={"type": KIND, "id": key, "at": now().isoformat(timespec="seconds")},
    )
    said = "answered"
    try:
        webhook = Webhook(
            url=endpoint.url, secrets=queries.secrets(endpoint), guard=Guard(webhook_allow())
        )
        return webhook.perform(message).status
    except ConnectorError as error:
        said = error.code
        raise
    finally:
        with recorded(
            actor=actor, act="webhook.test", why=said, subject=f"webhook/{endpoint.name}"
        ):
            pass
