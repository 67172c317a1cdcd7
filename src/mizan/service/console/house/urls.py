"""Addresses of signing in, of one's own account, and of running the house."""

from __future__ import annotations

from django.urls import URLPattern, path

from mizan.service.console.house import (
    account,
    comfort,
    operation,
    people,
    programs,
    records,
    signing,
    sso,
    welcome,
)

urlpatterns: list[URLPattern] = [
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-in/code", signing.sign_in_code, name="sign-in-code"),
    path("sign-in/provider", sso.begin, name="provider"),
    path("sign-in/provider/back", sso.back, name="provider-back"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("language", signing.language, name="language"),
    path("welcome", welcome.set_password, name="welcome"),
    path("welcome/<str:secret>", welcome.welcome, name="welcome-link"),
    path("account", account.account, name="account"),
    path("account/password", account.password, name="password"),
    path("account/second-factor", account.set_up, name="factor"),
    path("account/second-factor/drop", account.drop, name="factor-drop"),
    path("account/recovery", account.recovery, name="recovery"),
    path("comfort", comfort.comfort, name="comfort"),
    path("end-shift", comfort.end_shift, name="end-shift"),
    path("people", people.people, name="people"),
    path("people/<key:number>", people.one, name="person"),
    path("people/<key:number>/role", people.role, name="person-role"),
    path("people/<key:number>/close", people.close, name="person-close"),
    path("people/<key:number>/link", people.link, name="person-link"),
    path("people/<key:number>/factor", people.factor, name="person-factor"),
    path("team", people.team, name="team"),
    path("tokens", programs.tokens, name="tokens"),
    path("tokens/<key:number>/revoke", programs.revoke, name="token-revoke"),
    path("webhooks", programs.webhooks, name="webhooks"),
    path("webhooks/<key:number>", programs.webhook, name="webhook"),
    path("webhooks/<key:number>/secret", programs.new_secret, name="webhook-secret"),
    path("webhooks/<key:number>/switch", programs.switch, name="webhook-switch"),
    path("webhooks/<key:number>/test", programs.test, name="webhook-test"),
    path("dead-letters", programs.dead_letters, name="dead-letters"),
    path("dead-letters/<key:number>", programs.dead_letter, name="dead-letter"),
    path("ledger", records.ledger, name="ledger"),
    path("ledger/prove", records.prove, name="ledger-prove"),
    path("readings", records.readings, name="readings"),
    path("settings", operation.settings, name="settings"),
    path("health", operation.health, name="health"),
    path("health/jobs", operation.revive, name="jobs-revive"),
]
