"""What is known to be innocent: which findings of harm an allow bank answers."""

from __future__ import annotations

from collections.abc import Sequence

from mizan.policy.spans import inside, merge
from mizan.terms.finding import Finding
from mizan.terms.match import Match


def silenced(findings: Sequence[Finding]) -> dict[int, Match]:
    """Return the rows of the findings of harm that are answered, each with the allow match."""
    allows = [one.match for one in findings if one.match and one.match.bank.purpose == "allow"]
    answered: dict[int, Match] = {}
    if not allows:
        return answered
    for row, finding in enumerate(findings):
        harm = finding.match
        if harm and harm.bank.purpose == "harm":
            answer = next((one for one in allows if answers(one, harm)), None)
            if answer:
                answered[row] = answer
    return answered


def answers(allow: Match, harm: Match) -> bool:
    """Say whether an allow match makes a harm match of the same part innocent.

    The allowed thing must be at least as well matched as the harmful one: for files, links and
    images it is no farther; for texts the harmful spans lie within its own and no more of the
    harmful text is here than of the allowed one. So an allowed article that quotes a statement
    does not excuse the statement alone.
    """
    if allow.part != harm.part:
        return False
    if allow.coverage is None and harm.coverage is None:
        return (allow.distance or 0) <= (harm.distance or 0)
    if allow.coverage is None or harm.coverage is None or allow.coverage < harm.coverage:
        return False
    within = merge(allow.spans)
    return bool(harm.spans) and all(inside(span, within) for span in harm.spans)
