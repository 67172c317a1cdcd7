"""The app `console`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig
from django.urls import register_converter
from django.urls.converters import IntConverter


class Key(IntConverter):
    """A number in an address that a database can hold; a longer one is an address of nothing."""

    regex = "[0-9]{1,18}"


class ConsoleConfig(AppConfig):
    """`console`."""

    name = "mizan.service.console"
    label = "console"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make `<key:...>` known, before the addresses are read."""
        register_converter(Key, "key")
