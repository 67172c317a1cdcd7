"""Banks: the store of signals, its change log, segments, indexes and readers."""
