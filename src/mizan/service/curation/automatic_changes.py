"""Automatic action, as narrow as it may be: see docs/why/why-automatic-action-is-narrow.md.

Off unless the operator names a rule and a bank in the profile. Then only an exact or perceptual
match of a confirmed entry, in a public item, may lead to it, and only where the entry was made from
a case that a person decided after assessing its purpose (Regulation (EU) 2021/784, Article 1(3)):
that assessment is carried over to the same content. The undo window applies as to every decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import msgspec

from mizan.casework.guards import automatic_allowed
from mizan.casework.queue import confidence_of, severity_of
from mizan.service.cases import changes as cases
from mizan.service.cases import queries as case_queries
from mizan.service.cases.decision_changes import decide
from mizan.service.cases.models import Case, Decision
from mizan.service.curation.hold_changes import take_turn
from mizan.service.curation.models import EntryOrigin
from mizan.service.ground.profile import Profile
from mizan.service.items.models import Item
from mizan.terms.decision import Ruling
from mizan.terms.match import Match
from mizan.terms.verdict import Verdict

KINDS = ("remove", "limit", "label")  # of decisions that may be repeated; never an account's end
NONE_FOUND = ("none_found",)


def act(
    item: Item, verdict: Verdict, *, rule: str, held: Collection[str], figures: Profile
) -> Case | None:
    """Decide an item without a person where that is allowed; None where a person must.

    rule  the one that raised the verdict; held: subjects on review-only
    Within the recorded change of the scan.
    """
    if verdict.verdict != "act" or not figures.automatic or f"rule/{rule}" in held:
        return None
    if case_queries.open_case_of(item):  # somebody reported it: people look at it already
        return None
    for match in _matches(item, verdict, rule, held, figures):
        ruling = _assessed(match)
        if ruling is None:
            continue
        if not take_turn(rule):
            return None
        return _decide(item, verdict, match, ruling, rule)
    return None


def _matches(
    item: Item, verdict: Verdict, rule: str, held: Collection[str], figures: Profile
) -> Iterator[Match]:
    """Yield the matches of a verdict that automatic action may rest on."""
    for match in (finding.match for finding in verdict.findings):
        if match is None or f"bank/{match.bank.name}/{match.entry}" in held:
            continue
        if match.bank.enabled and automatic_allowed(
            match.signal,
            opinion="confirmed" if match.confirmed else "unconfirmed",
            purpose=match.bank.purpose,
            may_act=match.bank.may_act,
            rule_on=(rule, match.bank.name) in figures.automatic,
            public=item.public,
        ):
            yield match


def _assessed(match: Match) -> Ruling | None:
    """Return the ruling of the person who decided what the entry was made from, if it stands."""
    origins = EntryOrigin.objects.filter(
        bank=match.bank.name, entry=match.entry, withdrawn_at=None
    ).values("case")
    decisions = Decision.objects.filter(
        case__in=origins, state="in_force", automatic=False, kind__in=KINDS
    ).exclude(by=None)
    for decision in decisions.order_by("-id")[:10]:
        ruling = msgspec.convert(decision.ruling, Ruling)
        if tuple(ruling.assessment.exclusions) == NONE_FOUND:
            return replace(ruling, machine_found=True)
    return None


def _decide(item: Item, verdict: Verdict, match: Match, ruling: Ruling, rule: str) -> Case:
    why = f"the same as entry {match.entry} of bank {match.bank.name}"
    actor = f"rule:{rule}"
    case = cases.open_case(
        item=item,
        origin="verdict",
        severity=severity_of(verdict.labels),
        confidence=confidence_of(verdict.score),
        labels=verdict.labels,
        group=f"{match.bank.name}/{match.entry}",
        actor=actor,
        why=why,
    )
    decide(case=case.pk, ruling=ruling, user=None, actor=actor, why=why, rule=rule)
    return case
