"""Who may take an appeal, whichever door they come by."""

from __future__ import annotations

from mizan.casework.appeals import release
from mizan.casework.seconds import Release
from mizan.errors import CaseError
from mizan.service.cases.models import Case, Decision
from mizan.service.ground.profile import profile
from mizan.service.people.models import User
from mizan.service.people.queries import doors
from mizan.terms.time import now

FREE = Release(may=True)


def refuse_first_decider(case: Case, user: User) -> Release:
    """Return with what marks a person may have a case. CaseError case.first_decider."""
    if case.about_id is None:
        return FREE
    decision = Decision.objects.select_related("by", "second_by").get(pk=case.about_id)
    people = [one.actor for one in (decision.by, decision.second_by) if one is not None]
    figures = profile()
    return release(
        user.actor,
        [*people, *doors(decision.actor)],
        team=figures.team,
        opened_at=case.opened_at,
        now=now(),
        delay_hours=figures.solo_delay_hours,
    )


def refuse_appeal(case: Case, user: User | None) -> None:
    """Refuse to decide an appeal as other cases are. CaseError case.first_decider, is_appeal."""
    if case.about_id is None:
        return
    if user is not None:
        refuse_first_decider(case, user)
    raise CaseError(
        f"case {case.pk} is an appeal",
        code="case.is_appeal",
        hint="a person answers it in the console: uphold the decision, or reverse it",
    )
