"""Reading what curation keeps: what waits, what is held, an entry's page, a rule's figures."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from mizan.banks import queries as bank_queries
from mizan.errors import DeskError
from mizan.service.curation.models import (
    EntryDay,
    EntryOrigin,
    Hold,
    Proposal,
    RuleDay,
    RulesVersion,
    ShadowDay,
)
from mizan.service.ground.recording import store
from mizan.terms.entry import Entry
from mizan.terms.time import day_of, now, shift


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """What the desk knows of an entry."""

    entry: Entry
    days: dict[str, int]  # ISO 8601 day -> items it matched, of the last 30 days
    origins: list[EntryOrigin]  # the cases it was made from
    holds: list[Hold]  # in force


def waiting() -> QuerySet[Proposal]:
    """Return the proposals that wait for a second person or their delay, oldest first."""
    return Proposal.objects.filter(state="waiting").order_by("id")


def proposal(number: int) -> Proposal:
    """Return a proposal. DeskError desk.unknown."""
    found = Proposal.objects.filter(pk=number).first()
    if found is None:
        raise DeskError(
            f"there is no proposal {number}", hint="see what waits", code="desk.unknown"
        )
    return found


def holds() -> QuerySet[Hold]:
    """Return the holds in force, newest first."""
    return Hold.objects.filter(lifted_at=None).order_by("-since", "-id")


def hold_of(subject: str) -> Hold | None:
    """Return the hold on "rule/NAME" or "bank/NAME/ENTRY", or None."""
    return holds().filter(subject=subject).first()


def entry_page(bank: str, entry: int) -> EntryPage:
    """Return an entry with its days, origins and holds. BankError bank.unknown_entry."""
    since = day_of(shift(now(), days=-30))
    days = EntryDay.objects.filter(bank=bank, entry=entry, day__gte=since).order_by("day")
    origins = EntryOrigin.objects.filter(bank=bank, entry=entry).select_related("case")
    return EntryPage(
        entry=bank_queries.entry(store(), bank, entry),
        days={day.isoformat(): count for day, count in days.values_list("day", "matches")},
        origins=list(origins.order_by("id")),
        holds=list(holds().filter(subject=f"bank/{bank}/{entry}")),
    )


def rule_figures(days: int = 7) -> dict[str, dict[str, int]]:
    """Return what each rule did in the last days: fired, acted, removed, reversed."""
    since = day_of(shift(now(), days=1 - days))
    found = RuleDay.objects.filter(day__gte=since).values("rule").order_by("rule")
    rows = found.annotate(a=Sum("fired"), b=Sum("acted"), c=Sum("removed"), d=Sum("reversed"))
    return {
        row["rule"]: {
            "fired": row["a"],
            "acted": row["b"],
            "removed": row["c"],
            "reversed": row["d"],
        }
        for row in rows
    }


def versions() -> QuerySet[RulesVersion]:
    """Return the saved rules, newest first."""
    return RulesVersion.objects.select_related("by").order_by("-number")


def live_version() -> RulesVersion | None:
    """Return the published rules, or None while the shipped ones, or a chosen file, count."""
    return RulesVersion.objects.filter(state="live").first()


def shadow_figures(version: int) -> list[dict[str, object]]:
    """Return what a draft would have said: rule, live, level, items; most items first."""
    found = ShadowDay.objects.filter(version__number=version)
    rows = found.values("rule", "live", "level").annotate(count=Sum("items"))
    return [
        {"rule": row["rule"], "live": row["live"], "level": row["level"], "items": row["count"]}
        for row in rows.order_by("-count", "rule", "live", "level")
    ]
