"""The desk: the only place where Django lives. See docs/why/why-the-desk-is-built-so.md."""
