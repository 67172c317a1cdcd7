"""Commons: the stops that are in force, made again when what they come from changes.

The fingerprints of all shared passages are kept beside the segments once there are many, in a file
that says of which state of the commons banks, and of which version of text fingerprints, it is;
every process maps and shares it. It can be deleted at any time: it is made again from the store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mizan.banks import background
from mizan.banks.manifest import building, segment_folder
from mizan.banks.sections import Arrays, read_sections, refused, write_sections
from mizan.banks.snapshot import Snapshot
from mizan.banks.stamp import Stamp, stamp_of
from mizan.banks.stops import Passages, Stops, hashes_of, lay_out
from mizan.banks.store import Store
from mizan.errors import SegmentError
from mizan.ledger.chain import head
from mizan.signals.sketch import VERSION, can_read

BACKGROUND = "background.bin"
KEPT = "commons.stops"
MANY = 1 << 16  # fingerprints worth a file; fewer are sorted as fast as they are mapped


@dataclass(frozen=True, slots=True)
class State:
    """One state of the commons banks, and of the background beside them."""

    banks: tuple[int, ...]  # numbers of those that are on
    seq: int  # the last change of any of them
    background: Stamp | None


class Commons:
    """Gives the stops for snapshots of one data folder, one thread at a time.

    `unread` says how many passages in force this version cannot read, by number of their bank.
    """

    def __init__(self, folder: Path, store: Store, note: Callable[[str], None]) -> None:
        """Take `note` to be told of what cannot be read or kept; stops go on without it."""
        self.unread: Counter[int] = Counter()
        self._folder = folder
        self._file = folder / BACKGROUND
        self._store = store
        self._note = note
        self._state: State | None = None
        self._read_to = 0  # the change up to which `_state.seq` is known
        self._stops: Stops | None = None
        self._passages: Passages | None = None
        self._slots: NDArray[np.uint32] | None = None
        self._counted: Stamp | None = None

    def stops(self, snapshot: Snapshot, *, opening: bool = False) -> Stops | None:
        """Return the stops for a snapshot, None when there are none.

        opening  the kept file may be written; not later, so that no look at the store is slow
        """
        state = self._now(snapshot)
        if state != self._state:
            known = self._state and (self._state.banks, self._state.seq)
            if self._passages is None or known != (state.banks, state.seq):
                self._passages = self._shared(state, keep=opening)
            slots = self._background(state.background)
            none = slots is None and not len(self._passages.hashes)
            self._stops = None if none else Stops(self._passages, slots)
            self._state = state
        self._read_to = snapshot.seq  # last: what failed on the way is done again
        return self._stops

    def forget(self) -> None:
        """Make all anew at the next call."""
        self._state, self._read_to = None, 0
        self._passages = self._counted = self._slots = None

    def _now(self, snapshot: Snapshot) -> State:
        on = (one for one in snapshot.banks.values() if one.purpose == "commons" and one.enabled)
        seq = self._state.seq if self._state else 0
        if snapshot.seq != self._read_to:
            [(last,)] = self._store.rows("banks.commons_changed", seq=self._read_to)
            seq = max(seq, last or 0)
        stamp = stamp_of(self._file)
        return State(tuple(sorted(one.id for one in on)), seq, stamp)

    def _background(self, stamp: Stamp | None) -> NDArray[np.uint32] | None:
        """Return the frequent slots, read again when the file is another than the one known."""
        if stamp != self._counted:
            self._slots, self._counted = None, stamp
            try:
                if stamp:
                    self._slots = background.load(self._file).slots
            except SegmentError as error:
                self._note(str(error))
        return self._slots

    def _shared(self, state: State, *, keep: bool) -> Passages:
        """Return the passages of the banks that are on: the kept ones, or out of the store."""
        path = segment_folder(self._folder) / KEPT
        try:
            kept = self._read(path, state)
        except SegmentError as error:
            self._note(str(error))
            kept = None
        if kept:
            return kept
        unread: Counter[int] = Counter()
        made = lay_out(hashes_of(self._values(state, unread)))
        self.unread = unread  # whole: another thread may read it
        if keep and not self._store.read_only:
            try:
                self._write(path, state, made)
            except OSError as error:
                self._note(f"shared passages cannot be kept in {path.parent}: {error.strerror}")
        return made

    def _values(self, state: State, unread: Counter[int]) -> Iterator[bytes]:
        """Give the values of the banks that are on; those that cannot be read are counted."""
        for bank in state.banks:
            for (value,) in self._store.rows("banks.bank_values", bank=bank, signal="neartext"):
                if can_read(value):
                    yield value
                else:
                    unread[bank] += 1

    def _read(self, path: Path, state: State) -> Passages | None:
        """Return what is kept, None when it is of another state; SegmentError when torn."""
        if not state.banks:
            return None
        try:
            about, arrays = read_sections(path)
        except FileNotFoundError:
            return None
        try:
            line = self._store.one("ledger.hash_of_line", seq=about["line"])
            now = (list(state.banks), state.seq, VERSION)
            then = (about["banks"], about["seq"], about.get("fingerprints"))
            if then != now or line != (about["line_hash"],):
                return None
            passages = _checked(Passages(arrays["hashes"], arrays["sieve"]))
            self.unread = Counter({int(bank): int(count) for bank, count in about["unread"]})
            return passages
        except (KeyError, TypeError, ValueError):
            raise refused(path, "does not hold shared passages", "segment.foreign") from None

    def _write(self, path: Path, state: State, passages: Passages) -> None:
        """Keep the passages, or delete those kept when they are few."""
        if len(passages.hashes) < MANY and not path.exists():
            return
        with building(self._folder, wait=False) as mine:
            if not mine:
                return
            path.unlink(missing_ok=True)
            if len(passages.hashes) >= MANY:
                line, line_hash = head(self._store)
                about = {"banks": state.banks, "seq": state.seq, "fingerprints": VERSION}
                about["unread"] = sorted(self.unread.items())
                history = {"line": line, "line_hash": line_hash}
                arrays: Arrays = {"hashes": passages.hashes, "sieve": passages.sieve}
                write_sections(path, about | history, arrays)


def _checked(passages: Passages) -> Passages:
    """Return passages as the kernels take them; ValueError when they are something else."""
    for array, kind in ((passages.hashes, np.uint64), (passages.sieve, np.uint64)):
        if array.dtype != kind or array.ndim != 1:
            raise ValueError("not shared passages")
    if not passages.sieve.size or passages.sieve.size & (passages.sieve.size - 1):
        raise ValueError("a sieve has a power of two for its size")
    return passages
