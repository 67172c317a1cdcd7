"""Console: the desk in a browser, for people."""
