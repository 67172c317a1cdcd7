"""Reversals: what followed from a decision that was wrong is healed (R10), and rules learn (R8)."""

from __future__ import annotations

from mizan.banks import changes as banks
from mizan.banks import queries as bank_queries
from mizan.errors import BankError
from mizan.service.cases import changes as cases
from mizan.service.cases import queries as case_queries
from mizan.service.cases.decision_changes import scope_of, undo
from mizan.service.cases.models import Case, CaseItem, Decision
from mizan.service.curation.hold_changes import note_removed, note_reversed
from mizan.service.curation.models import EntryOrigin
from mizan.service.curation.trying import back_matches, window
from mizan.service.ground.recording import recorded, store
from mizan.service.items.models import Item
from mizan.terms.entry import Entry
from mizan.terms.time import now
from mizan.terms.verdict import LEVELS

MOST = 5000  # items that are looked at again after one reversal


def learn(*, decision: int) -> None:
    """Count a decision against a post that was carried out, for its rule (job `learn`)."""
    found = Decision.objects.select_related("case__lead").get(pk=decision)
    if rule := rule_of_decision(found):
        note_removed(rule)


def heal(*, decision: int, actor: str = "worker") -> int:
    """Heal what followed from a decision that was reversed (job `heal`).

    Entries made from its case are withdrawn, unless another case's decision stands behind them;
    what they had caught and was acted on gets a case, so that a person looks at it again. Return
    for how many items.
    """
    found = Decision.objects.select_related("case__lead").get(pk=decision)
    why = f"decision {decision} was reversed"
    with recorded(actor=actor, act="decision.heal", why=why) as line:
        cases.locked(found.case_id)
        if rule := rule_of_decision(found):
            note_reversed(rule, actor=actor)
        origins = [one for one in _origins(found.case_id) if _stands_alone(one)]
        entries = [entry for one in origins if (entry := _entry(one))]
        again = _caught(entries) - set(scope_of(found))
        opened = _requeue(again, why, actor) + _stop(entries, why)
        EntryOrigin.objects.filter(case=found.case_id, withdrawn_at=None).update(withdrawn_at=now())
        line.subject = f"case/{found.case_id}"
        line.detail = {"entries": len(entries), "items": opened}
        for entry in entries:  # last: what the bank store holds is held until commit
            _withdraw(entry, found.case_id, actor, why)
    return opened


def rule_of_decision(decision: Decision) -> str:
    """Return the rule whose verdict led to a decision; empty when none did."""
    if decision.rule:
        return decision.rule
    return rule_of_item(decision.case.lead)


def rule_of_item(item: Item) -> str:
    """Return the rule that raised an item's verdict last; empty when none did."""
    trail = (item.report or {}).get("trail", [])
    raised = [step["rule"] for step in trail if step["said"] in LEVELS[1:]]
    return raised[-1][:64] if raised else ""


def _origins(case: int) -> list[EntryOrigin]:
    return list(EntryOrigin.objects.filter(case=case, withdrawn_at=None).order_by("id"))


def _stands_alone(origin: EntryOrigin) -> bool:
    """Tell whether no other case's decision stands behind the same entry."""
    others = EntryOrigin.objects.filter(
        bank=origin.bank, entry=origin.entry, withdrawn_at=None
    ).exclude(case=origin.case_id)
    return not others.filter(
        case__decisions__state="in_force", case__decisions__kind__in=["remove", "limit", "label"]
    ).exists()


def _entry(origin: EntryOrigin) -> Entry | None:
    try:
        found = bank_queries.entry(store(), origin.bank, origin.entry)
    except BankError:  # its bank or itself is gone
        return None
    return None if found.state == "removed" else found


def _caught(entries: list[Entry]) -> set[int]:
    """Return the items that entries caught and that are not up as they were."""
    caught = set[int]()
    for entry in entries:
        group = f"{entry.bank}/{entry.id}"
        members = CaseItem.objects.filter(case__group=group).exclude(item__standing="up")
        caught |= set(members.values_list("item_id", flat=True)[:MOST])
        down = window().filter(item__in=Item.objects.exclude(standing="up").values("pk"))
        where = bank_queries.bank(store(), entry.bank)
        caught |= set(back_matches(where, [(entry.signal, entry.value)], down))
    return caught


def _stop(entries: list[Entry], why: str) -> int:
    """Take automatic decisions back that rest on entries and have not left."""
    groups = [f"{entry.bank}/{entry.id}" for entry in entries]
    found = Decision.objects.filter(automatic=True, state="pending", case__group__in=groups)
    waiting = list(found.order_by("case_id"))
    for one in waiting:
        undo(decision=one.pk, user=None, actor=one.actor, why=why)
    return len(waiting)


def _requeue(items: set[int], why: str, actor: str) -> int:
    """Open a case for items that were acted on; those of one earlier case stay together."""
    opened, new = 0, dict[int, Case]()
    for item in Item.objects.filter(pk__in=items).order_by("pk")[:MOST]:
        if case_queries.open_case_of(item):
            continue
        before = Case.objects.filter(members__item=item).order_by("-id").first()
        key = before.pk if before else 0
        if key in new:
            cases.join(case=new[key].pk, item=item, because="same", actor=actor, why=why)
        else:
            new[key] = cases.open_case(
                item=item,
                origin="requeue",
                severity=before.severity if before else 1,
                confidence=before.confidence if before else 0.5,
                labels=before.labels if before else (),
                actor=actor,
                why=why,
            )
        opened += 1
    return opened


def _withdraw(entry: Entry, case: int, actor: str, why: str) -> None:
    """Take an entry out that was made from the case; one from elsewhere loses its confirmation."""
    if entry.source_ref == f"case/{case}":
        banks.remove_entry(store(), bank=entry.bank, entry=entry.id, actor=actor, why=why)
    elif entry.opinion == "confirmed":
        banks.deconfirm(store(), bank=entry.bank, entry=entry.id, actor=actor, why=why)
