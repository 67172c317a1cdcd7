"""Evaluate: says how often Mizan is right, on cases and sets that nothing was tuned on."""
