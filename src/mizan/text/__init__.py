"""Text: one comparing form with a map back to the original, scripts, phrases, quotations."""
