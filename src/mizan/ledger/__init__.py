"""Ledger: the hash chain over every change of banks and policy."""
