"""Opening: a verdict that asks for a person becomes a case, or joins the one it belongs to."""

from __future__ import annotations

from mizan.casework.queue import confidence_of, severity_of
from mizan.service.cases import changes, queries
from mizan.service.cases.models import Case
from mizan.service.items.models import Item
from mizan.terms.finding import Finding
from mizan.terms.verdict import Verdict


def open_or_join(item: Item, verdict: Verdict, *, actor: str) -> Case:
    """Put an item into the open case of itself or of its campaign, else into a new one."""
    group = group_of(verdict)
    severity = severity_of(verdict.labels, threat=False)
    confidence = confidence_of(verdict.score)
    why = rule_of(verdict)
    if found := queries.open_case_of(item):
        because = "same"
    elif found := queries.open_case_of_group(group):
        because = "campaign"
    else:
        return changes.open_case(
            item=item,
            origin="verdict",
            severity=severity,
            confidence=confidence,
            labels=verdict.labels,
            group=group,
            actor=actor,
            why=why,
        )
    changes.join(case=found.pk, item=item, because=because, actor=actor, why=why)
    return changes.raise_case(
        case=found.pk, severity=severity, confidence=confidence, actor=actor, why=why
    )


def group_of(verdict: Verdict) -> str:
    """Return "bank/entry" of the match that weighs most; empty when nothing was looked up."""
    best: Finding | None = max(
        (one for one in verdict.findings if one.match and one.weight > 0),
        key=lambda one: one.weight,
        default=None,
    )
    return f"{best.match.bank.name}/{best.match.entry}" if best and best.match else ""


def rule_of(verdict: Verdict) -> str:
    """Return the rule that raised the verdict to what it is."""
    raised = [step.rule for step in verdict.trail if step.said in {"review", "act"}]
    return raised[-1] if raised else "policy"
