"""Addresses of signing in, of one's own account, and of running the house."""

from __future__ import annotations

from django.urls import URLPattern, path

from mizan.service.console.house import signing, welcome

urlpatterns: list[URLPattern] = [
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("language", signing.language, name="language"),
    path("welcome", welcome.set_password, name="welcome"),
    path("welcome/<str:secret>", welcome.welcome, name="welcome-link"),
]
