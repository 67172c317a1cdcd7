"""The app `quality`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """`quality`."""

    name = "mizan.service.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"
