"""Banks as the desk changes them. One that is to act by itself is armed by two people."""

from __future__ import annotations

from typing import Any

from mizan.banks import changes as banks
from mizan.banks import queries as bank_queries
from mizan.casework.seconds import needs_second
from mizan.service.curation.outcome import Outcome
from mizan.service.curation.proposal_changes import Performer, propose
from mizan.service.ground.recording import recorded, store
from mizan.terms.bank import Bank, MayAct, Purpose


def create_bank(
    *,
    name: str,
    purpose: Purpose,
    actor: str,
    why: str,
    may_act: MayAct = "queue",
    max_distance: int | None = None,
    owner: str = "",
    legal_basis: str = "",
) -> Outcome:
    """Make a bank. One that is to act is made with `queue`, and arming it is proposed.

    BankError bank.bad_name, bank.exists, bank.bad_distance.
    """
    armed = needs_second("arm_bank", purpose=purpose, may_act=may_act)
    with recorded(actor=actor, act="bank.create", why=why) as line:
        line.skip()  # the bank store leaves the line
        made = banks.create_bank(
            store(),
            name=name,
            purpose=purpose,
            actor=actor,
            why=why,
            may_act="queue" if armed else may_act,
            max_distance=max_distance,
            owner=owner,
            legal_basis=legal_basis,
        )
        if not armed:
            return Outcome(bank=made)
        return Outcome(bank=made, proposal=_propose("bank.set", name, actor, why, may_act=may_act))


def set_bank(
    *,
    name: str,
    actor: str,
    why: str,
    may_act: MayAct | None = None,
    max_distance: int | None = None,
    owner: str | None = None,
    legal_basis: str | None = None,
) -> Outcome:
    """Change the properties that are given. To arm a bank, or to widen an armed one, takes two."""
    old = bank_queries.bank(store(), name)
    given = {
        "may_act": may_act,
        "max_distance": max_distance,
        "owner": owner,
        "legal_basis": legal_basis,
    }
    if _takes_two(old, may_act, max_distance):
        return Outcome(bank=old, proposal=_propose("bank.set", name, actor, why, **given))
    return Outcome(bank=_set(name=name, actor=actor, why=why, **given))


def disable_bank(*, name: str, actor: str, why: str) -> Outcome:
    """Switch a bank off: it matches nothing until it is enabled."""
    _switch(name=name, actor=actor, why=why, enabled=False)
    return Outcome(bank=bank_queries.bank(store(), name))


def enable_bank(*, name: str, actor: str, why: str) -> Outcome:
    """Switch a bank on again; one that may act by two people."""
    old = bank_queries.bank(store(), name)
    if needs_second("arm_bank", purpose=old.purpose, may_act=old.may_act) and not old.enabled:
        return Outcome(bank=old, proposal=_propose("bank.enable", name, actor, why))
    _switch(name=name, actor=actor, why=why)
    return Outcome(bank=bank_queries.bank(store(), name))


def _takes_two(old: Bank, may_act: MayAct | None, max_distance: int | None) -> bool:
    after = may_act or old.may_act
    if not needs_second("arm_bank", purpose=old.purpose, may_act=after):
        return False
    wider = max_distance is not None and max_distance > (old.max_distance or 0)
    return old.may_act != after or wider


def _set(*, name: str, actor: str, why: str, **given: Any) -> Bank:
    with recorded(actor=actor, act="bank.set", why=why) as line:
        line.skip()
        return banks.set_bank(store(), name=name, actor=actor, why=why, **given)


def _switch(*, name: str, actor: str, why: str, enabled: bool = True) -> None:
    with recorded(actor=actor, act="bank.enable", why=why) as line:
        line.skip()
        banks.set_enabled(store(), bank=name, enabled=enabled, actor=actor, why=why)


PERFORMERS: dict[str, Performer] = {"bank.set": _set, "bank.enable": _switch}


def _propose(deed: str, name: str, actor: str, why: str, **given: Any) -> Any:
    payload = {"name": name, **given}
    return propose(deed=deed, payload=payload, subject=f"bank/{name}", actor=actor, why=why)
