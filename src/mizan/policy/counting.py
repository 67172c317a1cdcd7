"""Which findings count, and for each that is put aside, why."""

from __future__ import annotations

from collections.abc import Sequence

from mizan.policy.allow import silenced
from mizan.policy.evidence import banked_spans, context_counts, kind_of
from mizan.policy.trail import Trail
from mizan.terms.finding import Finding


def count(findings: Sequence[Finding], trail: Trail) -> list[bool]:
    """Return for each finding whether it counts.

    A harm match that an allow match answers is silenced, one of a bank that never acts is shown
    only, an allow match counts where it answered something, and a context counts where it does not
    stand within banked text.
    """
    if not any(one.match for one in findings):
        return [True] * len(findings)  # nothing is banked, so nothing can be put aside
    answers = silenced(findings)
    answering = {id(match) for match in answers.values()}
    counts = []
    for row, finding in enumerate(findings):
        match = finding.match
        if match is None:
            counts.append(True)
        elif answer := answers.get(row):
            trail.own("allow", "silenced", "silenced", bank=answer.bank.name, entry=answer.entry)
            counts.append(False)
        elif match.bank.purpose != "harm":
            counts.append(id(match) in answering)
        elif match.bank.may_act == "never":
            trail.own("bank", "kept", "never", bank=match.bank.name)
            counts.append(False)
        else:
            counts.append(True)
    banked = banked_spans(one for one, yes in zip(findings, counts, strict=True) if yes)
    return [
        yes and (kind_of(one) != "context" or context_counts(one, banked))
        for one, yes in zip(findings, counts, strict=True)
    ]
