"""The manifest: which segments are live, up to which change, and of which history."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from mizan.banks import queries
from mizan.banks.files import MANIFEST
from mizan.banks.sections import sync_folder
from mizan.banks.store import Store
from mizan.errors import SegmentError

SCHEMA = 1


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """One live segment."""

    file: str  # its name in the folder
    sha256: str  # 64 hex digits
    rows: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The live segments of a store.

    A line of the ledger is named with its hash: a store that does not hold this line is another
    one, or an older copy of it, and the segments are not its own.
    """

    schema: int
    generation: int  # rises with each set
    seq: int  # all changes up to here are in the segments
    ledger_seq: int
    ledger_hash: str
    types: list[str]  # signal types that were dealt with; of others the store must be asked
    segments: dict[str, Named]  # by signal type; a type without entries in force has none


def segment_folder(folder: Path) -> Path:
    """Return where the segments of a data folder lie."""
    return manifest_path(folder).parent


def manifest_path(folder: Path) -> Path:
    """Return where the manifest of a data folder lies."""
    return folder / MANIFEST


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a data folder, None when there is none; SegmentError when unusable."""
    path = manifest_path(folder)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(f"cannot be read: {error.strerror}") from None
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError:
        raise _refused("is torn") from None
    if found.schema != SCHEMA or any("/" in named.file for named in found.segments.values()):
        raise _refused("has another layout")
    return found


def check_history(manifest: Manifest, store: Store) -> None:
    """Raise SegmentError unless the segments were built from this store's own history."""
    line = store.one("ledger.hash_of_line", seq=manifest.ledger_seq)
    if manifest.seq > queries.seq(store) or line is None or line[0] != manifest.ledger_hash:
        raise _refused("belongs to another store, or to a newer copy of this one")


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the one before, whole."""
    path = manifest_path(folder)
    beside = path.with_suffix(".tmp")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(msgspec.json.encode(manifest))
        out.flush()
        os.fsync(out.fileno())
    beside.rename(path)
    sync_folder(path.parent)


@contextmanager
def building(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the lock of the one process that builds segments; give False when another has it."""
    where = segment_folder(folder)
    where.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(where / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _refused(said: str) -> SegmentError:
    hint = "segments will be built anew from the store"
    return SegmentError(f"the segments' manifest {said}", hint=hint, code="segment.manifest")
