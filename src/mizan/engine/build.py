"""Build: the one place where an engine is wired from its parts."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

from mizan.banks import changes, queries
from mizan.banks.reader import Reader
from mizan.banks.store import Store, open_store
from mizan.config import data_folder, make_data_folder
from mizan.detect.protocol import Detector
from mizan.engine.scan import Engine
from mizan.entities.gazetteer import load_gazetteer
from mizan.ledger.chain import record_policy
from mizan.plugins import load
from mizan.policy.load import load_policy
from mizan.signals.neartext import NearText
from mizan.signals.protocol import SignalType
from mizan.terms.part import Part
from mizan.terms.verdict import PolicyRef

COMMONS = "mizan-commons"  # name of the shipped bank of passages
POLICY = "policy.yaml"  # the rules chosen for a data folder


def open_engine(
    data: str | os.PathLike[str] | None = None,
    *,
    policy: Path | None = None,
    lang: Literal["en", "ar"] = "en",
) -> Engine:
    """Return an engine over the banks of a data folder, made when missing.

    data    the folder; None = MIZAN_DATA, or the platform's user data folder
    policy  a rules file; None = the one chosen for the folder, or the shipped one
    lang    the language in which verdicts give their reasons

    StoreError, PolicyError or KernelError when one of the three cannot be had.
    """
    folder = make_data_folder(data_folder(data))
    loaded = load_policy(policy or chosen_policy(folder), lang=lang)
    store = open_store(folder)
    provide_commons(store)
    signals = signal_types()
    return Engine(
        store=store,
        reader=Reader(folder, signals, store),
        policy=loaded,
        signals=signals,
        detectors=detectors(),
    )


@cache
def signal_types() -> Mapping[str, SignalType]:
    """Return every signal type by name."""
    return cast("Mapping[str, SignalType]", load("mizan.signals", "mizan.signals"))


@cache
def detectors() -> tuple[Detector, ...]:
    """Return every detector, in the order in which they look."""
    return tuple(load("mizan.detect", "mizan.detectors").values())


def chosen_policy(folder: Path) -> Path | None:
    """Return the rules file that was chosen for a data folder, or None for the shipped rules."""
    path = folder / POLICY
    return path if path.exists() else None


def choose_policy(
    folder: Path, store: Store, file: Path | None, *, actor: str, why: str
) -> PolicyRef:
    """Put a rules file in force for a data folder (None = the shipped one) and record it."""
    ref = load_policy(file).ref
    path = folder / POLICY
    with store.writing():
        record_policy(
            store, name=ref.name, version=ref.version, sha256=ref.sha256, actor=actor, why=why
        )
        if file is None:
            path.unlink(missing_ok=True)
        else:
            fresh = path.with_suffix(".new")
            fresh.write_bytes(file.read_bytes())
            fresh.replace(path)
    return ref


def provide_commons(store: Store) -> None:
    """Fill the bank of shipped passages when it is missing or of another version of Mizan.

    The names of the gazetteer are among them: naming a group is never evidence of copying it.
    Passages that the operator removed or disabled stay so. Does nothing in a read-only folder.
    """
    passages = _shipped_passages()
    digest = hashlib.sha256(json.dumps(passages).encode()).hexdigest()
    version = f"shipped with Mizan, {digest[:12]}"
    held = {bank.name: bank for bank in queries.banks(store)}.get(COMMONS)
    if store.read_only or (held and held.legal_basis == version):
        return
    told: dict[str, Any] = {"actor": "mizan", "why": version}
    with store.writing():
        if held is None:
            changes.create_bank(store, name=COMMONS, purpose="commons", owner="Mizan", **told)
        changes.add_entries(store, bank=COMMONS, rows=_signed(passages), revive=False, **told)
        changes.set_bank(store, name=COMMONS, legal_basis=version, **told)


def _shipped_passages() -> list[tuple[str, str, str]]:
    """Return the kind, the id and the text of each passage that is shipped."""
    data = files("mizan.banks").joinpath("shipped/commons.jsonl").read_bytes()
    rows = map(json.loads, data.splitlines())
    passages = [(row["kind"], row["id"], row["text"]) for row in rows]
    names = ((owner.id, alias.text) for owner, alias in load_gazetteer().names())
    return passages + [("name", owner, text) for owner, text in names]


def _signed(passages: Iterable[tuple[str, str, str]]) -> list[changes.NewEntry]:
    """Return an entry for each passage that is long enough to have a fingerprint."""
    neartext = NearText()
    rows = []
    for kind, ref, text in passages:
        value = neartext.sign_passage(Part(content=0, name="text", kind="text", text=text))
        if value is not None:
            row = changes.NewEntry(
                signal=neartext.name, value=value, label=kind, source="mizan", source_ref=ref
            )
            rows.append(row)
    return rows
