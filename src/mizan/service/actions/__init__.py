"""Actions: the outbox. Software carries out what people decided, and keeps the answer."""
