"""Addresses of quality, and of the deeds that the case page offers beside it."""

from __future__ import annotations

from django.urls import path

from mizan.service.console.quality import blind, deeds, page

urlpatterns = [
    path("quality", page.quality, name="quality"),
    path("quality/next", blind.take, name="blind-next"),
    path("quality/blind/<key:number>", blind.blind, name="blind"),
    path("quality/golden/<key:number>/retire", deeds.retire, name="golden-retire"),
    path("decisions/<key:number>/golden", deeds.golden, name="golden"),
    path("cases/<key:number>/answer", deeds.answer_appeal, name="appeal-answer"),
    path("strikes/<key:number>/lift", deeds.lift, name="strike-lift"),
]
