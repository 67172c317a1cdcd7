"""Quality: its figures, blind looks, golden items, appeals, strikes, and the glossary."""
