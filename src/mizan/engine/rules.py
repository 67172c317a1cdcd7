"""Rules: which policy is in force for a data folder, now and when it changes."""

from __future__ import annotations

import json
import os
import threading
from collections import deque
from importlib.resources import files
from pathlib import Path
from typing import Literal

from mizan.banks.stamp import stamp_of
from mizan.banks.store import Store
from mizan.errors import PolicyError, StoreError
from mizan.ledger.chain import record_policy, unreadable
from mizan.policy.load import load_policy
from mizan.policy.policy import Policy
from mizan.terms.time import ticks
from mizan.terms.verdict import PolicyRef

CHOSEN = "policy.yaml"  # the rules chosen for a data folder
SHIPPED = "default.yaml"
PAUSE = 0.2  # seconds between two looks at the file
MOST_BYTES = 2**21  # more than the loader takes


class Rules:
    """The policy in force: a given file, else the folder's chosen one, else the shipped one.

    A chosen file that is replaced is taken up within PAUSE; one with faults is told in `notices`,
    and the policy stays what it was. Thread-safe.
    """

    def __init__(self, folder: Path, given: Path | None, lang: Literal["en", "ar"]) -> None:
        """Load the policy; PolicyError when it has faults."""
        self.notices: deque[str] = deque(maxlen=20)
        self._given = given
        self._chosen = folder / CHOSEN
        self._lang: Literal["en", "ar"] = lang
        self._looking = threading.Lock()
        self._stamp = stamp_of(self._chosen)
        self._policy = load_policy(given or chosen_policy(folder), lang=lang)
        self._next = ticks() + PAUSE

    def now(self) -> Policy:
        """Return the policy in force."""
        if self._given is None and ticks() >= self._next and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._next = ticks() + PAUSE
                self._looking.release()
        return self._policy

    def _look(self) -> None:
        stamp = stamp_of(self._chosen)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._policy = load_policy(self._chosen if stamp else None, lang=self._lang)
        except PolicyError as error:
            self.notices.append(str(error))


def chosen_policy(folder: Path) -> Path | None:
    """Return the rules file that was chosen for a data folder, or None for the shipped rules."""
    path = folder / CHOSEN
    return path if path.exists() else None


def choose_policy(
    folder: Path, store: Store, file: Path | None, *, actor: str, why: str
) -> PolicyRef:
    """Put a copy of a rules file in force for a data folder (None = the shipped one), recorded.

    What is checked, recorded and put in place is one and the same copy. PolicyError, StoreError.
    """
    data = None if file is None else _read(file)
    return publish_policy(folder, store, data, actor=actor, why=why)


def publish_policy(
    folder: Path, store: Store, data: bytes | None, *, actor: str, why: str
) -> PolicyRef:
    """Put rules in force for a data folder, as `choose_policy`, that are given as bytes.

    It joins the transaction that the store has open; the file is in place before that commits, and
    whoever rolls it back puts the earlier rules back, which `rules_in_force` gave before.
    """
    fresh = folder / f"{CHOSEN}.new"
    try:
        ref = load_policy(None if data is None else _written(data, fresh)).ref
        with store.writing():
            record_policy(
                store, name=ref.name, version=ref.version, sha256=ref.sha256, actor=actor, why=why
            )
            if data is None:
                (folder / CHOSEN).unlink(missing_ok=True)
            else:
                fresh.replace(folder / CHOSEN)
    finally:
        fresh.unlink(missing_ok=True)
    return ref


def rules_in_force(folder: Path) -> bytes:
    """Return the rules of a data folder as they are written, or the shipped ones; PolicyError."""
    path = chosen_policy(folder)
    return shipped_rules() if path is None else _read(path)


def shipped_rules() -> bytes:
    """Return the shipped rules as they are written."""
    return files("mizan.policy").joinpath(SHIPPED).read_bytes()


def put_rules(folder: Path, data: bytes | None) -> None:
    """Put rules into a data folder (None = the shipped ones) that the ledger knows already."""
    if data is None:
        (folder / CHOSEN).unlink(missing_ok=True)
        return
    fresh = folder / f"{CHOSEN}.{os.getpid()}.new"
    try:
        _written(data, fresh).replace(folder / CHOSEN)
    finally:
        fresh.unlink(missing_ok=True)


def recorded_policy(store: Store) -> str | None:
    """Return the sha256 of the policy that the ledger last recorded, None when it has none."""
    found = store.one("ledger.last_of_act", act="policy")
    try:
        return str(json.loads(found[2])["sha256"]) if found else None
    except (ValueError, KeyError, TypeError):
        raise unreadable(store) from None


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(MOST_BYTES)
    except OSError as error:
        raise PolicyError(
            f"the rules file {file} cannot be read: {error.strerror}",
            hint="check the path",
            code="policy.unreadable",
        ) from None


def _written(data: bytes, fresh: Path) -> Path:
    """Write rules beside those in force, for their owner alone; return where."""
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise StoreError(
            f"the policy cannot be written into {fresh.parent}: {error.strerror}",
            hint="give write permission on the data folder, or make room",
            code="store.no_policy",
        ) from None
    return fresh
