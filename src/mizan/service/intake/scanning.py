"""Scanning: items are read by the engine, and cases opened where policy says so.

The engine is asked before the transaction begins; what it said is saved in one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeGuard

from mizan.engine.keep import Kept
from mizan.engine.report import as_json
from mizan.errors import ContentError
from mizan.service.cases.changes import remark
from mizan.service.cases.queries import in_unsettled_cases
from mizan.service.cases.standing import left_up_by_person
from mizan.service.curation.automatic_changes import act
from mizan.service.curation.hold_changes import held, note_matches, note_rules
from mizan.service.curation.rules_copy import keep_up
from mizan.service.curation.shadow_changes import note_shadow, scan_beside
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import recorded
from mizan.service.intake.copies import Copies, find_copies
from mizan.service.intake.opening import capped, entries_of, open_or_join, rule_of, was_capped
from mizan.service.items import queries
from mizan.service.items.changes import drop_content, keep_signals, save_scans
from mizan.service.items.models import Item, ItemContent
from mizan.terms.time import now, shift
from mizan.terms.verdict import Verdict
from mizan.text.dialect import dialect_of

Outcome = tuple[Verdict | ContentError, list[Kept]]
RAISED = frozenset({"review", "act"})  # what a rule says that raises
DIALECT_LETTERS = 4000  # of a text are enough to tell its dialect


def scan(numbers: Iterable[int], *, actor: str = "worker") -> int:
    """Scan items that were received and are not scanned yet; return how many were.

    Doing it twice changes nothing: what was scanned is left out.
    """
    rows = {
        number: row
        for number, row in queries.contents(numbers).items()
        if row.item.state == "received"
    }
    if not rows:
        return 0
    keep_up()
    scanned, draft = scan_beside([queries.as_content(row) for row in rows.values()])
    outcomes = dict(zip(rows, scanned, strict=True))
    copies = find_copies(
        {item: kept for item, (verdict, kept) in outcomes.items() if _needs_eyes(verdict)}
    )
    with recorded(actor=actor, act="item.scan", why="received", subject="items") as line:
        waiting = queries.locked_received(outcomes)
        verdicts = _guarded({item.pk: outcomes[item.pk][0] for item in waiting})
        reported = in_unsettled_cases(waiting)
        for item in waiting:
            _fill_in(item, rows[item.pk], verdicts[item.pk])
            if item.pk in reported:  # a user was quicker than the scan: a person looks at it
                item.state, item.forget_at = "cased", None
        save_scans(waiting)
        _keep(waiting, outcomes)
        if draft and len(waiting) == len(outcomes):
            note_shadow([verdict for verdict, _ in scanned], draft)
        for item in waiting:
            verdict = verdicts[item.pk]
            if item.state == "cased" and _needs_eyes(verdict):
                _open(item, verdict, copies, actor)
        line.detail = dict(Counter(item.verdict or item.state for item in waiting))
        if not waiting:
            line.skip()
    return len(waiting)


def _needs_eyes(verdict: Verdict | ContentError) -> TypeGuard[Verdict]:
    return isinstance(verdict, Verdict) and verdict.verdict != "leave"


def _guarded(
    verdicts: Mapping[int, Verdict | ContentError],
) -> dict[int, Verdict | ContentError]:
    """Count what matched and what fired, and keep to review what is on review-only."""
    known = [one for one in verdicts.values() if isinstance(one, Verdict)]
    note_matches(Counter(entry for one in known for entry in entries_of(one)))
    note_rules(Counter(step.rule for one in known for step in one.trail if step.said in RAISED))
    on_review = held()
    return {
        item: capped(one, on_review) if isinstance(one, Verdict) else one
        for item, one in verdicts.items()
    }


def _open(item: Item, verdict: Verdict, copies: Copies, actor: str) -> None:
    """Act where that is allowed without a person; else put the item where a person sees it."""
    rule, before = f"rule/{rule_of(verdict)}", held()
    if act(item, verdict, rule=rule_of(verdict), held=before, figures=profile()):
        return
    case = open_or_join(item, verdict, actor=actor, near=copies.case_of(item.pk))
    copies.opened(item.pk, case.pk)
    if was_capped(verdict) or (verdict.verdict == "act" and rule in held() - before):
        remark(case=case.pk, actor=actor, why="on review-only", rule=rule)


def _fill_in(item: Item, held: ItemContent, verdict: Verdict | ContentError) -> None:
    """Write into an item what the engine said of it."""
    days = profile().leave_days
    item.scanned_at = now()
    if isinstance(verdict, ContentError):  # cannot be examined: kept and shown, never a `leave`
        item.state = "failed"
        item.report = {"error": {"code": verdict.code, "message": verdict.message}}
        item.forget_at = shift(now(), days=days)
        return
    item.verdict, item.score, item.lang = verdict.verdict, verdict.score, verdict.lang[:8]
    item.dialect = dialect_of((queries.text_of(held) or "")[:DIALECT_LETTERS])
    item.report = as_json(verdict)
    item.policy = f"{verdict.policy.name} {verdict.policy.version}"[:80]
    item.bank_seq = verdict.bank_seq
    if verdict.verdict == "leave" or left_up_by_person(item):  # a person outranks a rule
        item.state = "left"
        item.forget_at = shift(now(), days=days)
    else:
        item.state = "cased"


def _keep(waiting: Iterable[Item], outcomes: Mapping[int, Outcome]) -> None:
    """Keep the fingerprints of what was scanned, and the content of what needs a person."""
    kept = {item.pk: outcomes[item.pk][1] for item in waiting}
    keep_signals({item: [(one.signal, one.value) for one in all_] for item, all_ in kept.items()})
    drop_content(item.pk for item in waiting if item.state == "left")
