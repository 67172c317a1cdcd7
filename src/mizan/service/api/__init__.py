"""API: the desk over HTTP, for programs."""
