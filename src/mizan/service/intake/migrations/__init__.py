"""Schema of `intake`, by Django."""
