"""Connectors: one file for each way to act elsewhere. A new one is a new file and a line here."""

BUILT_IN = ("mizan.connectors.webhook:Webhooks",)
GROUP = "mizan.connectors"  # entry points of third parties
