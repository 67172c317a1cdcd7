"""Review: the queue, a case, its decision, and what waits for a second person."""
