"""Segments: the entries of one signal type with their index, in an immutable mapped file.

Sections are `ids`, `banks`, `flags`, `labels`, `label_bytes`, `label_bounds`, then the arrays of
the index, called `index.NAME`; the header says signal, kind, rows and the seq up to which all
changes are in it. The layout is that of `mizan.banks.sections`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from mizan.banks.chunk import Chunk, build, open_index
from mizan.banks.rows import Rows
from mizan.banks.sections import read_sections, refused, write_sections
from mizan.signals.protocol import IndexKind


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
    """Build the index of `rows` and write it to the new file `path`; return its SHA-256 in hex."""
    about = {"signal": signal, "kind": kind, "seq": seq, "rows": len(rows)}
    return write_sections(path, about, _arrays(kind, rows))


def open_segment(path: Path, *, signal: str, kind: IndexKind, sha256: str) -> Chunk:
    """Map a segment and return its chunk.

    SegmentError when it is torn, foreign, of another layout, unreadable, or not the file that was
    named. FileNotFoundError when it is gone.
    """
    about, arrays = read_sections(path, sha256=sha256)
    if (about.get("signal"), about.get("kind")) != (signal, kind):
        raise refused(path, f"does not hold {signal} signals", "segment.foreign")
    try:
        return _chunk(kind, arrays)
    except (ValueError, KeyError, TypeError):
        raise refused(path, "does not say what it holds", "segment.torn") from None


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
