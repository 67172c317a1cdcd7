"""The app `curation`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class CurationConfig(AppConfig):
    """`curation`."""

    name = "mizan.service.curation"
    label = "curation"
    default_auto_field = "django.db.models.BigAutoField"
