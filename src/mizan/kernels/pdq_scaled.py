"""The PDQ hash of an image that was decoded at a half, a quarter or an eighth of its size.

The two blurs of the hash are linear, so each of the 64x64 samples is a weighted mean of pixels. The
weights are those of the full size, added up over the pixels that were merged: samples lie where
they would lie in the full image, and what is lost is detail within a merged pixel alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit
from mizan.kernels.pdq_hash import luma, quality_of, write_bits


@jit
def pdq_scaled(
    rgb: NDArray[np.uint8],
    size: tuple[int, int, int],
    doubt: float,
    cosines: NDArray[np.float32],
    out: NDArray[np.uint8],
) -> tuple[int, int]:
    """Write the hash into `out`; return the quality, 0..100, and how many bits are in doubt.

    rgb      uint8[ceil(height / scale), ceil(width / scale), 3]
    size     height and width of the full image, and the scale
    doubt    a bit is in doubt when its wave is nearer than this to the middle one
    cosines  float32[16, 64], as for `pdq_hash`
    out      uint8[32]
    """
    down, down_ends = _weights(size[0], size[2])
    across, across_ends = _weights(size[1], size[2])
    columns = rgb.shape[1]
    row = np.empty(columns, np.float32)
    mixed = np.zeros((64, columns), np.float32)  # rows weighted, columns not yet
    first = 0
    for i in range(rgb.shape[0]):
        luma(rgb[i], row)
        while first < 64 and down_ends[first, 1] <= i:
            first += 1
        k = first
        while k < 64 and down_ends[k, 0] <= i:
            _add_weighted(mixed[k], row, down[k, i])
            k += 1

    small = np.empty((64, 64), np.float32)
    for i in range(64):
        line = mixed[i]
        for j in range(64):
            total = np.float32(0)
            for x in range(across_ends[j, 0], across_ends[j, 1]):
                total += line[x] * across[j, x]
            small[i, j] = total
    out[:] = 0
    waves = write_bits(small, cosines, out)
    unsure = 0
    for k in range(256):
        unsure += abs(waves[k]) < doubt
    return quality_of(small), unsure


@jit
def _weights(count: int, scale: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return the weight of each merged pixel in each sample along one side, and where they lie.

    float32[64, ceil(count / scale)], rows summing to one; int64[64, 2], first and behind the last
    """
    window = (count + 127) // 128
    half = (window + 2) // 2
    weights = np.zeros((64, (count + scale - 1) // scale), np.float32)
    ends = np.empty((64, 2), np.int64)
    for k in range(64):
        at = int((k + 0.5) * count / 64)
        first, last = max(at + half - window, 0), min(at + half, count)
        for i in range(first, last):
            start, end = max(i + half - window, 0), min(i + half, count)
            share = np.float32(1 / ((last - first) * (end - start)))
            for x in range(start, end):
                weights[k, x // scale] += share
        ends[k, 0] = max(first + half - window, 0) // scale
        ends[k, 1] = (min(last - 1 + half, count) - 1) // scale + 1
    return weights, ends


@jit
def _add_weighted(sums: NDArray[np.float32], row: NDArray[np.float32], weight: np.float32) -> None:
    for j in range(sums.shape[0]):
        sums[j] += row[j] * weight
