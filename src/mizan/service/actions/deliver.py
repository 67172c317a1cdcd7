"""Deliver: one action to one endpoint, over the guarded client."""

from __future__ import annotations

import secrets as random
from functools import cache

from mizan.config import webhook_allow
from mizan.connectors.backoff import next_try
from mizan.connectors.guard import Guard
from mizan.connectors.protocol import Delivery as Outgoing
from mizan.connectors.webhook import Webhook
from mizan.errors import ConnectorError
from mizan.service.actions import changes, queries
from mizan.service.jobs.changes import enqueue
from mizan.terms.time import now, shift

IN_ORDER = 2  # seconds before an action looks again whether the one before it has arrived


def deliver(*, delivery: int) -> None:
    """Make one delivery. No transaction is open while the receiver is asked.

    It may be made twice, when a worker dies between the answer and the note of it; the key says
    that it is the same.
    """
    found = queries.delivery(delivery)
    if found is None:
        return
    if queries.is_blocked(found):
        enqueue("deliver", at=shift(now(), seconds=IN_ORDER), delivery=delivery)
        return
    endpoint = found.endpoint
    try:
        webhook = Webhook(url=endpoint.url, secrets=queries.secrets(endpoint), guard=_guard())
        answer = webhook.perform(
            Outgoing(key=found.action.key, payload=queries.payload(found.action))
        )
    except ConnectorError as error:
        jitter = random.SystemRandom().random()
        pause = next_try(found.attempts + 1, retry_after=error.retry_after, jitter=jitter)
        again = None if error.permanent or pause is None else shift(now(), seconds=pause)
        changes.failed(delivery=found, status=None, fault=error.code, again_at=again)
    else:
        changes.acknowledged(delivery=found, status=answer.status)


@cache
def _guard() -> Guard:
    return Guard(webhook_allow())
