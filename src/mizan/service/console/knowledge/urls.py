"""Addresses of `knowledge`. A bank's name begins with a letter or digit, so "-" is never one."""

from __future__ import annotations

from django.urls import path

from mizan.service.console.knowledge import (
    adding,
    banks,
    entry,
    holds,
    overview,
    policy_page,
    rule_deeds,
    rules,
    tester,
)

urlpatterns = [
    path("tester", tester.tester, name="tester"),
    path("banks", banks.banks, name="banks"),
    path("banks/-/new", banks.new, name="bank-new"),
    path("banks/-/add", adding.add, name="entry-add-anywhere"),
    path("banks/<str:name>", banks.bank, name="bank"),
    path("banks/<str:name>/add", adding.add, name="entry-add"),
    path("banks/<str:name>/set", banks.change, name="bank-set"),
    path("banks/<str:name>/<key:number>", entry.entry, name="entry"),
    path("banks/<str:name>/<key:number>/deed", entry.deed, name="entry-deed"),
    path("rules", rules.rules, name="rules"),
    path("rules/-/edit", rules.edit, name="rules-edit"),
    path("rules/-/faults", rules.faults, name="rules-faults"),
    path("rules/<key:number>", rules.version, name="rules-version"),
    path("rules/<key:number>/try", rule_deeds.attempt, name="rules-try"),
    path("rules/<key:number>/deed", rule_deeds.deed, name="rules-deed"),
    path("holds/<key:number>/lift", holds.lift, name="hold-lift"),
    path("waiting", holds.waiting, name="waiting"),
    path("waiting/<key:number>", holds.answer, name="waiting-answer"),
    path("overview", overview.overview, name="overview"),
    path("policy", policy_page.policy, name="policy"),
]
