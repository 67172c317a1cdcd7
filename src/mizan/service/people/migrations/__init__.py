"""Schema of `people`, by Django."""
