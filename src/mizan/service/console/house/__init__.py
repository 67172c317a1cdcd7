"""House: signing in, people, programs, settings, ledger, health, comfort."""
