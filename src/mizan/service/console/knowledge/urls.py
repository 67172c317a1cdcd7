"""Addresses of `knowledge`. A bank's name begins with a letter or digit, so "-" is never one."""

from __future__ import annotations

from django.urls import path

from mizan.service.console.knowledge import banks, entry, overview, policy_page, tester

urlpatterns = [
    path("tester", tester.tester, name="tester"),
    path("banks", banks.banks, name="banks"),
    path("banks/<str:name>", banks.bank, name="bank"),
    path("banks/<str:name>/<int:number>", entry.entry, name="entry"),
    path("banks/-/new", banks.banks, name="bank-new"),
    path("banks/-/add", banks.banks, name="entry-add-anywhere"),
    path("banks/<str:name>/add", banks.bank, name="entry-add"),
    path("banks/<str:name>/set", banks.bank, name="bank-set"),
    path("banks/<str:name>/<int:number>/deed", entry.entry, name="entry-deed"),
    path("overview", overview.overview, name="overview"),
    path("policy", policy_page.policy, name="policy"),
]
