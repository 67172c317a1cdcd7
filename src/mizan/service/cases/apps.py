"""The app `cases`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """`cases`."""

    name = "mizan.service.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
