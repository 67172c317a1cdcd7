"""Detectors: they name and explain; they know no threshold, no action and no law."""
