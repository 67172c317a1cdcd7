"""Segments: immutable index files that all processes of a machine map and share.

    bytes 0-7     magic "MIZANSEG"
    bytes 8-11    version of this layout, little-endian
    bytes 12-15   length of the header
    bytes 16-47   SHA-256 of everything behind byte 47
    bytes 48-     header (JSON): signal, kind, rows, seq, and for each section its name, dtype,
                  shape and offset; then the sections, each at a multiple of 64 bytes

Sections are `ids`, `banks`, `flags`, `labels`, `label_bytes`, `label_bounds`, then the arrays of
the index, called `index.NAME`. Nothing in a file can run as code.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, overload

import numpy as np
from numpy.typing import NDArray

from mizan.banks.chunk import Chunk, build, open_index
from mizan.banks.rows import Rows
from mizan.errors import SegmentError
from mizan.signals.protocol import IndexKind

MAGIC = b"MIZANSEG"
VERSION = 1
ALIGN = 64
HEAD = struct.Struct("<8sII32s")
WIDEST = 2**20  # bytes; no header is longer
DTYPES = {"<i8", "<i4", "<u8", "<u4", "<u2", "|u1", "|i1", "<i2"}


class LabelTable(Sequence[str]):
    """The labels of a segment: UTF-8, cut by bounds, read when asked for."""

    def __init__(self, text: NDArray[np.uint8], bounds: NDArray[np.int64]) -> None:
        self._text = text
        self._bounds = bounds

    def __len__(self) -> int:
        return len(self._bounds) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return bytes(self._text[self._bounds[place] : self._bounds[place + 1]]).decode("utf-8")


def write_segment(path: Path, *, signal: str, kind: IndexKind, seq: int, rows: Rows) -> str:
    """Build the index of `rows` and write it to the new file `path`; return its SHA-256 in hex.

    The file is whole under its name or not there: it is written beside it, synced and renamed.
    """
    arrays = _arrays(kind, rows)
    header, offsets = _header(arrays, signal=signal, kind=kind, seq=seq, rows=len(rows))
    beside = path.with_suffix(".tmp")
    try:
        with os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            digest = _write(out, header, zip(arrays.values(), offsets, strict=True))
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)  # after a failure: a full disk needs its room back
    sync_folder(path.parent)
    return digest


def open_segment(path: Path, *, signal: str, kind: IndexKind, sha256: str) -> Chunk:
    """Map a segment and return its chunk.

    SegmentError when it is torn, foreign, of another layout, or not the file that was named.
    FileNotFoundError when it is gone.
    """
    data = _map(path)
    magic, version, length, digest = (
        HEAD.unpack_from(data) if len(data) >= HEAD.size else (b"",) * 4
    )
    if magic != MAGIC:
        raise _refused(path, "is not a segment", "segment.foreign")
    if version != VERSION:
        raise _refused(path, "has another layout", "segment.schema")
    with memoryview(data) as view, view[HEAD.size :] as rest:
        seen = hashlib.sha256(rest).digest()
    if seen != digest or digest.hex() != sha256 or length > WIDEST:
        raise _refused(path, "is torn, or not the one that the manifest names", "segment.torn")
    try:
        header = json.loads(data[HEAD.size : HEAD.size + length])
        arrays = {name: _section(data, *where) for name, *where in header["sections"]}
        if (header["signal"], header["kind"]) != (signal, kind):
            raise _refused(path, f"does not hold {signal} signals", "segment.foreign")
        return _chunk(kind, arrays)
    except (ValueError, KeyError, TypeError):
        raise _refused(path, "does not say what it holds", "segment.torn") from None


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(out: BinaryIO, header: bytes, sections: Iterable[tuple[NDArray[Any], int]]) -> str:
    """Write a segment, its digest last, and sync it; return the digest in hex."""
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


def _arrays(kind: IndexKind, rows: Rows) -> dict[str, NDArray[Any]]:
    names = [name.encode("utf-8") for name in rows.names]
    bounds = np.zeros(len(names) + 1, np.int64)
    np.cumsum([len(name) for name in names], out=bounds[1:])
    index = {f"index.{name}": array for name, array in build(kind, rows.values).items()}
    arrays: dict[str, NDArray[Any]] = {
        "ids": rows.ids,
        "banks": rows.banks,
        "flags": rows.flags,
        "labels": rows.labels if len(names) > 1 else rows.labels[:0],
        "label_bytes": np.frombuffer(b"".join(names), np.uint8),
        "label_bounds": bounds,
        **index,
    }
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def _header(
    arrays: Mapping[str, NDArray[Any]], *, signal: str, kind: str, seq: int, rows: int
) -> tuple[bytes, list[int]]:
    """Return the header and where each section begins; its length does not depend on where."""
    room = _aligned(HEAD.size + 512 + 160 * len(arrays))
    offsets, place = [], room
    for array in arrays.values():
        offsets.append(place)
        place = _aligned(place + array.nbytes)
    sections = [
        [name, array.dtype.str, list(array.shape), offset]
        for (name, array), offset in zip(arrays.items(), offsets, strict=True)
    ]
    about = {"signal": signal, "kind": kind, "seq": seq, "rows": rows, "sections": sections}
    written = json.dumps(about).encode("ascii")
    return written.ljust(room - HEAD.size), offsets


def _aligned(place: int) -> int:
    return -(-place // ALIGN) * ALIGN


def _map(path: Path) -> mmap.mmap | bytes:
    """Map a file. Private and writable, because kernels are compiled for writable arrays only."""
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)


def _section(data: mmap.mmap | bytes, dtype: str, shape: list[int], offset: int) -> NDArray[Any]:
    if dtype not in DTYPES or offset < HEAD.size or min(shape, default=0) < 0:
        raise ValueError("no such section")
    count = int(np.prod(shape, dtype=np.int64))
    if not count:
        return np.zeros(shape, dtype)
    return np.frombuffer(data, dtype, count, offset).reshape(shape)


def _chunk(kind: IndexKind, arrays: Mapping[str, NDArray[Any]]) -> Chunk:
    index = {
        name.removeprefix("index."): array
        for name, array in arrays.items()
        if name.startswith("index.")
    }
    labels = arrays["labels"]
    return Chunk(
        arrays["ids"],
        arrays["banks"],
        arrays["flags"],
        labels if len(labels) else np.broadcast_to(np.int32(0), arrays["ids"].shape),
        LabelTable(arrays["label_bytes"], arrays["label_bounds"]),
        open_index(kind, index),
    )


def _refused(path: Path, said: str, code: str) -> SegmentError:
    hint = "it will be built anew from the store"
    return SegmentError(f"the segment {path.name} {said}", hint=hint, code=code)
