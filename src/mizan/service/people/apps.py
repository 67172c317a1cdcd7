"""The app `people`, for Django's registry."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """`people`."""

    name = "mizan.service.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
