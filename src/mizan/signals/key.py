"""The short key under which a value that matches by equality is looked up."""

from __future__ import annotations

from hashlib import blake2b

KEY_BYTES = 16


def key_of(value: bytes) -> bytes:
    """Return the 16-byte BLAKE2b digest of a value (RFC 7693), whatever the value's length.

    Two values of one signal type share a key with a chance of 2**-128 a pair, so an equal key
    counts as an equal value.
    """
    return blake2b(value, digest_size=KEY_BYTES).digest()
