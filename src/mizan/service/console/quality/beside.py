"""What stands beside a case: its appeal, what words mean, strikes, and the golden mark.

context |= beside(case, user, text)          then include "console/quality/beside.html"
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from mizan.entities.glossary import explain
from mizan.errors import CaseError
from mizan.service.actions.strike_queries import in_force, state_of, strikes_of
from mizan.service.cases.appeal_rules import refuse_first_decider
from mizan.service.cases.models import Case, Decision
from mizan.service.cases.queries import OPEN
from mizan.service.cases.standing import appeals_of
from mizan.service.console.quality import names
from mizan.service.people.models import User
from mizan.service.people.rights import may
from mizan.service.quality.changes import ANSWERS
from mizan.service.quality.models import Golden

Context = dict[str, Any]
MOST_LETTERS = 20_000  # of a text are looked up
MOST_STRIKES = 10


def beside(case: Case, user: User, text: str) -> Context:
    """Return the context of `console/quality/beside.html`; `text` is what the page shows."""
    return {
        "appeal": appeal(case, user),
        "glossary": glossary(text, get_language() or "en"),
        "strikes": strikes(case, user),
        "golden": golden(case, user),
    }


def glossary(text: str, language: str) -> list[Context]:
    """Return the terms of a text in the reader's language, each once, as the part shows them."""
    found = explain(text[:MOST_LETTERS], language.partition("-")[0])
    return [
        {"found": one.found, "term": one.term, "sense": one.sense, "kind": names.KINDS[one.kind]}
        for one in found
    ]


def appeal(case: Case, user: User) -> Context | None:
    """Return the decision that is appealed against and what is said; None of other cases."""
    if case.about_id is None:
        return None
    decision = Decision.objects.select_related("by", "second_by").get(pk=case.about_id)
    read = may(user.role, "read")
    return {
        "case": case,
        "decision": decision,
        "kind": names.decision(decision.kind),
        "reason": names.reason(decision.ruling["reason"]),
        "clause": decision.ruling["clause"],
        "by": [one.name for one in (decision.by, decision.second_by) if one is not None],
        "items": decision.scope.count(),
        "appeals": [
            {"who": one.appellant, "at": one.at, "text": one.text if read else ""}
            for one in appeals_of(case)
        ],
        "outcome": next((one.outcome for one in appeals_of(case) if one.outcome), ""),
        "may_answer": case.state in OPEN and may(user.role, "decide") and _may_take(case, user),
    }


def strikes(case: Case, user: User) -> Context | None:
    """Return what counts against the author; None where the service names none."""
    item = case.lead
    if not item.author:
        return None
    found = strikes_of(item.source, item.author)
    rows = []
    for one in found[:MOST_STRIKES]:
        word, sign, tone = names.STRIKES[state_of(one)]
        reason = names.reason(one.reason)
        rows.append({"row": one, "reason": reason, "word": word, "sign": sign, "tone": tone})
    return {
        "author": item.author,
        "count": in_force(found).count(),
        "rows": rows,
        "may_lift": may(user.role, "second"),
    }


def golden(case: Case, user: User) -> Context | None:
    """Return what a lead needs to mark the case's decision as golden; None for all others."""
    if not may(user.role, "second") or case.about_id is not None:
        return None
    decision = case.decisions.filter(state__in=["pending", "in_force", "reversed"]).last()
    if decision is None or decision.kind == "restore":
        return None
    mark = Golden.objects.filter(decision=decision, retired_at=None).first()
    return {
        "decision": decision,
        "expected": names.decision(mark.expected) if mark else "",
        "choices": [(kind, names.decision(kind)) for kind in ANSWERS],
    }


def _may_take(case: Case, user: User) -> bool:
    try:
        refuse_first_decider(case, user)
    except CaseError:
        return False
    return True
