"""Messages to a receiver over HTTP, signed by Standard Webhooks 1.0 (standardwebhooks.com)."""

from __future__ import annotations

import json
import secrets as random
from base64 import b64decode, b64encode
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from mizan.connectors.guard import Guard, Reply, read_url
from mizan.connectors.protocol import Answer, Connector, Delivery, Target
from mizan.errors import ConnectorError
from mizan.terms.time import now

if TYPE_CHECKING:
    from standardwebhooks import Webhook as Standard

_BUSY = {408, 409, 425, 429}


class Webhook:
    """One receiver: posts deliveries to `url`, signed with each of `secrets`.

    Several secrets stand side by side while one is replaced: a receiver takes any signature that
    it can verify. Nothing of them shows in what is printed or raised.
    """

    def __init__(self, url: str, secrets: Sequence[str], guard: Guard) -> None:
        """Raise ConnectorError connector.bad_url or connector.bad_secret."""
        read_url(url)
        self._url = url
        self._signers = [_signer(secret) for secret in secrets]
        self._guard = guard
        if not self._signers:
            raise _bad_secret()

    def perform(self, delivery: Delivery) -> Answer:
        """Post `delivery`; any status from 200 to 299 acknowledges it."""
        body = canonical(delivery)
        text = body.decode("ascii")
        moment = now()
        reply = self._guard.post(
            self._url,
            body,
            {
                "content-type": "application/json",
                "user-agent": "Mizan",
                "webhook-id": delivery.key,
                "webhook-timestamp": str(int(moment.timestamp())),
                "webhook-signature": " ".join(
                    signer.sign(delivery.key, moment, text) for signer in self._signers
                ),
            },
        )
        return _judged(reply)


class Webhooks:
    """The kind of connector that posts signed messages."""

    name = "webhook"

    def open(self, target: Target, guard: Guard) -> Connector:
        """Return the webhook of `target`."""
        return Webhook(target.url, target.secrets, guard)


def new_secret() -> str:
    """Return a signing secret of 32 random bytes, "whsec_" and base64."""
    return "whsec_" + b64encode(random.token_bytes(32)).decode("ascii")


def canonical(delivery: Delivery) -> bytes:
    """Return the body of a delivery: JSON in ASCII, keys sorted, no spaces; always the same."""
    text = json.dumps(delivery.payload, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("ascii")


def _judged(reply: Reply) -> Answer:
    """Return what `reply` acknowledges; ConnectorError for all else.

    Only 410 is for good: that is how a receiver says that it wants no more. A mistake on the
    other side, such as 401 or 404 in the midst of a deployment, heals; an action lost does not.
    """
    if 200 <= reply.status < 300:
        return Answer(status=reply.status)
    wait = retry_after(reply.headers.get("retry-after", ""))
    said = f"the receiver answered with status {reply.status}"
    if reply.status == 410:
        raise ConnectorError(
            said, hint="it wants no more: remove it", code="connector.gone", permanent=True
        )
    if reply.status in _BUSY:
        raise ConnectorError(
            said, hint="nothing: it is tried again", code="connector.busy", retry_after=wait
        )
    if reply.status >= 500:
        raise ConnectorError(
            said, hint="look into its log", code="connector.failing", retry_after=wait
        )
    raise ConnectorError(
        said,
        hint="check its address, and the secret that it verifies with",
        code="connector.refused",
        retry_after=wait,
    )


def retry_after(header: str) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110 10.2.3); None if unread."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, moment.timestamp() - now().timestamp())
    except (ValueError, OverflowError, OSError):
        return None


def _signer(secret: str) -> Standard:
    """Return what signs with `secret`; ConnectorError connector.bad_secret."""
    from standardwebhooks import Webhook as Standard

    try:
        if len(b64decode(secret.removeprefix("whsec_"), validate=True)) >= 24:
            return Standard(secret)
    except ValueError:
        pass
    raise _bad_secret()


def _bad_secret() -> ConnectorError:
    return ConnectorError(
        "a webhook needs a signing secret of 24 bytes or more, in base64",
        hint="let Mizan make one",
        code="connector.bad_secret",
        permanent=True,
    )
