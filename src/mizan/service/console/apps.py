"""The app `console`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """`console`."""

    name = "mizan.service.console"
    label = "console"
    default_auto_field = "django.db.models.BigAutoField"
