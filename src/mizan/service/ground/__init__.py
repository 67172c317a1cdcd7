"""Ground: what every app stands on: recorded changes, settings, keys, the engine."""
