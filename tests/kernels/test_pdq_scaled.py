"""The kernel against plain matrices, and against the hash of the full size."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mizan.kernels.pdq_hash import quality_of, write_bits
from mizan.media.jpeg import Scaled
from mizan.media.pdq import _COSINES, DOUBT, hash_rgb, hash_scaled


def weights(count: int, scale: int) -> NDArray[np.float64]:
    """Two box filters and the choice of 64 places, as one matrix; columns merged."""
    window = (count + 127) // 128
    half = (window + 2) // 2
    places = np.arange(count)
    offset = places[None, :] - places[:, None]
    box = ((offset < half) & (offset >= half - window)).astype(float)
    box /= box.sum(axis=1, keepdims=True)
    chosen = (box @ box)[[int((i + 0.5) * count / 64) for i in range(64)]]
    padded = np.pad(chosen, ((0, 0), (0, -count % scale)))
    return padded.reshape(64, -1, scale).sum(axis=2)


def picture(height: int, width: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng([height, width])
    patches = rng.integers(0, 256, (8, 9, 3), dtype=np.uint8)
    large = np.kron(patches, np.ones((height // 8 + 1, width // 9 + 1, 1), np.uint8))
    return np.ascontiguousarray(large[:height, :width])


def apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


@pytest.mark.parametrize(
    ("height", "width", "scale"), [(300, 400, 2), (301, 403, 2), (510, 777, 4), (1031, 640, 8)]
)
def test_the_kernel_equals_the_matrices(height: int, width: int, scale: int) -> None:
    pixels = picture(-(-height // scale), -(-width // scale))
    light = pixels @ np.array([0.299, 0.587, 0.114])
    small = (weights(height, scale) @ light @ weights(width, scale).T).astype(np.float32)
    wanted = np.zeros(32, np.uint8)
    waves = write_bits(small, _COSINES, wanted)

    hashed = hash_scaled(Scaled(pixels, height, width, scale))

    near = int((np.abs(waves) < 0.05).sum())  # which the order of additions may move
    assert apart(hashed.pdq, wanted.tobytes()) < near
    assert abs(hashed.unsure - int((np.abs(waves) < DOUBT).sum())) <= 2
    assert abs(hashed.quality - quality_of(small)) <= 1


@pytest.mark.parametrize("scale", [2, 4, 8])
def test_an_image_whose_merged_pixels_are_alike_has_the_hash_of_its_full_size(scale: int) -> None:
    pixels = picture(150, 200)
    full = np.kron(pixels, np.ones((scale, scale, 1), np.uint8))

    hashed = hash_scaled(Scaled(pixels, full.shape[0], full.shape[1], scale))

    assert apart(hashed.pdq, hash_rgb(full)[0]) == 0
