"""Changes of intake: items come in, users report them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mizan.casework.queue import severity_of
from mizan.engine.keep import Kept
from mizan.errors import DeskError, MizanError
from mizan.service.cases import changes as cases
from mizan.service.cases import queries as case_queries
from mizan.service.cases.models import Case
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import recorded
from mizan.service.intake.copies import find_copies
from mizan.service.intake.receiving import NewItem, rows_of
from mizan.service.items.changes import add_items, add_report, mark
from mizan.service.items.models import Item, ItemContent
from mizan.service.items.queries import locked

REPORT_CONFIDENCE = 0.3  # what a first report alone is worth, until somebody looks
EACH_REPORT = 0.1  # what each further reporter adds


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one item that was handed in: stored, or refused."""

    item: Item | None = None
    new: bool = False
    error: MizanError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What became of a user's report."""

    case: Case
    new: bool  # False: this reporter had reported the item before
    count: int  # people who reported the item


def receive(*, items: Sequence[NewItem], actor: str, why: str = "handed in") -> list[Receipt]:
    """Store items, in order; those that cannot be taken have their error. What is stored is kept.

    All of it is one transaction and one ledger line.
    """
    closed = profile().closed_surfaces
    rows, receipts = [], dict[int, Receipt]()
    for place, new in enumerate(items):
        try:
            rows.append((place, rows_of(new, actor=actor, closed_surfaces=closed)))
        except MizanError as error:
            receipts[place] = Receipt(error=error)
    if rows:
        stored = add_items(rows=[row for _, row in rows], actor=actor, why=why)
        for (place, _), (item, new_here) in zip(rows, stored, strict=True):
            receipts[place] = Receipt(item=item, new=new_here)
    return [receipts[place] for place in range(len(items))]


def report(*, item: int, reporter: str, category: str, comment: str, actor: str) -> Reported:
    """Take a user's report: it joins the item's open case, or opens one. Reports are counted.

    DeskError desk.unknown, desk.erased.
    """
    with recorded(actor=actor, act="item.report", why="reported", subject=f"item/{item}") as line:
        where = locked(item)
        if where.state == "erased":
            raise DeskError(f"item {item} was erased", hint="hand it in again", code="desk.erased")
        fresh = add_report(item=where, reporter=reporter, category=category, comment=comment)
        found = case_queries.open_case_of(where) or _join_copy(where, actor)
        found = found or _case_of_report(where, actor)
        if fresh and where.state != "received":
            _say_if_gone(found, where, actor)
        if where.state != "received":  # else its scan will see the case
            mark([where.pk], state="cased", forget_at=None)
        count = where.reports.count()
        line.detail = {"case": found.pk, "new": fresh}
        if fresh:
            found = cases.raise_case(
                case=found.pk,
                severity=found.severity,
                confidence=min(0.9, REPORT_CONFIDENCE + EACH_REPORT * (count - 1)),
                actor=actor,
                why="reported again",
            )
        else:
            line.skip()
    return Reported(case=found, new=fresh, count=count)


def _say_if_gone(case: Case, item: Item, actor: str) -> None:
    """Write into the history that nobody can see what was reported: it was dropped before."""
    if not ItemContent.objects.filter(item=item).exists():
        cases.remark(case=case.pk, actor=actor, why="content gone", item=item.pk)


def _join_copy(item: Item, actor: str) -> Case | None:
    """Put a reported item into the open case of its near-copies, if there is one."""
    kept = [Kept(one.signal, bytes(one.value)) for one in item.signals.order_by("id")]
    found = case_queries.still_open(find_copies({item.pk: kept}).case_of(item.pk))
    if found is None:
        return None
    return cases.join(case=found.pk, item=item, because="near", actor=actor, why="reported too")


def _case_of_report(item: Item, actor: str) -> Case:
    return cases.open_case(
        item=item,
        origin="report",
        severity=severity_of((), threat=False),
        confidence=REPORT_CONFIDENCE,
        actor=actor,
        why="a user reported it",
    )
