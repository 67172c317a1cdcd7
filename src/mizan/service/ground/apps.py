"""The app `ground`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """`ground`."""

    name = "mizan.service.ground"
    label = "ground"
    default_auto_field = "django.db.models.BigAutoField"
