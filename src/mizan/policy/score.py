"""The score: weights by label, scaled by strength, summed in capped groups.

It orders queues. No rule looks at it, so no number decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from mizan.policy.evidence import strength
from mizan.policy.rulebook import RuleBook
from mizan.terms.finding import Finding

PLACES = 6  # decimals: so many that texts which a model tells apart do not come out equal


def score(
    findings: Sequence[Finding], counts: Sequence[bool], book: RuleBook
) -> tuple[float, tuple[float, ...]]:
    """Return the score, 0..1, and what each finding adds to it or takes from it.

    counts  for each finding, whether it counts; one that does not weighs nothing
    """
    weights, caps = book.weights, book.caps
    raw = [
        weights[one.label].weight * strength(one) if counted and one.label in weights else 0.0
        for one, counted in zip(findings, counts, strict=True)
    ]
    sums: dict[str, float] = {}
    for finding, weight in zip(findings, raw, strict=True):
        if weight:
            group = weights[finding.label].group
            sums[group] = sums.get(group, 0.0) + weight
    shrink = {
        group: min(1.0, caps[group] / abs(total)) if total else 1.0 for group, total in sums.items()
    }
    given = tuple(
        round(weight * shrink[weights[one.label].group], 4) if weight else 0.0
        for one, weight in zip(findings, raw, strict=True)
    )
    total = sum(value * shrink[group] for group, value in sums.items())
    return round(min(1.0, max(0.0, total)), PLACES), given


def labels(
    findings: Sequence[Finding], counts: Sequence[bool], weights: Sequence[float]
) -> tuple[str, ...]:
    """Return the labels of the findings that count, each once, most weighty first."""
    heaviest: dict[str, float] = {}
    for finding, counted, weight in zip(findings, counts, weights, strict=True):
        if counted:
            heaviest[finding.label] = max(abs(weight), heaviest.get(finding.label, 0.0))
    return tuple(sorted(heaviest, key=lambda label: (-heaviest[label], label)))
