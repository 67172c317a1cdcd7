"""What intake remembers of requests."""

from __future__ import annotations

from django.db import models


class SeenKey(models.Model):
    """An idempotency key and the answer it was given, kept for a day."""

    key = models.CharField(max_length=64, primary_key=True)  # SHA-256 of token and key
    digest = models.CharField(max_length=64)  # of the request's body
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        """Dropped by age."""

        indexes = [models.Index(fields=["at"], name="seen_at")]
