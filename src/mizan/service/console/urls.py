"""Addresses of the console. Each group of pages has a module with its own list."""

from __future__ import annotations

from django.urls import path

from mizan.service.console import cases

urlpatterns = [
    path("", cases.queue, name="queue"),
]
