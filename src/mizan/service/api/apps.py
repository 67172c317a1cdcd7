"""The app `api`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """`api`."""

    name = "mizan.service.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
