"""The app `jobs`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """`jobs`."""

    name = "mizan.service.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
