"""Schema of `actions`, by Django."""
