"""What a connector is: one verb, no base class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mizan.connectors.guard import Guard


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one receiver.

    key      idempotency key: the same at every try; ASCII without spaces, dots or controls
    payload  what is sent, as JSON
    """

    key: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A receiver's word that the message took effect, or had taken effect before.

    status  of HTTP, 200 to 299
    """

    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a connector acts, as the operator set it.

    url      http or https
    secrets  signing secrets, the newest first; never shown
    """

    url: str
    secrets: Sequence[str] = field(repr=False)


class Connector(Protocol):
    """Performs deliveries at one target. Thread-safe; it keeps nothing between two deliveries."""

    def perform(self, delivery: Delivery) -> Answer:
        """Carry `delivery` out once; ConnectorError says whether trying again makes sense."""


class Kind(Protocol):
    """A way to act elsewhere, by name; it opens a connector for each target."""

    name: str

    def open(self, target: Target, guard: Guard) -> Connector:
        """Return the connector of `target`; all that it sends goes through `guard`."""
