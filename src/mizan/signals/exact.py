"""Digests of whole files: SHA-256, SHA-1 and MD5. They match when every bit is equal."""

from __future__ import annotations

import hashlib

import numpy as np

from mizan.errors import SignalError
from mizan.signals.arrays import Digests
from mizan.signals.key import KEY_BYTES, key_of
from mizan.signals.protocol import IndexKind
from mizan.terms.part import Part, PartKind
from mizan.text.batch import Batch


class FileDigest:
    """The digest of a file's bytes by one algorithm of `hashlib`; the value is the raw digest.

    Files and images are hashed; parts of kind "digest" of this type carry the value already,
    so that a service may hash at upload and keep the bytes.
    """

    kinds: frozenset[PartKind] = frozenset({"file", "image"})
    index: IndexKind = "equal"

    def __init__(self, name: str) -> None:
        self.name = name
        self._bytes: int = self._new(b"").digest_size

    def sign(self, part: Part) -> bytes | None:
        """Return the raw digest of a file, or the value of a digest part of this type."""
        if part.kind in self.kinds and part.data is not None:
            return self._new(part.data).digest()
        if part.kind == "digest" and part.signal == self.name:
            return part.value
        return None

    def sign_many(self, batch: Batch) -> Digests:
        """Return the keys of all files and digests of the batch, in the order of its parts."""
        signed = {row: self.sign(part) for row, part in enumerate(batch.parts)}
        values = {row: value for row, value in signed.items() if value is not None}
        keys = np.frombuffer(b"".join(map(key_of, values.values())), np.uint8)
        return Digests(np.array([*values], np.int32), keys.reshape(-1, KEY_BYTES), values)

    def parse(self, written: str) -> bytes:
        """Return the digest of its hex digits, in either case; SignalError otherwise."""
        text = written.strip()
        try:
            value = bytes.fromhex(text)
        except ValueError:
            value = b""
        if len(value) != self._bytes or len(text) != 2 * self._bytes:
            raise SignalError(f"a {self.name} is {2 * self._bytes} hex digits")
        return value

    def write(self, value: bytes) -> str:
        """Return the digest in lower-case hex digits."""
        return value.hex()

    def distance(self, one: bytes, other: bytes) -> float:
        """Return 0 for equal digests, else 1."""
        return 0.0 if one == other else 1.0

    def examples(self) -> tuple[tuple[Part, Part], ...]:
        """Return a file and the same file under another name."""
        same = b"minutes of the gardening club"
        return (
            (
                Part(content=0, name="file", kind="file", data=same),
                Part(content=1, name="copy", kind="file", data=same),
            ),
        )

    def _new(self, data: bytes) -> hashlib._Hash:
        return hashlib.new(self.name, data, usedforsecurity=False)


class Sha256(FileDigest):
    """SHA-256 (FIPS 180-4), 32 bytes: the type to use where there is a choice."""

    def __init__(self) -> None:
        super().__init__("sha256")


class Sha1(FileDigest):
    """SHA-1 (FIPS 180-4), 20 bytes: collisions can be made; for lists that have nothing else."""

    def __init__(self) -> None:
        super().__init__("sha1")


class Md5(FileDigest):
    """MD5 (RFC 1321), 16 bytes: collisions are cheap; for lists that have nothing else."""

    def __init__(self) -> None:
        super().__init__("md5")
