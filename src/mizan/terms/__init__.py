"""The vocabulary: one frozen dataclass for each noun of the line, and nothing that acts.

Everything in Mizan speaks in these terms. They hold data only, import the standard library only,
and every field says its unit and range.
"""
