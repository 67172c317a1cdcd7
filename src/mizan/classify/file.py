"""Model files: weights as plain numbers with their digest. Nothing in a file can run.

Layout: magic (8 bytes), version and length of the header (uint32 each, little-endian), sha256 of
all that follows (32 bytes), the header (JSON, padded with blanks), the weights (float32,
little-endian).
"""

from __future__ import annotations

import hashlib
import math
import os
import struct
import tempfile
from pathlib import Path

import msgspec
import numpy as np

from mizan.classify.model import FEATURES, LinearModel
from mizan.errors import ModelError
from mizan.kernels.linear import SLOTS

MAGIC = b"MIZANLIN"
VERSION = 1
MAX_HEADER = 2**20  # bytes
_HEAD = struct.Struct("<8sII32s")


class _Header(msgspec.Struct, frozen=True):
    features: int
    bias: float
    about: dict[str, str]


def save_model(model: LinearModel, path: Path) -> str:
    """Write a model beside `path`, then put it in its place whole; return its sha256 in hex.

    The same model gives the same bytes. OSError when it cannot be written.
    """
    header = msgspec.json.encode(_Header(FEATURES, model.bias, dict(model.about)), order="sorted")
    header = header.ljust(-(-(_HEAD.size + len(header)) // 64) * 64 - _HEAD.size)
    body = header + model.weights.astype("<f4").tobytes()
    digest = hashlib.sha256(body)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_HEAD.pack(MAGIC, VERSION, len(header), digest.digest()) + body)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def load_model(path: Path) -> LinearModel:
    """Return the model of a file; ModelError when missing, torn, foreign or of no use here."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}", "model.unreadable") from None
    if len(data) < _HEAD.size or not data.startswith(MAGIC):
        raise _refused(path, "is not a model", "model.foreign")
    _, version, length, digest = _HEAD.unpack_from(data)
    if version != VERSION:
        raise _refused(path, "has another layout", "model.version")
    body = memoryview(data)[_HEAD.size :]
    whole = length <= MAX_HEADER and len(body) == length + 4 * SLOTS
    if not whole or hashlib.sha256(body).digest() != digest:
        raise _refused(path, "is torn", "model.torn")
    try:
        header = msgspec.json.decode(body[:length], type=_Header)
    except msgspec.DecodeError:
        raise _refused(path, "does not say what it holds", "model.torn") from None
    if header.features != FEATURES:
        raise _refused(path, "was made for other features", "model.version")
    weights = np.frombuffer(body[length:], "<f4").astype(np.float32)
    if not (np.isfinite(weights).all() and math.isfinite(header.bias)):
        raise _refused(path, "has weights that are no numbers", "model.torn")
    return LinearModel(weights, header.bias, header.about)


def _refused(path: Path, said: str, code: str) -> ModelError:
    hint = "copy it again, or train it anew with this version of Mizan"
    return ModelError(f"the model {path.name} {said}", hint=hint, code=code)
