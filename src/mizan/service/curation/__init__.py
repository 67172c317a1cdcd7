"""Curation: banks, entries and rules as the desk changes them, with their safeguards."""
