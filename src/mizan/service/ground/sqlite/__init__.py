"""SQLite as the service uses it: writers take turns."""
