"""Schema of `ground`, by Django."""
