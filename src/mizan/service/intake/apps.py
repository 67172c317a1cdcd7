"""The app `intake`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """`intake`."""

    name = "mizan.service.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
