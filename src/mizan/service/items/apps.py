"""The app `items`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ItemsConfig(AppConfig):
    """`items`."""

    name = "mizan.service.items"
    label = "items"
    default_auto_field = "django.db.models.BigAutoField"
