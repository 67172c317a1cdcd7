"""Addresses, as the line looks them up: key, the entries that match it, an index of equals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mizan.banks.indexes import equal
from mizan.signals.arrays import Digests
from mizan.signals.key import KEY_BYTES, key_of
from mizan.signals.url import entry_keys
from mizan.signals.url_key import url_key as key

__all__ = ["Index", "build", "key"]


class Index:
    """Banked keys."""

    def __init__(self, keys: Sequence[str]) -> None:
        rows = b"".join(key_of(each.encode()) for each in keys)
        self._arrays = equal.build(np.frombuffer(rows, np.uint8).reshape(-1, KEY_BYTES))
        self._index = equal.EqualIndex(self._arrays)

    def match_key(self, key: str) -> bool:
        keys = entry_keys(key)
        return len(self._index.search(Digests(np.zeros(len(keys), np.int32), keys))) > 0

    def nbytes(self) -> int:
        return sum(array.nbytes for array in self._arrays.values())


build = Index
