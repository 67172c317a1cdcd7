"""Classify: a linear model over hashed letters and words; weights are data, never code."""
