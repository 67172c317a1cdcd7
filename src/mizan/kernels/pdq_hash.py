"""The PDQ hash of an image's pixels, bit for bit what pdqhash 0.2.8 gives.

The running sums are float32 and run in the order of the reference (PDQ and TMK+PDQF, Meta, 2019):
another order rounds otherwise and moves bits. Only what the 64x64 samples need is computed of the
second pass.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

SMALLEST = 5  # an image with a shorter side has no hash


@jit
def pdq_hash(rgb: NDArray[np.uint8], cosines: NDArray[np.float32], out: NDArray[np.uint8]) -> int:
    """Write the hash of an image into `out` and return its quality, 0..100.

    rgb      uint8[h, w, 3]
    cosines  float32[16, 64]: the rows 1..16 of the discrete cosine transform of 64 samples
    out      uint8[32]: the hash, highest frequency first; zeros when a side is below `SMALLEST`
    """
    out[:] = 0
    if rgb.shape[0] < SMALLEST or rgb.shape[1] < SMALLEST:
        return 0
    small = np.empty((64, 64), np.float32)
    if rgb.shape[0] == 64 and rgb.shape[1] == 64:
        for i in range(64):
            _luma(rgb[i], small[i])
    else:
        _shrink(rgb, small)
    waves = _transform(small, cosines)
    middle = np.sort(waves)[127]
    for k in range(256):
        if waves[k] > middle:
            out[31 - k // 8] |= np.uint8(1 << (k % 8))
    return _quality(small)


@jit
def _luma(pixels: NDArray[np.uint8], out: NDArray[np.float32]) -> None:
    """Write the brightness of a row of pixels, uint8[w, 3], in doubles rounded to float32."""
    for i in range(out.shape[0]):
        out[i] = pixels[i, 0] * 0.299 + pixels[i, 1] * 0.587 + pixels[i, 2] * 0.114


@jit
def _box(values: NDArray[np.float32], window: int, out: NDArray[np.float32]) -> None:
    """Write the mean of the `window` values around each value; fewer at the two ends."""
    count = values.shape[0]
    half = (window + 2) // 2
    grown = window - half + 1  # results before the window is full
    total = np.float32(0)
    for i in range(half - 1):
        total += values[i]
    for i in range(grown):
        total += values[i + half - 1]
        out[i] = total / np.float32(half + i)
    for i in range(grown, count - half + 1):
        total += values[i + half - 1]
        total -= values[i - grown]
        out[i] = total / np.float32(window)
    for i in range(count - half + 1, count):
        total -= values[i - grown]
        out[i] = total / np.float32(window + count - half - i)


@jit
def _shrink(rgb: NDArray[np.uint8], small: NDArray[np.float32]) -> None:
    """Blur by rows and columns, twice, and write 64x64 samples of the result into `small`."""
    rows, columns = rgb.shape[0], rgb.shape[1]
    wide, high = (columns + 127) // 128, (rows + 127) // 128
    first = np.empty((rows, columns), np.float32)  # after the first pass over rows
    luma = np.empty(columns, np.float32)
    for i in range(rows):
        _luma(rgb[i], luma)
        _box(luma, wide, first[i])

    at = np.empty(64, np.int64)  # the sampled columns
    for j in range(64):
        at[j] = int((j + 0.5) * columns / 64)
    sums = np.zeros(columns, np.float32)
    means = np.empty(columns, np.float32)
    again = np.empty(columns, np.float32)
    second = np.empty((64, rows), np.float32)  # after the second pass over rows, turned
    half = (high + 2) // 2
    for i in range(1 - half, rows):  # the first pass over columns, all of them abreast
        _slide(first, sums, i + half - 1, i - high + half - 1)
        if i >= 0:
            size = min(i + half, rows) - max(i - high + half, 0)
            for j in range(columns):
                means[j] = sums[j] / np.float32(size)
            _box(means, wide, again)
            for j in range(64):
                second[j, i] = again[at[j]]

    column = np.empty(rows, np.float32)
    for j in range(64):
        _box(second[j], high, column)
        for i in range(64):
            small[i, j] = column[int((i + 0.5) * rows / 64)]


@jit
def _slide(rows: NDArray[np.float32], sums: NDArray[np.float32], add: int, drop: int) -> None:
    """Add one row to the running sums and take another away, where there are such rows."""
    if 0 <= add < rows.shape[0]:
        coming = rows[add]
        for j in range(sums.shape[0]):
            sums[j] += coming[j]
    if drop >= 0:
        going = rows[drop]
        for j in range(sums.shape[0]):
            sums[j] -= going[j]


@jit
def _transform(small: NDArray[np.float32], cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return float32[256]: cosines @ small @ cosines.T, summed from the first term on."""
    half = np.zeros((16, 64), np.float32)
    for i in range(16):
        for k in range(64):
            for j in range(64):
                half[i, j] += cosines[i, k] * small[k, j]
    waves = np.empty(256, np.float32)
    for i in range(16):
        for j in range(16):
            total = np.float32(0)
            for k in range(64):
                total += half[i, k] * cosines[j, k]
            waves[i * 16 + j] = total
    return waves


@jit
def _quality(small: NDArray[np.float32]) -> int:
    """Return how much there is to see, 0..100: whole steps of brightness between neighbours."""
    steps = 0
    for i in range(63):
        for j in range(64):
            down = (small[i, j] - small[i + 1, j]) * np.float32(100) / np.float32(255)
            across = (small[j, i] - small[j, i + 1]) * np.float32(100) / np.float32(255)
            steps += abs(int(down)) + abs(int(across))
    return min(steps // 90, 100)
