"""Schema of `items`, by Django."""
