"""Items: what the service gave us to look at."""
