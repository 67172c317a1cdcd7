"""The archive of a backup: a ZIP file whose manifest names every part, its size and SHA-256.

Nothing of an archive is unpacked under a name that it gives itself: parts have names from a fixed
set, are read up to the size that the manifest states, and are compared with its digest before
anything is put in place.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from mizan.banks.trouble import explain_os
from mizan.errors import StoreError

FORMAT = 1
MANIFEST = "manifest.json"
MOST_MANIFEST = 4 * 2**20  # bytes
MOST_RATIO = 2000  # a part may be so many times as large as it is packed: empty pages pack well
PIECE = 2**20  # bytes read at a time
PARTS = re.compile(
    r"mizan\.db|tables/[a-z0-9_]{1,63}|policy\.(?:yaml|json)|background\.bin"
    r"|(?:service|ledger)\.key|model\.json|models/[0-9a-f]{64}\.mizan"
    r"|lists/(?:in-force|[a-z0-9][a-z0-9._-]{0,62}/[0-9A-Za-z][0-9A-Za-z._-]{0,80})\.json"
)
BROKEN = (  # what reading a part of a hostile archive raises: a RuntimeError, or a kind of one,
    # when it is encrypted, or packed in a way that nobody here reads
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,
)
Progress = Callable[[int, int], Any]  # done, of all


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of an archive."""

    size: int  # bytes
    sha256: str  # 64 hex digits
    columns: list[str] = field(default_factory=list)  # of a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive says of itself."""

    format: int
    mizan: str  # version that wrote it
    at: str  # UTC, ISO 8601
    database: str  # sqlite, postgres
    schema: int  # number of the bank store's schema
    migrations: list[tuple[str, str]]  # of the service: (app, name)
    ledger: tuple[int, str]  # number and hash of the last line
    keys: bool  # whether keys are in it
    parts: dict[str, Part]


class Writer:
    """Writes an archive under a temporary name; `close` gives it its own."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.parts: dict[str, Part] = {}
        self._beside = file.with_name(f".{file.name}.{os.getpid()}.part")
        try:
            held = os.open(self._beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise explain_os(error, f"the archive {file}") from None
        self._raw = os.fdopen(held, "w+b")
        self._zip = zipfile.ZipFile(self._raw, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    @contextmanager
    def part(self, name: str, columns: list[str] | None = None) -> Iterator[Callable[[Any], None]]:
        """Give what a part is written with, piece by piece."""
        size, digest = 0, hashlib.sha256()
        with self._zip.open(name, "w", force_zip64=True) as out:

            def write(piece: Any) -> None:
                nonlocal size
                data = bytes(piece)
                size += len(data)
                digest.update(data)
                out.write(data)

            yield write
        self.parts[name] = Part(size=size, sha256=digest.hexdigest(), columns=columns or [])

    def add_file(self, name: str, path: Path) -> None:
        """Add a file as a part."""
        with path.open("rb") as held, self.part(name) as write:
            while piece := held.read(PIECE):
                write(piece)

    def close(self, manifest: Manifest) -> None:
        """Write the manifest and put the archive in place, durably."""
        self._zip.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
        self._zip.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        self._raw.close()
        self._beside.replace(self.file)
        folder = os.open(self.file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def give_up(self) -> None:
        """Remove what was written."""
        self._raw.close()
        self._beside.unlink(missing_ok=True)


class Reader:
    """An archive that was opened and whose manifest was read."""

    def __init__(self, file: Path, packed: zipfile.ZipFile) -> None:
        self.file = file
        self._zip = packed
        written = self._manifest_bytes()
        self.digest = hashlib.sha256(written).hexdigest()
        self.manifest = self._manifest(written)
        names = [one.filename for one in packed.infolist()]
        wanted = {MANIFEST, *self.manifest.parts}
        if len(names) != len(set(names)) or set(names) != wanted:
            raise foreign(file, "its parts are not those that it lists")
        if unknown := [one for one in self.manifest.parts if not PARTS.fullmatch(one)]:
            raise foreign(file, f"it holds {len(unknown)} parts that no backup has")

    def pieces(self, name: str) -> Iterator[bytes]:
        """Give a part piece by piece; StoreError store.archive_torn unless it is what was written.

        The fault shows at the end: what is written meanwhile is put in place only afterwards.
        """
        part, info = self.manifest.parts[name], self._zip.getinfo(name)
        if info.file_size != part.size or part.size > MOST_RATIO * max(info.compress_size, 64):
            raise torn(self.file)
        left, digest = part.size, hashlib.sha256()
        try:
            with self._zip.open(name) as held:
                while piece := held.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise torn(self.file)
                    digest.update(piece)
                    yield piece
        except BROKEN:
            raise torn(self.file) from None
        if left or digest.hexdigest() != part.sha256:
            raise torn(self.file)

    def check(self, progress: Progress = lambda *_: None) -> None:
        """Read every part and compare it with its digest."""
        total, done = sum(part.size for part in self.manifest.parts.values()), 0
        for name in self.manifest.parts:
            for piece in self.pieces(name):
                done += len(piece)
                progress(done, total)

    def save(self, name: str, path: Path) -> None:
        """Write a part to a file of ours (0600)."""
        held = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(held, "wb") as out:
            for piece in self.pieces(name):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())

    def _manifest_bytes(self) -> bytes:
        try:
            if self._zip.getinfo(MANIFEST).file_size > MOST_MANIFEST:
                raise foreign(self.file, "its manifest is too large")
            with self._zip.open(MANIFEST) as held:
                return held.read(MOST_MANIFEST + 1)
        except KeyError:
            raise foreign(self.file, "it has no manifest") from None
        except BROKEN:
            raise torn(self.file) from None

    def _manifest(self, written: bytes) -> Manifest:
        try:
            told = msgspec.json.decode(written)
            newer = isinstance(told, dict) and int(told.get("format", 0)) > FORMAT
            if not newer:
                return msgspec.json.decode(written, type=Manifest)
        except (msgspec.MsgspecError, ValueError, TypeError, OverflowError, RecursionError):
            raise foreign(self.file, "its manifest cannot be read") from None
        raise too_new(self.file)


@contextmanager
def opened(file: Path) -> Iterator[Reader]:
    """Open an archive. StoreError store.archive_torn, store.archive_foreign, store.too_new."""
    try:
        with zipfile.ZipFile(file) as packed:
            yield Reader(file, packed)
    except zipfile.BadZipFile:
        raise torn(file) from None
    except FileNotFoundError:
        raise foreign(file, "it is not there") from None


def torn(file: Path) -> StoreError:
    """Return the error for an archive that is not whole."""
    return StoreError(
        f"the archive {file} is not whole, or was changed",
        hint="copy it anew from where it was written, or take another",
        code="store.archive_torn",
    )


def foreign(file: Path, fault: str) -> StoreError:
    """Return the error for a file that is no archive of a backup."""
    return StoreError(
        f"{file} is no archive that can be restored here: {fault}",
        hint="name a file that `mizan backup` wrote for this kind of database",
        code="store.archive_foreign",
    )


def too_new(file: Path) -> StoreError:
    """Return the error for an archive of a later version."""
    return StoreError(
        f"the archive {file} was written by a newer version of Mizan",
        hint="update Mizan, then restore it",
        code="store.too_new",
    )
