"""Segments: the entries of one signal type with their index, in an immutable mapped file.

Sections are `ids`, `banks`, `flags`, `labels`, `label_bytes`, `label_bounds`, then the arrays of
the index, called `index.NAME`; the header says signal, kind, rows and the seq up to which all
changes are in it. One of texts also has `unread`, the entries that could not be read when it was
built, and its header the version of text fingerprints. The layout is that of
`mizan.banks.sections`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from mizan.banks.chunk import Chunk, build, check_index, open_index
from mizan.banks.rows import Rows
from mizan.banks.sections import Arrays, read_sections, refused, write_sections
from mizan.banks.unread import none_unread
from mizan.signals.protocol import IndexKind
from mizan.signals.sketch import VERSION


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
    if kind == "overlap":
        about["fingerprints"] = VERSION
    return write_sections(path, about, _arrays(kind, rows))


def open_segment(
    path: Path, *, signal: str, kind: IndexKind, sha256: str, whole: bool = False
) -> Chunk:
    """Map a segment and return its chunk; verify it when nobody has yet, or when `whole`.

    SegmentError when it is torn, foreign, of another layout or of another version of text
    fingerprints, unreadable, or not the file that was named. FileNotFoundError when it is gone.
    """

    def check(about: Mapping[str, Any], arrays: Arrays) -> None:
        refuse_other(about)
        _check(kind, about["rows"], arrays)

    def refuse_other(about: Mapping[str, Any]) -> None:
        if (about.get("signal"), about.get("kind")) != (signal, kind):
            raise refused(path, f"does not hold {signal} signals", "segment.foreign")
        if kind == "overlap" and about.get("fingerprints") != VERSION:
            raise refused(path, "was built by another version of Mizan", "segment.version")

    about, arrays = read_sections(path, sha256=sha256, check=check, whole=whole)
    refuse_other(about)
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
    if kind == "overlap":
        arrays["unread"] = rows.unread
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def _chunk(kind: IndexKind, arrays: Mapping[str, NDArray[Any]]) -> Chunk:
    labels = arrays["labels"]
    return Chunk(
        arrays["ids"],
        arrays["banks"],
        arrays["flags"],
        labels if len(labels) else np.broadcast_to(np.int32(0), arrays["ids"].shape),
        LabelTable(arrays["label_bytes"], arrays["label_bounds"]),
        open_index(kind, _of_index(arrays)),
        unread=arrays["unread"] if kind == "overlap" else none_unread(),
    )


def _check(kind: IndexKind, rows: int, arrays: Arrays) -> None:
    """Raise ValueError for arrays that would lead a look-up beyond their ends."""
    for name, dtype in (("ids", np.int64), ("banks", np.int32), ("flags", np.uint8)):
        if arrays[name].dtype != dtype or arrays[name].shape != (rows,):
            raise ValueError(name)
    ids, labels, bounds = arrays["ids"], arrays["labels"], arrays["label_bounds"]
    if not (ids[1:] > ids[:-1]).all():
        raise ValueError("ids do not rise")
    names = len(bounds) - 1
    if labels.dtype != np.int32 or len(labels) not in {0, rows}:
        raise ValueError("labels")
    if len(labels) and not (labels.min() >= 0 and labels.max() < names):
        raise ValueError("a label that is not there")
    if bounds.dtype != np.int64 or bounds[0] or bounds[-1] != len(arrays["label_bytes"]):
        raise ValueError("label_bounds")
    if names < bool(rows) or (bounds[1:] < bounds[:-1]).any():
        raise ValueError("label_bounds")
    _check_unread(arrays.get("unread", none_unread()))
    check_index(kind, _of_index(arrays), rows)


def _check_unread(unread: NDArray[Any]) -> None:
    if unread.dtype != np.int64 or unread.ndim != 2 or unread.shape[1] != 2:
        raise ValueError("unread")
    if (unread[1:, 0] <= unread[:-1, 0]).any():
        raise ValueError("unread entries do not rise")


def _of_index(arrays: Arrays) -> dict[str, NDArray[Any]]:
    """Return the arrays of the index, by its own names."""
    named = ((name.partition("."), array) for name, array in arrays.items())
    return {name: array for (owner, _, name), array in named if owner == "index"}
