"""Schema of `cases`, by Django."""
