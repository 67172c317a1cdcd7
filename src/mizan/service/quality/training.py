"""What people decided, as texts that a model of one's own may be trained on and tried on.

Removed as terrorist content against left up, by the last decision that a person took and that is in
force. Only texts whose content is still held: what was left up is soon let go, so the service may
give its own copies, which are known by their SHA-256. No text leaves this process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from mizan.errors import ModelError
from mizan.service.cases.models import DecisionItem
from mizan.service.items import queries as items

LEAST = 50  # texts of each kind, near-copies counted once
EVERY = 4  # one group of so many is kept from training, to be tried on
TOGETHER = 500  # items read at a time
LEFT = frozenset({"leave", "restore"})
NOT_TERRORIST = frozenset({"needs_warning"})  # reasons of restrictions that say so


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A text that a person decided about."""

    item: int
    text: str
    removed: bool  # as terrorist content; else it was left up
    lang: str  # BCP 47


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Decided texts, parted by groups of near-copies."""

    train: tuple[Decided, ...]
    groups: tuple[int, ...]  # of those, to be kept together
    removed: tuple[str, ...]  # texts that were not trained on
    left_up: tuple[str, ...]  # the service's own protected set
    disputed: int  # texts left out: near-copies of them were decided otherwise


def decided(copies: Iterable[str] = ()) -> list[Decided]:
    """Return the texts that people decided about and that are held, by item.

    copies  texts of the service's own; what was not decided about is passed over
    """
    wanted = _last_decisions()
    rows, missing = [], dict[str, tuple[int, bool, str]]()
    numbers = sorted(wanted)
    for at in range(0, len(numbers), TOGETHER):
        some = numbers[at : at + TOGETHER]
        held = items.contents(some)
        for number in some:
            removed, lang, digest = wanted[number]
            text = items.text_of(held[number]) if number in held else None
            if text and text.strip():
                rows.append(Decided(item=number, text=text, removed=removed, lang=lang))
            elif number not in held and digest:
                missing[digest] = number, removed, lang
    for text in copies:
        found = missing.pop(sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), None)
        if found is not None and text.strip():
            number, removed, lang = found
            rows.append(Decided(item=number, text=text, removed=removed, lang=lang))
    return sorted(rows, key=lambda row: row.item)


def split(rows: Sequence[Decided], groups: Sequence[int]) -> Split:
    """Part texts into those to train on and those to try on; groups stay together.

    groups  of each text, as `engine.group.groups_of` names them

    ModelError model.too_few_decisions.
    """
    kinds = defaultdict[int, set[bool]](set)
    for row, group in zip(rows, groups, strict=True):
        kinds[group].add(row.removed)
    by_kind = {
        removed: sorted(group for group, found in kinds.items() if found == {removed})
        for removed in (True, False)
    }
    _refuse_few(len(by_kind[True]), len(by_kind[False]))
    tried = {group for found in by_kind.values() for group in found[::EVERY]}
    clear = {group for found in by_kind.values() for group in found}
    pairs = [(r, g) for r, g in zip(rows, groups, strict=True) if g in clear - tried]
    held = [r for r, g in zip(rows, groups, strict=True) if g in tried]
    return Split(
        train=tuple(row for row, _ in pairs),
        groups=tuple(group for _, group in pairs),
        removed=tuple(row.text for row in held if row.removed),
        left_up=tuple(row.text for row in held if not row.removed),
        disputed=sum(group not in clear for group in groups),
    )


def _last_decisions() -> dict[int, tuple[bool, str, str]]:
    """Return, by item, whether it was removed, its language, and the hash of its text."""
    found = DecisionItem.objects.filter(decision__state="in_force", item__kind="text")
    last = found.order_by("decision_id").values_list(
        "item_id",
        "decision__kind",
        "decision__automatic",
        "decision__ruling",
        "item__lang",
        "item__sha256",
    )
    told = dict[int, tuple[bool, str, str]]()
    for item, kind, automatic, ruling, lang, digest in last.iterator(chunk_size=TOGETHER):
        told.pop(item, None)
        terrorist = kind == "remove" and ruling.get("reason") not in NOT_TERRORIST
        if not automatic and (terrorist or kind in LEFT):
            told[item] = terrorist, lang, digest
    return told


def _refuse_few(removed: int, left_up: int) -> None:
    if min(removed, left_up) < LEAST:
        raise ModelError(
            f"{removed} different texts removed and {left_up} left up are too few to train on",
            hint=f"at least {LEAST} of each are needed whose text is held; give copies of your own"
            " posts with --texts, or go on with the shipped model",
            code="model.too_few_decisions",
        )
