"""Addresses of the API, version 1."""

from __future__ import annotations

from django.urls import path

from mizan.service.api.app import api
from mizan.service.api.check import check

urlpatterns = [
    path("check", check, name="check"),  # plain, because speed counts there
    path("", api.urls),
]
