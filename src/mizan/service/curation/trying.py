"""Trying: what entries would hit, before they take force.

They are tried on the shipped stay-up pack and on what was kept of the last days (`recent_days` of
the profile). Of an item that a person left up, or put back, every match is a protected hit. What
the machine alone left is no such item: finding it is what a new entry is for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from mizan.banks import queries as bank_queries
from mizan.banks.changes import NewEntry
from mizan.engine.admit import Value
from mizan.engine.keep import Kept
from mizan.engine.lookback import look_back
from mizan.engine.trial import SAMPLE, Trial, refusals, try_values
from mizan.errors import DeskError
from mizan.service.cases.models import DecisionItem
from mizan.service.ground.engine import engine
from mizan.service.ground.profile import profile
from mizan.service.ground.recording import store
from mizan.service.items.models import Item, ItemSignal
from mizan.signals.neartext import NearText
from mizan.terms.bank import Bank
from mizan.terms.time import now, shift

TOGETHER = 50  # entries of which each pack's hits are counted by kind; more are only judged
MOST_ALLOWED = 20_000  # entries of allow banks that are asked whether they answer a match
EXAMPLES = 3  # items that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What entries would hit."""

    trial: Trial | None = None  # on the packs; None of many entries, of which only `refused` counts
    refused: Mapping[int, str] = field(default_factory=dict)  # place of an entry -> code
    protected: tuple[int, ...] = ()  # numbers of items that people left up, or put back
    back_count: int | None = None  # items seen before for which a case would be opened
    examples: tuple[int, ...] = ()  # numbers of three of them
    kinds: Mapping[str, int] = field(default_factory=dict)  # protected hits by kind

    @property
    def hits(self) -> int:
        """How many protected hits there are, on the packs and among the service's own items."""
        return sum(self.kinds.values())

    @property
    def blocked(self) -> bool:
        """Whether the entries need a written reason."""
        return bool(self.refused or self.protected)


class ProtectedError(DeskError):
    """The entries, or rules, hit what must stay up; `kinds` says what, `count` how often."""

    code = "desk.protected"

    def __init__(self, kinds: Mapping[str, int]) -> None:
        told = ", ".join(f"{kind}: {count}" for kind, count in sorted(kinds.items()))
        super().__init__(
            f"this hits what must stay up ({told})",
            hint="choose something more telling, or write why it is right (`override`)",
            code=self.code,
        )
        self.kinds = dict(kinds)
        self.count = sum(kinds.values())


def try_entries(bank: Bank, rows: Sequence[NewEntry], *, count_back: bool = True) -> Preview:
    """Try entries for a bank; those of a bank that is not of harm have nothing to hit.

    count_back  also count the items seen before that they match: reads the whole window
    """
    if bank.purpose != "harm" or not rows:
        return Preview(back_count=0 if count_back else None)
    values = [(row.signal, row.value) for row in rows]
    texts = [value for value in values if value[0] == NearText.name]
    reasons = refusals(engine(), rows)
    refused = {place: code for place, code in enumerate(reasons) if code}
    trial = try_values(engine(), texts) if texts and len(texts) <= TOGETHER else None
    protected = _protected_hits(bank, values)
    back = _back(bank, values, protected) if count_back else None
    return Preview(
        trial=trial,
        refused=refused,
        protected=tuple(sorted(protected)),
        back_count=None if back is None else len(back),
        examples=tuple(sorted(back)[-EXAMPLES:]) if back else (),
        kinds=_kinds(trial, refused, len(protected)),
    )


def back_matches(
    bank: Bank, values: Sequence[Value], kept: QuerySet[ItemSignal]
) -> dict[int, set[int]]:
    """Return which items' kept signals match which of the values, by the items' numbers."""
    found: dict[int, set[int]] = {}
    wanted = kept.filter(signal__in={name for name, _ in values})
    for match in look_back(engine(), values, _stream(wanted), bank=bank):
        found.setdefault(match.ref, set()).add(match.entry)
    return found


def window() -> QuerySet[ItemSignal]:
    """Return what was kept of items within the window of recent signals."""
    return ItemSignal.objects.filter(at__gte=shift(now(), days=-profile().recent_days))


def left_by_people(items: Collection[int] | None = None) -> set[int]:
    """Return the numbers of items whose last decision left them up or put them back."""
    found = DecisionItem.objects.filter(decision__state__in=["pending", "in_force"])
    if items is not None:
        found = found.filter(item__in=list(items))
    last: dict[int, str] = dict(
        found.order_by("decision_id").values_list("item_id", "decision__kind")
    )
    return {item for item, kind in last.items() if kind in {"leave", "restore"}}


def reopenable(items: Collection[int]) -> set[int]:
    """Return those items for which a case may be opened: never looked at, and not allowed.

    What is in a case already, was left by a person, erased, or answered by an allow bank is not.
    """
    fresh = set(
        Item.objects.filter(pk__in=list(items), memberships=None)
        .exclude(state="erased")
        .values_list("pk", flat=True)
    )
    return fresh - left_by_people(fresh) - _allowed(fresh)


def _protected_hits(bank: Bank, values: Sequence[Value]) -> set[int]:
    """Return the items left by people that the values match."""
    left = list(left_by_people())
    found = set[int]()
    for at in range(0, len(left), 500):
        kept = window().filter(item__in=left[at : at + 500])
        found |= set(back_matches(bank, values, kept))
    return found


def _back(bank: Bank, values: Sequence[Value], protected: set[int]) -> set[int]:
    found = sorted(set(back_matches(bank, values, window())) - protected)
    fresh = set[int]()
    for at in range(0, len(found), 500):
        fresh |= reopenable(found[at : at + 500])
    return fresh


def _allowed(items: set[int]) -> set[int]:
    """Return those of some items that an entry of an allow bank answers."""
    if not items:
        return set()
    allowed = set[int]()
    for bank in bank_queries.banks(store()):
        if bank.purpose == "allow" and bank.enabled:
            entries = bank_queries.entries(store(), bank.name, limit=MOST_ALLOWED)
            values = [(one.signal, one.value) for one in entries if one.state == "active"]
            kept = ItemSignal.objects.filter(item__in=list(items))
            allowed |= set(back_matches(bank, values, kept)) if values else set()
    return allowed


def _stream(kept: QuerySet[ItemSignal]) -> Iterator[tuple[int, Kept]]:
    rows = kept.order_by("id").values_list("item_id", "signal", "value")
    for item, signal, value in rows.iterator(chunk_size=4096):
        yield item, Kept(signal, bytes(value))


def _kinds(trial: Trial | None, refused: Mapping[int, str], left: int) -> dict[str, int]:
    """Return the protected hits by kind: of texts on the packs, of entries, of items."""
    kinds = Counter[str]()
    for pack in trial.packs if trial else ():
        if pack.name != SAMPLE:
            kinds.update(pack.kinds)
    if refused and not kinds:
        kinds.update(refused.values())
    if left:
        kinds["left-up"] = left
    return dict(kinds)
