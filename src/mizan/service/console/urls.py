"""Addresses of the console."""

from __future__ import annotations

from django.urls import path

from mizan.service.console import cases

urlpatterns = [
    path("", cases.queue, name="queue"),
]
