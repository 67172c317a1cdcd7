"""Image hashes as a scan makes them: exact from pixels, and from a file as the child does it."""

from __future__ import annotations

from mizan.media.pdq import hash_file, hash_rgb

__all__ = ["hash_bytes", "hash_rgb"]


def hash_bytes(data: bytes) -> tuple[bytes, int]:
    hashed = hash_file(data, full=False)
    return hashed.pdq, hashed.quality
