"""The app `reports`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """`reports`."""

    name = "mizan.service.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
