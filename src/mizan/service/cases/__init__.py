"""Cases: what belongs together, who looks at it, and what was decided."""
