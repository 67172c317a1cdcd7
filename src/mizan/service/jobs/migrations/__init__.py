"""Schema of `jobs`, by Django."""
