"""Sections: immutable files of arrays that all processes of a machine map and share.

    bytes 0-7     magic "MIZANSEG"
    bytes 8-11    version of this layout, little-endian
    bytes 12-15   length of the header
    bytes 16-47   SHA-256 of everything behind byte 47
    bytes 48-     header (JSON): what the writer says of it, and for each section its name, dtype,
                  shape and offset; then the sections, each at a multiple of 64 bytes

Nothing in a file can run as code. It is never altered, only replaced; who has it mapped keeps what
was mapped. Its digest is read once for each state of the file (`mizan.banks.seen`); magic, layout
and the bounds of the sections are looked at each time.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from mizan.banks.seen import forget_seen, is_seen, note_seen
from mizan.banks.stamp import Stamp, stamp_of
from mizan.errors import SegmentError

MAGIC = b"MIZANSEG"
VERSION = 3
ALIGN = 64
HEAD = struct.Struct("<8sII32s")
WIDEST = 2**20  # bytes; no header is longer
DTYPES = {"<i8", "<i4", "<u8", "<u4", "<u2", "|u1", "|i1", "<i2"}

Arrays = Mapping[str, NDArray[Any]]
Check = Callable[[Mapping[str, Any], Arrays], None]


def write_sections(path: Path, about: Mapping[str, Any], arrays: Arrays) -> str:
    """Write `about` and C-contiguous arrays to the new file `path`; return its SHA-256 in hex.

    The file is whole under its name or not there: it is written beside it, synced and renamed.
    """
    header, offsets = _header(about, arrays)
    beside = path.with_suffix(".tmp")
    try:
        with os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            digest = _write(out, header, zip(arrays.values(), offsets, strict=True))
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)  # after a failure: a full disk needs its room back
    sync_folder(path.parent)
    stamp = stamp_of(path)
    if stamp:
        note_seen(path, stamp, digest)
    return digest


def read_sections(
    path: Path, *, sha256: str | None = None, check: Check | None = None, whole: bool = False
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Map a file and return what was said of it and its arrays.

    check  raises ValueError, KeyError or TypeError for arrays that are not what they should be;
           asked, like the digest, once for each state of the file
    whole  read all of it, whatever is noted

    SegmentError when it is torn, foreign, of another layout, unreadable, or does not have the
    `sha256` that is given. FileNotFoundError when it is gone.
    """
    with _open(path) as file:
        data, stamp = _map(path, file), Stamp.of(os.fstat(file.fileno()))
        length, digest = _read_head(path, data)
        if sha256 not in {None, digest} or length > WIDEST:
            raise _torn(path)
        seen = not whole and is_seen(path, file.fileno(), digest)
    if not seen:
        with memoryview(data) as view, view[HEAD.size :] as rest:
            if hashlib.sha256(rest).hexdigest() != digest:
                forget_seen(path)
                raise _torn(path)
    try:
        about = json.loads(data[HEAD.size : HEAD.size + length])
        arrays = {name: _section(data, *where) for name, *where in about.pop("sections")}
        if not seen and check:
            check(about, arrays)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refused(path, "does not say what it holds", "segment.torn") from None
    if not seen:
        note_seen(path, stamp, digest)
    return about, arrays


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refused(path: Path, said: str, code: str) -> SegmentError:
    """Return the error for a file that is not what it should be."""
    hint = "it will be built anew from the store"
    return SegmentError(f"the segment {path.name} {said}", hint=hint, code=code)


def _write(out: BinaryIO, header: bytes, sections: Iterable[tuple[NDArray[Any], int]]) -> str:
    """Write a file, its digest last, and sync it; return the digest in hex."""
    digest = hashlib.sha256(header)
    out.write(HEAD.pack(MAGIC, VERSION, len(header), b""))
    out.write(header)
    place = HEAD.size + len(header)
    for array, offset in sections:
        for data in (bytes(offset - place), array.reshape(-1).view(np.uint8).data):
            out.write(data)
            digest.update(data)
        place = offset + array.nbytes
    out.seek(0)
    out.write(HEAD.pack(MAGIC, VERSION, len(header), digest.digest()))
    out.flush()
    os.fsync(out.fileno())
    return digest.hexdigest()


def _header(about: Mapping[str, Any], arrays: Arrays) -> tuple[bytes, list[int]]:
    """Return the header and where each section begins; its length does not depend on where."""
    written_about = len(json.dumps(about))
    room = _aligned(HEAD.size + 512 + written_about + 160 * len(arrays))
    offsets, place = [], room
    for array in arrays.values():
        offsets.append(place)
        place = _aligned(place + array.nbytes)
    sections = [
        [name, array.dtype.str, list(array.shape), offset]
        for (name, array), offset in zip(arrays.items(), offsets, strict=True)
    ]
    written = json.dumps({**about, "sections": sections}).encode("ascii")
    return written.ljust(room - HEAD.size), offsets


def _aligned(place: int) -> int:
    return -(-place // ALIGN) * ALIGN


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unreadable(path, error) from None


def _map(path: Path, file: BinaryIO) -> mmap.mmap | bytes:
    """Map a file: its pages are shared by all processes, because nobody writes to them.

    Private and writable, all the same, because kernels are compiled for writable arrays only.
    """
    try:
        if not os.fstat(file.fileno()).st_size:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except OSError as error:
        raise _unreadable(path, error) from None


def _read_head(path: Path, data: mmap.mmap | bytes) -> tuple[int, str]:
    """Return the length of the header and the digest that the head says, in hex."""
    magic, version, length, digest = (
        HEAD.unpack_from(data) if len(data) >= HEAD.size else (b"",) * 4
    )
    if magic != MAGIC:
        raise refused(path, "is not a segment", "segment.foreign")
    if version != VERSION:
        raise refused(path, "has another layout", "segment.schema")
    return length, digest.hex()


def _torn(path: Path) -> SegmentError:
    return refused(path, "is torn, or not the one that the manifest names", "segment.torn")


def _unreadable(path: Path, error: OSError) -> SegmentError:
    return refused(path, f"cannot be read: {error.strerror}", "segment.unreadable")


def _section(data: mmap.mmap | bytes, dtype: str, shape: list[int], offset: int) -> NDArray[Any]:
    if dtype not in DTYPES or offset < HEAD.size or min(shape, default=0) < 0:
        raise ValueError("no such section")
    count = int(np.prod(shape, dtype=np.int64))
    if not count:
        return np.zeros(shape, dtype)
    return np.frombuffer(data, dtype, count, offset).reshape(shape)
