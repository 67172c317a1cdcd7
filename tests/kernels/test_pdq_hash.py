"""The kernel against a plain numpy version that follows the paper's definition in float32."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from mizan.media.pdq import hash_rgb

Floats = NDArray[np.float32]


def box(values: Floats, window: int) -> Floats:
    """Mean of the window along the first axis, with float32 running sums."""
    count, half = len(values), (window + 2) // 2
    total, size, out = np.zeros_like(values[0]), 0, np.empty_like(values)
    for right in range(count + half - 1):
        if right < count:
            total, size = total + values[right], size + 1
        if right - window >= 0:
            total, size = total - values[right - window], size - 1
        if right - half + 1 >= 0:
            out[right - half + 1] = total / np.float32(size)
    return out


def oracle(rgb: NDArray[np.uint8]) -> tuple[bytes, int]:
    height, width = rgb.shape[:2]
    if min(height, width) < 5:
        return bytes(32), 0
    red, green, blue = (rgb[..., i].astype(np.float64) for i in range(3))
    gray = (red * 0.299 + green * 0.587 + blue * 0.114).astype(np.float32)
    if (height, width) != (64, 64):
        for _ in range(2):
            gray = np.ascontiguousarray(box(np.ascontiguousarray(gray.T), (width + 127) // 128).T)
            gray = box(gray, (height + 127) // 128)
        rows = [int((i + 0.5) * height / 64) for i in range(64)]
        columns = [int((i + 0.5) * width / 64) for i in range(64)]
        gray = gray[rows][:, columns]
    scale = float(np.float32(math.sqrt(2 / 64)))
    turn = math.pi / 128
    cosines = np.array(
        [[scale * math.cos(turn * (i + 1) * (2 * j + 1)) for j in range(64)] for i in range(16)],
        np.float32,
    )
    half, waves = np.zeros((16, 64), np.float32), np.zeros((16, 16), np.float32)
    for k in range(64):
        half += cosines[:, k : k + 1] * gray[k : k + 1]
    for k in range(64):
        waves += half[:, k : k + 1] * cosines[:, k : k + 1].T
    bits = waves.reshape(-1) > np.sort(waves, axis=None)[127]
    hundred, full = np.float32(100), np.float32(255)
    steps = [np.abs(np.trunc(np.diff(gray, axis=axis) * hundred / full)) for axis in (0, 1)]
    quality = min(int(sum(int(step.sum()) for step in steps)) // 90, 100)
    return np.packbits(bits[::-1]).tobytes(), quality


@pytest.mark.parametrize(
    ("height", "width"),
    [(1, 1), (3, 3), (4, 90), (5, 5), (6, 7), (63, 64), (64, 64), (64, 65), (65, 64), (128, 128),
     (129, 127), (200, 64), (7, 700), (700, 7), (257, 511), (480, 640)],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["noise", "flat", "patches"])
def test_the_kernel_equals_the_definition(height: int, width: int, kind: str) -> None:
    rng = np.random.default_rng([height, width])
    if kind == "noise":
        rgb = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    elif kind == "flat":
        rgb = np.full((height, width, 3), rng.integers(0, 256), np.uint8)
    else:
        patches = rng.integers(0, 256, (8, 8, 3), dtype=np.uint8)
        rgb = np.kron(patches, np.ones((height // 8 + 1, width // 8 + 1, 1), np.uint8))
        rgb = rgb[:height, :width]

    assert hash_rgb(rgb) == oracle(rgb)


def test_an_array_that_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="height x width x 3"):
        hash_rgb(np.zeros((8, 8), np.uint8))
