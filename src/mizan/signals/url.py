"""URL: an entry is a host or a host and path, and matches everything under it.

The value is the canonical key as UTF-8 (`mizan.signals.url_key`), such as `example.org/a`. It
matches that page, all pages under it, and the same under any subdomain; an entry with a query
matches that query only. Banks compare by equality, so an address is looked up once for each entry
that would match it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from mizan.errors import SignalError
from mizan.kernels.compile import direct
from mizan.kernels.url_entries import entry_digests
from mizan.signals.arrays import Digests
from mizan.signals.key import KEY_BYTES, key_of
from mizan.signals.protocol import IndexKind
from mizan.signals.url_key import lookups, refuse_wide, url_key
from mizan.terms.part import Part, PartKind
from mizan.text.batch import Batch


class Url:
    """Addresses, compared by host suffix and path prefix."""

    name = "url"
    kinds: ClassVar[frozenset[PartKind]] = frozenset({"url"})
    index: IndexKind = "equal"

    def sign(self, part: Part) -> bytes | None:
        """Return the key of the part's address, or None when it is none."""
        try:
            return url_key(part.url or "").encode()
        except SignalError:
            return None

    def sign_many(self, batch: Batch) -> Digests:
        """Return, for each address of the batch, the digests of every entry that would match it.

        Parts of kind "digest" that carry a key are looked up in the same way.
        """
        signed = {number: self._key(part) for number, part in enumerate(batch.parts)}
        keys = {number: key for number, key in signed.items() if key is not None}
        if not keys:
            return Digests(np.zeros(0, np.int32), np.zeros((0, KEY_BYTES), np.uint8))
        rows = [entry_keys(key) for key in keys.values()]
        owner = np.repeat(np.array([*keys], np.int32), [len(some) for some in rows])
        values = {number: key.encode() for number, key in keys.items()}
        return Digests(owner, rows[0] if len(rows) == 1 else np.concatenate(rows), values)

    def parse(self, written: str) -> bytes:
        """Return the key of an address, as an entry.

        SignalError: `signal.bad_url` for what is no address; `signal.too_wide` for a public
        suffix or a host that very many people share.
        """
        key = url_key(written)
        refuse_wide(key)
        return key.encode()

    def write(self, value: bytes) -> str:
        """Return the key; it has no scheme unless it is another than the web's."""
        return value.decode()

    def distance(self, one: bytes, other: bytes) -> float:
        """Return 0 when one of the keys, as an entry, matches the other, else 1."""
        a, b = one.decode(), other.decode()
        return 0.0 if a in lookups(b) or b in lookups(a) else 1.0

    def examples(self) -> tuple[tuple[Part, Part], ...]:
        """Return harmless addresses that match: an entry first, then what it hits."""
        pairs = (
            ("https://example.org/reading", "http://www.example.org/reading/list?utm_source=x#top"),
            ("https://مثال.example/", "https://xn--mgbh0fb.example/a"),
        )
        return tuple((_address(entry), _address(hit)) for entry, hit in pairs)

    def _key(self, part: Part) -> str | None:
        if part.kind == "digest" and part.signal == self.name:
            return (part.value or b"").decode("utf-8", "replace") or None
        value = self.sign(part) if part.kind == "url" else None
        return None if value is None else value.decode()


def entry_keys(key: str) -> NDArray[np.uint8]:
    """Return the keys of all entries that would match a URL's key, its own first, uint8[n, 16]."""
    keys: NDArray[np.uint8] | None = _entry_digests()(key)
    if keys is None:  # beyond ASCII, as only a digest part can be
        rows = b"".join(key_of(entry.encode()) for entry in lookups(key))
        return np.frombuffer(rows, np.uint8).reshape(-1, KEY_BYTES)
    return keys


@cache
def _entry_digests() -> Callable[..., Any]:
    return direct(entry_digests, "unicode_type,")


def _address(url: str) -> Part:
    return Part(content=0, name="url", kind="url", url=url)
