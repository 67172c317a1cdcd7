"""Counting classes of code points against numpy."""

from __future__ import annotations

import numpy as np

from mizan.kernels.script import count_classes


def test_counts_equal_those_of_numpy() -> None:
    random = np.random.default_rng(5)
    raw = random.integers(0, 0x110000, 1000).astype(np.uint32)
    raw = np.frombuffer(raw.tobytes(), np.uint32)
    bounds = np.array([0, 0, 400, 1000], np.int64)
    classes = random.integers(0, 7, 0x110000).astype(np.uint8)
    counts = np.empty((3, 7), np.int32)

    count_classes(raw, bounds, classes, counts)

    for row in range(3):
        mine = classes[raw[bounds[row] : bounds[row + 1]]]
        assert np.array_equal(counts[row], np.bincount(mine, minlength=7))
