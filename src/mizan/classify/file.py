"""Model files: weights as plain numbers with their digest. Nothing in a file can run.

Layout: magic (8 bytes), version and length of the header (uint32 each, little-endian), sha256 of
all that follows (32 bytes), the header (JSON, padded with blanks), then every array that the
header names, one after the other, each padded to 64 bytes, little-endian.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from mizan.classify.linear import LinearTable
from mizan.classify.model import FEATURES, Model, Reader
from mizan.classify.net import Net, WordVectors
from mizan.classify.readings import readings
from mizan.classify.scale import Scale
from mizan.errors import ModelError

MAGIC = b"MIZANLIN"
VERSION = 2
MAX_HEADER = 2**20  # bytes
MAX_FILE = 2**28  # bytes; more is no model
_HEAD = struct.Struct("<8sII32s")
_ALIGN = 64
_KINDS = ("<f4", "<f2", "<u8", "<i1")


class _Array(msgspec.Struct, frozen=True):
    name: str
    kind: str  # one of _KINDS
    shape: list[int]


class _Reader(msgspec.Struct, frozen=True):
    lang: str
    reading: str
    name: str
    bias: float
    slope: float
    offset: float
    review: float
    net_share: float = 0.0
    net_bias: float | None = None  # None: without a net
    net_words: str = ""  # prefix of the arrays of its word vectors, which readers may share


class _Header(msgspec.Struct, frozen=True):
    features: int
    readers: list[_Reader]
    arrays: list[_Array]
    about: dict[str, str]
    measures: dict[str, float]
    curve: dict[str, list[tuple[float, float]]] = {}


Arrays = dict[str, NDArray[Any]]


def save_model(model: Model, path: Path) -> str:
    """Write a model beside `path`, then put it in its place whole; return the file's sha256 in hex.

    The same model gives the same bytes. OSError when it cannot be written. Tables are kept as
    half-precision numbers: what is loaded again differs by a thousandth of a weight.
    """
    header, payload = _packed(model)
    digest = hashlib.sha256(header + payload)
    data = _HEAD.pack(MAGIC, VERSION, len(header), digest.digest()) + header + payload
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
    return hashlib.sha256(data).hexdigest()


def load_model(path: Path) -> Model:
    """Return the model of a file; ModelError when missing, torn, foreign or of no use here."""
    data = _read(path)
    if len(data) < _HEAD.size or not data.startswith(MAGIC):
        raise _refused(path, "is not a model", "model.foreign")
    _, version, length, digest = _HEAD.unpack_from(data)
    if version != VERSION:
        raise _refused(path, "has another layout", "model.version")
    body = memoryview(data)[_HEAD.size :]
    if not length <= min(MAX_HEADER, len(body)) or hashlib.sha256(body).digest() != digest:
        raise _refused(path, "is torn", "model.torn")
    try:
        header = msgspec.json.decode(body[:length], type=_Header)
        if header.features != FEATURES:
            raise _refused(path, "was made for other features", "model.version")
        return _model(header, _arrays(header, body[length:]))
    except (msgspec.DecodeError, ValueError, KeyError):
        raise _refused(path, "does not hold what it says", "model.torn") from None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}", "model.unreadable") from None
    if len(data) > MAX_FILE:
        raise _refused(path, "is far too large", "model.foreign")
    return data


def _packed(model: Model) -> tuple[bytes, bytes]:
    """Return the header and the arrays of a model, as they are written."""
    readers, arrays = [], Arrays()
    for lang, reading, reader in _every(model):
        prefix, net, scale = f"{lang}.{reading}.{reader.name}", reader.net, reader.scale
        arrays[f"{prefix}.table"] = reader.table.table.astype("<f2")
        words = ""
        if net is not None:
            words = _words_prefix(net)
            arrays |= _net_arrays(prefix, words, net)
        readers.append(
            _Reader(
                lang=lang,
                reading=reading,
                name=reader.name,
                bias=reader.bias,
                slope=scale.slope,
                offset=scale.offset,
                review=scale.review,
                net_share=reader.net_share,
                net_bias=None if net is None else net.bias,
                net_words=words,
            )
        )
    listed = [_Array(name, array.dtype.str, list(array.shape)) for name, array in arrays.items()]
    listed = [_Array(one.name, one.kind.replace("|", "<"), one.shape) for one in listed]
    header = msgspec.json.encode(
        _Header(
            FEATURES,
            readers,
            listed,
            dict(model.about),
            dict(model.measures),
            {lang: list(points) for lang, points in model.curve.items()},
        ),
        order="sorted",
    )
    payload = b"".join(_padded(np.ascontiguousarray(array).tobytes()) for array in arrays.values())
    return header.ljust(-(-(_HEAD.size + len(header)) // _ALIGN) * _ALIGN - _HEAD.size), payload


def _every(model: Model) -> Iterator[tuple[str, str, Reader]]:
    """Yield language, reading and reader of all readers, always in one order."""
    for lang, known in sorted(model.languages.items()):
        for reading, readers in sorted(known.items()):
            for reader in readers:
                yield lang, reading, reader


def _words_prefix(net: Net) -> str:
    """Return a name for word vectors that equal ones have alike."""
    digest = hashlib.sha256(net.words.hashes.tobytes() + net.words.vectors.tobytes())
    return f"words.{digest.hexdigest()[:16]}"


def _net_arrays(prefix: str, words: str, net: Net) -> Arrays:
    return {
        f"{words}.hashes": net.words.hashes.astype("<u8"),
        f"{words}.vectors": net.words.vectors.astype("<i1"),
        f"{words}.shares": net.words.shares.astype("<f4"),
        f"{prefix}.first": net.first.astype("<f4"),
        f"{prefix}.offsets": net.offsets.astype("<f4"),
        f"{prefix}.second": net.second.astype("<f4"),
    }


def _padded(data: bytes) -> bytes:
    return data.ljust(-(-len(data) // _ALIGN) * _ALIGN, b"\0")


def _arrays(header: _Header, body: memoryview) -> Arrays:
    """Return the arrays by name; ValueError when one is not whole or holds what is no number."""
    arrays, at = Arrays(), 0
    for one in header.arrays:
        if one.kind not in _KINDS or any(size < 0 for size in one.shape):
            raise ValueError(one.name)
        kind, count = np.dtype(one.kind), int(np.prod(one.shape, dtype=object))
        size = count * kind.itemsize
        if at + size > len(body):
            raise ValueError(one.name)
        array = np.frombuffer(body, kind, count, at).reshape(one.shape)
        if kind.kind == "f" and not np.isfinite(array).all():
            raise ValueError(one.name)
        arrays[one.name] = array
        at += -(-size // _ALIGN) * _ALIGN
    if at != len(body):
        raise ValueError("what follows the arrays")
    return arrays


def _model(header: _Header, arrays: Mapping[str, NDArray[Any]]) -> Model:
    languages: dict[str, dict[str, tuple[Reader, ...]]] = {}
    words = {
        one.net_words: _words(one.net_words, arrays)
        for one in header.readers
        if one.net_bias is not None
    }
    for one in header.readers:
        if one.reading not in readings():
            raise ValueError(one.reading)
        prefix = f"{one.lang}.{one.reading}.{one.name}"
        reader = Reader(
            name=one.name,
            table=LinearTable(arrays[f"{prefix}.table"].astype(np.float32), one.reading),
            bias=one.bias,
            scale=Scale(slope=one.slope, offset=one.offset, review=one.review),
            net=_net(prefix, words[one.net_words], one.net_bias, arrays)
            if one.net_bias is not None
            else None,
            net_share=one.net_share,
        )
        known = languages.setdefault(one.lang, {})
        known[one.reading] = (*known.get(one.reading, ()), reader)
    return Model(languages, header.about, header.measures, header.curve)


def _words(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> WordVectors:
    kinds = {"hashes": "<u8", "vectors": "<i1", "shares": "<f4"}
    if any(arrays[f"{prefix}.{what}"].dtype.str.replace("|", "<") != kinds[what] for what in kinds):
        raise ValueError("word vectors of another kind")
    return WordVectors(
        arrays[f"{prefix}.hashes"].astype(np.uint64),
        arrays[f"{prefix}.vectors"].astype(np.int8),
        arrays[f"{prefix}.shares"].astype(np.float32),
    )


def _net(name: str, words: WordVectors, bias: float, arrays: Mapping[str, NDArray[Any]]) -> Net:
    def layer(what: str) -> NDArray[np.float32]:
        return np.ascontiguousarray(arrays[f"{name}.{what}"], np.float32)

    return Net(words, layer("first"), layer("offsets"), layer("second"), bias)


def _refused(path: Path, said: str, code: str) -> ModelError:
    hint = "copy it again, or train it anew with this version of Mizan"
    return ModelError(f"the model {path.name} {said}", hint=hint, code=code)
