"""Quality: blind re-review, golden items, agreement, and how often decisions are overturned."""
