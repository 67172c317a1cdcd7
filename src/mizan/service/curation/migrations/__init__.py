"""Schema of `curation`, by Django."""
