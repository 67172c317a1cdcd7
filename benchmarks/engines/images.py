"""Image hashes: from pixels, and from a file as a scan with MIZAN_FAST_IMAGES=1 makes them."""

from __future__ import annotations

from mizan.media.pdq import hash_file, hash_rgb

__all__ = ["hash_bytes", "hash_rgb"]


def hash_bytes(data: bytes) -> tuple[bytes, int]:
    hashed = hash_file(data, full=False)
    return hashed.pdq, hashed.quality
