"""Opening: a verdict that asks for a person becomes a case, or joins the one it belongs to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from mizan.casework.gather import is_judged_alone
from mizan.casework.queue import confidence_of, severity_of
from mizan.service.cases import changes, queries
from mizan.service.cases.models import Case
from mizan.service.items.models import Item
from mizan.terms.finding import Finding
from mizan.terms.verdict import TrailStep, Verdict


def open_or_join(item: Item, verdict: Verdict, *, actor: str, near: int | None = None) -> Case:
    """Put an item into the open case of itself, its campaign or its copies, else into a new one.

    near  number of the case that holds a near-copy of it, if one was found
    """
    group = group_of(verdict)
    severity = severity_of(verdict.labels, threat=False)
    confidence = confidence_of(verdict.score)
    why = rule_of(verdict)
    alone = is_judged_alone((one.label, one.weight) for one in verdict.findings)
    if found := queries.open_case_of(item):
        because = "same"
    elif not alone and (found := queries.open_case_of_group(group)):
        because = "campaign"
    elif not alone and (found := queries.still_open(near)):
        because = "near"
    else:
        return changes.open_case(
            item=item,
            origin="verdict",
            severity=severity,
            confidence=confidence,
            labels=verdict.labels,
            group=group,
            alone=alone,
            actor=actor,
            why=why,
        )
    changes.join(case=found.pk, item=item, because=because, actor=actor, why=why)
    return changes.raise_case(
        case=found.pk, severity=severity, confidence=confidence, actor=actor, why=why
    )


def capped(verdict: Verdict, held: Collection[str]) -> Verdict:
    """Return a verdict that says `review` at most, where its rule or its entry is held.

    held  subjects on review-only: "rule/NAME", "bank/NAME/ENTRY"
    """
    about = {f"rule/{rule_of(verdict)}", f"bank/{group_of(verdict)}"} & set(held)
    if verdict.verdict != "act" or not about:
        return verdict
    because = f"{min(about)} is on review-only"
    step = TrailStep(rule="desk", said="capped", because=because)
    return replace(verdict, verdict="review", trail=(*verdict.trail, step))


def was_capped(verdict: Verdict) -> bool:
    """Tell whether `capped` made a verdict less than the engine said."""
    return any((step.rule, step.said) == ("desk", "capped") for step in verdict.trail)


def group_of(verdict: Verdict) -> str:
    """Return "bank/entry" of the match that weighs most; empty when nothing was looked up."""
    best: Finding | None = max(
        (one for one in verdict.findings if one.match and one.weight > 0),
        key=lambda one: one.weight,
        default=None,
    )
    return f"{best.match.bank.name}/{best.match.entry}" if best and best.match else ""


def entries_of(verdict: Verdict) -> set[tuple[str, int]]:
    """Return bank and entry of every match of harm in a verdict."""
    matches = (one.match for one in verdict.findings)
    return {(one.bank.name, one.entry) for one in matches if one and one.bank.purpose == "harm"}


def rule_of(verdict: Verdict) -> str:
    """Return the rule that raised the verdict to what it is."""
    raised = [step.rule for step in verdict.trail if step.said in {"review", "act"}]
    return raised[-1] if raised else "policy"
