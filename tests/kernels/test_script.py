"""Counting classes of code points against numpy."""

from __future__ import annotations

import numpy as np

from mizan.kernels.script import count_classes, count_common


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


def test_known_words_are_counted_by_row() -> None:
    rows, hashes = [0, 0, 2, 2, 2], [5, 13, 21, 5, 7]
    words, slots = np.zeros((6, 8), np.int32), np.array([0, 0, 0, 0, 0, 5, 13, 0], np.uint64)
    words[0, :5] = rows
    words[4:].reshape(-1).view(np.uint64)[:5] = hashes
    counts = np.zeros((3, 2), np.int32)

    count_common(words, 5, slots, counts)

    assert counts.tolist() == [[2, 2], [0, 0], [3, 1]]
