"""Settings of the operator that change while the service runs."""

from __future__ import annotations

from django.db import models


class Setting(models.Model):
    """One setting that differs from its default. Read by `mizan.service.ground.profile`."""

    name = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
