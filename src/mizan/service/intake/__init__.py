"""Intake: items and reports come in, are scanned, and open cases."""
