"""Idempotency keys: what was asked twice takes effect once, and is answered alike."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.db import transaction

from mizan.errors import DeskError
from mizan.service.intake.models import SeenKey
from mizan.terms.time import now, shift

HOURS = 24  # how long a key is remembered
Work = Callable[[], tuple[int, str]]  # gives the status and the answer as it was written


def once(*, actor: str, key: str, asked: bytes, work: Work) -> tuple[int, str]:
    """Do the work in one transaction with its key, or return what it came to the first time.

    asked  what was asked for, to its last byte; DeskError api.key_reused when it was another thing

    Of two requests at once the second waits for the first. Work that fails leaves no key.
    """
    name = sha256(f"{actor}\0{key}".encode("utf-8", "replace")).hexdigest()
    digest = sha256(asked).hexdigest()
    with transaction.atomic():
        given = {"digest": digest, "status": 0, "answer": "", "at": now()}
        row, fresh = SeenKey.objects.get_or_create(key=name, defaults=given)
        if row.digest != digest:
            raise DeskError(
                "this idempotency key came with another request before",
                hint="take a new key for each new request",
                code="api.key_reused",
            )
        if fresh:
            row.status, row.answer = work()
            row.save(update_fields=["status", "answer"])
    return row.status, str(row.answer)


def forget_keys() -> int:
    """Drop keys after their day; return how many."""
    gone, _ = SeenKey.objects.filter(at__lt=shift(now(), hours=-HOURS)).delete()
    return gone
