"""Addresses of the queue and of cases."""

from __future__ import annotations

from django.urls import path

from mizan.service.console.review import queue

urlpatterns = [
    path("", queue.queue, name="queue"),
]
