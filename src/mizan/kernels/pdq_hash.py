"""The PDQ hash of an image's pixels, bit for bit what pdqhash 0.2.8 gives.

The running sums are float32 and run in the order of the reference (PDQ and TMK+PDQF, Meta, 2019):
another order rounds otherwise and moves bits. A sum waits for the one before it, so those of
`ABREAST` lines run side by side. Only a few lines are held between the passes, and only what the
64x64 samples need is divided in the second ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

SMALLEST = 5  # an image with a shorter side has no hash
ABREAST = 4  # lines whose sums run side by side


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
            luma(rgb[i], small[i])
    else:
        _shrink(rgb, small)
    write_bits(small, cosines, out)
    return quality_of(small)


@jit
def write_bits(
    small: NDArray[np.float32], cosines: NDArray[np.float32], out: NDArray[np.uint8]
) -> NDArray[np.float32]:
    """Write the hash of 64x64 samples and return how far each wave is above the middle one.

    out  uint8[32], zeros before; the answer is float32[256], a bit is one where it is positive
    """
    waves = _transform(small, cosines)
    waves -= np.sort(waves)[127]
    for k in range(256):
        if waves[k] > 0:
            out[31 - k // 8] |= np.uint8(1 << (k % 8))
    return waves


@jit
def luma(pixels: NDArray[np.uint8], out: NDArray[np.float32]) -> None:
    """Write the brightness of a row of pixels, uint8[w, 3], into float32[w].

    The reference sums 0.299 red, 0.587 green and 0.114 blue in doubles and rounds to float32. No
    such sum lies so near to the middle of two float32 that its own error could matter, so the
    whole thousandths, divided once, give the same.
    """
    flat = pixels.reshape(-1)
    for i in range(out.shape[0]):
        red, green, blue = (
            np.int32(flat[3 * i]),
            np.int32(flat[3 * i + 1]),
            np.int32(flat[3 * i + 2]),
        )
        bright = np.int32(red * np.int32(299) + green * np.int32(587) + blue * np.int32(114))
        out[i] = np.float32(bright) / np.float32(1000)


@jit
def _size(place: int, window: int, count: int) -> np.float32:
    """Return how many of `count` values the window around a place holds: fewer at the two ends."""
    half = (window + 2) // 2
    return np.float32(min(place + half, count) - max(place + half - window, 0))


@jit
def _sums(values: NDArray[np.float32], window: int, out: NDArray[np.float32]) -> None:
    """Write the sum of the window around each value of `ABREAST` lines, float32[ABREAST, n]."""
    count = values.shape[1]
    half = (window + 2) // 2
    grown = window - half + 1  # results before the window is full
    full = count - half + 1 - grown  # results with a full window
    total = np.zeros(ABREAST, np.float32)
    for lane in range(ABREAST):
        for i in range(half - 1):
            total[lane] += values[lane, i]
        for i in range(grown):
            total[lane] += values[lane, i + half - 1]
            out[lane, i] = total[lane]

    a0, a1, a2, a3 = values[0], values[1], values[2], values[3]  # what the window leaves behind
    ahead, room = values[:, window:], out[:, grown:]
    b0, b1, b2, b3 = ahead[0], ahead[1], ahead[2], ahead[3]  # what it comes to
    c0, c1, c2, c3 = room[0], room[1], room[2], room[3]
    t0, t1, t2, t3 = total[0], total[1], total[2], total[3]
    for i in range(full):
        t0 = t0 + b0[i] - a0[i]
        t1 = t1 + b1[i] - a1[i]
        t2 = t2 + b2[i] - a2[i]
        t3 = t3 + b3[i] - a3[i]
        c0[i], c1[i], c2[i], c3[i] = t0, t1, t2, t3

    total[0], total[1], total[2], total[3] = t0, t1, t2, t3
    for lane in range(ABREAST):
        for i in range(count - half + 1, count):
            total[lane] -= values[lane, i - grown]
            out[lane, i] = total[lane]


@jit
def _blur_rows(
    pixels: NDArray[np.uint8], window: int, room: NDArray[np.float32], out: NDArray[np.float32]
) -> None:
    """Write the first pass over `ABREAST` rows or fewer; room and out are float32[ABREAST, w]."""
    columns = pixels.shape[1]
    for i in range(pixels.shape[0]):
        luma(pixels[i], room[i])
    _sums(room, window, out)
    edge = window // 2 + 1
    for i in range(pixels.shape[0]):
        line = out[i]
        for j in range(edge):
            line[j] /= _size(j, window, columns)
        for j in range(columns - edge, columns):
            line[j] /= _size(j, window, columns)
        inner = line[edge : columns - edge]
        for j in range(inner.shape[0]):
            inner[j] /= np.float32(window)


@jit
def _shrink(rgb: NDArray[np.uint8], small: NDArray[np.float32]) -> None:
    """Blur by rows and columns, twice, and write 64x64 samples of the result into `small`."""
    rows, columns = rgb.shape[0], rgb.shape[1]
    wide, high = (columns + 127) // 128, (rows + 127) // 128
    half = (high + 2) // 2
    depth = (high // ABREAST + 2) * ABREAST
    ring = np.zeros((depth, columns), np.float32)  # the last rows of the first pass over rows
    room = np.zeros((ABREAST, columns), np.float32)
    means = np.zeros((ABREAST, columns), np.float32)  # rows of the first pass over columns
    sums = np.zeros(columns, np.float32)
    second = np.empty((64, rows), np.float32)  # the second pass over rows, turned
    for coming in range(rows + half - 1):
        if coming < rows:
            at = coming % depth
            if at % ABREAST == 0:
                ahead = rgb[coming : coming + ABREAST]
                _blur_rows(ahead, wide, room, ring[at : at + ABREAST])
            _add(sums, ring[at])
        if coming >= high:
            _take(sums, ring[(coming - high) % depth])
        i = coming - half + 1
        if i >= 0:
            _divide(sums, _size(i, high, rows), means[i % ABREAST])
            if i % ABREAST == ABREAST - 1 or i == rows - 1:
                _sums(means, wide, room)
                first = i - i % ABREAST
                _sample(room, wide, second[:, first : i + 1])

    turned = np.empty((ABREAST, rows), np.float32)
    for j in range(0, 64, ABREAST):
        _sums(second[j : j + ABREAST], high, turned)
        _sample(turned, high, small[:, j : j + ABREAST])


@jit
def _sample(sums: NDArray[np.float32], window: int, out: NDArray[np.float32]) -> None:
    """Write 64 means of each line, float32[ABREAST, n], into a column of `out`."""
    count = sums.shape[1]
    for i in range(64):
        at = int((i + 0.5) * count / 64)
        size = _size(at, window, count)
        for lane in range(out.shape[1]):
            out[i, lane] = sums[lane, at] / size


@jit
def _add(sums: NDArray[np.float32], row: NDArray[np.float32]) -> None:
    for j in range(sums.shape[0]):
        sums[j] += row[j]


@jit
def _take(sums: NDArray[np.float32], row: NDArray[np.float32]) -> None:
    for j in range(sums.shape[0]):
        sums[j] -= row[j]


@jit
def _divide(sums: NDArray[np.float32], size: np.float32, out: NDArray[np.float32]) -> None:
    for j in range(sums.shape[0]):
        out[j] = sums[j] / size


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
def quality_of(small: NDArray[np.float32]) -> int:
    """Return how much there is to see, 0..100: whole steps of brightness between neighbours."""
    steps = 0
    for i in range(63):
        for j in range(64):
            down = (small[i, j] - small[i + 1, j]) * np.float32(100) / np.float32(255)
            across = (small[j, i] - small[j, i + 1]) * np.float32(100) / np.float32(255)
            steps += abs(int(down)) + abs(int(across))
    return min(steps // 90, 100)
