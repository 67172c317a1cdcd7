"""Gather: what is judged together, and what is judged by itself."""

from __future__ import annotations

from collections.abc import Iterable

from mizan.terms.label import LABELS


def is_judged_alone(findings: Iterable[tuple[str, float]]) -> bool:
    """Tell whether something in a content speaks for it, so that no campaign carries it along.

    A report that quotes a statement shares its banked entry with the reposts of that statement. One
    decision over all of them would take the report down with them.

    findings  label and weight of each; a context that was left out of account weighs nothing
    """
    return any(
        weight < 0 and label in LABELS and LABELS[label].kind == "context"
        for label, weight in findings
    )
