"""Build: the one place where an engine is wired from its parts."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

from mizan.banks import changes, queries
from mizan.banks.reader import Reader
from mizan.banks.store import Store, open_store
from mizan.config import data_folder, make_data_folder
from mizan.detect.named import Named
from mizan.detect.protocol import Detector
from mizan.engine.models import Models
from mizan.engine.rules import Rules
from mizan.engine.scan import Engine
from mizan.entities.gazetteer import load_gazetteer
from mizan.entities.joined import gazetteer_of
from mizan.entities.shelf import chosen_versions
from mizan.plugins import load
from mizan.signals import sketch
from mizan.signals.neartext import NearText
from mizan.signals.protocol import SignalType
from mizan.terms.entry import Entry
from mizan.terms.part import Part

COMMONS = "mizan-commons"  # name of the shipped bank of passages
MARK = re.compile(r" ?\[shipped [0-9a-f]{12}\]")  # in the legal basis of the shipped bank


def open_engine(
    data: str | os.PathLike[str] | None = None,
    *,
    policy: str | os.PathLike[str] | None = None,
    lang: Literal["en", "ar"] = "en",
    model: str | os.PathLike[str] | None = None,
) -> Engine:
    """Return an engine over the banks of a data folder, made when missing.

    data    the folder; None = MIZAN_DATA, or the platform's user data folder
    policy  a rules file; None = the one chosen for the folder, or the shipped one
    lang    the language in which verdicts give their reasons
    model   a file of a trained model (`mizan.classify.file`); None = the one chosen for the folder,
            or the shipped `base`

    The names of the folder's lists of designations are known, too (`mizan entities import`).
    StoreError, PolicyError, KernelError or ModelError when one of the four cannot be had;
    MizanError entities.broken for a list that was damaged.
    """
    folder = make_data_folder(data_folder(data))
    rules = Rules(folder, Path(policy) if policy else None, lang)
    models = Models(folder, Path(model) if model else None, _with_lists(folder, detectors()))
    signals = signal_types()
    with ExitStack() as stack:  # closes the store when what follows fails
        store = stack.enter_context(open_store(folder))
        provide_commons(store)
        engine = Engine(
            store=store,
            reader=Reader(folder, signals, store),
            rules=rules,
            signals=signals,
            models=models,
        )
        stack.pop_all()
    return engine


@cache
def signal_types() -> Mapping[str, SignalType]:
    """Return every signal type by name."""
    return cast("Mapping[str, SignalType]", load("mizan.signals", "mizan.signals"))


@cache
def detectors() -> tuple[Detector, ...]:
    """Return every detector, in the order in which they look."""
    return tuple(load("mizan.detect", "mizan.detectors").values())


def _with_lists(folder: Path, those: tuple[Detector, ...]) -> tuple[Detector, ...]:
    """Return these detectors, of which `named` also knows the lists in force in a folder."""
    if not chosen_versions(folder):
        return those
    named = Named(gazetteer_of(folder))
    return tuple(named if one.name == named.name else one for one in those)


def provide_commons(store: Store) -> None:
    """Fill the bank of shipped passages when it is missing or of another version of Mizan.

    The names of the gazetteer are among them: naming a group is never evidence of copying it.
    Passages that the operator removed or disabled stay so. Does nothing in a read-only folder.
    Another version of text fingerprints is another version of the bank: all is signed again.
    """
    passages = _shipped_passages()
    made_of = json.dumps([sketch.VERSION, passages])
    version = hashlib.sha256(made_of.encode()).hexdigest()[:12]
    mark = f"[shipped {version}]"
    if store.read_only or mark in (_basis(store) or ""):
        return
    told: dict[str, Any] = {"actor": "mizan", "why": f"shipped with Mizan, {version}"}
    with store.writing():
        basis = _basis(store)
        if mark in (basis or ""):
            return  # another process was quicker
        if basis is None:
            changes.create_bank(store, name=COMMONS, purpose="commons", owner="Mizan", **told)
        rows = _signed(passages)
        before = [one for one in queries.all_entries(store, COMMONS) if one.source == "mizan"]
        added = changes.add_entries(store, bank=COMMONS, rows=rows, revive=False, **told)
        numbers = dict(zip(added.ids, rows, strict=True))
        _keep_off(store, numbers, before, told)
        _withdraw(store, {row.value for row in rows}, told)
        kept = MARK.sub("", basis or "")  # what the operator wrote there
        changes.set_bank(store, name=COMMONS, legal_basis=f"{kept} {mark}".strip(), **told)


def _keep_off(
    store: Store,
    rows: Mapping[int, changes.NewEntry],
    before: Iterable[Entry],
    told: dict[str, Any],
) -> None:
    """Disable new entries of passages of which the operator had removed or disabled every one."""
    known, on, off = set[int](), set[tuple[str, str]](), set[tuple[str, str]]()
    for entry in before:
        known.add(entry.id)
        (on if entry.state == "active" else off).add((entry.label, entry.source_ref))
    for number, row in rows.items():
        if number not in known and (row.label, row.source_ref) in off - on:
            changes.set_enabled(store, bank=COMMONS, entry=number, enabled=False, **told)


def _withdraw(store: Store, shipped: set[bytes], told: dict[str, Any]) -> None:
    """Remove what an earlier version shipped and this one does not."""
    for entry in list(queries.all_entries(store, COMMONS)):
        gone = entry.source == "mizan" and entry.state != "removed" and entry.value not in shipped
        if gone:
            changes.remove_entry(store, bank=COMMONS, entry=entry.id, **told)


def _basis(store: Store) -> str | None:
    """Return the legal basis of the shipped bank, which holds its mark; None without the bank."""
    return {bank.name: bank.legal_basis for bank in queries.banks(store)}.get(COMMONS)


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
