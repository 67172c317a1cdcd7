"""Rules as the desk changes them: draft, shadow, publish, roll back.

The text in force is in the database, and a copy in the data folder, which every process of a
machine reads within a second. See `rules_copy` for other machines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from mizan.engine.rules import chosen_policy, publish_policy, put_rules
from mizan.engine.try_rules import RulesTrial, try_rules
from mizan.errors import DeskError, PolicyError
from mizan.policy.load import check
from mizan.service.cases.decision_changes import not_yours
from mizan.service.curation.models import RulesVersion
from mizan.service.curation.trying import ProtectedError, left_by_people
from mizan.service.ground.engine import engine
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import recorded, store
from mizan.service.items.models import ItemContent
from mizan.service.items.queries import as_content
from mizan.service.people.models import User
from mizan.service.people.rights import may
from mizan.terms.time import now, shift
from mizan.terms.verdict import LEVELS

TRIED = 1000  # contents that are still held, newest first, on which rules are tried


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPreview:
    """What rules would do if they were in force."""

    trial: RulesTrial
    protected: tuple[int, ...]  # items a person left up that they would raise higher than now

    @property
    def kinds(self) -> dict[str, int]:
        """Protected hits by kind: of texts on the stay-up pack, and of items."""
        own = {"left-up": len(self.protected)} if self.protected else {}
        return {**self.trial.raised, **own}


def save_draft(*, text: str, user: User, why: str) -> RulesVersion:
    """Save rules as a draft. PolicyError with every fault, each with its line and column."""
    _refuse_others(user)
    _refuse_faults(text)
    with recorded(actor=user.actor, act="rules.draft", why=why) as line:
        last = RulesVersion.objects.order_by("-number").first()
        made = RulesVersion.objects.create(
            number=last.number + 1 if last else 1,
            text=text,
            sha256=_sha(text),
            by=user,
            why=why,
            at=now(),
        )
        line.subject, line.detail = f"rules/{made.number}", {"sha256": made.sha256}
    return made


def try_version(*, version: int) -> RulesPreview:
    """Try saved rules on the stay-up pack and on what is held of the last days. Nothing changes."""
    return try_text(find(version).text)


def try_text(text: str) -> RulesPreview:
    """Try rules; PolicyError when they have faults, as when they rest on words alone (R1)."""
    _refuse_faults(text)
    since = shift(now(), days=-profile().recent_days)
    held = ItemContent.objects.filter(item__received_at__gte=since).select_related("item")
    rows = list(held.order_by("-item_id")[:TRIED])
    trial = try_rules(engine(), text, [as_content(row) for row in rows])
    higher = {
        int(one.id) for one in trial.changes if LEVELS.index(one.after) > LEVELS.index(one.before)
    }
    return RulesPreview(trial=trial, protected=tuple(sorted(higher & left_by_people(higher))))


def shadow(*, version: int, user: User, why: str) -> RulesVersion:
    """Let a draft run beside the live rules: it is counted what it would say, without effect."""
    _refuse_others(user)
    with recorded(actor=user.actor, act="rules.shadow", why=why, subject=f"rules/{version}"):
        found = _locked(version, "draft", "shadow", "retired")
        RulesVersion.objects.filter(state="shadow").exclude(pk=found.pk).update(state="draft")
        found.state = "shadow"
        found.save(update_fields=["state"])
    return found


def end_shadow(*, version: int, user: User, why: str) -> RulesVersion:
    """Stop running a draft beside the live rules; what was counted stays."""
    _refuse_others(user)
    with recorded(actor=user.actor, act="rules.unshadow", why=why, subject=f"rules/{version}"):
        found = _locked(version, "shadow")
        found.state = "draft"
        found.save(update_fields=["state"])
    return found


def publish(*, version: int, user: User, why: str, override: str = "") -> RulesVersion:
    """Put saved rules in force, in every process within a second.

    override  why they are right although they hit what must stay up

    ProtectedError (desk.protected) with what they hit; PolicyError with faults.
    """
    _refuse_others(user)
    tried = try_version(version=version)
    if tried.kinds and not override.strip():
        raise ProtectedError(tried.kinds)
    with (
        _folder_as_before() as folder,
        recorded(
            actor=user.actor, act="rules.publish", why=why, subject=f"rules/{version}"
        ) as line,
    ):
        found = _locked(version, "draft", "shadow", "retired")
        RulesVersion.objects.filter(state="live").update(state="retired")
        found.state, found.live_at = "live", now()
        found.override = override.strip() if tried.kinds else ""
        found.save()
        line.detail = {"sha256": found.sha256, "overridden": bool(found.override)}
        publish_policy(folder, store(), found.text.encode(), actor=user.actor, why=why)
    return found


def roll_back(*, user: User, why: str) -> RulesVersion | None:
    """Go back to the rules that were in force before; None: to the shipped ones.

    DeskError desk.no_rules when none were published.
    """
    _refuse_others(user)
    with (
        _folder_as_before() as folder,
        recorded(actor=user.actor, act="rules.roll_back", why=why) as line,
    ):
        live = RulesVersion.objects.select_for_update().filter(state="live").first()
        if live is None:
            raise DeskError(
                "no rules were published here", hint="the shipped ones count", code="desk.no_rules"
            )
        before = (
            RulesVersion.objects.select_for_update()
            .filter(state="retired", live_at__lt=live.live_at)
            .order_by("-live_at")
            .first()
        )
        live.state = "draft"  # it was wrong: it does not count as one to go back to
        live.save(update_fields=["state"])
        if before is not None:
            before.state = "live"
            before.save(update_fields=["state"])
        line.subject = f"rules/{before.number}" if before else "rules/shipped"
        line.detail = {"from": live.number}
        data = before.text.encode() if before else None
        publish_policy(folder, store(), data, actor=user.actor, why=why)
    return before


def find(version: int) -> RulesVersion:
    """Return a version by its number. DeskError desk.unknown."""
    found = RulesVersion.objects.filter(number=version).first()
    if found is None:
        raise DeskError(
            f"there are no rules of version {version}", hint="see the list", code="desk.unknown"
        )
    return found


def _locked(version: int, *states: str) -> RulesVersion:
    find(version)
    found = RulesVersion.objects.select_for_update().get(number=version)
    if found.state not in states:
        raise DeskError(
            f"rules {version} are {found.state}",
            hint="see which are in force",
            code="desk.not_waiting",
        )
    return found


@contextmanager
def _folder_as_before() -> Iterator[Path]:
    """Give the data folder; put its rules back when what is done with it fails."""
    folder = Path(settings.MIZAN_DATA)
    path = chosen_policy(folder)
    before = path.read_bytes() if path else None
    whole = False
    try:
        yield folder
        whole = True
    finally:
        if not whole:
            put_rules(folder, before)


def _refuse_faults(text: str) -> None:
    faults = check(text)
    if faults:
        first = faults[0]
        error = PolicyError(
            f"the rules have {len(faults)} faults, the first at {first.line}:{first.column}",
            hint=first.hint or first.message,
        )
        error.faults = tuple(faults)
        raise error


def _refuse_others(user: User) -> None:
    if not may(user.role, "rules"):
        raise not_yours()


def _sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()
