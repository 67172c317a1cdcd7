"""The app `actions`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """`actions`."""

    name = "mizan.service.actions"
    label = "actions"
    default_auto_field = "django.db.models.BigAutoField"
