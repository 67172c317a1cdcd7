"""Run: the process tree of `mizan up`, and the archive of a backup."""
