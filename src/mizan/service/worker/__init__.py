"""Worker: takes jobs, calls the app that does each, and keeps the schedule."""
