"""Rights: what each role may do, and what each scope of a token opens. One table, no exceptions.

The table in docs/reference/roles.md is made from it, and a test walks every address with every
role.
"""

from __future__ import annotations

from typing import Literal, get_args

from mizan.terms.case import Role

ROLES: tuple[Role, ...] = get_args(Role)

Right = Literal[
    "see",  # figures, queue, cases without their content, banks, rules
    "read",  # content of items; each reading is noted
    "decide",  # claim, decide, skip, escalate, undo, report a threat to life
    "second",  # be the second person; reverse; mass decisions
    "curate",  # add, confirm and retire entries; allow
    "banks",  # make banks, change what they may do
    "rules",  # draft, shadow, publish and roll back rules
    "people",  # invite, change roles, close accounts of this console
    "programs",  # tokens, webhooks
    "settings",  # the operator's profile
    "audit",  # ledger, readings, dead letters
    "own",  # one's own comfort, password and second factor
]
RIGHTS: dict[Right, frozenset[Role]] = {
    "see": frozenset(ROLES),
    "read": frozenset({"admin", "lead", "reviewer", "compliance"}),
    "decide": frozenset({"admin", "lead", "reviewer"}),
    "second": frozenset({"admin", "lead"}),
    "curate": frozenset({"admin", "lead", "reviewer"}),
    "banks": frozenset({"admin", "lead"}),
    "rules": frozenset({"admin", "lead"}),
    "people": frozenset({"admin"}),
    "programs": frozenset({"admin"}),
    "settings": frozenset({"admin", "compliance"}),
    "audit": frozenset({"admin", "compliance", "auditor"}),
    "own": frozenset(ROLES),
}

Scope = Literal[
    "check",  # POST /check
    "items",  # hand items in, read and erase them; users' reports
    "cases",  # read cases
    "decide",  # decide cases, as a program that a person steers
    "banks",  # read and change banks and entries
    "metrics",  # GET /metrics
    "hma",  # the interface of hasher-matcher-actioner
]
SCOPES: tuple[Scope, ...] = get_args(Scope)


def may(role: str, right: Right) -> bool:
    """Tell whether a role has a right."""
    return role in RIGHTS[right]
