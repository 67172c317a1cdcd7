"""Casework: how people work on cases, as pure rules. No I/O; the time comes in as an argument."""
