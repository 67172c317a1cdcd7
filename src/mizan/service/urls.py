"""Every address of the service."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("mizan.service.api.urls")),
    path("", include("mizan.service.console.urls")),
]
handler400 = "mizan.service.border.refused"
handler404 = "mizan.service.border.not_found"
handler500 = "mizan.service.border.broken"
