"""The app `worker`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """`worker`."""

    name = "mizan.service.worker"
    label = "worker"
    default_auto_field = "django.db.models.BigAutoField"
